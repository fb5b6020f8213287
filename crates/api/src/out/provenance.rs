//! Where articles of a feed are from, and which of them may be told of.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use dateline_model::address::{article_key, is_web, without_login};
use dateline_model::{ArticleId, ArticleSummary, Dispute, DisputedClaim, Feed, FeedId, UserId};
use dateline_statement::disputes::{beside, told_with};
use dateline_statement::story::{Line, lines};
use url::Url;

use super::feed::Source;
use crate::problem::Problem;
use crate::state::App;

/// What is known of the articles of a feed.
pub struct Provenance {
    open: HashMap<ArticleId, Option<Source>>,
    /// Who said what in them.
    lines: HashMap<ArticleId, Vec<Line>>,
}

impl Provenance {
    /// Looks up where a user has these articles from. What came by a login alone is its user's, and
    /// stands in no feed; what no feed brings any more is told of where it is known by its public
    /// address.
    pub async fn of(app: &App, user: UserId, articles: &[ArticleId]) -> Result<Self, Problem> {
        let store = app.store();
        let mut feeds: HashMap<FeedId, Option<Feed>> = HashMap::new();
        let mut open: HashMap<ArticleId, Option<Source>> = HashMap::new();
        let carriers = store.carriers(articles).await?;
        for carrier in &carriers {
            if let Entry::Vacant(place) = feeds.entry(carrier.feed) {
                let feed = store.feed(carrier.feed).await?;
                place.insert(feed.filter(|feed| is_open(&feed.url)));
            }
            let Some(Some(feed)) = feeds.get(&carrier.feed) else { continue };
            let known = open.entry(carrier.article).or_default();
            // Which feeds others read is nobody's business.
            if carrier.user == user && known.is_none() {
                *known = Some(source_of(feed));
            }
        }
        // What its user brought along alone has no public key, and neither has what a login opened.
        let alone: Vec<ArticleId> =
            articles.iter().copied().filter(|article| !open.contains_key(article)).collect();
        for (article, address, key) in store.keys_of_articles(&alone).await? {
            let public = address.and_then(|address| Url::parse(&address).ok());
            if public.is_some_and(|url| {
                is_web(&url) && is_open(url.as_str()) && article_key(&url) == key
            }) {
                open.insert(article, None);
            }
        }
        let known: Vec<ArticleId> = open.keys().copied().collect();
        let lines = store
            .statements_in(user, &known)
            .await?
            .into_iter()
            .map(|(article, told)| (article, lines(told)))
            .collect();
        Ok(Self { open, lines })
    }

    /// Who said what in an article.
    pub fn lines(&self, article: ArticleId) -> &[Line] {
        self.lines.get(&article).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether anybody may be told of an article.
    pub fn is_open(&self, article: &ArticleSummary) -> bool {
        self.open.contains_key(&article.id)
    }

    /// Words of an article as anybody may be told them, in at most so many characters: of these claims,
    /// one that they repeat stands with its dispute, and where no article that may be told
    /// of disputes it, nothing is told.
    pub fn told(&self, words: &str, claims: &[DisputedClaim], most: usize) -> String {
        let is_open = |dispute: &Dispute| self.open.contains_key(&dispute.article);
        let (mut open, closed): (Vec<DisputedClaim>, Vec<DisputedClaim>) =
            claims.iter().cloned().partition(|claim| claim.disputes.iter().any(is_open));
        if !beside(words, &closed).is_empty() {
            return String::new();
        }
        for claim in &mut open {
            claim.disputes.retain(is_open);
        }
        told_with(words, &open, most)
    }

    /// The numbers of these articles, and of those that dispute what they claim.
    pub fn asked<'a>(articles: impl Iterator<Item = &'a ArticleSummary>) -> Vec<ArticleId> {
        let mut ids: Vec<ArticleId> = articles
            .flat_map(|article| {
                let disputes = article.disputed.iter().flat_map(|claim| &claim.disputes);
                std::iter::once(article.id).chain(disputes.map(|dispute| dispute.article))
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Where an article is from: the feed that brought it, else its outlet.
    pub fn source(&self, article: &ArticleSummary) -> Option<Source> {
        let outlet = article.outlet.as_ref();
        let home = outlet.and_then(|outlet| web(outlet.home.as_deref()));
        match self.open.get(&article.id).cloned().flatten() {
            Some(source) => Some(Source { home: source.home.or(home), ..source }),
            None => Some(Source { title: outlet?.name.clone(), feed: None, home }),
        }
    }
}

/// Whether anybody can open a feed; a user's clippings are none of the web.
fn is_open(address: &str) -> bool {
    without_login(address) == address && Url::parse(address).is_ok_and(|url| is_web(&url))
}

fn source_of(feed: &Feed) -> Source {
    let title = feed.title.clone().filter(|title| !title.trim().is_empty());
    Source {
        title: title.unwrap_or_else(|| {
            let host = Url::parse(&feed.url).ok();
            host.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
        }),
        feed: names_no_secret(&feed.url).then(|| feed.url.clone()),
        home: web(feed.site_url.as_deref()),
    }
}

fn web(address: Option<&str>) -> Option<String> {
    let url = Url::parse(address?).ok()?;
    is_web(&url).then(|| url.into())
}

/// Whether an address can be told to others: private feeds carry their key in the query or as a long
/// word of letters and digits that nobody would choose.
fn names_no_secret(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let is_key = |word: &str| {
        word.len() >= 16
            && word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    let words = url.path().split(['/', '.', '-', '_', '~', '%', '+']);
    is_web(&url) && is_open(address) && url.query().is_none() && !words.into_iter().any(is_key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_that_only_a_closed_article_disputes_is_not_told() {
        let words = "The mayor said the port hid all its costs for years.";
        let claim = |by: i64| DisputedClaim {
            sentences: vec![words.to_owned()],
            disputes: vec![Dispute {
                article: ArticleId(by),
                outlet: None,
                sentence: "The port denied it.".to_owned(),
            }],
        };
        let open = HashMap::from([(ArticleId(1), None), (ArticleId(2), None)]);
        let provenance = Provenance { open, lines: HashMap::new() };
        let told = |claims: Vec<DisputedClaim>, words: &str| provenance.told(words, &claims, 300);
        assert_eq!(told(Vec::new(), words), words);
        assert_eq!(told(vec![claim(2)], words), format!("{words} – The port denied it."));
        assert_eq!(told(vec![claim(3)], words), "");
        assert_eq!(told(vec![claim(3), claim(2)], words), "");
        assert_eq!(told(vec![claim(3)], "It rains in Kesten today."), "It rains in Kesten today.");
    }

    #[test]
    fn an_address_that_holds_a_key_is_not_told() {
        for plain in ["https://a.example/feed.xml", "http://a.example/news/2025/12/rss/world"] {
            assert!(names_no_secret(plain), "{plain}");
        }
        for secret in [
            "https://a.example/feed?key=1",
            "https://ida:x@a.example/feed",
            "https://a.example/feed/8fk2j3hd92kd82jd.atom",
            "file:///etc/passwd",
            "no address",
        ] {
            assert!(!names_no_secret(secret), "{secret}");
        }
    }
}
