//! `/sites`: rules for sites that read badly, tried on their pages before they are set.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_desk::{Desk, SiteError, SitePart, SiteRule, SiteTrial};
use dateline_model::{Role, address};
use dateline_words::key;
use serde::Deserialize;

use super::changes::amount;
use super::opml::Upload;
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::say::{Tongue, on_a_thread, plain, tongue};
use crate::security::csrf::Signed;
use crate::security::redirect::{see_other, segment};
use crate::state::App;
use crate::views::faults;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::{page_with, text};
use crate::when::Moment;
use dateline_story::diff::{Block, Piece, compare, compare_line};

/// The largest form with a file, in bytes: a file of a megabyte and what is around it.
pub const LARGEST: usize = 1024 * 1024 + 64 * 1024;

/// The parts of a rule, and the keys of what people are told of them.
const PARTS: [(SitePart, &str, &str); 6] = [
    (SitePart::Keep, key!("sites-part-keep"), key!("sites-part-keep-hint")),
    (SitePart::Drop, key!("sites-part-drop"), key!("sites-part-drop-hint")),
    (SitePart::Title, key!("sites-part-headline"), key!("sites-part-headline-hint")),
    (SitePart::Author, key!("sites-part-authors"), key!("sites-part-authors-hint")),
    (SitePart::Date, key!("sites-part-date"), key!("sites-part-date-hint")),
    (SitePart::Next, key!("sites-part-next-page"), key!("sites-part-next-page-hint")),
];

#[derive(Template)]
#[template(path = "sites.html")]
struct Sites {
    shell: Shell,
    may_set: bool,
    sites: Vec<Listed>,
    /// What was typed that is no site.
    typed: String,
}

/// A site that has rules.
struct Listed {
    site: String,
    href: String,
    parts: String,
    changed: Moment,
}

#[derive(Template)]
#[template(path = "site.html")]
struct Site {
    shell: Shell,
    site: String,
    href: String,
    may_set: bool,
    /// Whether rules are in force.
    has_rules: bool,
    fields: Vec<Field>,
    /// What the typed rules do; absent before they are tried.
    trials: Option<Vec<Trial>>,
    /// The typed rules as a file, for those who may not set them.
    file: Option<String>,
}

struct Field {
    name: &'static str,
    label: String,
    hint: String,
    value: String,
    rows: usize,
}

/// What rules do to an article.
struct Trial {
    href: String,
    title: String,
    changed: bool,
    amount: Option<String>,
    headline: Option<Vec<Piece>>,
    blocks: Vec<Block>,
    facts: Vec<Fact>,
    warnings: Vec<String>,
}

/// Something else that is another than before.
struct Fact {
    name: String,
    pieces: Vec<Piece>,
}

/// The form.
#[derive(Debug, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    keep: String,
    #[serde(default)]
    drop: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    author: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    next: String,
    /// What the pressed button says: `try`, `save` or `remove`.
    #[serde(default, rename = "do")]
    act: String,
}

impl Typed {
    fn rule(&self) -> SiteRule {
        let mut rule = SiteRule::default();
        for (part, lines) in [
            (SitePart::Keep, &self.keep),
            (SitePart::Drop, &self.drop),
            (SitePart::Title, &self.title),
            (SitePart::Author, &self.author),
            (SitePart::Date, &self.date),
            (SitePart::Next, &self.next),
        ] {
            rule.set_part(part, lines);
        }
        rule
    }
}

/// What the list is asked.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The site whose page is wanted.
    site: Option<String>,
    done: Option<String>,
}

/// `GET /sites`: the sites that have rules.
pub async fn list(
    State(app): State<App>,
    reader: Reader,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    if let Some(typed) = asked.site.as_deref() {
        return match named(typed) {
            Some(site) => Ok(see_other(&format!("/sites/{}", segment(&site)))),
            None => {
                let wrong = say!("sites-no-site", typed = typed);
                listed(&app, &reader, typed, Notice::bad(wrong)).await
            }
        };
    }
    let notice = match asked.done.as_deref() {
        Some("imported") => Notice::good(say!("sites-imported")),
        _ => None,
    };
    listed(&app, &reader, "", notice).await
}

