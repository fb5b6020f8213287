//! `/search`: the one box, while somebody types and when they have.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use dateline_desk::query::{self, Node, Query};
use dateline_desk::{Counts, Order, Results, SearchAsk, Step};
use dateline_model::UserId;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::Ask;
use crate::state::App;
use crate::views::feed::capital;
use crate::views::found::{FoundCard, FoundStoryView, Stretch, language};
use crate::views::shell::{Place, Shell};
use crate::views::{lines, page, query_words};
use crate::when::{day_in_full, grouped, month_and_year};

/// How many articles a page shows, and how many stories stand above those of the first.
const ARTICLES: usize = 30;
const STORIES: usize = 6;

/// How many are shown while somebody types.
const LIVE_ARTICLES: usize = 6;
const LIVE_STORIES: usize = 4;

/// How many choices of one kind are shown.
const CHOICES: usize = 12;

/// The longest search, in characters; what is longer was no search.
pub const LONGEST: usize = 2000;

/// What is asked.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    order: String,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    shell: Shell,
    typed: String,
    /// Nothing was asked yet.
    blank: bool,
    /// There is no index to search in yet.
    waiting: bool,
    sentence: String,
    notes: Vec<String>,
    total: String,
    none: bool,
    has_words: bool,
    best: bool,
    /// The same search in the other order.
    other_order: String,
    /// Without the place in the list.
    is_first: bool,
    stories: Vec<FoundStoryView>,
    articles: Vec<FoundCard>,
    more: Option<String>,
    filters: Vec<Filter>,
    bars: Vec<BarView>,
    /// "day", for a sentence, and "Day", for the head of a column.
    step: String,
    step_head: String,
    instead: Option<InsteadView>,
    rule_href: String,
}

/// A filter with its choices.
struct Filter {
    name: String,
    choices: Vec<Choice>,
}

struct Choice {
    name: String,
    href: String,
    articles: String,
}

/// A bar of the histogram, in units of its picture: 600 wide and 80 high.
struct BarView {
    x: String,
    width: String,
    y: String,
    height: String,
    name: String,
    articles: u64,
    href: String,
}

struct InsteadView {
    said: String,
    href: String,
    total: String,
}

/// The address of a search.
pub fn search_path(text: &str, order: Order) -> String {
    let query: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    match order {
        Order::Newest => format!("/search?q={query}"),
        Order::Best => format!("/search?q={query}&order=best"),
    }
}

/// What was typed, as far as it is a search: one line, not too long.
pub fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().chars().take(LONGEST).collect()
}

fn order_of(word: &str) -> Order {
    if word == "best" { Order::Best } else { Order::Newest }
}

/// `GET /search`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let typed = one_line(&asked.q);
    let order = order_of(&asked.order);
    let after = asked.after.as_deref().and_then(|place| place.parse().ok());
    let is_first = after.is_none();
    let title = if typed.is_empty() { say!("search-title") } else { typed.clone() };
    let mut shell = Shell::of(&app, &reader, &title, Place::Search).await?;
    shell.typed.clone_from(&typed);
    let ask = SearchAsk {
        text: typed.clone(),
        order,
        after,
        limit: ARTICLES,
        stories: STORIES,
        counts: is_first && !typed.is_empty(),
    };
    let found = match typed.is_empty() {
        true => None,
        false => app.desk.search(reader.user.id, ask).await?,
    };
    let mut page_of = Page {
        shell,
        blank: typed.is_empty(),
        waiting: !app.desk.can_search(),
        sentence: String::new(),
        notes: Vec::new(),
        total: String::new(),
        none: false,
        has_words: false,
        best: order == Order::Best,
        other_order: search_path(
            &typed,
            if order == Order::Best { Order::Newest } else { Order::Best },
        ),
        is_first,
        stories: Vec::new(),
        articles: Vec::new(),
        more: None,
        filters: Vec::new(),
        bars: Vec::new(),
        step: String::new(),
        step_head: String::new(),
        instead: None,
        rule_href: format!(
            "/rules?q={}",
            url::form_urlencoded::byte_serialize(typed.as_bytes()).collect::<String>()
        ),
        typed,
    };
    if let Some(found) = found {
        fill(&app, reader.user.id, &mut page_of, &found, order).await?;
    }
    page(&page_of)
}

async fn fill(
    app: &App,
    reader: UserId,
    page: &mut Page,
    found: &Results,
    order: Order,
) -> Result<(), PageError> {
    let (query, when) = (&found.parsed.query, app.when());
    let zone = &app.settings.time_zone;
    page.sentence = capital(&query_words::sentence(query, zone));
    page.notes = lines::told_all(&found.parsed.notes);
    page.has_words = query.has_words();
    page.total = results(found.total, false);
    page.none = found.total == 0;
    page.stories =
        found.stories.iter().map(|story| FoundStoryView::of(story, query, &when)).collect();
    page.articles =
        found.articles.iter().map(|article| FoundCard::of(article, query, &when)).collect();
    page.more =
        found.next.as_ref().map(|next| format!("{}&after={next}", search_path(&page.typed, order)));
    if let Some(counts) = &found.counts {
        page.filters = filters(app, query, counts, order).await?;
        page.filters.extend(who_spoke(app, reader, found, order).await?);
        page.bars = bars(app, query, counts, order);
        (page.step, page.step_head) = steps(counts.step);
    }
    page.instead = found.instead.as_ref().map(|instead| InsteadView {
        said: said(app, &instead.text),
        href: search_path(&instead.text, order),
        total: results(instead.total, false),
    });
    Ok(())
}

