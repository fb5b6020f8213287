//! A real browser walks through the demo and a first start: see `tests/browser`.

use std::path::Path;
use std::process::{Command, Stdio};

/// Fails where Node, its packages or Chromium are missing: `./test` brings them. Whoever runs
/// `cargo test` without them sets `DATELINE_SKIP_BROWSER=1`.
#[test]
fn the_newspaper_in_a_browser() {
    if std::env::var("DATELINE_SKIP_BROWSER").is_ok_and(|skip| skip == "1") {
        eprintln!("not run: DATELINE_SKIP_BROWSER is set");
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let walks = Command::new("node")
        .arg("tests/browser/run.mjs")
        .arg(env!("CARGO_BIN_EXE_dateline"))
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .expect("node can be started (./test installs it)");
    print!("{}", String::from_utf8_lossy(&walks.stdout));
    eprint!("{}", String::from_utf8_lossy(&walks.stderr));
    assert!(walks.status.success(), "walks failed: {}", walks.status);
}
