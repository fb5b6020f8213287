use crate::kit::*;

fn filled_for_typing() -> Filled {
    filled(vec![
        of_story(7, document(1, "Zelenskyy meets the chancellor", "They spoke in Berlin.")),
        of_story(7, document(2, "Berlin talks", "Zelenskyy came by train.")),
        document(3, "Zebra born in the zoo", "It is small."),
    ])
}

fn found(live: &dateline_search::Live) -> Vec<i64> {
    live.articles.iter().map(|hit| hit.article.0).collect()
}

#[test]
fn the_last_word_may_be_a_beginning() {
    let filled = filled_for_typing();
    assert_eq!(filled.typed("ze").total, 3);
    assert_eq!(found(&filled.typed("zel")), [1, 2]);
    assert_eq!(found(&filled.typed("zelenskyy chanc")), [1]);
    assert_eq!(found(&filled.typed("ze train")), [] as [i64; 0]);
    // What is typed whole is found in all its forms.
    assert_eq!(found(&filled.typed("chancellors")), [1]);
}

#[test]
fn stories_come_first_with_how_many_match() {
    let live = filled_for_typing().typed("berl");
    let stories: Vec<(i64, u64)> =
        live.stories.iter().map(|story| (story.story.0, story.articles)).collect();
    assert_eq!(stories, [(7, 2)]);
    assert_eq!((live.total, live.is_least), (2, false));
}

#[test]
fn errors_are_forgiven_where_nothing_else_is_found() {
    let filled = filled_for_typing();
    for (text, read_as) in [
        ("Zelenksyy", "zelenskyy"),
        ("zelnskyy ", "zelenskyy"),
        ("chancelor berlin", "chancellor berlin"),
        ("zelenks", "zelenskyy"),
    ] {
        let live = filled.typed(text);
        assert_eq!(live.read_as.map(|query| query.to_string()).as_deref(), Some(read_as), "{text}");
        assert!(live.total > 0, "{text}");
    }
    assert_eq!(filled.typed("zebra").read_as, None);
    let live = filled.typed("zebra berlin");
    assert_eq!((live.total, live.read_as), (0, None));
    assert_eq!(live.instead.map(|instead| instead.total), Some(2));
}

/// Two feeds, of which the reader has the first alone.
fn of_others(own: &[(&str, &str)], others: &[(&str, &str)]) -> Filled {
    let of = |feed, first: i64, texts: &[(&str, &str)]| -> Vec<_> {
        let numbered = (first..).zip(texts.to_vec());
        numbered.map(|(id, (title, text))| of_feeds(&[feed], document(id, title, text))).collect()
    };
    let mut all = of(1, 1, own);
    all.extend(of(2, 100, others));
    filled(all)
}

#[test]
fn typing_errors_are_mended_by_the_readers_own_words() {
    let secret = ("Zelenskyy and a merger", "It is secret.");
    let filled = of_others(&[("Zelensky in Berlin", "He came by train.")], &[secret; 3]);
    let own = reader(&[(1, "")]);
    for (text, read_as) in [
        // Others have the word as it is typed, or a likelier one.
        ("zelenskyy ", Some("zelensky")),
        ("zelenskyi ", Some("zelensky")),
        ("mergr ", None),
        ("mergr OR berlim ", Some("mergr OR berlin")),
    ] {
        let live = filled.typed_by(text, Some(&own));
        assert_eq!(live.read_as.map(|query| query.to_string()).as_deref(), read_as, "{text}");
        assert_eq!(live.total, u64::from(read_as.is_some()), "{text}");
        assert!(live.instead.is_none(), "{text}");
    }
    let everybody = reader(&[(1, ""), (2, "")]);
    let live = filled.typed_by("mergr ", Some(&everybody));
    assert_eq!(live.read_as.map(|query| query.to_string()).as_deref(), Some("merger"));
}

fn read_as(filled: &Filled, text: &str) -> Option<String> {
    filled.typed(text).read_as.map(|query| query.to_string())
}