/// A search of another text, in words.
fn said(app: &App, text: &str) -> String {
    let parsed = app.desk.parse_search(text, false);
    query_words::sentence(&parsed.query, &app.settings.time_zone)
}

fn results(total: u64, is_least: bool) -> String {
    match (total, is_least) {
        (0, _) => say!("search-none"),
        (total, false) => say!("search-results", n = total),
        (total, true) => say!("search-more-than", n = total),
    }
}

/// Who is reported to speak in the articles of the page.
async fn who_spoke(
    app: &App,
    reader: UserId,
    found: &Results,
    order: Order,
) -> Result<Option<Filter>, PageError> {
    let ids: Vec<_> = found.articles.iter().map(|article| article.id).collect();
    let speakers = app.desk.store().speakers_in(reader, &ids).await?;
    let choices: Vec<Choice> = speakers
        .into_iter()
        .filter(|(name, _)| !name.contains(['"', '“', '”']))
        .take(CHOICES)
        .map(|(name, articles)| {
            let node = Node::Text {
                field: query::Field::Said,
                how: query::How::Phrase,
                words: name.clone(),
            };
            let href = search_path(&found.parsed.query.clone().and(node).to_string(), order);
            Choice { name, href, articles: grouped(articles) }
        })
        .collect();
    let name = say!("said-filter");
    Ok((choices.len() > 1).then_some(Filter { name, choices }))
}

async fn filters(
    app: &App,
    query: &Query,
    counts: &Counts,
    order: Order,
) -> Result<Vec<Filter>, PageError> {
    let choice = |name: String, node: Node, articles: u64| Choice {
        name,
        href: search_path(&query.clone().and(node).to_string(), order),
        articles: grouped(articles),
    };
    let first: Vec<_> = counts.outlets.iter().take(CHOICES).copied().collect();
    let ids: Vec<_> = first.iter().map(|(outlet, _)| *outlet).collect();
    let known = app.desk.store().outlets(&ids).await?;
    let outlets = first.into_iter().filter_map(|(id, articles)| {
        let outlet = known.iter().find(|outlet| outlet.id == id)?;
        Some(choice(outlet.name.clone(), Node::Outlet(id), articles))
    });
    let folders = counts.folders.iter().filter(|(folder, _)| !folder.is_empty()).take(CHOICES);
    let folders = folders.map(|(folder, articles)| {
        choice(folder.replace('/', " › "), Node::Folder(folder.clone()), *articles)
    });
    let languages =
        counts.languages.iter().take(CHOICES).map(|(code, articles)| {
            choice(language(code), Node::Language(code.clone()), *articles)
        });
    let all = [
        Filter { name: say!("search-outlets"), choices: outlets.collect() },
        Filter { name: say!("search-sections"), choices: folders.collect() },
        Filter { name: say!("search-languages"), choices: languages.collect() },
    ];
    // A filter with one choice changes nothing.
    Ok(all.into_iter().filter(|filter| filter.choices.len() > 1).collect())
}

fn bars(app: &App, query: &Query, counts: &Counts, order: Order) -> Vec<BarView> {
    let zone = &app.settings.time_zone;
    let most = counts.times.iter().map(|bar| bar.articles).max().unwrap_or_default().max(1);
    let each = 600.0 / counts.times.len().max(1) as f64;
    let bars = counts.times.iter().enumerate().map(|(at, bar)| {
        let height = 80.0 * bar.articles as f64 / most as f64;
        let clause = clause(bar.from, bar.until, counts.step, zone);
        let narrowed = match clause {
            Some(clause) => query.clone().and(app.desk.parse_search(&clause, false).query.root),
            None => query.clone(),
        };
        BarView {
            x: format!("{:.1}", each * at as f64),
            width: format!("{:.1}", (each - 1.0).max(0.5)),
            y: format!("{:.1}", 80.0 - height),
            height: format!("{height:.1}"),
            name: name_of(bar.from, counts.step, zone),
            articles: bar.articles,
            href: search_path(&narrowed.to_string(), order),
        }
    });
    bars.collect()
}

/// What a step is called in a sentence, and at the head of a column.
fn steps(step: Step) -> (String, String) {
    match step {
        Step::Hour => (say!("search-by-hour"), say!("search-hour")),
        Step::Day => (say!("search-by-day"), say!("search-day")),
        Step::Week => (say!("search-by-week"), say!("search-week")),
        Step::Month => (say!("search-by-month"), say!("search-month")),
        Step::Year => (say!("search-by-year"), say!("search-year")),
    }
}

