use proptest::prelude::*;

use super::*;

fn report<'a>(id: i64, title: &'a str, text: &'a str) -> Report<'a> {
    const VOICES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
    let voice = VOICES[usize::try_from(id).unwrap_or_default() % 6];
    Report {
        id: ArticleId(id),
        outlet: Some(voice),
        outlet_name: Some(voice),
        voice,
        address: Some("https://a.example/"),
        title,
        text,
        language: Some("en"),
        published: None,
        seen_at: Timestamp::from_second(1_760_000_000 + id).expect("a time"),
        fetched_at: None,
        copy: false,
        polling_gap: None,
    }
}

fn texts(summary: &Summary) -> Vec<&str> {
    summary.sentences.iter().map(|sentence| sentence.text.as_str()).collect()
}

fn ferry() -> Vec<Report<'static>> {
    vec![
        report(
            1,
            "Ferry Aurora runs aground off Ventspils",
            "VENTSPILS — The ferry Aurora ran aground off Ventspils early on Friday with 120 passengers. \
             It was dark. But nobody panicked, said a passenger. Sign up for our newsletter today, it is free.",
        ),
        report(
            2,
            "Ferry runs aground off Ventspils with 120 aboard",
            "Tugs pulled at the stranded ferry Aurora for six hours before the tide lifted it. \
             Rescuers took all 120 passengers of the Aurora to the port of Ventspils by noon.",
        ),
        report(
            3,
            "Why do ferries run aground off Ventspils?",
            "Storms had moved the sandbank off Ventspils by a mile since the last survey in spring.",
        ),
        report(4, "Live updates: ferry Aurora off Ventspils", "We will update you. More soon…"),
    ]
}

#[test]
fn a_central_headline_that_tells_and_three_sentences_that_stand_alone() {
    let summary = summarise(&ferry(), None);
    assert!([1, 2].map(ArticleId).contains(&summary.headline.expect("a headline")));
    let texts = texts(&summary);
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(texts.iter().any(|text| text.starts_with("The ferry Aurora ran aground")), "{texts:?}");
    for text in &texts {
        assert!(
            !text.starts_with("But") && !text.starts_with("It") && !text.contains("newsletter")
        );
    }
    let outlets: std::collections::BTreeSet<_> =
        summary.sentences.iter().map(|sentence| sentence.outlet.clone()).collect();
    assert!(outlets.len() >= 2);
}

#[test]
fn a_copys_headline_is_never_the_storys() {
    let mut told = ferry();
    told[0].copy = true;
    told[1].copy = true;
    assert!([3, 4].map(|id| Some(ArticleId(id))).contains(&summarise(&told, None).headline));
    assert_eq!(summarise(&[], None).headline, None);
}

const ACCUSATION: &str =
    "The seamen's union accused Baltic Lines of hiding a broken radar on the Aurora.";
const DENIAL: &str = "Baltic Lines denied that the radar of the Aurora was broken when it sailed.";

#[test]
fn an_accusation_stands_beside_its_denial() {
    let mut told = ferry();
    told.push(report(5, "Union accuses Baltic Lines over Aurora radar", ACCUSATION));
    let denying = format!("The weather had been calm all week long in the bay. {DENIAL}");
    told.push(report(6, "Ferry Aurora: what the owner of Baltic Lines says", &denying));
    let summary = summarise(&told, None);
    let texts = texts(&summary);
    assert!(texts.len() <= 4);
    if texts.contains(&ACCUSATION) {
        assert!(texts.contains(&DENIAL), "{texts:?}");
    }
    // Where nearly nothing but the accusation is told, both are shown, the denial after it.
    let short = [told[4], told[5]];
    let summary = summarise(&short, None);
    let found: Vec<&str> = summary.sentences.iter().map(|it| it.text.as_str()).collect();
    let place = |text: &str| found.iter().position(|other| *other == text);
    assert!(place(DENIAL).is_some(), "{found:?}");
    if let Some(accusation) = place(ACCUSATION) {
        assert_eq!(found.get(accusation + 1), Some(&DENIAL), "{found:?}");
        assert_eq!(summary.sentences[accusation + 1].role, Role::Answers);
    }
}

#[test]
fn an_accusation_whose_denial_cannot_be_shown_is_not_shown() {
    let accusing = format!("{ACCUSATION} The ship was built in Turku in the year 1998.");
    let told = [
        report(1, "Radar of the Aurora", &accusing),
        report(
            2,
            "Aurora",
            "Baltic Lines spoke to us. But it denied that the radar of the Aurora was broken. The Aurora will be towed to a dock in Turku on Sunday.",
        ),
    ];
    let summary = summarise(&told, None);
    assert!(!texts(&summary).contains(&ACCUSATION), "{summary:?}");
    assert!(!summary.sentences.is_empty());
}

#[test]
fn a_denial_that_leans_may_follow_its_accusation_in_its_own_article() {
    let text = format!("{ACCUSATION} It denied that the radar was broken.");
    let told = [report(1, "Radar of the Aurora", &text)];
    assert_eq!(
        texts(&summarise(&told, None)),
        [ACCUSATION, "It denied that the radar was broken."]
    );
}

#[test]
fn a_headline_that_accuses_is_answered_too() {
    let told = [
        report(
            1,
            "Union accuses Baltic Lines of hiding broken radar",
            "The ferry Aurora will be towed to a dock in Turku on Sunday.",
        ),
        report(2, "Baltic Lines accused of hiding broken radar", DENIAL),
    ];
    let summary = summarise(&told, None);
    assert!(texts(&summary).contains(&DENIAL), "{summary:?}");
}

