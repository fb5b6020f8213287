//! The first words of an article as anybody may see them: those that its outlet's own feed gave, as
//! many as its publisher allows.

use std::collections::HashMap;

use dateline_model::address::host_key;
use dateline_model::{ArticleId, DisputedClaim, PublisherTerms, TextSource};
use dateline_statement::disputes::{beside, told_with};
use dateline_story::excerpt::excerpt;
use url::Url;

use crate::error::Result;
use crate::statements::claims_of;
use crate::tx::{Tx, Value, each_lookup};

/// Nobody who is not signed in gets more of a text, in characters.
const MOST: usize = 300;

/// Where a feed gives whole articles and no page told what its publisher asks, so many.
const UNASKED: usize = 160;

/// An excerpt needs no more of what a feed gave, in characters of its markup.
const MARKUP: u32 = 4_000;

/// What there is to know of an article for its excerpt.
pub(super) struct Told<'a> {
    pub article: i64,
    pub title: &'a str,
    pub host: &'a str,
    /// `None` where its page was not read since terms are heeded.
    pub terms: Option<&'a PublisherTerms>,
    pub text_source: TextSource,
}

/// The excerpts of these articles; those of which nothing may be shown are left out.
pub(super) fn excerpts(tx: &mut dyn Tx, told: &[Told<'_>]) -> Result<HashMap<i64, String>> {
    let wanted: HashMap<i64, (&Told<'_>, usize)> = told
        .iter()
        .map(|one| (one.article, (one, room(one))))
        .filter(|(_, (_, room))| *room > 0)
        .collect();
    let ids: Vec<Value> = wanted.keys().copied().map(Value::from).collect();
    let disputed = claims_of(tx, &ids)?;
    let mut found = HashMap::new();
    each_lookup(&ids, 1, |places, chunk| {
        let sql = format!(
            "SELECT e.article_id, substr(e.html, 1, {MARKUP}), f.host, f.site_url FROM entries e \
             JOIN public_feeds p ON p.feed_id = e.feed_id JOIN feeds f ON f.id = e.feed_id \
             WHERE e.article_id IN ({places}) ORDER BY e.id"
        );
        for mut row in tx.query(&sql, chunk)? {
            let (article, html) = (row.int()?, row.text()?);
            let (host, site) = (row.text()?, row.opt_text()?);
            let Some((told, room)) = wanted.get(&article) else { continue };
            if found.contains_key(&article) || !is_own(told, &host, site.as_deref()) {
                continue;
            }
            let words = words(&html, told.title, *room);
            let claims = disputed.get(&ArticleId(article)).map(Vec::as_slice);
            let words = with_own_disputes(words, article, claims.unwrap_or_default(), *room);
            if !words.is_empty() {
                found.insert(article, words);
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// An excerpt that repeats a disputed claim is told with the dispute, where that is its own
/// publisher's; another publisher's words have limits of their own, and then nothing is told.
fn with_own_disputes(words: String, article: i64, claims: &[DisputedClaim], room: usize) -> String {
    if beside(&words, claims).is_empty() {
        return words;
    }
    let mut own = claims.to_vec();
    for claim in &mut own {
        claim.disputes.retain(|dispute| dispute.article.0 == article);
    }
    if own.iter().any(|claim| claim.disputes.is_empty()) {
        return String::new();
    }
    told_with(&words, &own, room)
}

/// How many characters may be shown.
fn room(told: &Told<'_>) -> usize {
    match told.terms {
        Some(terms) => terms.shown(MOST),
        // What a page asks is not known yet; a summary in a feed is made to be shown.
        None if told.text_source == TextSource::FeedSummary => MOST,
        None => UNASKED,
    }
}

/// Whether a feed is the outlet's own: what others say of an article is not its publisher's word.
fn is_own(told: &Told<'_>, feed_host: &str, site: Option<&str>) -> bool {
    let site = site.and_then(|site| Url::parse(site).ok());
    feed_host == told.host || site.is_some_and(|site| host_key(&site) == told.host)
}

/// Whole words of at most `room` characters, an ellipsis counted.
fn words(html: &str, title: &str, room: usize) -> String {
    let text = dateline_markup::plain_text(html);
    let cut = excerpt(&text, title, room.saturating_sub(1));
    let Some(head) = cut.strip_suffix('…') else { return cut };
    let last = head.rsplit(' ').next().unwrap_or_default();
    let bare = |word: &str| word.trim_end_matches(|sign: char| !sign.is_alphanumeric()) == last;
    if text.split_whitespace().any(|word| word == last || bare(word)) {
        return cut;
    }
    // Scripts without blanks have their sentences.
    match head.rfind('。') {
        Some(at) => head.get(..at).map(|head| format!("{head}。")).unwrap_or_default(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_has_whole_words_within_what_is_allowed() {
        let html = "<p>The ferry will run again from Thursday on, at first without cars.</p>";
        for room in 0..90 {
            let words = words(html, "Ferry runs", room);
            assert!(words.chars().count() <= room, "{room}: {words}");
            let bare = words.trim_end_matches('…');
            let text = "The ferry will run again from Thursday on, at first without cars. ";
            let rest = text.strip_prefix(bare).unwrap();
            assert!(bare.is_empty() || rest.starts_with([' ', ',', '.']), "{room}: {words}");
        }
    }

    #[test]
    fn a_disputed_claim_is_told_with_its_own_publishers_dispute_or_not_at_all() {
        let claim = |article| DisputedClaim {
            sentences: vec!["The mayor said the port hid all its costs.".to_owned()],
            disputes: vec![dateline_model::Dispute {
                article: ArticleId(article),
                outlet: None,
                sentence: "The port denied it.".to_owned(),
            }],
        };
        let words = || "The mayor said the port hid all its…".to_owned();
        let told = with_own_disputes(words(), 7, &[claim(7)], 300);
        assert_eq!(told, format!("{} – The port denied it.", words()));
        assert_eq!(with_own_disputes(words(), 7, &[claim(8)], 300), "");
        assert_eq!(with_own_disputes("It rains.".to_owned(), 7, &[claim(8)], 300), "It rains.");
    }

    #[test]
    fn a_text_without_blanks_is_not_cut_within() {
        assert_eq!(words(&"あ".repeat(400), "", 300), "");
        assert_eq!(words(&format!("あ。い。{}", "う".repeat(400)), "", 300), "あ。い。");
        assert_eq!(words("<p>Yes.</p>", "", 300), "Yes.");
    }
}
