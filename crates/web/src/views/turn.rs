//! What stands before and after an article in the list that it was opened from.

use dateline_model::{ArticleId, ArticleSummary};

use super::card::headline;
use super::list_scope::ListScope;
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::state::App;

/// The links to the list, and to the articles before and after this one in it.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The list; `None` is the front page, whose path the frame knows.
    pub list: Option<String>,
    /// The article before.
    pub before: Option<Beside>,
    /// The article after.
    pub after: Option<Beside>,
}

/// A neighbour.
#[derive(Debug, Clone)]
pub struct Beside {
    /// Its headline.
    pub title: String,
    /// Its page.
    pub href: String,
}

impl Turn {
    /// The neighbours of an article in a list.
    pub async fn of(
        app: &App,
        reader: &Reader,
        scope: &ListScope,
        article: ArticleId,
    ) -> Result<Self, PageError> {
        let query = scope.front_query(reader.user.id, 1);
        let (before, after) = app.desk.store().neighbours(&query, article).await?;
        let beside = |article: ArticleSummary| Beside {
            title: headline(&article.title),
            href: format!("/article/{}?{}", article.id, scope.query()),
        };
        Ok(Self { list: Some(scope.path()), before: before.map(beside), after: after.map(beside) })
    }
}
