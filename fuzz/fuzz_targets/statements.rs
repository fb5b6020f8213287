//! Whatever an article says, its statements lie within it on borders of characters, and are found
//! without a crash.

#![no_main]

use dateline_statement::{Article, Span, find};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, u8)| {
    let (text, language) = input;
    let language = [None, Some("en"), Some("de"), Some("fr")][usize::from(language) % 4];
    let statements = find(&Article { text, language, ..Article::default() });
    let whole = |span: &Span| {
        let words = text.get(span.bytes()).expect("on borders of characters and in the text");
        assert_eq!(text[..span.start].chars().count(), span.start_char);
        assert_eq!(span.start_char + words.chars().count(), span.end_char);
    };
    for (number, statement) in statements.iter().enumerate() {
        statement.content.iter().chain(&statement.cue).for_each(whole);
        statement.speaker.iter().for_each(|speaker| whole(&speaker.mention));
        whole(&statement.sentence);
        assert!((0.0..=1.0).contains(&statement.confidence));
        assert!(statement.answers.is_none_or(|answered| answered < statements.len() && answered != number));
        let _ = statement.to_inspect(text);
    }
});