async fn listed(
    app: &App,
    reader: &Reader,
    typed: &str,
    notice: Option<Notice>,
) -> Result<Response, PageError> {
    let when = app.when();
    let rules = app.desk.site_rules().await.map_err(failed)?;
    let sites = rules.into_iter().map(|(row, rule)| Listed {
        href: format!("/sites/{}", segment(&row.site)),
        site: row.site,
        parts: parts_of(&rule),
        changed: when.tell(row.changed_at),
    });
    let status = match &notice {
        Some(notice) if notice.bad => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let sites = sites.collect();
    let shell =
        Shell::of(app, reader, &say!("feeds-to-sites"), Place::Feeds).await?.with_notice(notice);
    page_with(status, &Sites { shell, may_set: may_set(reader), sites, typed: typed.to_owned() })
}

/// "the article, headline".
fn parts_of(rule: &SiteRule) -> String {
    let told: Vec<String> = PARTS
        .iter()
        .filter(|(part, ..)| !rule.part(*part).is_empty())
        .map(|(_, label, _)| plain(label))
        .collect();
    let told = told.join(", ");
    // German writes its nouns with a capital wherever they stand.
    if tongue() == Tongue::German { told } else { told.to_lowercase() }
}

/// The site that a person names, by its name or by an address on it; none where everybody's sites
/// stand below it.
fn named(typed: &str) -> Option<String> {
    let site = address::site_of(&address::parse_typed(typed).ok()?);
    let is_of_somebody = address::is_ip(&site) || address::registrable_domain(&site).is_some();
    (site.contains('.') && is_of_somebody).then_some(site)
}

/// Rules change what all users of this instance read.
fn may_set(reader: &Reader) -> bool {
    reader.user.role == Role::Admin
}

fn failed(error: SiteError) -> PageError {
    match error {
        SiteError::Desk(error) => error.into(),
        other => PageError::Invalid(faults::of_site(&other)),
    }
}

/// `GET /sites/{site}`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    At(site): At<String>,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let site = own_name(&site)?;
    let notice = match asked.done.as_deref() {
        Some("set") => Notice::good(say!("sites-done-set")),
        Some("removed") => Notice::good(say!("sites-done-removed")),
        _ => None,
    };
    let rule = in_force(&app, &site).await?;
    let shown = Shown { rule: rule.clone().unwrap_or_default(), notice, ..Shown::default() };
    render(&app, &reader, &site, shown).await
}

/// The name in the address, only where it is one that could have rules.
fn own_name(site: &str) -> Result<String, PageError> {
    named(site).filter(|name| name == site).ok_or(PageError::NotFound)
}

async fn in_force(app: &App, site: &str) -> Result<Option<SiteRule>, PageError> {
    let rules = app.desk.site_rules().await.map_err(failed)?;
    Ok(rules.into_iter().find(|(row, _)| row.site == site).map(|(_, rule)| rule))
}

/// `POST /sites/{site}`: tries the rules, sets or removes them.
pub async fn change(
    State(app): State<App>,
    At(site): At<String>,
    Signed { reader, form }: Signed<Typed>,
) -> Result<Response, PageError> {
    let site = own_name(&site)?;
    let rule = form.rule();
    let wants_set = matches!(form.act.as_str(), "save" | "remove");
    if wants_set && !may_set(&reader) {
        return Err(PageError::NotFound);
    }
    let path = format!("/sites/{}", segment(&site));
    let (wanted, done) = match form.act.as_str() {
        "remove" => (SiteRule::default(), "removed"),
        "save" => (rule.clone(), "set"),
        _ => return tried(&app, &reader, &site, rule).await,
    };
    match app.desk.set_site_rule(&site, &wanted).await {
        Ok(changed) => {
            read_anew(&app.desk, changed.sites);
            Ok(see_other(&format!("{path}?done={done}")))
        }
        Err(error) => refused(&app, &reader, &site, rule, error).await,
    }
}

/// Reads the kept pages of sites anew while nobody waits: sites have many.
fn read_anew(desk: &Desk, sites: Vec<String>) {
    let desk = desk.clone();
    tokio::spawn(async move {
        if let Err(error) = desk.read_sites_anew(&sites).await {
            tracing::error!(error = %error, "kept pages could not be read anew");
        }
    });
}

async fn tried(
    app: &App,
    reader: &Reader,
    site: &str,
    rule: SiteRule,
) -> Result<Response, PageError> {
    let trials = match app.desk.try_site_rule(reader.user.id, site, &rule).await {
        Ok(trials) => trials,
        Err(error) => return refused(app, reader, site, rule, error).await,
    };
    // Comparing long texts takes milliseconds, which async threads do not have.
    let told = move || trials.iter().map(Trial::of).collect::<Vec<_>>();
    let trials = on_a_thread(told).await?;
    let shown = Shown { rule, trials: Some(trials), ..Shown::default() };
    render(app, reader, site, shown).await
}

