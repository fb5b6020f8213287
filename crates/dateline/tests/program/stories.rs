//! The demo's world in stories: its events are its stories, its reprints are folded, and nothing
//! of it changes when stories are formed anew.

use std::collections::{BTreeMap, BTreeSet};

use dateline_demo::World;
use serde_json::Value;

use crate::support::{Outside, Program};

/// The world's articles in Dateline.
struct Read {
    program: Program,
    outside: Outside,
    world: World,
    /// Each story, whole.
    stories: Vec<Value>,
}

impl Read {
    fn new() -> Self {
        let (program, outside) = (Program::new(), Outside::new());
        program.json(&["import", &outside.opml(), "--json"]);
        program.json(&["poll", "--json"]);
        let clock = dateline_clock::Clock::system();
        let world = World::load(clock.now(), std::sync::Arc::new(move || clock.now())).unwrap();
        let mut read = Self { program, outside, world, stories: Vec::new() };
        read.look();
        read
    }

    fn look(&mut self) {
        let front = self.program.json(&["front", "--limit", "1000", "--json"]);
        let stories = front["stories"].as_array().unwrap();
        self.stories = stories
            .iter()
            .map(|story| {
                let id = story["id"].to_string();
                self.program.json(&["story", &id, "--json"])["story"].clone()
            })
            .collect();
    }

    /// The articles that are no copies and the copies of each story, by their addresses.
    fn members(story: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
        let address = |article: &Value| article["article"]["address"].as_str().map(str::to_owned);
        let members = story["members"].as_array().unwrap();
        let copies = members.iter().flat_map(|member| member["copies"].as_array().unwrap());
        (members.iter().filter_map(address).collect(), copies.filter_map(address).collect())
    }

    /// Which story holds the article with this address.
    fn place_of(&self, address: &str) -> Option<i64> {
        let story = self.stories.iter().find(|story| {
            let (own, copies) = Self::members(story);
            own.contains(address) || copies.contains(address)
        });
        story.and_then(|story| story["card"]["id"].as_i64())
    }
}

#[test]
fn the_worlds_events_are_its_stories_and_its_reprints_are_folded() {
    let read = Read::new();
    let mut by_address: BTreeMap<String, &dateline_demo::Article> = BTreeMap::new();
    for article in read.world.articles() {
        if let Some(address) = read.outside.served.article(&article.id()) {
            by_address.insert(address, article);
        }
    }
    let mut reprints = 0;
    for (address, article) in &by_address {
        let Some(original) = &article.reprint_of else { continue };
        let Some(place) = read.place_of(address) else { continue };
        reprints += 1;
        let original = read.outside.served.article(original).unwrap();
        assert_eq!(read.place_of(&original), Some(place), "{address} is with its original");
        let story = read.stories.iter().find(|story| story["card"]["id"] == place).unwrap();
        let (own, _) = Read::members(story);
        assert!(!(own.contains(address) && own.contains(&original)), "{address} is folded");
    }
    assert!(reprints >= 6, "only {reprints} reprints were read");
    let (mut all, mut together) = (0, 0);
    for articles in read.world.events().into_values() {
        // A story holds one language.
        let english = articles.iter().filter(|article| article.lang == "en");
        let mut places: BTreeMap<i64, usize> = BTreeMap::new();
        for article in english {
            let address = read.outside.served.article(&article.id()).unwrap();
            if let Some(place) = read.place_of(&address) {
                *places.entry(place).or_default() += 1;
            }
        }
        all += places.values().sum::<usize>();
        together += places.values().max().copied().unwrap_or_default();
    }
    assert!(together * 10 >= all * 9, "of {all} articles {together} are in their event's story");
    let mixed: Vec<BTreeSet<Option<&str>>> = read
        .stories
        .iter()
        .map(|story| {
            let (own, copies) = Read::members(story);
            let articles = own.iter().chain(&copies).filter_map(|address| by_address.get(address));
            articles.map(|article| article.event.as_deref()).collect()
        })
        .filter(|events: &BTreeSet<_>| events.len() > 1)
        .collect();
    let two_events = mixed.iter().find(|events| events.iter().flatten().count() > 1);
    assert_eq!(two_events, None, "two events are one story");
    assert!(mixed.len() <= 2, "articles about nothing else are in stories: {mixed:?}");
}

#[test]
fn an_instances_own_owners_make_one_voice_of_two_outlets() {
    let read = Read::new();
    let voices = |story: &Value| -> Vec<String> {
        let voices = story["card"]["standing"]["voices"].as_array().unwrap();
        voices.iter().map(|voice| voice["family"].as_str().unwrap().to_owned()).collect()
    };
    let with_two = read.stories.iter().find(|story| voices(story).len() > 1).unwrap();
    let (id, before) = (with_two["card"]["id"].to_string(), voices(with_two));
    let file = read.program.data().join("families.toml");
    std::fs::write(&file, "[owner.house]\noutlets = [\"no outlet\"]\n").unwrap();
    let ran = read.program.run(&["front"]);
    assert_ne!(ran.code, 0);
    assert!(
        ran.stderr.contains("families.toml") && ran.stderr.contains("line 2"),
        "{}",
        ran.stderr
    );
    assert_eq!(read.program.run(&["doctor"]).code, 1);
    let outlets = format!("{:?}", &before[..2]);
    std::fs::write(&file, format!("[owner.house]\nname = \"The House\"\noutlets = {outlets}\n"))
        .unwrap();
    read.program.json(&["poll", "--json"]);
    let story = read.program.json(&["story", &id, "--json"]);
    let after = voices(&story["story"]);
    assert_eq!(after.len(), before.len() - 1, "{before:?} became {after:?}");
    assert!(after.contains(&"house".to_owned()));
    let why = story["why"].to_string();
    assert!(why.contains("2 outlets of The House count as one publisher"), "{why}");
    let missing = read.program.run(&["front", "--families", "elsewhere.toml"]);
    assert!(missing.stderr.contains("elsewhere.toml") && missing.code != 0, "{}", missing.stderr);
}

#[test]
fn forming_stories_anew_changes_nothing_the_second_time_and_no_address_dies() {
    let mut read = Read::new();
    let before: Vec<i64> =
        read.stories.iter().filter_map(|story| story["card"]["id"].as_i64()).collect();
    let dry = read.program.json(&["regroup", "--dry-run", "--json"]);
    let all: usize =
        read.stories.iter().map(Read::members).map(|(own, copies)| own.len() + copies.len()).sum();
    assert_eq!(dry["articles"], all);
    let done = read.program.json(&["regroup", "--json"]);
    assert_eq!(done["moved"], dry["moved"], "it does what it said");
    let again = read.program.json(&["regroup", "--json"]);
    assert_eq!(again["moved"].as_array().map(Vec::len), Some(0), "{again:#}");
    read.look();
    for id in before {
        let story = read.program.json(&["story", &id.to_string(), "--json"]);
        assert!(story["story"]["card"]["id"].is_i64(), "{id}");
    }
    let care = read.program.json(&["doctor", "--json"]);
    let problem = care["checks"].as_array().unwrap().iter().find(|c| c["state"] == "problem");
    assert!(problem.is_none(), "{problem:#?}");
}
