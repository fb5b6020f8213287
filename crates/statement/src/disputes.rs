//! Where a text repeats a claim that is disputed, so that the dispute can stand beside it: what
//! summaries, search results, feeds, front pages and programs' answers ask.

use dateline_model::{Dispute, DisputedClaim};

use crate::story::{Answer, Line};

/// So many words of a claim's sentence in a row repeat it.
const IN_A_ROW: usize = 6;

/// The claims among these that somebody disputes.
pub fn of(lines: &[Line]) -> Vec<DisputedClaim> {
    let dispute = |answer: &Answer| Dispute {
        article: answer.told.article,
        outlet: answer.told.outlet.as_ref().map(|outlet| outlet.name.clone()),
        sentence: answer.told.sentence.clone(),
    };
    lines
        .iter()
        .map(|line| DisputedClaim {
            sentences: line.reports().map(|told| told.sentence.clone()).collect(),
            disputes: line.disputes().map(dispute).collect(),
        })
        .filter(|claim| !claim.disputes.is_empty())
        .collect()
}

/// What must stand beside a text: for each disputed claim that it repeats, the first of its disputes,
/// unless the text tells one itself.
pub fn beside<'a>(text: &str, claims: &'a [DisputedClaim]) -> Vec<&'a Dispute> {
    if claims.is_empty() {
        return Vec::new();
    }
    let text = words(text);
    let mut found: Vec<&Dispute> = Vec::new();
    for claim in claims {
        let Some(first) = claim.disputes.first() else { continue };
        if claim.sentences.iter().any(|sentence| repeats(&text, sentence))
            && !claim.disputes.iter().any(|dispute| tells(&text, &dispute.sentence))
            && !found.iter().any(|known| known.sentence == first.sentence)
        {
            found.push(first);
        }
    }
    found
}

/// A text of at most so many characters with the disputes of the claims that it repeats, for those
/// who can only be given a text. It is shortened for them, and they for nothing but `most`.
pub fn told_with(text: &str, claims: &[DisputedClaim], most: usize) -> String {
    let disputes = beside(text, claims);
    if disputes.is_empty() {
        return text.to_owned();
    }
    // The sentences say themselves who denies what, in the language of the text.
    let disputes: Vec<&str> = disputes.iter().map(|dispute| dispute.sentence.as_str()).collect();
    let disputes = cut(&disputes.join(" "), most * 2 / 3);
    let left = most.saturating_sub(disputes.chars().count() + 3);
    let text = cut(text, left);
    if text.is_empty() { disputes } else { format!("{text} – {disputes}") }
}

/// The beginning of a text, up to a whole word.
fn cut(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let (end, _) = text.char_indices().nth(most.saturating_sub(1)).unwrap_or((end, ' '));
    let beginning = text.get(..end).unwrap_or_default();
    let whole = beginning.rfind(char::is_whitespace).and_then(|at| beginning.get(..at));
    match whole.map(|whole| whole.trim_end_matches([',', '…', ' '])) {
        Some(whole) if !whole.is_empty() => format!("{whole}…"),
        _ => String::new(),
    }
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

/// Whether a text has the whole of a sentence: a stretch of a denial is often what is denied.
fn tells(text: &[String], sentence: &str) -> bool {
    let sentence = words(sentence);
    !sentence.is_empty() && text.windows(sentence.len()).any(|window| window == sentence)
}

#[cfg(test)]
mod tests {
    use dateline_model::StatementId;

    use super::*;
    use crate::statement::Act;
    use crate::story::lines;
    use crate::story::tests::told;

    fn claims() -> Vec<DisputedClaim> {
        let claim =
            told(1, 1, "Anna Lind", Act::Accusation, "the port had hidden all of its costs");
        let mut denial = told(2, 1, "Per Holm", Act::Denial, "there was nothing at all to hide");
        denial.answers = vec![StatementId(1)];
        of(&lines(vec![claim, denial]))
    }

    const EXCERPT: &str = "HOLM – Anna Lind said the port had hidden all of its…";
    const DENIAL: &str = "Per Holm said there was nothing at all to hide.";

    #[test]
    fn a_claim_in_the_words_of_its_denial_does_not_tell_the_denial() {
        let what = "that the port had hidden all of its costs";
        let claim = told(1, 1, "Anna Lind", Act::Accusation, what);
        let mut denial = told(2, 1, "Per Holm", Act::Denial, what);
        denial.answers = vec![StatementId(1)];
        let claims = of(&lines(vec![claim, denial]));
        let text = "Anna Lind said that the port had hidden all of its costs.";
        assert_eq!(beside(text, &claims).len(), 1);
    }

    #[test]
    fn a_text_that_repeats_a_claim_is_given_its_dispute() {
        let claims = claims();
        let beside_it = beside(EXCERPT, &claims);
        assert_eq!(beside_it.len(), 1);
        assert_eq!(beside_it[0].sentence, DENIAL);
        let both = format!("Anna Lind said the port had hidden all of its costs. {DENIAL}");
        assert!(beside(&both, &claims).is_empty());
        assert!(beside("The port opens in May, the director said.", &claims).is_empty());
        assert!(beside("", &claims).is_empty());
    }

    #[test]
    fn a_text_alone_is_shortened_for_its_dispute() {
        let claims = claims();
        assert_eq!(told_with(EXCERPT, &claims, 300), format!("{EXCERPT} – {DENIAL}"));
        let short = told_with(EXCERPT, &claims, 80);
        assert!(short.ends_with(DENIAL), "{short}");
        assert!(short.chars().count() <= 80, "{short}");
        for most in 0..120 {
            let told = told_with(EXCERPT, &claims, most);
            assert!(told.chars().count() <= most, "{most}: {told}");
            assert!(most < 20 || told.contains("Per Holm"), "{most}: {told}");
        }
        assert_eq!(told_with("It rains.", &claims, 300), "It rains.");
    }
}