async fn refused(
    app: &App,
    reader: &Reader,
    site: &str,
    rule: SiteRule,
    error: SiteError,
) -> Result<Response, PageError> {
    if let SiteError::Desk(error) = error {
        return Err(error.into());
    }
    let notice = Notice::bad(faults::of_site(&error));
    render(app, reader, site, Shown { rule, notice, bad: true, ..Shown::default() }).await
}

#[derive(Default)]
struct Shown {
    rule: SiteRule,
    trials: Option<Vec<Trial>>,
    notice: Option<Notice>,
    bad: bool,
}

async fn render(
    app: &App,
    reader: &Reader,
    site: &str,
    shown: Shown,
) -> Result<Response, PageError> {
    let fields = PARTS.iter().map(|(part, label, hint)| {
        let lines = shown.rule.part(*part);
        Field {
            name: part.name(),
            label: plain(label),
            hint: plain(hint),
            value: lines.join("\n"),
            rows: lines.len().clamp(1, 8),
        }
    });
    let shell = Shell::of(app, reader, &say!("sites-rules-for", site = site), Place::Feeds).await?;
    let status = if shown.bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let may_set = may_set(reader);
    let to_pass_on = !may_set && shown.trials.is_some() && !shown.rule.is_empty();
    page_with(
        status,
        &Site {
            shell: shell.with_notice(shown.notice),
            href: format!("/sites/{}", segment(site)),
            has_rules: in_force(app, site).await?.is_some(),
            may_set,
            fields: fields.collect(),
            file: to_pass_on.then(|| shown.rule.as_file(site)),
            trials: shown.trials,
            site: site.to_owned(),
        },
    )
}

impl Trial {
    fn of(trial: &SiteTrial) -> Self {
        let (now, then) = (&trial.now, &trial.then);
        let (was, is) = (now.title.as_deref(), then.title.as_deref());
        let blocks = compare(&now.text, &then.text);
        let list = |names: &[String]| names.join(", ");
        let facts: Vec<Fact> = [
            (say!("sites-part-authors"), list(&now.authors), list(&then.authors)),
            (
                say!("sites-published"),
                said(now.published.as_deref()),
                said(then.published.as_deref()),
            ),
            (say!("sites-part-next-page"), said(now.next.as_deref()), said(then.next.as_deref())),
        ]
        .into_iter()
        .filter(|(_, was, is)| was != is)
        .map(|(name, was, is)| Fact { name, pieces: compare_line(&was, &is) })
        .collect();
        let headline = (was != is).then(|| compare_line(was.unwrap_or(""), is.unwrap_or("")));
        let amount = amount(&blocks);
        Self {
            href: format!("/article/{}", trial.article),
            title: is.or(was).map_or_else(|| say!("sites-no-headline"), str::to_owned),
            changed: amount.is_some() || headline.is_some() || !facts.is_empty(),
            amount,
            headline,
            blocks,
            facts,
            warnings: trial.warnings.iter().map(text::sentence).collect(),
        }
    }
}

fn said(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

/// `GET /sites/rules.toml`
pub async fn export(State(app): State<App>, _: Reader) -> Result<Response, PageError> {
    let file = app.desk.export_site_rules(None).await.map_err(failed)?;
    let headers = [
        (header::CONTENT_TYPE, "application/toml; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"site-rules.toml\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, file).into_response())
}

/// `POST /sites/import`: a file of rules.
pub async fn import(
    State(app): State<App>,
    reader: Reader,
    request: axum::extract::Request,
) -> Result<Response, PageError> {
    if !may_set(&reader) {
        return Err(PageError::NotFound);
    }
    let upload = Upload::read(&app, &reader, request).await?;
    let text = String::from_utf8_lossy(&upload.file);
    if text.trim().is_empty() {
        return listed(&app, &reader, "", Notice::bad(say!("sites-choose-file"))).await;
    }
    match app.desk.import_site_rules(&text).await {
        Ok(changed) => {
            read_anew(&app.desk, changed.sites);
            Ok(see_other("/sites?done=imported"))
        }
        Err(SiteError::Desk(error)) => Err(error.into()),
        Err(error) => listed(&app, &reader, "", Notice::bad(faults::of_site(&error))).await,
    }
}
