//! What each feed holds.

use dateline_model::{
    ArticleSummary, FeedOut, FrontFilter, FrontQuery, KeptSearch, OutScope, StoryCard, StoryId,
    StoryQuery,
};
use jiff::Timestamp;

use super::feed::{OutFeed, OutItem, id_of};
use super::gather::{article, story};
use super::provenance::Provenance;
use crate::problem::Problem;
use crate::state::App;

/// How many articles or stories a feed lists.
const ITEMS: u32 = 50;

/// A feed without what it lists.
struct Head {
    kind: &'static str,
    name: String,
    title: String,
    about: String,
    path: Vec<String>,
    created_at: Timestamp,
}

impl Head {
    fn with(self, instance: &str, items: Vec<OutItem>) -> OutFeed {
        OutFeed {
            id: id_of(instance, self.kind, &self.name),
            updated: items.iter().map(|item| item.updated).max().unwrap_or(self.created_at),
            title: self.title,
            about: self.about,
            path: self.path,
            items,
        }
    }
}

/// The feed that a token opens; `None` if it opens none.
pub async fn of_token(app: &App, instance: &str, token: &str) -> Result<Option<OutFeed>, Problem> {
    let store = app.store();
    if let Some(feed) = store.read_feed_out(token, app.now()).await? {
        return of(app, instance, &feed).await;
    }
    match store.kept_search_of_feed(token).await? {
        Some(search) => of_search(app, instance, search).await.map(Some),
        None => Ok(None),
    }
}

/// What a feed holds now; `None` where there is no such thing any more.
pub async fn of(app: &App, instance: &str, feed: &FeedOut) -> Result<Option<OutFeed>, Problem> {
    let path = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let mut head = Head {
        kind: feed.scope.as_str(),
        name: format!("{}/{}", feed.user, feed.scope.name()),
        title: String::new(),
        about: String::new(),
        path: Vec::new(),
        created_at: feed.created_at,
    };
    let mut stories = StoryQuery::first(feed.user, ITEMS);
    let mut articles = FrontQuery::newest(feed.user, ITEMS);
    let items = match &feed.scope {
        OutScope::Front => {
            head.title = "Dateline: front page".to_owned();
            head.about = "The stories of now, the most important first".to_owned();
            of_stories(app, instance, &stories).await?
        }
        OutScope::Section(folder) => {
            head.title = format!("Dateline: {}", folder.replace('/', " › "));
            head.about = "The stories of a section, the most important first".to_owned();
            head.path =
                std::iter::once("section").chain(folder.split('/')).map(str::to_owned).collect();
            stories.folder = Some(folder.clone());
            of_stories(app, instance, &stories).await?
        }
        OutScope::Story(story) => {
            let Some(found) = of_story(app, instance, feed, *story).await? else { return Ok(None) };
            head.title = found.0;
            head.about = "The coverage of one story, without copies".to_owned();
            head.path = path(&["story", &story.to_string()]);
            found.1
        }
        OutScope::Outlet(key) => {
            let outlet = app.store().outlet_by_key(key).await?;
            head.title = outlet.map_or_else(|| key.clone(), |outlet| outlet.name);
            head.about = "The articles of an outlet, the newest first".to_owned();
            head.path = path(&["outlet", key]);
            articles.outlet = Some(key.clone());
            of_articles(app, instance, &articles).await?
        }
        OutScope::Starred => {
            head.title = "Dateline: starred".to_owned();
            head.about = "What somebody starred, the newest first".to_owned();
            head.path = path(&["starred"]);
            articles.filter = FrontFilter::Starred;
            of_articles(app, instance, &articles).await?
        }
    };
    Ok(Some(head.with(instance, items)))
}

/// What the feed of a kept search holds now.
pub async fn of_search(app: &App, instance: &str, search: KeptSearch) -> Result<OutFeed, Problem> {
    let found = app.store().search_matches(search.user, search.id, None, ITEMS).await?;
    let found: Vec<ArticleSummary> = found.into_iter().map(|(_, article)| article).collect();
    let items = open_articles(app, instance, search.user, &found).await?;
    let head = Head {
        kind: "search",
        name: search.id.to_string(),
        title: search.name,
        about: search.query,
        path: vec!["searches".to_owned(), search.id.to_string()],
        created_at: search.created_at,
    };
    Ok(head.with(instance, items))
}

async fn of_articles(
    app: &App,
    instance: &str,
    query: &FrontQuery,
) -> Result<Vec<OutItem>, Problem> {
    let found = app.store().front(query).await?;
    open_articles(app, instance, query.user, &found).await
}

async fn open_articles(
    app: &App,
    instance: &str,
    user: dateline_model::UserId,
    found: &[ArticleSummary],
) -> Result<Vec<OutItem>, Problem> {
    let provenance = Provenance::of(app, user, &Provenance::asked(found.iter())).await?;
    let open = found.iter().filter(|article| provenance.is_open(article));
    Ok(open.map(|one| article(instance, one, &provenance)).collect())
}

async fn of_stories(
    app: &App,
    instance: &str,
    query: &StoryQuery,
) -> Result<Vec<OutItem>, Problem> {
    let found: Vec<StoryCard> = app.store().front_stories(query).await?;
    let leads = Provenance::asked(found.iter().map(|card| &card.lead));
    let provenance = Provenance::of(app, query.user, &leads).await?;
    let open = found.iter().filter(|card| provenance.is_open(&card.lead));
    Ok(open.map(|card| story(instance, card, &provenance)).collect())
}

/// A story's headline, as far as anybody may be told of it, and its articles, the latest first. What
/// has the text of another one is left out, unless its original is not to be seen.
async fn of_story(
    app: &App,
    instance: &str,
    feed: &FeedOut,
    id: StoryId,
) -> Result<Option<(String, Vec<OutItem>)>, Problem> {
    let Some(page) = app.store().story(feed.user, id).await? else { return Ok(None) };
    let mut found: Vec<ArticleSummary> =
        page.members.into_iter().map(|member| member.article).collect();
    found.reverse();
    found.truncate(ITEMS as usize);
    let items = open_articles(app, instance, feed.user, &found).await?;
    // The headline is its lead's, which a login may have opened; then that of an article that
    // anybody may be told of stands for it.
    let lead = Provenance::of(app, feed.user, &[page.card.lead.id]).await?;
    let title = match items.first() {
        _ if lead.is_open(&page.card.lead) => page.card.title,
        Some(first) => first.title.clone(),
        None => "A story".to_owned(),
    };
    Ok(Some((title, items)))
}
