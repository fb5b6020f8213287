//! `GET /article/{article}`: an article, whole.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_desk::picture_key;
use dateline_model::{Article, ArticleId, PageState, PageVersion, TextSource, address};
use dateline_statement::story::lines;
use serde::Deserialize;

use super::saving::{SaveButton, buttons};
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::say::{Html, linked, name_of};
use crate::security::redirect::segment;
use crate::state::App;
use crate::views::card::{OutletLink, Picture, headline};
use crate::views::list_scope::{AskedScope, with_pair};
use crate::views::picture::{Pictures, of_the_web};
use crate::views::said::WhoSaid;
use crate::views::said::marks::marked;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::story_list::AskedStories;
use crate::views::turn::Turn;
use crate::views::{languages, page, prose, stop, text};
use crate::when::{Moment, When};

/// How many keywords are shown.
const TAGS: usize = 10;

/// Of how many words a text is long enough to remember where somebody stops.
const LONG: u32 = 350;

/// How many edits are listed; the page of the changes has the others.
const LISTED: usize = 5;

#[derive(Template)]
#[template(path = "article.html")]
struct Page {
    shell: Shell,
    id: ArticleId,
    title: String,
    outlet: Option<OutletLink>,
    byline: Option<String>,
    contributors: Option<String>,
    dateline: Option<String>,
    published: Option<Moment>,
    updated: Option<Moment>,
    seen: Moment,
    minutes: Option<u32>,
    origin: Option<OriginLink>,
    paywalled: bool,
    language: Option<String>,
    picture: Option<Picture>,
    /// Sanitized when it was stored; the one text that is not escaped.
    html: String,
    /// What is to be said about where the text is from.
    note: Option<String>,
    address: Option<String>,
    /// What writes an e-mail about it.
    mail: Option<String>,
    savers: Vec<SaveButton>,
    can_read_again: bool,
    carriers: Vec<Carrier>,
    /// When it was changed, the latest first.
    edits: Vec<Moment>,
    edited: Option<String>,
    section: Option<String>,
    tags: Vec<String>,
    /// "1,204 words".
    words: Option<String>,
    /// The name of its language, where that is not the one of these pages.
    language_name: Option<String>,
    /// Where the text is from, and when it was read.
    source: Option<Source>,
    /// The page of the rules for its site.
    rules: Option<String>,
    counts_as_opened: bool,
    read: bool,
    starred: bool,
    /// The story that it is part of, where others are too.
    story: Option<StoryLink>,
    /// Whose text it has.
    same_text: Option<SameText>,
    /// What stands beside it in the list that it was opened from.
    turn: Option<Turn>,
    /// This page as it was opened from a list, to come back to after starring it, and after marking
    /// it read or unread.
    back: Option<String>,
    back_read: Option<String>,
    /// It is remembered where somebody stops.
    is_long: bool,
    /// Somebody stopped in it: the mark stands in the text.
    stopped: bool,
    /// Whether there are statements to show.
    has_said: bool,
    /// Who said what, where that is asked for.
    said: Option<WhoSaid>,
}

/// What the page is asked for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Who said what is asked for.
    said: Option<String>,
    saved: Option<String>,
    /// It was just marked unread, and does not count as opened.
    unread: Option<String>,
    #[serde(flatten)]
    scope: AskedScope,
    #[serde(flatten)]
    stories: AskedStories,
}

/// The story that an article is part of.
struct StoryLink {
    href: String,
    title: String,
    /// How many other articles it has.
    others: i64,
}

/// Whose text an article has. Only where a text says so is it called a copy.
struct SameText {
    credited: bool,
    title: String,
    outlet: Option<String>,
    href: String,
}

/// Where an article first appeared.
struct OriginLink {
    name: String,
    href: Option<String>,
}

impl StoryLink {
    /// Its headline, which leads to it.
    fn named(&self) -> Html {
        linked(&self.href, &self.title)
    }
}

impl OriginLink {
    /// Its name, which leads there if it is known where.
    fn named(&self) -> Html {
        match &self.href {
            Some(href) => linked(href, &self.name),
            None => name_of(&self.name),
        }
    }
}

impl SameText {
    /// Its headline, which leads to it.
    fn named(&self) -> Html {
        linked(&self.href, &self.title)
    }
}

/// A feed that carries the article.
struct Carrier {
    title: String,
    href: String,
    /// What the feed called the article, where that differs.
    called: Option<String>,
}

