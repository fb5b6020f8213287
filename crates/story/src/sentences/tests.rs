use proptest::prelude::*;

use super::*;

#[track_caller]
fn cut(text: &str, language: &str, expected: &[&str]) {
    let pieces = split(text, Some(language));
    assert_eq!(pieces.concat(), text);
    let trimmed: Vec<&str> = pieces.iter().map(|piece| piece.trim()).collect();
    assert_eq!(trimmed, expected);
}

#[test]
fn titles_initials_and_companies_end_nothing() {
    cut(
        "Dr. J. R. Roy of Bay Corp. Ltd. met Gen. Lund on Jan. 3. They agreed at 5 p.m. The talks go on.",
        "en",
        &[
            "Dr. J. R. Roy of Bay Corp. Ltd. met Gen. Lund on Jan. 3.",
            "They agreed at 5 p.m.",
            "The talks go on.",
        ],
    );
    cut(
        "The U.S. Navy left. It went to the U.S. The ship is old.",
        "en",
        &["The U.S. Navy left.", "It went to the U.S.", "The ship is old."],
    );
    cut("It rose 3.5 percent. No. 4 fell.", "en", &["It rose 3.5 percent.", "No. 4 fell."]);
}

#[test]
fn quotations_stay_whole() {
    cut(
        "“It is late. We go now,” said Ms. Roy. “Stop!” Mr. Lund said. Nobody stopped.",
        "en",
        &["“It is late. We go now,” said Ms. Roy.", "“Stop!” Mr. Lund said.", "Nobody stopped."],
    );
    cut(
        "She said: \"We are late.\" The train had left.",
        "en",
        &["She said: \"We are late.\"", "The train had left."],
    );
}

#[test]
fn german_ordinals_and_quotation_marks() {
    cut(
        "Am 3. Oktober kam Dr. Lund. „Es regnet. Wir gehen“, sagte er z. B. dort. Das war alles.",
        "de",
        &[
            "Am 3. Oktober kam Dr. Lund.",
            "„Es regnet. Wir gehen“, sagte er z. B. dort.",
            "Das war alles.",
        ],
    );
}

#[test]
fn french_guillemets_and_titles() {
    cut(
        "M. Roy a dit : « Il pleut. On part. » Mme. Lund est restée ! Puis rien.",
        "fr",
        &["M. Roy a dit : « Il pleut. On part. »", "Mme. Lund est restée !", "Puis rien."],
    );
}

#[test]
fn wide_points_need_no_blank() {
    cut(
        "港は閉鎖された。「雨だ。」と市長は述べた。終わり。",
        "ja",
        &["港は閉鎖された。", "「雨だ。」と市長は述べた。", "終わり。"],
    );
    cut("港口关闭了！没有人受伤。", "zh", &["港口关闭了！", "没有人受伤。"]);
}

#[test]
fn datelines_paragraphs_and_lists_stand_apart() {
    cut(
        "RIGA, Oct 3 (Reuters) - The port is shut.\n\nBERLIN — Rain fell\n\n- one\n- two",
        "en",
        &[
            "RIGA, Oct 3 (Reuters) -",
            "The port is shut.",
            "BERLIN —",
            "Rain fell",
            "- one",
            "- two",
        ],
    );
    cut("The mayor - a tall man - left.", "en", &["The mayor - a tall man - left."]);
}

#[test]
fn a_quotation_that_leaves_its_sentence_is_seen() {
    let mut reading = quotes::Reading::default();
    assert!(reading.whole("She said “no” twice."));
    assert!(!reading.whole("She said “no."));
    assert!(!reading.whole("They lied."));
    assert!(!reading.whole("All of them.”"));
    assert!(reading.whole("Nobody’s dog left the workers’ hall."));
    assert_eq!(quotes::outside("He said “I left” at noon."), "He said  at noon.");
}

proptest! {
    #[test]
    fn pieces_join_to_the_text(text in "(\\PC|[.!?。“”„\"'«»\n A-Za-z]){0,120}") {
        for language in [None, Some("de"), Some("en-GB")] {
            let pieces = split(&text, language);
            prop_assert_eq!(pieces.concat(), text.as_str());
            prop_assert!(pieces.iter().all(|piece| !piece.is_empty()));
        }
        let _ = words::words(&text).count();
        let _ = quotes::outside(&text);
    }
}

#[test]
fn small_words_that_are_abbreviations_when_large_end_sentences() {
    assert_eq!(
        split("He told me. The port is shut. It was art. Nobody saw it.", Some("en")),
        ["He told me. ", "The port is shut. ", "It was art. ", "Nobody saw it."]
    );
    assert_eq!(split("Mit Rev. Ahl, vgl. Seite 3.", Some("de")), ["Mit Rev. Ahl, vgl. Seite 3."]);
}

#[test]
fn runs_of_signs_are_read_once() {
    // Read again from each of its signs, each of these would take hours.
    let million = 1_000_000;
    for odd in [".", "\n", "„", "“", ". (", "!?", "«a"] {
        let text = format!("It rains{}a", odd.repeat(million / odd.len()));
        let pieces = split(&text, Some("en"));
        assert_eq!(pieces.iter().map(|piece| piece.len()).sum::<usize>(), text.len(), "{odd:?}");
    }
}
