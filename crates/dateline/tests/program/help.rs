//! Help, and what is said to those who used it wrongly.

use crate::support::Program;

const COMMANDS: [&str; 19] = [
    "serve", "add", "packs", "import", "move-in", "export", "poll", "front", "feeds", "article",
    "jobs", "keep", "inspect", "user", "settings", "backup", "restore", "doctor", "demo",
];

#[test]
fn help_lists_every_command_and_each_explains_itself() {
    let program = Program::new();
    let help = program.good(&["--help"]);
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not in:\n{help}");
        let own = program.good(&[command, "--help"]);
        assert!(own.contains("Example") && own.contains("--data <DIR>"), "{own}");
    }
    assert!(program.good(&["--version"]).starts_with("dateline 0."));
}

#[test]
fn wrong_usage_ends_with_2_and_changes_nothing() {
    let program = Program::new();
    for arguments in [
        &["nonsense"][..],
        &["poll", "--nonsense"],
        &["add"],
        &["front", "--limit", "many"],
        &["--listen", "127.0.0.1:1", "feeds"],
        &["user"],
        &["feeds", "--fetch-host-pause", "soon"],
        &["restore", "there-is-no-such-file"],
    ] {
        let ran = program.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.stderr);
        assert!(!ran.stderr.is_empty() && ran.stdout.is_empty(), "{arguments:?}");
    }
    assert_eq!(std::fs::read_dir(program.data()).unwrap().count(), 0);
}

#[test]
fn a_bad_setting_names_where_it_came_from() {
    let program = Program::new();
    std::fs::write(program.data().join("dateline.toml"), "[fetch]\nper_hots = 3\n").unwrap();
    let ran = program.run(&["feeds"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("dateline.toml:2: there is no setting “fetch.per_hots”"));
    assert!(ran.stderr.contains("did you mean “fetch.per_host”?"), "{}", ran.stderr);
}

#[test]
fn settings_tell_each_value_and_its_origin_but_no_secret() {
    let program = Program::new();
    let ran = program
        .command(&["settings", "--json"])
        .env("DATELINE_STORE", "postgres://me:hunter2@localhost/news")
        .output()
        .unwrap();
    let printed = String::from_utf8(ran.stdout).unwrap();
    assert!(!printed.contains("hunter2"), "{printed}");
    let document: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let settings = document["settings"].as_array().unwrap();
    let pause = settings.iter().find(|setting| setting["key"] == "fetch.host_pause").unwrap();
    assert_eq!(pause["value"], "0");
    assert_eq!(pause["origin"], "environment variable DATELINE_FETCH_HOST_PAUSE");
}
