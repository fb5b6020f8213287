use proptest::prelude::*;

use super::*;

mod attribution;

fn in_language(text: &str, language: &str) -> Vec<Statement> {
    find(&Article { text, language: Some(language), ..Article::default() })
}

/// Who said what in an English text: the speakers' names, the words, the acts.
fn told(text: &str) -> Vec<(String, String, &'static str)> {
    told_in(text, "en")
}

fn told_in(text: &str, language: &str) -> Vec<(String, String, &'static str)> {
    let statements = in_language(text, language);
    let name = |statement: &Statement| {
        statement.speaker.as_ref().map_or_else(String::new, |speaker| speaker.name.clone())
    };
    let words = |statement: &Statement| {
        let spans: Vec<&str> = statement.content.iter().map(|span| &text[span.bytes()]).collect();
        spans.join(" | ")
    };
    statements
        .iter()
        .map(|statement| (name(statement), words(statement), statement.act.name()))
        .collect()
}

fn one(name: &str, words: &str, act: &'static str) -> Vec<(String, String, &'static str)> {
    vec![(name.to_owned(), words.to_owned(), act)]
}

#[test]
fn quotations_go_with_whoever_stands_beside_the_verb() {
    for text in [
        "“The pier is safe,” Anna Lind said.",
        "“The pier is safe,” said Anna Lind, the mayor of Lindholm.",
        "“The pier is safe,” Mayor Anna Lind told reporters on Monday.",
        "Anna Lind, who is the mayor, said: “The pier is safe,”",
        "\"The pier is safe,\" Anna Lind later added.",
        "‘The pier is safe,’ Anna Lind wrote.",
    ] {
        let found = told(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].0, "Anna Lind", "{text}");
        assert!(found[0].1.contains("The pier is safe,"), "{text}: {found:?}");
        assert_eq!(in_language(text, "en")[0].kind, Kind::Direct, "{text}");
    }
}

#[test]
fn a_quotation_that_is_split_or_goes_on_is_one_statement() {
    let text = "“We are done,” said Per Holm, who said he was tired. “It is over.”";
    let found = told(text);
    assert_eq!(found[0].1, "“We are done,” | “It is over.”");
    let text = "“We are done,” Per Holm said, “and we shall not return.”";
    assert_eq!(told(text)[0].1, "“We are done,” | “and we shall not return.”");
    let text = "“We are done,” Per Holm told the council.\n\n“And this is my last word,” he added. “All the \
                rest is known.\n\n“Ask the others.”";
    let found = told(text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(
        found[1].1,
        "“And this is my last word,” | “All the rest is known. | “Ask the others.”"
    );
    assert_eq!(found[1].0, "Per Holm");
}

#[test]
fn a_quotation_that_goes_on_for_long_is_one_statement_and_not_read_again_each_time() {
    let text = format!("“We are done,” Per Holm said.{}", "\n\n“Ask Mia Berg.”".repeat(500));
    let found = in_language(&text, "en");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].content.len(), 501, "no words are lost");
    let short = |count| vec![span(0, 10); count];
    assert!(is_read_whole(&short(READ_SPANS)));
    assert!(!is_read_whole(&short(READ_SPANS + 1)));
    assert!(!is_read_whole(&[span(0, READ_BYTES), span(READ_BYTES, READ_BYTES + 10)]));
}

#[test]
fn whom_a_statement_names_is_remembered_once() {
    let lexicon = Lexicon::english();
    let text = "Mia Berg met Per Holm. Mia Berg saw Per Holm. Mia Berg left.";
    let layout = Layout::of(text, lexicon, Language::English);
    let people = People::of(&layout, lexicon);
    let resolver = Resolver::new(&layout, lexicon, &people);
    let mut own = Traits::default();
    for _ in 0..3 {
        resolver.traits(&[], &[(0, text.len())], &mut own);
    }
    assert_eq!(own.named.len(), 2, "{:?}", own.named);
}

#[test]
fn clauses_end_before_the_reporters_own_words() {
    for (text, words) in [
        ("Lind said that the pier was safe, adding that it was new.", "that the pier was safe"),
        ("Lind said the pier was safe, although two reports found cracks.", "the pier was safe"),
        ("Lind said the pier was safe but declined to show the report.", "the pier was safe"),
        ("Lind said the pier was safe, without showing the report.", "the pier was safe"),
        (
            "Lind said on Monday that the pier was safe, as Holm warned of cracks.",
            "that the pier was safe",
        ),
        ("The pier is safe, Lind said on Monday.", "The pier is safe"),
        (
            "But to save money, Lind said, the pier must close.",
            "to save money | the pier must close",
        ),
    ] {
        assert!(told(text).iter().any(|found| found.1 == words), "{text}: {:?}", told(text));
    }
}

#[test]
fn what_was_not_said_is_no_statement() {
    for text in [
        "Lind did not say that the pier was safe.",
        "Lind never said that the pier was safe.",
        "Lind would say that the pier was safe.",
        "If Lind says that the pier is safe, people will come.",
        "The pier is said to be safe.",
        "“Sunset Pier” is a song of the sixties.",
    ] {
        let shown = in_language(text, "en").into_iter().filter(Statement::is_shown).count();
        assert_eq!(shown, 0, "{text}: {:?}", told(text));
    }
}

