use dateline_model::{ArticleId, Outlet, OutletId, StatementId};
use jiff::Timestamp;

use super::*;
use crate::kept::{Spans, Words, fingerprint};
use crate::statement::{Act, Gist, Kind};
use crate::told::Teller;

/// A statement: its number, its article's, who, what was done and in which words.
pub(crate) fn told(id: i64, article: i64, who: &str, act: Act, words: &str) -> Told {
    let sentence = format!("{who} said {words}.");
    let mut stems: Vec<String> =
        words.split_whitespace().filter(|word| word.len() > 3).map(str::to_lowercase).collect();
    stems.sort();
    stems.dedup();
    Told {
        id: StatementId(id),
        article: ArticleId(article),
        original: ArticleId(article),
        story: None,
        title: format!("Article {article}"),
        outlet: Some(Outlet {
            id: OutletId(article),
            key: format!("o{article}.example"),
            name: format!("Outlet {article}"),
            home: None,
        }),
        address: None,
        at: Timestamp::from_second(1_800_000_000 + article * 60).unwrap(),
        position: u32::try_from(id).unwrap(),
        kind: Kind::Indirect,
        act,
        speaker: Some(Teller { name: who.to_owned(), role: None, is_named: true, person: None }),
        fingerprint: fingerprint(Some(who), &sentence),
        sentence,
        words: vec![Words { text: words.to_owned(), quoted: false }],
        spans: Spans::default(),
        gist: Gist { stems, ..Gist::default() },
        confidence: 0.9,
        as_of: None,
        answers: Vec::new(),
        is_hidden: false,
    }
}

fn answering(mut told: Told, claim: i64) -> Told {
    told.answers = vec![StatementId(claim)];
    told
}

#[test]
fn one_statement_of_several_outlets_is_one_line() {
    let lines = lines(vec![
        told(1, 1, "Anna Lind", Act::Assertion, "the town would pay nothing for the new pier"),
        told(
            2,
            2,
            "Anna Lind",
            Act::Assertion,
            "the town would not pay anything for that new pier",
        ),
        told(3, 3, "Anna Lind", Act::Assertion, "schools would open later in winter months"),
        told(4, 4, "Lind", Act::Assertion, "the town would pay nothing for the new pier"),
    ]);
    let outlets: Vec<usize> = lines.iter().map(|line| line.reports().count()).collect();
    assert_eq!(outlets, [2, 1, 1], "a surname alone is never joined across articles");
}

#[test]
fn a_copy_tells_nothing_again() {
    let mut copy = told(2, 2, "the minister", Act::Assertion, "taxes fall");
    copy.original = ArticleId(1);
    let lines = lines(vec![told(1, 1, "the minister", Act::Assertion, "taxes fall"), copy]);
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].told.article, ArticleId(1));
    assert_eq!(lines[0].others.len(), 1);
}

#[test]
fn a_claim_stands_with_its_denial_or_not_at_all() {
    let claim = told(1, 1, "Anna Lind", Act::Accusation, "the port hid costs");
    let denial = answering(told(2, 1, "Per Holm", Act::Denial, "hiding costs"), 1);
    let both = lines(vec![claim.clone(), denial.clone()]);
    assert_eq!(both.len(), 1);
    assert_eq!(both[0].disputes().count(), 1);
    assert!(both[0].answers[0].is_sure);

    let mut unsure = denial.clone();
    unsure.confidence = 0.3;
    let both = lines(vec![claim.clone(), unsure]);
    assert!(!both[0].answers[0].is_sure, "its sentence stands there, and no speaker");

    let mut hidden = denial;
    hidden.is_hidden = true;
    assert!(lines(vec![claim.clone(), hidden.clone()]).is_empty());
    let again = answering(told(3, 2, "Per Holm", Act::Denial, "we hid nothing ever"), 1);
    let left = lines(vec![claim, hidden, again]);
    assert_eq!(left[0].answers[0].told.id, StatementId(3));
}

#[test]
fn what_was_reported_or_is_unsure_is_not_told() {
    let mut one = told(1, 1, "Anna Lind", Act::Assertion, "it rains");
    one.is_hidden = true;
    let mut other = told(2, 1, "Anna Lind", Act::Assertion, "it snows");
    other.confidence = 0.49;
    assert!(lines(vec![one, other]).is_empty());
}

#[test]
fn two_that_answer_each_other_do_not_vanish() {
    let one = answering(told(1, 1, "Anna Lind", Act::Rebuttal, "the bill is higher"), 2);
    let other = answering(told(2, 1, "Per Holm", Act::Rebuttal, "the bill is lower"), 1);
    assert_eq!(lines(vec![one, other]).len(), 1);
}

#[test]
fn answers_of_other_articles_are_tied_by_the_texts_only() {
    let claim = told(1, 1, "Anna Lind", Act::Accusation, "harbour costs were hidden behind cranes");
    let shares = told(2, 2, "Per Holm", Act::Denial, "harbour costs hidden cranes");
    let other = told(3, 3, "Per Holm", Act::Denial, "leaving the country");
    assert_eq!(ties(&[claim.clone(), shares.clone(), other]), [(StatementId(2), StatementId(1))]);
    // The accused denies: one rare word is enough.
    let mut accuses = claim.clone();
    accuses.gist.names = vec!["Per Holm".to_owned()];
    let denies = told(4, 2, "Per Holm", Act::Denial, "any cranes");
    assert_eq!(ties(&[accuses.clone(), denies.clone()]).len(), 1);
    assert!(ties(&[claim.clone(), denies.clone()]).is_empty());
    // Days later it is another dispute.
    let mut late = denies;
    late.at = late.at.checked_add(jiff::SignedDuration::from_hours(24 * 9)).unwrap();
    assert!(ties(&[accuses, late]).is_empty());
    // The same claim elsewhere is answered by what answers it in one article.
    let again = told(5, 5, "Anna Lind", Act::Accusation, "harbour costs were hidden behind cranes");
    let denied = answering(told(6, 1, "Per Holm", Act::Denial, "it"), 1);
    assert_eq!(ties(&[claim, denied, again]), [(StatementId(6), StatementId(5))]);
}

#[test]
fn a_german_or_french_accusation_is_answered_by_the_denial_of_another_article() {
    let first = |text: &str, language: &str, act: Act| {
        let article =
            crate::Article { text, language: Some(language), ..crate::Article::default() };
        let found = crate::find(&article).into_iter().find(|statement| statement.act == act);
        found.unwrap_or_else(|| panic!("no {act:?} in {text}"))
    };
    for (language, accusation, denial) in [
        (
            "de",
            "Die Bürgermeisterin Ida Dahl warf Emil Brandt vor, die Rechnungen des Hafens gefälscht zu haben.",
            "Der Hafenmeister Emil Brandt bestritt, die Rechnungen gefälscht zu haben.",
        ),
        (
            "fr",
            "La maire Ida Dahl a accusé le directeur Émile Brandt d’avoir falsifié les factures du port.",
            "Le directeur Émile Brandt a nié avoir falsifié les factures.",
        ),
    ] {
        let claim = first(accusation, language, Act::Accusation);
        let answer = first(denial, language, Act::Denial);
        let mut one = told(1, 1, "Ida Dahl", Act::Accusation, "x");
        one.gist = claim.gist;
        let name = answer.speaker.expect("somebody denies").name;
        let mut other = told(2, 2, &name, Act::Denial, "y");
        other.gist = answer.gist;
        let ties = ties(&[one, other]);
        assert_eq!(ties, [(StatementId(2), StatementId(1))], "{language}");
    }
}
