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