/// Where an article's text is from.
struct Source {
    words: String,
    read: Option<Moment>,
}

/// Shows it.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    At(id): At<ArticleId>,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    let found = store.article(reader.user.id, id).await?;
    let (article, read, starred) = found.ok_or(PageError::NotFound)?;
    let when = app.when();
    let carriers = carriers(&app, &reader, &article).await?;
    let edits = edits(&app, &article, &when).await?;
    let tags = tags(&app, &article).await?;
    let (story, same_text) = stands_in(&app, &reader, id).await?;
    let is_said = asked.said.is_some();
    let (said, html) = if is_said {
        with_statements(&app, &reader, &article).await?
    } else {
        (None, article.html.clone())
    };
    let has_said = is_said || store.has_statements(reader.user.id, id).await?;
    let title = headline(&article.title);
    let image = text::picture_address(article.image.as_deref());
    let image = image.filter(|image| !shows(&article.html, image));
    let html = with_pictures(&app, &reader, &html).await?;
    let savers = buttons(&app, &reader, id).await?;
    let saved = asked.saved.is_some();
    let scope = asked.scope.scope();
    let path = format!("/article/{id}");
    let stories = asked.stories.list();
    let turn = match (&scope, &stories) {
        (Some(scope), _) => Some(Turn::of(&app, &reader, scope, id).await?),
        (None, Some(stories)) => Some(stories.turn(&app, &reader, &path, None).await?),
        (None, None) => None,
    };
    let back = scope
        .map(|scope| format!("{path}?{}", scope.query()))
        .or_else(|| stories.map(|stories| stories.leading_to(&path)));
    let is_long = article.words >= LONG;
    let stopped = match is_long {
        true => store.reading_place(reader.user.id, id).await?,
        false => None,
    };
    let with_stop = stopped.and_then(|place| stop::marked(&html, place));
    let notice = saved.then(|| Notice::good(say!("article-saving"))).flatten();
    page(&Page {
        shell: Shell::of(&app, &reader, &title, Place::Elsewhere).await?.with_notice(notice),
        mail: text::web_address(article.address.as_deref()).map(|url| mail_about(&title, &url)),
        savers,
        id,
        outlet: article.outlet.as_ref().map(OutletLink::of),
        byline: text::byline(&article.byline),
        contributors: text::contributors(&article.byline),
        dateline: article.dateline.clone().filter(|place| !begins_with(&article.text, place)),
        published: article.published.map(|at| when.tell_with(at, article.facts.published_offset)),
        updated: article
            .updated
            .filter(|at| differs(article.published, *at))
            .map(|at| when.tell_with(at, article.facts.updated_offset)),
        seen: when.tell(article.seen_at),
        minutes: text::minutes(article.words),
        origin: article.first_appeared.as_ref().map(|origin| OriginLink {
            name: origin.outlet.clone(),
            href: text::web_address(origin.url.as_deref()),
        }),
        paywalled: article.paywalled == Some(true),
        language: text::language(article.language.as_deref()),
        picture: Picture::of(image.as_deref()),
        note: note(&article),
        address: text::web_address(article.address.as_deref()),
        can_read_again: article.address.is_some() && article.page != PageState::Waiting,
        carriers,
        section: article.facts.section.clone(),
        tags,
        words: (article.words > 0).then(|| say!("article-words", n = article.words)),
        language_name: article.language.as_deref().and_then(languages::foreign),
        source: source(&article, &when),
        rules: site(&article).map(|site| format!("/sites/{}", segment(&site))),
        edited: (article.revisions > 0)
            .then(|| say!("article-edited-times", n = article.revisions)),
        edits,
        counts_as_opened: !read && asked.unread.is_none(),
        read,
        starred,
        story,
        same_text,
        turn,
        back_read: back.as_deref().map(|back| match read {
            true => with_pair(back, "unread", "1"),
            false => back.to_owned(),
        }),
        back,
        is_long,
        stopped: with_stop.is_some(),
        html: prose::framed(with_stop.as_deref().unwrap_or(&html)),
        title,
        has_said,
        said,
    })
}

