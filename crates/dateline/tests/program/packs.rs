//! Packs of sources: listed, shown, and subscribed to without a word to any outlet.

use crate::support::Program;

#[test]
fn packs_are_listed_and_shown_even_where_settings_are_broken() {
    let program = Program::with(vec![("DATELINE_FETCH_PER_HOST", "many".to_owned())]);
    let listed = program.json(&["packs", "--json"]);
    let packs = listed["packs"].as_array().unwrap();
    let feeds: u64 = packs.iter().map(|pack| pack["feeds"].as_u64().unwrap()).sum();
    assert!(packs.len() >= 30 && feeds >= 600, "{} packs, {feeds} feeds", packs.len());

    let text = program.good(&["packs"]);
    for pack in packs {
        let line = format!("{}, {} feeds (", pack["name"].as_str().unwrap(), pack["feeds"]);
        assert!(text.contains(&line), "{line} is not in:\n{text}");
    }

    let shown = program.json(&["packs", "de", "--json"]);
    let feeds = shown["pack"]["feeds"].as_array().unwrap();
    let text = program.good(&["packs", "de"]);
    for feed in feeds {
        assert!(text.contains(feed["url"].as_str().unwrap()), "{feed}");
        assert_eq!((&feed["country"], &feed["language"]), (&"DE".into(), &"de".into()));
    }
    for list in shown["lists"].as_array().unwrap() {
        let (name, license) = (list["name"].as_str().unwrap(), list["license"].as_str().unwrap());
        assert!(text.contains(&format!("{name} ({license})")), "{text}");
    }
    assert!(text.ends_with("dateline add --pack de\n"), "{text}");
}

#[test]
fn a_pack_is_followed_in_its_folder_once() {
    let program = Program::new();
    let said = program.good(&["add", "--pack", "nz"]);
    let listed = program.json(&["feeds", "--json"]);
    let feeds = listed["feeds"].as_array().unwrap();
    let line = format!("Added {} feeds in the folder “New Zealand”.\n", feeds.len());
    assert_eq!(said, line);
    for feed in feeds {
        assert_eq!(feed["folder"], "New Zealand", "{feed}");
        assert!(feed["polled_at"].is_null() && feed["last_error"].is_null(), "{feed}");
        assert!(feed["url"].as_str().unwrap().starts_with("https://"), "{feed}");
    }
    let again = program.json(&["add", "--pack", "NZ", "--json"]);
    assert_eq!(again["folder"], "New Zealand");
    assert_eq!(again["report"]["added"], 0);
    assert_eq!(again["report"]["already"], feeds.len());
    assert_eq!(program.json(&["feeds", "--json"]), listed);
}

#[test]
fn two_packs_with_a_feed_in_common_leave_it_in_the_first() {
    let program = Program::new();
    let first = program.json(&["add", "--pack", "world", "--json"]);
    let second = program.json(&["add", "--pack", "middle-east", "--json"]);
    let both = second["report"]["already"].as_u64().unwrap();
    assert!(both >= 1, "the packs have Al Jazeera in common: {second}");
    let listed = program.json(&["feeds", "--json"]);
    let feeds = listed["feeds"].as_array().unwrap();
    let in_world = feeds.iter().filter(|feed| feed["folder"] == "World news").count();
    assert_eq!(first["report"]["added"], in_world);
}

#[test]
fn a_pack_that_is_not_there_and_flags_that_do_not_fit_change_nothing() {
    let program = Program::new();
    for arguments in [
        &["packs", "atlantis"][..],
        &["add", "--pack", "atlantis"],
        &["add", "--pack", "nz", "https://news.example/feed"],
        &["add", "--pack", "nz", "--folder", "News"],
        &["add", "--pack", "nz", "--preview"],
        &["add", "--pack"],
    ] {
        let ran = program.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.stderr);
        assert!(!ran.stderr.is_empty() && ran.stdout.is_empty(), "{arguments:?}");
    }
    assert!(program.run(&["packs", "atlantis"]).stderr.contains("no pack “atlantis”"));
    assert_eq!(std::fs::read_dir(program.data()).unwrap().count(), 0);
}
