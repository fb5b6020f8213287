//! `GET /`: the newest articles, laid out as a newspaper's front page.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_model::{ArticleSummary, FeedStatus, FrontQuery};

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::state::App;
use crate::views::card::{Card, Day, by_day, place_of, place_to_text};
use crate::views::page;
use crate::views::shell::{Place, Shell};
use crate::when::{When, count};

/// How many articles a front page shows.
const ARTICLES: u32 = 48;

/// Among how many of the newest the lead is looked for: further down nothing leads.
const LEAD_AMONG: usize = 12;

/// How many follow the lead with an excerpt.
const SECONDS: usize = 3;

/// Among how many of the newest those are looked for.
const SECONDS_AMONG: usize = 16;

/// How many stand in the column of the newest.
const COLUMN: usize = 12;

/// The fewest words of an article that leads.
const LEAD_WORDS: u32 = 60;

#[derive(Template)]
#[template(path = "front.html")]
struct Front {
    shell: Shell,
    lead: Option<Card>,
    seconds: Vec<Card>,
    newest: Vec<Card>,
    days: Vec<Day>,
    more: Option<String>,
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct Welcome {
    shell: Shell,
    progress: Option<Waiting>,
    typed: String,
    folder: String,
    folder_names: Vec<String>,
}

/// How far the first polls are.
struct Waiting {
    text: String,
    done: usize,
    of: usize,
    failed: usize,
}

/// Shows it.
pub async fn show(State(app): State<App>, reader: Reader) -> Result<Response, PageError> {
    let query = FrontQuery::newest(reader.user.id, ARTICLES + 1);
    let mut articles = app.desk.store().front(&query).await?;
    if articles.is_empty() {
        return welcome(&app, &reader).await;
    }
    let has_more = articles.len() > ARTICLES as usize;
    articles.truncate(ARTICLES as usize);
    let more = articles
        .last()
        .filter(|_| has_more)
        .map(|last| format!("/all?after={}", place_to_text(place_of(last))));
    let layout = Layout::of(&articles);
    let when = app.when();
    page(&Front {
        shell: Shell::of(&app, &reader, "Front page", Place::Front).await?,
        lead: layout.lead.map(|article| Card::of(article, &when, lead_excerpt(article))),
        seconds: cards(&layout.seconds, &when, 150),
        newest: cards(&layout.newest, &when, 0),
        days: by_day(&layout.rest, &when, 0),
        more,
    })
}

/// Beside a picture stands as much text as is as high as it.
fn lead_excerpt(lead: &ArticleSummary) -> usize {
    if lead.image.is_some() { 300 } else { 420 }
}

/// Which article stands where. Each stands once, and everywhere the newer comes first.
#[derive(Debug, PartialEq)]
struct Layout<'a> {
    lead: Option<&'a ArticleSummary>,
    seconds: Vec<&'a ArticleSummary>,
    newest: Vec<&'a ArticleSummary>,
    rest: Vec<&'a ArticleSummary>,
}

impl<'a> Layout<'a> {
    fn of(articles: &'a [ArticleSummary]) -> Self {
        let can_lead = |article: &&ArticleSummary| {
            // What has no date came in just now, but nobody knows how old it is.
            article.published.is_some()
                && article.words >= LEAD_WORDS
                && article.paywalled != Some(true)
        };
        let top = articles.get(..LEAD_AMONG.min(articles.len())).unwrap_or_default();
        let lead = top
            .iter()
            .filter(can_lead)
            .find(|article| article.image.is_some())
            .or_else(|| top.iter().find(can_lead))
            .or(articles.first());
        let others: Vec<_> = articles
            .iter()
            .filter(|article| lead.is_none_or(|lead| lead.id != article.id))
            .collect();
        let seconds = seconds(&others, lead);
        let others: Vec<_> = others
            .into_iter()
            .filter(|article| !seconds.iter().any(|second| second.id == article.id))
            .collect();
        let (newest, rest) = others.split_at(COLUMN.min(others.len()));
        Self { lead, seconds, newest: newest.to_vec(), rest: rest.to_vec() }
    }
}

