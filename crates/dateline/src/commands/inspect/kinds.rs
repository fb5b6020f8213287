//! The kinds of `inspect`, each a function from a request to an object.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dateline_feed::{Hints, dates, discover};
use dateline_page::{PageHints, SiteRules};
use dateline_statement::Article;
use serde_json::{Map, Value, json};
use url::Url;

use super::request::Request;

/// Stands for the address of a page that came without one; what lies below it is not known.
const NOWHERE: &str = "http://nowhere.invalid/";

/// What is inspected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A feed.
    Feed,
    /// An article's page.
    Page,
    /// A date of a feed.
    Dates,
    /// The feeds that a page names, or that a document is.
    Discover,
    /// Who said what in a text.
    Statements,
}

impl Kind {
    /// The kind of that name.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "feed" => Some(Self::Feed),
            "page" => Some(Self::Page),
            "dates" => Some(Self::Dates),
            "discover" => Some(Self::Discover),
            "statements" => Some(Self::Statements),
            _ => None,
        }
    }
}

/// Inspects.
#[derive(Debug, Clone, Copy)]
pub struct Inspector<'a> {
    /// What.
    pub kind: Kind,
    /// Whether HTML is shown as it would be stored.
    pub sanitized: bool,
    /// Rules for sites by which pages are read.
    pub rules: Option<&'a SiteRules>,
}

/// What came of a request.
#[derive(Debug)]
pub struct Answer {
    /// The object to print.
    pub document: Value,
    /// Whether the input could be read.
    pub is_ok: bool,
}

impl Answer {
    /// The answer to what could not be read.
    pub fn failed(id: &Value, error: &str) -> Self {
        Self { document: json!({"id": id, "ok": false, "error": error}), is_ok: false }
    }
}

impl Inspector<'_> {
    /// Answers a line of `--jsonl`.
    pub fn answer_line(self, line: &str) -> Answer {
        match serde_json::from_str::<Request>(line) {
            Ok(request) => self.answer(&request),
            Err(error) => Answer::failed(&Value::Null, &format!("this is no request: {error}")),
        }
    }

    /// Answers a request. One that brings a parser down costs its own answer and no other's.
    pub fn answer(self, request: &Request) -> Answer {
        let found = catch_unwind(AssertUnwindSafe(|| self.inspect(request)));
        match found.unwrap_or_else(|_| Err("the parser failed: this is a bug".to_owned())) {
            Ok(members) => {
                let mut document = Map::new();
                document.insert("id".to_owned(), request.id.clone());
                document.insert("ok".to_owned(), Value::Bool(true));
                document.extend(members);
                Answer { document: Value::Object(document), is_ok: true }
            }
            Err(error) => Answer::failed(&request.id, &error),
        }
    }

    fn inspect(self, request: &Request) -> Result<Map<String, Value>, String> {
        let members = match self.kind {
            Kind::Feed => self.feed(request)?,
            Kind::Page => self.page(request)?,
            Kind::Dates => {
                let time = dates::parse_date(request.date()?);
                json!({"time": time.map(|time| time.to_string())})
            }
            Kind::Discover => found_feeds(request)?,
            Kind::Statements => statements(request)?,
        };
        match members {
            Value::Object(members) => Ok(members),
            _ => Err("the result has no members: this is a bug".to_owned()),
        }
    }

    fn feed(self, request: &Request) -> Result<Value, String> {
        let (bytes, url) = (request.bytes()?, request.url()?);
        let hints = Hints { url: url.as_ref(), content_type: request.content_type.as_deref() };
        let feed = dateline_feed::parse(&bytes, &hints).map_err(|error| error.to_string())?;
        Ok(feed.to_inspect(self.sanitized))
    }

    fn page(self, request: &Request) -> Result<Value, String> {
        let (bytes, url) = (request.bytes()?, request.url()?);
        let hints = PageHints {
            url: url.as_ref(),
            content_type: request.content_type.as_deref(),
            rules: self.rules,
            ..PageHints::default()
        };
        let page = dateline_page::read(&bytes, &hints).map_err(|error| error.to_string())?;
        Ok(page.to_inspect())
    }
}

/// What is a feed already leads to itself, where its address is known.
fn itself(feed: &dateline_feed::Feed, url: Option<&Url>) -> Vec<Value> {
    let href = url.map(|url| url.as_str().to_owned()).or_else(|| feed.self_url.clone());
    let kind = match feed.format.as_str() {
        "atom1" | "atom03" => "application/atom+xml",
        "rss1" => "application/rdf+xml",
        "rss0" | "rss2" => "application/rss+xml",
        "jsonfeed" => "application/feed+json",
        "telegram" => "text/html",
        _ => "application/xml",
    };
    let title = feed.title_text();
    href.map(|href| json!({"href": href, "type": kind, "title": title})).into_iter().collect()
}

fn statements(request: &Request) -> Result<Value, String> {
    let text = request.text()?;
    let article = Article {
        title: request.title.as_deref(),
        text,
        language: request.language.as_deref(),
        ..Article::default()
    };
    let found = dateline_statement::find(&article);
    let found: Vec<Value> = found.iter().map(|statement| statement.to_inspect(text)).collect();
    Ok(json!({"statements": found}))
}

fn found_feeds(request: &Request) -> Result<Value, String> {
    let (bytes, url) = (request.bytes()?, request.url()?);
    let hints = Hints { url: url.as_ref(), content_type: request.content_type.as_deref() };
    if let Ok(feed) = dateline_feed::parse(&bytes, &hints) {
        return Ok(json!({"feeds": itself(&feed, url.as_ref())}));
    }
    let html = dateline_markup::decode(&bytes, request.content_type.as_deref()).text;
    let base = match url.map_or_else(|| Url::parse(NOWHERE), Ok) {
        Ok(base) => base,
        Err(error) => return Err(error.to_string()),
    };
    let feeds = discover::feeds_of_page(&html, &base);
    let feeds: Vec<Value> = feeds
        .iter()
        .filter(|feed| !feed.href.as_str().starts_with(NOWHERE))
        .map(|feed| json!({"href": feed.href, "type": feed.kind, "title": feed.title}))
        .collect();
    Ok(json!({"feeds": feeds}))
}
