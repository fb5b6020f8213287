//! The list that an article was opened from, as its address tells it: so the article's page knows
//! what comes before and after it, with nothing kept anywhere.

use dateline_model::{FeedId, FrontFilter, FrontQuery, UserId};
use jiff::Timestamp;
use serde::Deserialize;

use super::shell::folder_path;
use crate::security::redirect::segment;

/// What a list is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListOf {
    /// Everything.
    All,
    /// What is starred.
    Starred,
    /// A folder and those below it.
    Folder(String),
    /// A feed.
    Feed(FeedId),
    /// An outlet, by its key.
    Outlet(String),
}

/// A list, as far as it decides what stands beside an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListScope {
    /// What it is of.
    pub of: ListOf,
    /// Only what was unread when the list was opened, at this moment.
    pub unread_since: Option<Timestamp>,
    /// The oldest first.
    pub oldest_first: bool,
    /// It is a list of the classic view.
    pub classic: bool,
}

/// The same as an address says it: texts, because it is flattened into what else an address says.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct AskedScope {
    r#in: Option<String>,
    since: Option<String>,
    order: Option<String>,
    view: Option<String>,
}

impl AskedScope {
    /// The list; `None` where the address names none.
    pub fn scope(&self) -> Option<ListScope> {
        let of = match self.r#in.as_deref()?.split_once('/') {
            None if self.r#in.as_deref() == Some("all") => ListOf::All,
            None if self.r#in.as_deref() == Some("starred") => ListOf::Starred,
            Some(("folder", name)) => ListOf::Folder(name.to_owned()),
            Some(("feed", feed)) => ListOf::Feed(feed.parse().ok()?),
            Some(("outlet", key)) => ListOf::Outlet(key.to_owned()),
            _ => return None,
        };
        Some(ListScope {
            of,
            unread_since: self
                .since
                .as_deref()
                .and_then(|at| Timestamp::from_millisecond(at.parse().ok()?).ok()),
            oldest_first: self.order.as_deref() == Some("old"),
            classic: self.view.as_deref() == Some("classic"),
        })
    }
}

impl ListScope {
    /// What an address says behind its question mark.
    pub fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let of = match &self.of {
            ListOf::All => "all".to_owned(),
            ListOf::Starred => "starred".to_owned(),
            ListOf::Folder(name) => format!("folder/{name}"),
            ListOf::Feed(feed) => format!("feed/{feed}"),
            ListOf::Outlet(key) => format!("outlet/{key}"),
        };
        query.append_pair("in", &of);
        if let Some(since) = self.unread_since {
            query.append_pair("since", &since.as_millisecond().to_string());
        }
        if self.oldest_first {
            query.append_pair("order", "old");
        }
        if self.classic {
            query.append_pair("view", "classic");
        }
        query.finish()
    }

    /// Where the list itself stands.
    pub fn path(&self) -> String {
        match &self.of {
            ListOf::All if self.classic => "/classic".to_owned(),
            ListOf::All if self.unread_since.is_some() => "/unread".to_owned(),
            ListOf::All => "/all".to_owned(),
            ListOf::Starred if self.classic => "/classic/starred".to_owned(),
            ListOf::Starred => "/starred".to_owned(),
            ListOf::Folder(name) if self.classic => format!("/classic{}", folder_path(name)),
            ListOf::Folder(name) => folder_path(name),
            ListOf::Feed(feed) if self.classic => format!("/classic/feed/{feed}"),
            ListOf::Feed(feed) => format!("/feeds/{feed}"),
            ListOf::Outlet(key) => format!("/outlet/{}", segment(key)),
        }
    }

    /// What the store is asked for, for this list.
    pub fn front_query(&self, user: UserId, limit: u32) -> FrontQuery {
        let mut query = FrontQuery::newest(user, limit);
        query.oldest_first = self.oldest_first;
        if self.unread_since.is_some() {
            query.filter = FrontFilter::Unread;
            query.read_since = self.unread_since;
        }
        match &self.of {
            ListOf::All => {}
            ListOf::Starred => query.filter = FrontFilter::Starred,
            ListOf::Folder(name) => query.folder = Some(name.clone()),
            ListOf::Feed(feed) => query.feed = Some(*feed),
            ListOf::Outlet(key) => query.outlet = Some(key.clone()),
        }
        query
    }
}

/// A path with another pair behind its question mark.
pub fn with_pair(path: &str, name: &str, value: &str) -> String {
    let (path, fragment) = path.split_once('#').map_or((path, ""), |(path, after)| (path, after));
    let join = if path.contains('?') { '&' } else { '?' };
    let hash = if fragment.is_empty() { "" } else { "#" };
    format!("{path}{join}{name}={}{hash}{fragment}", segment(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Option<ListScope> {
        let uri: axum::http::Uri = format!("/article/1?{query}").parse().unwrap();
        axum::extract::Query::<AskedScope>::try_from_uri(&uri).unwrap().0.scope()
    }

    #[test]
    fn a_list_goes_through_an_address_and_back() {
        let of = [
            ListOf::All,
            ListOf::Starred,
            ListOf::Folder("News & Co/Über?#".to_owned()),
            ListOf::Feed(FeedId(12)),
            ListOf::Outlet("a.example".to_owned()),
        ];
        for of in of {
            for since in [None, Some(Timestamp::from_millisecond(1_766_412_000_123).unwrap())] {
                for (oldest_first, classic) in [(true, false), (false, true)] {
                    let of = of.clone();
                    let scope = ListScope { of, unread_since: since, oldest_first, classic };
                    assert_eq!(read(&scope.query()), Some(scope.clone()));
                    assert!(crate::security::redirect::safe_path(&scope.path()).is_some());
                }
            }
        }
    }

    #[test]
    fn what_names_no_list_is_none() {
        for query in ["", "in=", "in=nowhere", "in=feed/x", "in=feed", "view=classic"] {
            assert_eq!(read(query), None, "{query}");
        }
    }

    #[test]
    fn a_pair_is_added_before_the_fragment() {
        assert_eq!(with_pair("/a", "x", "1 2"), "/a?x=1%202");
        assert_eq!(with_pair("/a?b=c#d", "x", "1"), "/a?b=c&x=1#d");
    }
}
