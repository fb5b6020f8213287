use dateline_model::Origin;
use jiff::Timestamp;
use proptest::prelude::*;

use super::*;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_760_000_000 + minute * 60).expect("a time")
}

fn spoken<'a>(families: &'a Families, outlet: &'a str, minute: i64) -> Spoken<'a> {
    Spoken { voice: families.family_of(outlet), outlet: Some(outlet), copy: false, at: at(minute) }
}

#[test]
fn the_projects_table_parses_and_knows_owners_and_agencies() {
    let merged = Families::default().merged(BUILT_IN).expect("the table parses");
    assert!(merged.len() >= 60, "{}", merged.len());
    let table = Families::built_in();
    assert_eq!(table.family_of("nypost.com"), table.family_of("wsj.com"));
    assert_eq!(table.family_of("live.nypost.com"), "news-corp");
    assert_eq!(table.family_of("bay-tribune.example"), "bay-tribune.example");
    assert_eq!(table.family_of("name:bay tribune"), "name:bay tribune");
    assert_eq!(table.name_of("reuters"), "Reuters");
    assert!(table.is_agency("dpa") && !table.is_agency("reach"));
}

#[test]
fn an_owners_two_papers_are_one_voice_and_copies_none() {
    let table = Families::built_in();
    let mut copy = spoken(table, "bay-tribune.example", 9);
    copy.copy = true;
    let told = [
        spoken(table, "wsj.com", 5),
        spoken(table, "nypost.com", 1),
        spoken(table, "gazette.example", 3),
        copy,
    ];
    let found = voices(table, &told);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].family.as_str(), found[0].outlets), ("news-corp", 2));
    assert_eq!((found[0].since, found[0].latest), (at(1), at(5)));
    assert_eq!(found[1].family, "gazette.example");
}

#[test]
fn copies_alone_are_one_voice() {
    let table = Families::built_in();
    let mut told = [spoken(table, "a.example", 2), spoken(table, "b.example", 1)];
    told.iter_mut().for_each(|article| article.copy = true);
    let found = voices(table, &told);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].family, "b.example");
}

#[test]
fn an_agencys_text_in_several_outlets_is_its_voice() {
    let table = Families::built_in();
    let authors = |name: &str| vec![name.to_owned()];
    let voice = |authors: &[String], text: &str| {
        let credit = Credit { outlet: Some("bay-tribune.example"), authors, origin: None, text };
        table.voice_of(&credit).to_owned()
    };
    assert_eq!(voice(&[], "RIGA, Oct 3 (Reuters) - The port was closed."), "reuters");
    assert_eq!(voice(&[], "Köln (dpa/epd) – Der Hafen bleibt zu."), "dpa");
    assert_eq!(voice(&authors("Jo Roy, Associated Press"), "The port."), "ap");
    assert_eq!(voice(&authors("Le Phare avec AFP"), "Le port."), "afp");
    assert_eq!(
        voice(&authors("Jo Ansa"), "The port (AP was told) - is shut."),
        "bay-tribune.example"
    );
    assert_eq!(voice(&authors("Jo Roy"), "The port (closed) is shut."), "bay-tribune.example");
}

#[test]
fn an_origin_at_an_agency_is_a_credit() {
    let table = Families::built_in();
    let origin =
        Origin { outlet: "The wire".into(), url: Some("https://www.reuters.com/x?y=1".into()) };
    let credit = Credit { outlet: Some("a.example"), origin: Some(&origin), ..Default::default() };
    assert_eq!(table.voice_of(&credit), "reuters");
    assert_eq!(table.voice_of(&Credit::default()), "");
}

#[test]
fn an_instances_file_is_merged_over_the_table() {
    let merged = Families::built_in()
        .merged(
            "alone = [\"wsj.com\"]\n[owner.bay]\nname = \"Bay Media\"\noutlets = [\"WWW.Bay.example\", \"nypost.com\"]\n\
             [owner.reach]\nwithout = [\"ok.co.uk\"]\n[agency.bay-wire]\ncredits = [\"BW\"]\n",
        )
        .expect("it parses");
    assert_eq!(merged.family_of("bay.example"), "bay");
    assert_eq!(merged.family_of("nypost.com"), "bay");
    assert_eq!(merged.family_of("wsj.com"), "wsj.com");
    assert_eq!(merged.family_of("ok.co.uk"), "ok.co.uk");
    assert_eq!(merged.name_of("reach"), "Reach");
    assert_eq!(merged.name_of("bay-wire"), "bay-wire");
    let credit = Credit { text: "BAY (BW) — Rain.", ..Default::default() };
    assert_eq!(merged.voice_of(&credit), "bay-wire");
}

#[test]
fn errors_name_line_and_key() {
    let said =
        |text: &str| Families::default().merged(text).expect_err("it does not parse").to_string();
    let line = said("[owner.a]\nname = \"A\"\noutlet = [\"a.example\"]\n");
    assert!(line.contains("line 3") && line.contains("owner.a.outlet"), "{line}");
    let line = said("[owner.a]\noutlets = \"a.example\"\n");
    assert!(line.contains("line 2") && line.contains("list"), "{line}");
    let line = said("[owner.a]\noutlets = [\n \"a.example\",\n \"https://b.example/x\"]\n");
    assert!(line.contains("line 4") && line.contains("https://b.example/x"), "{line}");
    let line = said("[owner.a]\noutlets = [\"a.example\"]\n[owner.b]\noutlets = [\"a.example\"]\n");
    assert!(line.contains("line 4") && line.contains("owner.a.outlets"), "{line}");
    let line = said("[owner.a]\ncredits = [\"A\"]\n");
    assert!(line.contains("owner.a.credits"), "{line}");
    let line = said("[owner.a\n");
    assert!(line.contains("line 1") && line.contains("not TOML"), "{line}");
    assert!(said("owners = 3").contains("owners"));
}

proptest! {
    #[test]
    fn nothing_panics(text in "\\PC{0,80}", key in "\\PC{0,20}") {
        let _ = Families::default().merged(&text);
        let table = Families::built_in();
        table.family_of(&key);
        let authors = [text.clone()];
        let credit = Credit { outlet: Some(&key), authors: &authors, origin: None, text: &text };
        prop_assert!(!table.voice_of(&credit).is_empty() || key.is_empty());
    }
}