fn name_of(from: Timestamp, step: Step, zone: &TimeZone) -> String {
    let here = from.to_zoned(zone.clone());
    let date = here.date();
    match step {
        Step::Hour => {
            let time = here.strftime("%H:00").to_string();
            say!("search-bar-hour", day = day_in_full(date), time = time)
        }
        Step::Day => day_in_full(date),
        Step::Week => say!("search-bar-week", day = day_in_full(date)),
        Step::Month => month_and_year(date),
        Step::Year => date.year().to_string(),
    }
}

/// The span of a bar in the search's own words; `None` for an hour, which has none.
fn clause(from: Timestamp, until: Timestamp, step: Step, zone: &TimeZone) -> Option<String> {
    let (from, until) = (from.to_zoned(zone.clone()), until.to_zoned(zone.clone()));
    match step {
        Step::Hour => None,
        Step::Day => Some(from.strftime("date:%Y-%m-%d").to_string()),
        Step::Week => Some(format!(
            "{} {}",
            from.strftime("after:%Y-%m-%d"),
            until.strftime("before:%Y-%m-%d")
        )),
        Step::Month => Some(from.strftime("date:%Y-%m").to_string()),
        Step::Year => Some(from.strftime("date:%Y").to_string()),
    }
}

/// What the module shows below the box.
#[derive(Debug, Serialize)]
pub struct LiveAnswer {
    sentence: String,
    notes: Vec<String>,
    /// "214 results".
    told: String,
    total: u64,
    stories: Vec<LiveItem>,
    articles: Vec<LiveItem>,
    /// The page of all results.
    all: String,
    instead: Option<LiveInstead>,
    /// What the module says besides.
    words: LiveWords,
}

/// Texts of the module, which has none of its own.
#[derive(Debug, Serialize)]
struct LiveWords {
    results: String,
    stories: String,
    articles: String,
    /// What is said where nothing was found.
    nothing: String,
    /// What leads to the page of all results.
    show: String,
}

impl LiveWords {
    fn of(sentence: &str, told: &str, total: u64) -> Self {
        Self {
            results: say!("search-live-results"),
            stories: say!("search-stories"),
            articles: say!("search-articles"),
            nothing: say!("search-live-nothing", query = sentence),
            show: match total {
                1 => say!("search-live-show"),
                _ => say!("search-live-all", results = told),
            },
        }
    }
}

#[derive(Debug, Serialize)]
struct LiveItem {
    href: String,
    title: Vec<Stretch>,
    passage: Vec<Stretch>,
    about: String,
    lang: Option<String>,
}

#[derive(Debug, Serialize)]
struct LiveInstead {
    said: String,
    href: String,
    told: String,
}

/// `GET /search/live`: what is found so far.
pub async fn live(
    State(app): State<App>,
    reader: Reader,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    // The last word may be unfinished, and a space after it says that it is not.
    let typed: String = asked.q.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let found = live_answer(&app, reader.user.id, &typed).await?;
    let body =
        serde_json::to_string(&found).map_err(|error| PageError::BrokeOff(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

async fn live_answer(app: &App, user: UserId, typed: &str) -> Result<LiveAnswer, PageError> {
    let all = search_path(typed.trim(), Order::Newest);
    let Some(found) = app.desk.live_search(user, typed, LIVE_STORIES, LIVE_ARTICLES).await? else {
        return Ok(LiveAnswer {
            sentence: String::new(),
            notes: vec![say!("search-index-made")],
            told: say!("search-none-yet"),
            total: 0,
            stories: Vec::new(),
            articles: Vec::new(),
            all,
            instead: None,
            words: LiveWords::of("", "", 0),
        });
    };
    let (query, when) = (found.query().clone(), app.when());
    let stories = found.stories.iter().map(|story| {
        let view = FoundStoryView::of(story, &query, &when);
        LiveItem {
            href: view.story.card.href.clone(),
            title: view.title,
            passage: Vec::new(),
            about: format!("{} · {}", view.articles, view.story.card.when.short),
            lang: view.story.card.language.clone(),
        }
    });
    let articles = found.articles.iter().map(|article| {
        let view = FoundCard::of(article, &query, &when);
        let outlet = view.card.outlet.as_ref().map(|outlet| format!("{} · ", outlet.name));
        LiveItem {
            href: view.card.href.clone(),
            title: view.title,
            passage: view.passage,
            about: format!("{}{}", outlet.unwrap_or_default(), view.card.when.short),
            lang: view.card.language.clone(),
        }
    });
    let sentence = capital(&query_words::sentence(&query, &app.settings.time_zone));
    let told = results(found.total, found.is_least);
    Ok(LiveAnswer {
        words: LiveWords::of(&sentence, &told, found.total),
        sentence,
        notes: lines::told_all(&found.parsed.notes),
        told,
        total: found.total,
        stories: stories.collect(),
        articles: articles.collect(),
        all: match &found.read_as {
            Some(read_as) => search_path(&read_as.to_string(), Order::Newest),
            None => all,
        },
        instead: found.instead.as_ref().map(|instead| LiveInstead {
            said: said(app, &instead.text),
            href: search_path(&instead.text, Order::Newest),
            told: results(instead.total, false),
        }),
    })
}