/// The article's HTML with its pictures loaded through this house, their sizes told where they are
/// known.
pub(super) async fn with_pictures(
    app: &App,
    reader: &Reader,
    html: &str,
) -> Result<String, PageError> {
    let key = |address: &str| of_the_web(address).map(|url| picture_key(url.as_str()));
    let named = dateline_markup::pictures(html);
    let keys: Vec<String> = named.iter().filter_map(|named| key(&named.address)).collect();
    let sizes = app.desk.store().picture_sizes(&keys).await?;
    let pictures = Pictures::of(&app.setup_token, reader.user.id);
    Ok(dateline_markup::with_pictures(html, |named| {
        let known = key(&named.address).and_then(|key| sizes.get(&key).copied());
        pictures.shown_in_text(named, known)
    }))
}

/// Who said what in an article, and its HTML with their words marked.
async fn with_statements(
    app: &App,
    reader: &Reader,
    article: &Article,
) -> Result<(Option<WhoSaid>, String), PageError> {
    let told = app.desk.store().article_statements(reader.user.id, article.id).await?;
    let (html, text, id) = (article.html.clone(), article.text.clone(), article.id);
    let when = app.when();
    let both = crate::say::on_a_thread(move || {
        let mut own = lines(told);
        own.retain(|line| line.reports().any(|told| told.article == id));
        let (html, marked) = marked(&html, &text, id.0, &own);
        let mut said = WhoSaid::in_order(&own, &when, format!("/article/{id}?said=1"));
        said.stand_in(id.0, &marked);
        (Some(said), html)
    });
    Ok(both.await?)
}

/// An address that writes an e-mail (RFC 6068).
fn mail_about(title: &str, url: &str) -> String {
    format!("mailto:?subject={}&body={}", segment(title), segment(url))
}

/// The story around an article, and whose text it has.
async fn stands_in(
    app: &App,
    reader: &Reader,
    id: ArticleId,
) -> Result<(Option<StoryLink>, Option<SameText>), PageError> {
    let store = app.desk.store();
    let Some(found) = store.story_of(reader.user.id, id).await? else { return Ok((None, None)) };
    let others = i64::from(found.articles) - 1;
    let story = (others > 0).then(|| StoryLink {
        href: format!("/story/{}", found.story),
        title: headline(&found.title),
        others,
    });
    let Some(copy) = found.copy else { return Ok((story, None)) };
    let original = store.article(reader.user.id, copy.of).await?;
    let same_text = original.map(|(original, ..)| SameText {
        credited: copy.credited,
        title: headline(&original.title),
        outlet: original.outlet.map(|outlet| outlet.name),
        href: format!("/article/{}", copy.of),
    });
    Ok((story, same_text))
}

/// Feeds give the same moment with a second's difference; only a minute or more is an update.
fn differs(published: Option<jiff::Timestamp>, updated: jiff::Timestamp) -> bool {
    published.is_none_or(|at| updated.duration_since(at).as_secs().abs() >= 60)
}

/// Whether a text shows a picture already: the same file, in whatever size and with whatever
/// query.
fn shows(html: &str, image: &str) -> bool {
    if html.contains(image) || html.contains(&image.replace('&', "&amp;")) {
        return true;
    }
    let path = image.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    file.len() >= 10 && file.contains('.') && html.contains(file)
}

/// Whether a text names its place itself, as texts with a dateline mostly do.
fn begins_with(text: &str, place: &str) -> bool {
    let head: String = text.chars().take(place.chars().count() + 40).collect();
    head.to_lowercase().contains(&place.to_lowercase())
}

/// Two sentences, the second of which may be missing.
fn and(first: String, second: &str) -> String {
    if second.is_empty() { first } else { format!("{first} {second}") }
}

/// What is to be said about where the text is from.
pub(super) fn note(article: &Article) -> Option<String> {
    let own = match article.text_source {
        TextSource::FeedSummary | TextSource::FeedFull => say!("article-feeds-own"),
        TextSource::None => say!("article-no-text"),
        TextSource::Page => String::new(),
    };
    match (article.page, &article.page_problem) {
        (PageState::Failed, Some(problem)) => {
            Some(and(say!("article-page-failed-why", why = text::sentence(problem)), &own))
        }
        (PageState::Failed, None) => Some(and(say!("article-page-failed"), &own)),
        (PageState::Waiting, _) if article.text_source == TextSource::Page => {
            Some(say!("article-page-waits-again"))
        }
        (PageState::Waiting, Some(problem)) => {
            Some(and(say!("article-page-not-yet", why = text::sentence(problem)), &own))
        }
        (PageState::Waiting, None) => Some(and(say!("article-page-waits"), &own)),
        (PageState::Read, Some(problem)) => Some(text::sentence(problem)),
        (PageState::NotNeeded, _) if article.text_source == TextSource::FeedSummary => Some(own),
        _ if article.text_source == TextSource::None => Some(own),
        _ => None,
    }
}