/// The newest with a text, each of an outlet that does not stand above the fold yet, so that a feed
/// which brings ten articles at once does not fill it; where there are too few outlets, the newest.
/// They keep their order.
fn seconds<'a>(
    others: &[&'a ArticleSummary],
    lead: Option<&'a ArticleSummary>,
) -> Vec<&'a ArticleSummary> {
    let among = others.iter().copied().filter(|article| article.words >= 12);
    let among: Vec<&ArticleSummary> = among.take(SECONDS_AMONG).collect();
    let outlet = |article: &ArticleSummary| article.outlet.as_ref().map(|outlet| outlet.id);
    let mut outlets: Vec<_> = lead.into_iter().map(outlet).collect();
    let mut chosen: Vec<&ArticleSummary> = Vec::new();
    for article in &among {
        if chosen.len() < SECONDS && !outlets.contains(&outlet(article)) {
            outlets.push(outlet(article));
            chosen.push(article);
        }
    }
    for article in &among {
        if chosen.len() < SECONDS && !chosen.iter().any(|known| known.id == article.id) {
            chosen.push(article);
        }
    }
    among.into_iter().filter(|one| chosen.iter().any(|known| known.id == one.id)).collect()
}

fn cards(articles: &[&ArticleSummary], when: &When, excerpt: usize) -> Vec<Card> {
    articles.iter().map(|article| Card::of(article, when, excerpt)).collect()
}

async fn welcome(app: &App, reader: &Reader) -> Result<Response, PageError> {
    let overview = app.desk.store().overview(reader.user.id).await?;
    let polling = |status| matches!(status, FeedStatus::New);
    let waiting = overview.iter().filter(|one| polling(one.feed.polling.status)).count();
    let failed = overview.iter().filter(|one| one.feed.polling.last_error.is_some()).count();
    let mut shell = Shell::of(app, reader, "Front page", Place::Front).await?;
    let progress = (!overview.is_empty()).then(|| Waiting {
        text: count(i64::try_from(overview.len()).unwrap_or(i64::MAX), "feed"),
        done: overview.len() - waiting,
        of: overview.len(),
        failed,
    });
    if progress.is_some() {
        shell.refresh = Some(3);
    }
    page(&Welcome {
        shell,
        progress,
        typed: String::new(),
        folder: String::new(),
        folder_names: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::article;

    #[test]
    fn each_article_stands_once() {
        let articles: Vec<_> = (0..40).map(|id| article(id, 300)).collect();
        let layout = Layout::of(&articles);
        let mut ids: Vec<i64> = layout.lead.iter().map(|one| one.id.0).collect();
        ids.extend(layout.seconds.iter().map(|one| one.id.0));
        ids.extend(layout.newest.iter().map(|one| one.id.0));
        ids.extend(layout.rest.iter().map(|one| one.id.0));
        ids.sort_unstable();
        assert_eq!(ids, (0..40).collect::<Vec<i64>>());
    }

    #[test]
    fn the_newest_with_a_picture_leads_unless_it_is_far_down_or_paid_for() {
        let mut articles: Vec<_> = (0..20).map(|id| article(id, 300)).collect();
        assert_eq!(Layout::of(&articles).lead.unwrap().id.0, 0);
        articles[12].image = Some("https://a.example/far.jpg".to_owned());
        assert_eq!(Layout::of(&articles).lead.unwrap().id.0, 0);
        articles[3].image = Some("https://a.example/3.jpg".to_owned());
        articles[2].image = Some("https://a.example/2.jpg".to_owned());
        articles[2].paywalled = Some(true);
        assert_eq!(Layout::of(&articles).lead.unwrap().id.0, 3);
    }

    #[test]
    fn one_outlet_does_not_fill_the_top() {
        let outlet = |id| {
            Some(dateline_model::Outlet {
                id: dateline_model::OutletId(id),
                key: id.to_string(),
                name: id.to_string(),
                home: None,
            })
        };
        let mut articles: Vec<_> = (0..20).map(|id| article(id, 300)).collect();
        for (article, id) in articles.iter_mut().zip([1, 1, 1, 1, 2, 1, 2, 3, 1]) {
            article.outlet = outlet(id);
        }
        let layout = Layout::of(&articles);
        let ids: Vec<i64> = layout.seconds.iter().map(|one| one.id.0).collect();
        assert_eq!((layout.lead.unwrap().id.0, ids), (0, vec![4, 7, 9]));
        for article in &mut articles {
            article.outlet = outlet(1);
        }
        let ids: Vec<i64> = Layout::of(&articles).seconds.iter().map(|one| one.id.0).collect();
        assert_eq!(ids, [1, 2, 3]);
    }

    #[test]
    fn few_and_short_articles_still_make_a_page() {
        let articles = [article(1, 0)];
        let layout = Layout::of(&articles);
        assert_eq!(layout.lead.unwrap().id.0, 1);
        assert!(layout.seconds.is_empty() && layout.newest.is_empty() && layout.rest.is_empty());
        assert!(Layout::of(&[]).lead.is_none());
    }
}
