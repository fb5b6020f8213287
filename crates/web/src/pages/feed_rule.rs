//! Pages without a feed: which list on them is followed, tried before it is saved.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dateline_desk::{AddError, Added, PageOffer, PageRule, RulePart, RulePreview, rule_of_feed};
use dateline_model::address::without_login;
use dateline_model::{FeedId, clean_folder};
use dateline_words::key;
use serde::Deserialize;

use super::feed_actions::{FoundFeed, found_feeds};
use super::feed_settings::{may_change, own};
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::At;
use crate::say::plain;
use crate::security::csrf::Signed;
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::faults;
use crate::views::page_with;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::text::sentence;
use crate::when::{Moment, When};

/// The parts of a rule, as the form names them, and the keys of what people are told.
const PARTS: [(&str, RulePart, &str, &str); 7] = [
    ("item", RulePart::Items, key!("feeds-rule-item"), key!("feeds-rule-item-hint")),
    ("title", RulePart::Title, key!("feeds-rule-title"), key!("feeds-rule-title-hint")),
    ("link", RulePart::Link, key!("feeds-rule-link"), key!("feeds-rule-link-hint")),
    ("date", RulePart::Date, key!("feeds-rule-date"), key!("feeds-rule-date-hint")),
    ("summary", RulePart::Summary, key!("feeds-rule-summary"), key!("feeds-rule-summary-hint")),
    ("image", RulePart::Image, key!("feeds-rule-image"), key!("feeds-rule-image-hint")),
    ("author", RulePart::Author, key!("feeds-rule-author"), key!("feeds-rule-summary-hint")),
];

#[derive(Template)]
#[template(path = "feed_rule.html")]
struct RulePage {
    shell: Shell,
    /// Where the form goes.
    action: String,
    /// The feed whose rule it is, where it is one already.
    feed: Option<FeedId>,
    /// The address of the page, for people.
    shown: String,
    /// What was typed for one that is no feed yet: the form sends it again.
    address: String,
    folder: String,
    title: Option<String>,
    fields: Vec<Field>,
    preview: Option<Preview>,
    /// Other lists of the page.
    others: Vec<Other>,
    sitemaps: Vec<FoundFeed>,
    csrf: String,
}

struct Field {
    name: &'static str,
    label: String,
    hint: String,
    value: String,
    required: bool,
}

/// What a rule gives.
struct Preview {
    /// "12 articles".
    found: String,
    items: Vec<Item>,
    warnings: Vec<String>,
}

struct Item {
    title: String,
    link: String,
    published: Option<Moment>,
    summary: Option<String>,
    author: Option<String>,
}

/// Another list of the page, by its rule.
struct Other {
    fields: Vec<(&'static str, String)>,
    titles: Vec<String>,
    found: String,
}

/// The form.
#[derive(Debug, Default, Deserialize)]
pub struct Rule {
    #[serde(default)]
    address: String,
    #[serde(default)]
    folder: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    link: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    image: String,
    #[serde(default)]
    author: String,
    /// What the pressed button says: `preview`, `save`, or nothing, which looks for lists.
    #[serde(default, rename = "do")]
    act: String,
}

impl Rule {
    fn rule(&self) -> PageRule {
        let mut rule = PageRule::default();
        for (part, css) in [
            (RulePart::Items, &self.item),
            (RulePart::Title, &self.title),
            (RulePart::Link, &self.link),
            (RulePart::Date, &self.date),
            (RulePart::Summary, &self.summary),
            (RulePart::Image, &self.image),
            (RulePart::Author, &self.author),
        ] {
            rule.set_part(part, css);
        }
        rule
    }
}

/// Where a rule belongs to.
struct Of<'a> {
    feed: Option<FeedId>,
    address: &'a str,
    folder: &'a str,
}

/// The offer of rules for a page that names no feed.
pub async fn offer(
    app: &App,
    reader: &Reader,
    offer: PageOffer,
    folder: &str,
) -> Result<Response, PageError> {
    let of = Of { feed: None, address: &offer.followed_by.clone(), folder };
    offered(app, reader, &of, offer).await
}

/// `POST /feeds/page`
pub async fn add(
    State(app): State<App>,
    Signed { reader, form }: Signed<Rule>,
) -> Result<Response, PageError> {
    let folder = clean_folder(&form.folder);
    let of = Of { feed: None, address: &form.address, folder: &folder };
    if form.act == "save" {
        let user = reader.user.id;
        let added = app.desk.add_page(user, &form.address, &form.rule(), &folder, None).await;
        return match added {
            Ok(Added::Subscribed { feed, new, .. }) => {
                let done = if new { "added" } else { "known" };
                Ok(see_other(&format!("/feeds?done={done}&feed={feed}")))
            }
            Ok(_) => Err(PageError::NotFound),
            Err(error) => failed(&app, &reader, &of, &form.rule(), error).await,
        };
    }
    tried(&app, &reader, &of, &form).await
}

/// `GET /feeds/{feed}/rule`: the rule as it is; what it gives is asked for by the form.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    At(feed): At<FeedId>,
) -> Result<Response, PageError> {
    let overview = own(&app, &reader, feed).await?;
    let rule = rule_of_feed(&overview.feed).unwrap_or_default();
    let of = Of { feed: Some(feed), address: &overview.feed.url, folder: "" };
    render(&app, &reader, &of, Shown { rule, ..Shown::default() }).await
}

