//! `doctor`: what it finds, and how it ends.

use serde_json::Value;

use crate::support::{Program, Ran};

fn states(ran: &Ran) -> Vec<(String, String)> {
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    let word = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let findings = document["checks"].as_array().unwrap();
    findings.iter().map(|finding| (word(finding, "check"), word(finding, "state"))).collect()
}

#[test]
fn a_fresh_folder_is_no_problem_and_stays_as_it_is() {
    let program = Program::new();
    let ran = program.run(&["doctor", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(states(&ran).contains(&("database".to_owned(), "ok".to_owned())), "{}", ran.stdout);
    assert_eq!(std::fs::read_dir(program.data()).unwrap().count(), 0);
}

#[test]
fn a_store_in_use_is_sound() {
    let program = Program::new();
    program.good(&["feeds"]);
    let ran = program.run(&["doctor", "--json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let states = states(&ran);
    for check in ["settings", "data folder", "clock", "fetch.allow", "listening", "network"] {
        assert!(states.iter().any(|(name, _)| name == check), "{check}: {states:?}");
    }
    assert!(states.contains(&("integrity".to_owned(), "ok".to_owned())), "{states:?}");
    assert!(states.contains(&("search".to_owned(), "ok".to_owned())), "{states:?}");
    let text = program.run(&["doctor"]);
    assert!(text.stdout.lines().count() >= states.len(), "{}", text.stdout);
}

#[test]
fn bad_settings_and_a_damaged_database_are_problems() {
    let program = Program::new();
    let ran = program.run(&["doctor", "--json", "--fetch-allow", "not a host/99"]);
    assert_eq!(ran.code, 1);
    assert_eq!(states(&ran), [("settings".to_owned(), "problem".to_owned())]);

    std::fs::write(program.data().join("dateline.db"), "this is no database ".repeat(500)).unwrap();
    let ran = program.run(&["doctor", "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert!(states(&ran).contains(&("database".to_owned(), "problem".to_owned())));
}

#[test]
fn a_bad_table_of_owners_is_one_problem_and_not_the_databases() {
    let program = Program::new();
    program.good(&["feeds"]);
    std::fs::write(program.data().join("families.toml"), "[[").unwrap();
    let ran = program.run(&["doctor", "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    let states = states(&ran);
    let problems: Vec<&str> = states
        .iter()
        .filter(|(_, state)| state == "problem")
        .map(|(check, _)| check.as_str())
        .collect();
    assert_eq!(problems, ["story.families"], "{states:?}");
    assert!(states.contains(&("database".to_owned(), "ok".to_owned())), "{states:?}");
}