#[test]
fn reports_inside_reports_are_the_outer_speakers() {
    let text = "Lind said that Holm had told her that the pier was closed.";
    assert_eq!(
        told(text),
        one("Lind", "that Holm had told her that the pier was closed", "assertion")
    );
}

#[test]
fn speakers_get_the_fullest_name_that_the_text_gives() {
    let text = "Anna Lind met Per Holm on Monday. Lind said the pier was safe. She added that it was new. \
                Holm said he would see. “We shall look,” he told reporters.";
    let names: Vec<String> = told(text).into_iter().map(|found| found.0).collect();
    assert_eq!(names, ["Anna Lind", "Anna Lind", "Per Holm", "Per Holm"]);
    let text =
        "Norwegian Prime Minister Anna Lind arrived. “I am glad,” the Norwegian leader said.";
    assert_eq!(told(text)[0].0, "Anna Lind");
    let text = "France asked for talks. Paris said it would wait.";
    assert_eq!(told(text)[0].0, "France");
}

#[test]
fn a_headline_may_have_the_full_name() {
    let article = Article {
        title: Some("Maria Lind opens pier"),
        text: "It is open, Lind said.",
        ..Article::default()
    };
    let found = find(&article);
    assert_eq!(found[0].speaker.as_ref().map(|speaker| speaker.name.as_str()), Some("Maria Lind"));
}

#[test]
fn a_name_that_two_have_and_a_pronoun_that_fits_nobody_stay_as_they_stand() {
    let text = "Anna Lind and Per Lind arrived. “I am glad,” Lind said.";
    assert_eq!(told(text)[0].0, "Lind");
    let text = "It was late. “I am glad,” she said.";
    let found = in_language(text, "en");
    let speaker = found[0].speaker.as_ref().unwrap();
    assert_eq!((speaker.name.as_str(), speaker.is_named), ("she", false));
}

#[test]
fn silence_is_an_event_with_its_sentence() {
    let text = "Lind declined to comment on the report. The ministry did not immediately respond to a request \
                for comment. Holm did not provide evidence for the claim.";
    let found = in_language(text, "en");
    let acts: Vec<&str> = found.iter().map(|statement| statement.act.name()).collect();
    assert_eq!(acts, ["declined_to_comment", "no_response", "no_evidence"]);
    assert!(
        found.iter().all(|statement| statement.kind == Kind::Event && statement.act.is_event())
    );
    assert!(found[1].content.is_empty(), "what it was asked for is no topic");
    assert!(text[found[1].sentence.bytes()].starts_with("The ministry"));
}

#[test]
fn events_carry_the_day_on_which_they_were_so() {
    let text = "Lind declined to comment on Friday. Holm did not respond.";
    let date = jiff::civil::date(2026, 11, 23);
    let found = find(&Article { text, date: Some(date), ..Article::default() });
    let days: Vec<String> =
        found.iter().filter_map(|event| event.as_of).map(|day| day.to_string()).collect();
    assert_eq!(days, ["2026-11-20", "2026-11-23"]);
    assert!(in_language(text, "en").iter().all(|event| event.as_of.is_none()));
}

#[test]
fn acts_are_told_by_verb_and_words() {
    for (text, act) in [
        ("Lind accused Holm of hiding the costs.", "accusation"),
        ("Holm denied that the costs were hidden.", "denial"),
        ("“This is a fake story,” Holm said.", "denial"),
        ("Lind warned that the pier could fall.", "warning"),
        ("Lind promised to mend the pier.", "promise"),
        ("“The council must close the pier,” Lind said.", "demand"),
        ("“Who pays for it?” Lind asked.", "question"),
        ("Holm called the report “a disgrace.”", "criticism"),
        ("Holm called the charges fabricated.", "denial"),
        ("Holm called the allegation “a disgrace.”", "rebuttal"),
        ("Holm rejected allegations by the port that he had lied.", "denial"),
        ("Lind said the pier will fall by May.", "prediction"),
    ] {
        let found = told(text);
        assert!(found.iter().any(|found| found.2 == act), "{text}: {found:?}");
    }
}

#[test]
fn denials_are_tied_to_what_they_deny_where_the_text_says_so() {
    let text = "Anna Lind accused the port of hiding the costs, a claim its leaders denied.";
    let found = in_language(text, "en");
    assert_eq!(found[1].act, Act::Denial);
    assert_eq!(found[1].answers, Some(0));
    let text = "Anna Lind accused Per Holm of hiding the costs of the pier.\n\nThe weather was fine.\n\n“The story \
                of hidden costs is a lie,” Holm said.";
    let found = in_language(text, "en");
    assert_eq!(found.last().and_then(|statement| statement.answers), Some(0));
    let text = "Anna Lind accused Per Holm of hiding the costs. Mia Berg denied that she was leaving the town.";
    let found = in_language(text, "en");
    assert_eq!(found[1].answers, None, "another matter");
}

