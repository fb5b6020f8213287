//! Accounts.

use crate::support::Program;

fn names(program: &Program) -> Vec<String> {
    let users = program.json(&["user", "list", "--json"]);
    users["users"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn accounts_come_change_and_go() {
    let program = Program::new();
    assert_eq!(names(&program), ["owner"]);
    let add = ["user", "add", "ada", "--password-stdin"];
    let short = program.run_with_input(&add, "short\n");
    assert_eq!(short.code, 1);
    assert!(short.stderr.contains("at least 8 characters"), "{}", short.stderr);
    assert_eq!(program.run_with_input(&add, "").code, 1);
    assert_eq!(program.run_with_input(&add, "correct horse\n").code, 0);
    assert_eq!(names(&program), ["owner", "ada"]);
    let taken = program.run_with_input(&["user", "add", "Ada"], "correct horse\n");
    assert_eq!(taken.code, 1);
    assert!(taken.stderr.contains("is taken"), "{}", taken.stderr);
    let changed = program.run_with_input(&["user", "password", "ada"], "another horse\n");
    assert_eq!(changed.code, 0, "{}", changed.stderr);
    assert_eq!(program.run_with_input(&["user", "password", "bob"], "another horse\n").code, 1);
    program.good(&["user", "remove", "ada"]);
    assert_eq!(names(&program), ["owner"]);
    assert_eq!(program.run(&["user", "remove", "owner"]).code, 1);
}

#[test]
fn no_password_or_hash_is_ever_printed() {
    let program = Program::new();
    let ran = program.run_with_input(&["user", "add", "ada"], "correct horse\n");
    assert_eq!(ran.code, 0);
    let printed = format!(
        "{}{}{}{}",
        ran.stdout,
        ran.stderr,
        program.good(&["user", "list"]),
        program.good(&["user", "list", "--json"])
    );
    assert!(!printed.contains("horse") && !printed.contains("$argon2"), "{printed}");
}

#[test]
fn each_user_has_feeds_of_their_own() {
    let program = Program::new();
    program.run_with_input(&["user", "add", "ada"], "correct horse\n");
    let opml = "<opml version=\"2.0\"><body><outline text=\"F\" xmlUrl=\"http://127.0.0.1:1/f\"/></body></opml>";
    let ran = program.run_with_input(&["import", "-", "--user", "ada"], opml);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let count = |arguments: &[&str]| program.json(arguments)["feeds"].as_array().unwrap().len();
    assert_eq!(count(&["feeds", "--json", "--user", "ada"]), 1);
    assert_eq!(count(&["feeds", "--json"]), 0);
    let ran = program.run(&["feeds", "--user", "nobody"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("there is no user “nobody”"), "{}", ran.stderr);
}