#[test]
fn a_denial_that_only_a_headline_holds_is_shown() {
    let told = [
        report(1, "Union accuses Baltic Lines of hiding broken radar", ACCUSATION),
        report(2, "Baltic Lines denies that radar of Aurora was broken", ""),
    ];
    let summary = summarise(&told, None);
    assert!(!texts(&summary).contains(&ACCUSATION) || texts(&summary).contains(&told[1].title));
}

#[test]
fn a_claim_without_accusing_words_is_disputed_by_what_shares_its_words() {
    let claim = "The tug Zephyr rammed the ferry Aurora off Ventspils at dawn.";
    let denial =
        "Inspectors found that the tug Zephyr did not touch the ferry Aurora off Ventspils.";
    let told =
        [report(1, "Tug rams ferry Aurora", claim), report(2, "Ferry Aurora aground", denial)];
    let summary = summarise(&told, None);
    let texts = texts(&summary);
    assert!(!texts.contains(&claim) || texts.contains(&denial), "{texts:?}");
    assert!(texts.contains(&denial));
}

#[test]
fn words_in_nobodys_mouth() {
    let told = [report(
        1,
        "Mayor speaks",
        "“The ferry Aurora was steered onto the sandbank by a drunken crew.” \
         Mayor Lund told the council: “The harbour failed. The harbour lied.\n\n\
         “The crew was never tested for alcohol that night in Ventspils.\n\n\
         The council of Ventspils will meet again on Monday to hear the harbour master.",
    )];
    assert_eq!(
        texts(&summarise(&told, None)),
        ["The council of Ventspils will meet again on Monday to hear the harbour master."]
    );
}

#[test]
fn other_languages() {
    let mut german = report(
        1,
        "Fähre Aurora gestrandet",
        "Die Fähre Aurora ist am 3. Oktober vor Windau auf Grund gelaufen. Die Gewerkschaft warf der Reederei vor, ein defektes Radar der Fähre verschwiegen zu haben. Die Reederei wies die Vorwürfe zur Fähre Aurora am Freitag zurück.",
    );
    german.language = Some("de");
    let told = [german];
    let summary = summarise(&told, None);
    let found = texts(&summary);
    let accused = found.iter().any(|text| text.contains("warf der Reederei"));
    assert!(!accused || found.iter().any(|text| text.contains("wies die Vorwürfe")), "{found:?}");
    let mut chinese = report(
        1,
        "渡轮搁浅",
        "渡轮极光号周五清晨在港口外搁浅，船上有一百二十名乘客。工会指责船公司隐瞒雷达故障。船公司否认隐瞒雷达故障，并称将公布记录。",
    );
    chinese.language = Some("zh");
    let told = [chinese];
    let summary = summarise(&told, None);
    let found = texts(&summary);
    let accused = found.iter().any(|text| text.contains("指责"));
    assert!(
        !found.is_empty() && (!accused || found.iter().any(|text| text.contains("否认"))),
        "{found:?}"
    );
}

proptest! {
    #[test]
    fn every_sentence_stands_in_its_article(
        parts in prop::collection::vec(("[A-Z][a-z]{2,7}( [A-Za-z]{2,7}){2,4}", "(\\PC|[a-z]{1,6} |Baltic Lines |accused |denied |claims |He |[.!?\"“”\n] ){0,60}"), 0..6)
    ) {
        let told: Vec<Report<'_>> = parts
            .iter()
            .zip(1..)
            .map(|((title, text), id)| report(id, title, text))
            .collect();
        let summary = summarise(&told, None);
        prop_assert!(summary.sentences.len() <= 4);
        for sentence in &summary.sentences {
            let of = told.iter().find(|report| report.id == sentence.article);
            let holds = of.is_some_and(|report| {
                report.text.contains(&sentence.text)
                    || (sentence.role == Role::Answers && report.title.contains(&sentence.text))
            });
            prop_assert!(holds, "{:?}", sentence);
        }
    }
}

#[test]
fn the_headline_that_is_shown_is_the_one_that_is_answered() {
    let accuses = "Veldt accuses Port Sarel of a drone attack on the governor’s house";
    let text = "Nobody was hurt in the house on Sunday, the office of the governor said.";
    let denies = "Port Sarel denies the drone attack on the governor’s house in Veldt.";
    let told = [
        report(1, accuses, text),
        report(2, "Drone attack on the governor’s house: what is known", denies),
        report(3, "Governor’s house in Veldt: drone attack, what is known so far", text),
    ];
    let summary = summarise(&told, Some(ArticleId(1)));
    assert_eq!(summary.headline, Some(ArticleId(1)));
    let answer = summary.sentences.iter().find(|sentence| sentence.role == Role::Answers);
    assert_eq!(answer.map(|sentence| sentence.text.as_str()), Some(denies));
}

#[test]
fn a_sentence_of_nothing_but_accusations_counts_as_one_that_nothing_answers() {
    let said = lexicon::Lexicon::get().said(&"He accused and denied ".repeat(200));
    assert!(said.claims && !said.rebuts && !said.silent);
}

#[test]
fn the_headline_that_tells_of_the_event_stands_for_a_story_and_stays() {
    let titles = [
        "Opinion | What the ferry tells of us",
        "Ferry Orla runs aground off Kesten",
        "Ferry Orla aground off Kesten with 212 on board",
        "Was the Orla too heavy?",
    ];
    assert_eq!(headline_of(&titles, None), Some(1));
    assert_eq!(headline_of(&titles, Some(2)), Some(2), "as good, and shown already");
    assert_eq!(headline_of(&titles, Some(0)), Some(1));
    assert_eq!(headline_of(&titles[..1], None), Some(0), "there is no other");
    assert_eq!(headline_of(&["", " "], Some(1)), None);
}
