//! A few articles, and short ways to ask for them.

use std::sync::Arc;

use dateline_model::{ArticleId, FeedId, OutletId, StoryId};
use dateline_query::{Context, Document, Publisher, Query, Reader, ReaderFeed, parse};
use dateline_search::{Answer, Index, Live, LiveRequest, Personal, Request};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tempfile::TempDir;

pub fn now() -> Timestamp {
    "2026-01-01T12:00:00Z".parse().unwrap()
}

pub fn query(text: &str, is_typing: bool) -> Query {
    parse(text, &Context { now: now(), zone: TimeZone::UTC, is_typing }).query
}

/// An English article, one day older with each number, of feed 1, outlet 1 and no story.
pub fn document(id: i64, title: &str, text: &str) -> Document {
    let at = Timestamp::from_second(now().as_second() - id * 86_400).unwrap();
    Document {
        id: ArticleId(id),
        title: title.to_owned(),
        text: text.to_owned(),
        outlet: Some(Publisher {
            id: OutletId(1),
            key: "herald.example".to_owned(),
            name: "The Herald".to_owned(),
        }),
        authors: Vec::new(),
        place: None,
        language: Some("en".to_owned()),
        published: Some(at),
        seen: now(),
        feeds: vec![FeedId(1)],
        story: None,
        is_copy: false,
        has_image: false,
        is_revised: false,
        is_paywalled: false,
        said: Vec::new(),
        acts: Default::default(),
    }
}

pub fn of_story(story: i64, document: Document) -> Document {
    Document { story: Some(StoryId(story)), ..document }
}

pub fn of_feeds(feeds: &[i64], document: Document) -> Document {
    Document { feeds: feeds.iter().copied().map(FeedId).collect(), ..document }
}

pub fn reader(feeds: &[(i64, &str)]) -> Reader {
    let feeds = feeds.iter().map(|(id, folder)| ReaderFeed {
        id: FeedId(*id),
        title: format!("Feed {id}"),
        folder: (*folder).to_owned(),
    });
    Reader::new(feeds.collect())
}

pub fn ids_of(ids: &'static [i64]) -> dateline_search::Ids {
    Arc::new(|id: ArticleId| ids.contains(&id.0))
}

/// An index with these documents; its folder goes with it.
pub struct Filled {
    pub index: Index,
    pub folder: TempDir,
}

pub fn filled(documents: Vec<Document>) -> Filled {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap();
    let mut writer = index.writer().unwrap();
    writer.write(documents, &[]).unwrap();
    writer.commit("1").unwrap();
    Filled { index, folder }
}

impl Filled {
    pub fn answer(&self, text: &str) -> Answer {
        self.index.search(&Request::new(&query(text, false), None, now())).unwrap()
    }

    /// The numbers of the articles that are found, newest first.
    pub fn found(&self, text: &str) -> Vec<i64> {
        let answer = self.answer(text);
        assert_eq!(answer.total, answer.hits.len() as u64);
        ids(&answer)
    }

    pub fn typed(&self, text: &str) -> Live {
        self.typed_by(text, None)
    }

    pub fn typed_by(&self, text: &str, reader: Option<&Reader>) -> Live {
        let request = LiveRequest {
            query: &query(text, true),
            reader,
            personal: Personal::default(),
            hidden: None,
            stories: 3,
            articles: 5,
            now: now(),
        };
        self.index.live(&request).unwrap()
    }
}

pub fn ids(answer: &Answer) -> Vec<i64> {
    answer.hits.iter().map(|hit| hit.article.0).collect()
}