#[test]
fn german_and_french_are_read_by_their_tables() {
    let text = "„Wir brauchen mehr Zeit“, sagte Kanzlerin Angela Lind am Montag. Lind betonte, dass die Arbeit weitergeht. \
                Sprecher Klaus Berg erklärte: „Es gibt keinen Grund zur Sorge.“ Berg sagte nicht, dass er geht.";
    let found = told_in(text, "de");
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(
        (found[0].0.as_str(), found[0].1.as_str()),
        ("Angela Lind", "„Wir brauchen mehr Zeit“")
    );
    assert_eq!(
        (found[1].0.as_str(), found[1].1.as_str()),
        ("Angela Lind", "dass die Arbeit weitergeht")
    );
    assert_eq!(found[2].0, "Klaus Berg");
    let text = "« Il faut du temps », a déclaré la ministre Marie Lind lundi. « Ce n'est pas facile », a-t-elle ajouté. \
                M. Paul Berg a affirmé que les travaux continuent.";
    let found = told_in(text, "fr");
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[0].0, "Marie Lind");
    assert_eq!(found[1].0, "Marie Lind");
    assert_eq!(
        (found[2].0.as_str(), found[2].1.as_str()),
        ("Paul Berg", "que les travaux continuent")
    );
}

#[test]
fn the_first_full_name_of_a_surname_counts_wherever_it_stands() {
    let text = "Lind sagte, dass die Arbeit weitergeht. Später kam Angela Lind, dann Klaus Lind.";
    assert_eq!(told_in(text, "de")[0].0, "Angela Lind");
    let text = "Lind sagte, dass die Arbeit weitergeht. Später kam der alte Lind.";
    assert_eq!(told_in(text, "de")[0].0, "Lind");
}

#[test]
fn a_language_that_is_not_known_gives_nothing() {
    assert_eq!(told_in("\"Vi är klara\", sade Anna Lind.", "sv"), []);
    assert_eq!(told_in("", "en"), []);
}

/// What articles are made of, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "“",
        "”",
        "\"",
        "„",
        "«",
        "»",
        "‘",
        "’",
        "'",
        "'s",
        ",",
        ".",
        ":",
        ";",
        "—",
        " - ",
        "(",
        ")",
        "?",
        "…",
        "\n\n",
        "\n",
        "said",
        "says",
        "told",
        "accused",
        "of",
        "denied",
        "called",
        "declined to comment",
        "according to",
        "claim",
        "a claim",
        "that",
        "who",
        "he",
        "she",
        "it",
        "they",
        "the",
        "president",
        "Anna Lind",
        "Holm",
        "Trump",
        "Kyiv",
        "Moscow",
        "reporters",
        "did not",
        "will",
        "would",
        "is",
        "was",
        "safe",
        "pier",
        "and",
        "but",
        "as",
        "Monday",
        "saying",
        "adding",
        "must",
        "sagte",
        "dass",
        "a déclaré",
        "que",
        "é",
        "🎉",
        "\u{200b}",
        "ß",
        "İ",
        "naïve",
        "U.S.",
        "Mr.",
        "1,000",
        "evidence",
    ]);
    prop::collection::vec((piece, prop::bool::weighted(0.8)), 0..60).prop_map(|pieces| {
        let spaced = pieces
            .into_iter()
            .map(|(piece, space)| if space { format!("{piece} ") } else { piece.to_owned() });
        spaced.collect()
    })
}

fn check(text: &str, language: Option<&str>) {
    let statements = find(&Article { text, language, ..Article::default() });
    for (number, statement) in statements.iter().enumerate() {
        let speaker = statement.speaker.iter().map(|speaker| &speaker.mention);
        let all = statement
            .content
            .iter()
            .chain(&statement.cue)
            .chain(speaker)
            .chain([&statement.sentence]);
        for span in all {
            let words = text.get(span.bytes());
            assert!(words.is_some(), "{span:?} in {text:?}");
            assert_eq!(span.start_char, text[..span.start].chars().count());
            assert_eq!(span.end_char, text[..span.end].chars().count());
        }
        assert!(statement.content.iter().all(|span| span.start < span.end));
        assert!((0.0..=1.0).contains(&statement.confidence));
        assert!(
            statement
                .answers
                .is_none_or(|answered| answered < statements.len() && answered != number)
        );
        assert!(!statement.act.is_event() || statement.kind == Kind::Event);
    }
}

proptest! {
    #[test]
    fn offsets_lie_on_borders_of_characters_within_the_text(text in pieces(), language in 0_usize..4) {
        check(&text, [None, Some("en"), Some("de"), Some("fr")][language]);
    }

    #[test]
    fn no_text_brings_it_down(text in ".{0,200}") {
        check(&text, Some("en"));
    }
}

#[test]
fn what_nobody_says_is_no_statement() {
    for text in [
        "Nobody at the banks thought that the clause would be read again.",
        "No official said that the bridge was safe.",
    ] {
        let found = find(&Article { text, ..Article::default() });
        assert!(found.is_empty(), "{text}: {found:#?}");
    }
}
