//! Where a text repeats a claim that is disputed, so that the dispute can stand beside it: the one
//! function that summaries, search results, feeds, front pages and programs' answers ask.

use crate::story::{Answer, Line};
use crate::told::Told;

/// So many words of a claim's sentence in a row repeat it.
const IN_A_ROW: usize = 6;

/// What must stand beside a text: for each disputed claim that it repeats, the first of its disputes
/// that the text does not itself tell.
pub fn beside<'a>(text: &str, lines: &'a [Line]) -> Vec<&'a Answer> {
    let text = words(text);
    let mut found: Vec<&Answer> = Vec::new();
    for line in lines {
        let repeats = |told: &Told| repeats(&text, &told.sentence);
        let mut disputes = line.disputes().peekable();
        let Some(first) = disputes.peek().copied() else { continue };
        let is_told =
            |answer: &Answer| std::iter::once(&answer.told).chain(&answer.others).any(repeats);
        // One sentence may carry both, or the text may go on to the dispute.
        if line.reports().any(repeats)
            && !disputes.any(is_told)
            && !found.iter().any(|known| known.told.id == first.told.id)
        {
            found.push(first);
        }
    }
    found
}

fn words(text: &str) -> Vec<String> {
    text.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether a text has a good stretch of a sentence, word for word.
fn repeats(text: &[String], sentence: &str) -> bool {
    let sentence = words(sentence);
    let row = sentence.len().min(IN_A_ROW);
    row > 0 && text.windows(row).any(|window| sentence.windows(row).any(|part| part == window))
}

#[cfg(test)]
mod tests {
    use dateline_model::StatementId;

    use super::*;
    use crate::statement::Act;
    use crate::story::lines;
    use crate::story::tests::told;

    #[test]
    fn a_text_that_repeats_a_claim_is_given_its_dispute() {
        let claim =
            told(1, 1, "Anna Lind", Act::Accusation, "the port had hidden all of its costs");
        let mut denial = told(2, 1, "Per Holm", Act::Denial, "there was nothing at all to hide");
        denial.answers = vec![StatementId(1)];
        let lines = lines(vec![claim, denial]);
        let excerpt = "HOLM – Anna Lind said the port had hidden all of its…";
        let beside_it = beside(excerpt, &lines);
        assert_eq!(beside_it.len(), 1);
        assert_eq!(beside_it[0].told.id, StatementId(2));
        let both = "Anna Lind said the port had hidden all of its costs. Per Holm said there was nothing at all to hide.";
        assert!(beside(both, &lines).is_empty());
        assert!(beside("The port opens in May, the director said.", &lines).is_empty());
        assert!(beside("", &lines).is_empty());
    }
}
