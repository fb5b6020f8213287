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

#[test]
fn roles_change_and_the_last_admin_stays() {
    let program = Program::new();
    let role = |name: &str, role: &str| program.run(&["user", "role", name, role]);
    let last = role("owner", "member");
    assert_eq!(last.code, 1);
    assert!(last.stderr.contains("the last admin"), "{}", last.stderr);
    program.run_with_input(&["user", "add", "ada", "--admin"], "correct horse\n");
    assert_eq!(role("owner", "member").code, 0);
    let users = program.json(&["user", "list", "--json"]);
    assert_eq!(
        (&users["users"][0]["role"], &users["users"][1]["role"]),
        (&"member".into(), &"admin".into())
    );
    assert_eq!(program.run(&["user", "remove", "ada"]).code, 1, "nobody else is an admin");
    assert_eq!(role("owner", "admin").code, 0);
    assert_eq!(role("ada", "king").code, 2);
}

#[test]
fn an_app_password_is_printed_once_listed_and_revoked() {
    let program = Program::new();
    let make = ["user", "app-password", "owner", "--write", "--for", "phone"];
    let secret = program.good(&make);
    let secret = secret.trim();
    assert!(secret.len() >= 26 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let list = program.good(&["user", "app-password", "owner", "--list"]);
    assert!(list.contains("phone (reads and writes, not used yet)"), "{list}");
    assert!(!list.contains(secret), "{list}");
    let listed = program.json(&["user", "app-password", "owner", "--list", "--json"]);
    let number = listed["app_passwords"][0]["id"].to_string();
    program.run_with_input(&["user", "add", "ada"], "correct horse\n");
    let of_another = program.run(&["user", "app-password", "ada", "--revoke", &number]);
    assert_eq!(of_another.code, 1, "{}", of_another.stdout);
    assert_eq!(program.run(&["user", "app-password", "ada", "--admin"]).code, 1, "ada is none");
    program.good(&["user", "app-password", "owner", "--revoke", &number]);
    assert_eq!(program.good(&["user", "app-password", "owner", "--list"]), "");
    assert_eq!(program.run(&["user", "app-password", "nobody"]).code, 1);
}

#[test]
fn an_invitation_is_the_path_of_a_page() {
    let program = Program::new();
    let one = program.good(&["user", "invite", "--for", "Zoë"]);
    let other = program.good(&["user", "invite", "--admin", "--days", "2"]);
    assert!(one.starts_with("/invitation/") && one != other, "{one}");
    assert_eq!(program.run(&["user", "invite", "--days", "0"]).code, 2);
    let based = Program::with(vec![("DATELINE_BASE_URL", "https://news.example.org".to_owned())]);
    let link = based.good(&["user", "invite"]);
    assert!(link.starts_with("https://news.example.org/invitation/"), "{link}");
}

#[test]
fn a_provider_that_this_binary_cannot_ask_is_no_silent_setting() {
    if cfg!(feature = "oidc") {
        return;
    }
    let program = Program::new();
    let ran =
        program.run(&["serve", "--listen", "127.0.0.1:0", "--oidc-issuer", "https://id.example"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("built without the feature oidc"), "{}", ran.stderr);
}