/// `POST /feeds/{feed}/rule`
pub async fn change(
    State(app): State<App>,
    At(feed): At<FeedId>,
    Signed { reader, form }: Signed<Rule>,
) -> Result<Response, PageError> {
    let overview = own(&app, &reader, feed).await?;
    let address = overview.feed.url.clone();
    let of = Of { feed: Some(feed), address: &address, folder: "" };
    if form.act != "save" {
        return tried(&app, &reader, &of, &form).await;
    }
    if !may_change(&app, &reader, feed).await? {
        return Err(PageError::NotFound);
    }
    match app.desk.set_rule(reader.user.id, feed, &form.rule()).await {
        Ok(_) => Ok(see_other(&format!("/feeds/{feed}/settings?done=mended"))),
        Err(error) => failed(&app, &reader, &of, &form.rule(), error).await,
    }
}

/// Shows what the typed rule gives, or which lists the page has.
async fn tried(
    app: &App,
    reader: &Reader,
    of: &Of<'_>,
    form: &Rule,
) -> Result<Response, PageError> {
    if form.act != "preview" {
        return match app.desk.offer_rules(of.address).await {
            Ok(offer) => offered(app, reader, of, offer).await,
            Err(error) => failed(app, reader, of, &form.rule(), error).await,
        };
    }
    match app.desk.preview_rule(of.address, &form.rule()).await {
        Ok(preview) => {
            let rule = form.rule();
            let shown = Shown { rule, preview: Some(preview), ..Shown::default() };
            render(app, reader, of, shown).await
        }
        Err(error) => failed(app, reader, of, &form.rule(), error).await,
    }
}

async fn offered(
    app: &App,
    reader: &Reader,
    of: &Of<'_>,
    offer: PageOffer,
) -> Result<Response, PageError> {
    let mut rules = offer.rules;
    let best = (!rules.is_empty()).then(|| rules.remove(0));
    let notice = match &best {
        None => Notice::bad(say!("feeds-rule-no-list")),
        Some(_) => None,
    };
    let rule = best.as_ref().map(|best| best.selectors.clone()).unwrap_or_default();
    let sitemaps = found_feeds(offer.sitemaps);
    let shown = Shown {
        rule,
        title: offer.title,
        preview: best,
        others: rules,
        sitemaps,
        notice,
        bad: false,
    };
    render(app, reader, of, shown).await
}

async fn failed(
    app: &App,
    reader: &Reader,
    of: &Of<'_>,
    rule: &PageRule,
    error: AddError,
) -> Result<Response, PageError> {
    if let AddError::Desk(error) = error {
        return Err(error.into());
    }
    let notice = match &error {
        AddError::Rule { problem, .. } => Notice::bad(sentence(problem)),
        error => Notice::bad(faults::of_adding(error)),
    };
    let shown = Shown { rule: rule.clone(), notice, bad: true, ..Shown::default() };
    render(app, reader, of, shown).await
}

#[derive(Default)]
struct Shown {
    rule: PageRule,
    title: Option<String>,
    preview: Option<RulePreview>,
    others: Vec<RulePreview>,
    sitemaps: Vec<FoundFeed>,
    notice: Option<Notice>,
    bad: bool,
}

async fn render(
    app: &App,
    reader: &Reader,
    of: &Of<'_>,
    shown: Shown,
) -> Result<Response, PageError> {
    let when = app.when();
    let fields = PARTS.iter().map(|(name, part, label, hint)| Field {
        name,
        label: plain(label),
        hint: plain(hint),
        value: shown.rule.part(*part).unwrap_or_default().to_owned(),
        required: *part == RulePart::Items,
    });
    let heading = match of.feed {
        Some(_) => say!("feeds-rule-of-page"),
        None => say!("feeds-rule-follow-page"),
    };
    let shell = Shell::of(app, reader, &heading, Place::Feeds).await?.with_notice(shown.notice);
    let status = if shown.bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(
        status,
        &RulePage {
            csrf: shell.csrf().to_owned(),
            shell,
            action: match of.feed {
                Some(feed) => format!("/feeds/{feed}/rule"),
                None => "/feeds/page".to_owned(),
            },
            feed: of.feed,
            shown: without_login(of.address),
            address: match of.feed {
                Some(_) => String::new(),
                None => of.address.to_owned(),
            },
            folder: of.folder.to_owned(),
            title: shown.title,
            fields: fields.collect(),
            preview: shown.preview.map(|preview| Preview::of(&preview, &when)),
            others: shown.others.iter().map(Other::of).collect(),
            sitemaps: shown.sitemaps,
        },
    )
}

fn articles(found: usize) -> String {
    say!("shell-articles", n = found)
}

impl Preview {
    fn of(preview: &RulePreview, when: &When) -> Self {
        let items = preview.items.iter().map(|item| Item {
            title: item.title.clone().unwrap_or_else(|| say!("feeds-no-headline")),
            link: item.link.clone(),
            published: item.published.map(|at| when.tell(at)),
            summary: item.summary.clone(),
            author: item.author.clone(),
        });
        Self {
            found: articles(preview.found),
            items: items.collect(),
            warnings: preview.warnings.iter().map(sentence).collect(),
        }
    }
}

impl Other {
    fn of(preview: &RulePreview) -> Self {
        let fields = PARTS.iter().filter_map(|(name, part, ..)| {
            preview.selectors.part(*part).map(|css| (*name, css.to_owned()))
        });
        let titles = preview.items.iter().filter_map(|item| item.title.clone());
        Self {
            fields: fields.collect(),
            titles: titles.take(3).collect(),
            found: articles(preview.found),
        }
    }
}
