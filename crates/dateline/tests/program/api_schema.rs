//! Dateline's own API, tried by an outside tester that knows nothing of it but its document.

use std::process::{Command, Stdio};

use crate::support::{Ran, ended};
use crate::walks::{Serving, tool};

/// How often each operation is tried with made-up values, beside all that the tester thinks of by
/// itself: about two thousand requests in all. `docs/api.md` says how to try more by hand.
const EXAMPLES: &str = "5";

#[test]
fn an_outside_tester_finds_no_fault_in_the_api_or_its_document() {
    let Some(tester) = tool("tools/schemathesis/bin/schemathesis") else { return };
    let serving = Serving::new();
    let base = format!("{}api/v1", serving.url());
    let mut command = Command::new(tester);
    command.env_clear().env("HOME", serving.program.data()).stdin(Stdio::null());
    command.current_dir(serving.program.data());
    command.args(["run", &format!("{base}/openapi.json"), "--url", &base]);
    command.args(["--header", &format!("Authorization: Bearer {}", serving.secret)]);
    // The same requests each time; one worker, as the tester's own threads are in each other's way.
    command.args(["--seed", "1", "--max-examples", EXAMPLES, "--workers", "1"]);
    command.args(["--request-timeout", "20", "--no-color"]);
    let Ran { code, stdout, stderr } = ended(&mut command);
    assert_eq!(code, 0, "{stdout}{stderr}");
    // A run that found nothing to try would find no fault either.
    let tried = stdout.lines().find(|line| line.trim_start().starts_with("Tested:"));
    let tried: usize = tried.unwrap().rsplit(' ').next().unwrap().parse().unwrap();
    assert!(tried >= 50, "{stdout}");
}