#[test]
fn letters_in_each_others_place_are_likelier_than_a_wrong_one() {
    let filled = filled(vec![
        document(1, "A cloud over the mill", "It rained."),
        document(2, "Could it be the mill", "Nobody knows."),
        document(3, "A clod on the mill", "It fell."),
        document(4, "Clod after clod", "Of the mill."),
    ]);
    for text in ["mill cluod", "cluod mill", "cluod "] {
        assert_eq!(found(&filled.typed(text)), [1], "{text}");
    }
}

#[test]
fn a_word_is_corrected_to_one_that_stands_with_the_others() {
    let mut all: Vec<_> =
        (10..20).map(|id| document(id, "The harbour market", "Fish was sold.")).collect();
    all.push(document(1, "Marked cards at the casino", "The owner was shown a bird."));
    all.push(document(2, "A mangrove", "It is by the marina."));
    let filled = filled(all);
    assert_eq!(read_as(&filled, "markey ").as_deref(), Some("market"));
    for (text, expected) in [
        ("casino markef ", "casino marked"),
        ("markef casino", "marked casino"),
        ("casino markef", "casino marked"),
        // Each of the words is wrong.
        ("casimo markef", "casino marked"),
        ("mangrvoe marinu", "mangrove marina"),
    ] {
        assert_eq!(read_as(&filled, text).as_deref(), Some(expected), "{text}");
    }
    // No word near it stands with the other.
    assert_eq!(read_as(&filled, "mangrove markef"), None);
}

#[test]
fn the_right_word_is_found_behind_many_likelier_ones() {
    let letters = "abcdefghijklmnopqrst";
    let likelier: String = letters.chars().map(|letter| format!("ban{letter}er ")).collect();
    let mut all: Vec<_> = (10..13).map(|id| document(id, "A list", &likelier)).collect();
    all.push(document(1, "A banzer in the museum", "It is old."));
    let filled = filled(all);
    assert_eq!(read_as(&filled, "museum banyer").as_deref(), Some("museum banzer"));
}

#[test]
fn a_word_that_there_is_is_left_but_its_correction_is_offered() {
    let filled = filled(vec![
        document(1, "The second radar failed", "A ferry ran aground."),
        document(2, "Räder für die Bahn", "They are new."),
    ]);
    let live = filled.typed("second rader");
    assert_eq!((live.total, live.read_as), (0, None));
    let instead = live.instead.unwrap();
    assert_eq!((instead.text.as_str(), instead.total), ("second radar", 1));
    assert_eq!(instead.said, "“radar” for “rader”");
    assert_eq!(found(&filled.typed("rader")), [2]);
}

#[test]
fn where_spelling_alone_finds_nothing_one_condition_less_is_offered_with_it() {
    let filled = filled(vec![
        document(1, "The second radar failed", "A ferry ran aground."),
        document(2, "Räder für die Bahn", "They are new."),
        document(3, "Maren Holt speaks", "It was a speech."),
    ]);
    for (text, expected, said) in [
        // A word that there is.
        ("maren second rader", "second radar", "“radar” for “rader”, without maren"),
        // A word that there is not.
        ("maren second radur", "second radar", "“radar” for “radur”, without maren"),
    ] {
        let live = filled.typed(text);
        assert_eq!((live.total, live.read_as), (0, None), "{text}");
        let instead = live.instead.unwrap();
        assert_eq!((instead.text.as_str(), instead.said.as_str()), (expected, said), "{text}");
        assert_eq!(filled.answer(text).instead.unwrap().text, expected);
    }
    // Where nothing is misspelt, any of the words is what is left.
    let instead = filled.typed("maren ferry bahn").instead.unwrap();
    assert_eq!((instead.said.as_str(), instead.total), ("any of the words", 3));
}

#[test]
fn beginnings_are_completed_by_the_readers_own_words() {
    let letters = "abcdefghijklmnop";
    let many: Vec<String> = letters
        .chars()
        .flat_map(|a| letters.chars().take(4).map(move |b| format!("za{a}{b}")))
        .collect();
    let many = many.join(" ");
    let filled = of_others(&[("Zazuela", "It was sung.")], &[(&many, ""), (&many, "")]);
    assert_eq!(found(&filled.typed_by("za", Some(&reader(&[(1, "")])))), [1]);
}