/// The reader's own feeds that carry it; another user's subscriptions are nobody's business.
async fn carriers(
    app: &App,
    reader: &Reader,
    article: &Article,
) -> Result<Vec<Carrier>, PageError> {
    let store = app.desk.store();
    let mut carriers: Vec<Carrier> = Vec::new();
    for (entry, _) in store.entries_of_article(article.id).await? {
        let Some(overview) = store.feed_overview(reader.user.id, entry.feed).await? else {
            continue;
        };
        let href = format!("/feeds/{}", entry.feed);
        if carriers.iter().any(|known| known.href == href) {
            continue;
        }
        let called = entry.title.filter(|title| title.trim() != article.title.trim());
        carriers.push(Carrier { title: overview.title().to_owned(), href, called });
    }
    Ok(carriers)
}

async fn edits(app: &App, article: &Article, when: &When) -> Result<Vec<Moment>, PageError> {
    if article.revisions == 0 {
        return Ok(Vec::new());
    }
    let revisions = app.desk.store().revisions(article.id).await?;
    Ok(revisions.iter().take(LISTED).map(|revision| when.tell(revision.until)).collect())
}

/// The outlet's keywords: those of the page, or else those of the feed's entry.
async fn tags(app: &App, article: &Article) -> Result<Vec<String>, PageError> {
    if !article.facts.tags.is_empty() {
        return Ok(article.facts.tags.iter().take(TAGS).cloned().collect());
    }
    let entries = app.desk.store().entries_of_article(article.id).await?;
    let mut tags: Vec<String> = Vec::new();
    for tag in entries.into_iter().flat_map(|(entry, _)| entry.tags) {
        if !tags.contains(&tag) && tags.len() < TAGS {
            tags.push(tag);
        }
    }
    Ok(tags)
}

/// The site that an article's page stands on.
fn site(article: &Article) -> Option<String> {
    let url = url::Url::parse(article.address.as_deref()?).ok()?;
    Some(address::site_of(&url)).filter(|site| site.contains('.'))
}

/// Where the text is from, in words; nothing where the note says it.
fn source(article: &Article, when: &When) -> Option<Source> {
    let how = &article.how;
    let words = match (article.text_source, how.version) {
        (TextSource::None, _) => return None,
        (TextSource::FeedSummary, _) => say!("article-from-teaser"),
        (TextSource::FeedFull, _) => say!("article-from-feed"),
        (TextSource::Page, PageVersion::Print) => say!("article-from-print"),
        (TextSource::Page, PageVersion::Amp) => say!("article-from-amp"),
        (TextSource::Page, PageVersion::Page) if how.parts > 1 => {
            say!("article-from-pages", n = how.parts)
        }
        (TextSource::Page, PageVersion::Page) => say!("article-from-page"),
    };
    let is_page = article.text_source == TextSource::Page;
    let ruled = how.rules.as_deref().filter(|_| is_page);
    Some(Source {
        words: match ruled {
            Some(site) => say!("article-by-rules", source = words, site = site),
            None => words,
        },
        read: article.page_read_at.filter(|_| is_page).map(|at| when.tell(at)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_not_shown_twice() {
        let html = "<p>a</p><img src=\"https://img.example/640/harbour-fire.jpg?q=1&amp;w=2\">";
        assert!(shows(html, "https://img.example/640/harbour-fire.jpg?q=1&w=2"));
        assert!(shows(html, "https://img.example/1200/harbour-fire.jpg"));
        assert!(!shows(html, "https://img.example/other-picture.jpg"));
        assert!(!shows("<p>1.jpg</p>", "https://img.example/1.jpg"));
    }

    #[test]
    fn a_place_is_not_said_twice() {
        assert!(begins_with("PORT SAREL (Northern Wire) — Talks go on.", "Port Sarel"));
        assert!(!begins_with(
            "Talks go on, it was said on Monday, after a long day in Kesten.",
            "Kesten"
        ));
    }

    #[test]
    fn a_second_is_no_update() {
        let at: jiff::Timestamp = "2025-12-22T10:00:00Z".parse().unwrap();
        let later: jiff::Timestamp = "2025-12-22T10:00:01Z".parse().unwrap();
        assert!(!differs(Some(at), later));
        assert!(differs(None, later));
    }
}
