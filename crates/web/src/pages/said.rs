//! Who said what: a statement by itself, a person's page, and what somebody finds wrong in them.
//!
//! They exist for who is signed in only, and no search engine is to list them.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::response::Response;
use dateline_model::StatementId;
use dateline_statement::cite::{Form, cite};
use dateline_statement::story::lines;
use dateline_store::Subject;
use serde::Deserialize;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::Signed;
use crate::security::redirect::{safe_path, see_other, segment};
use crate::state::App;
use crate::views::page;
use crate::views::said::{WhoSaid, person_path};
use crate::views::shell::{Place, Shell};

#[derive(Template)]
#[template(path = "statement.html")]
struct StatementPage {
    shell: Shell,
    said: WhoSaid,
    id: i64,
    title: String,
    article: String,
    /// How sure it is, in hundredths.
    confidence: u32,
    text: String,
    bibtex: String,
    csl: String,
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    shell: Shell,
    name: String,
    path: String,
    roles: Vec<String>,
    namesakes: Vec<NamesakeView>,
    said: WhoSaid,
}

/// Another of the name.
struct NamesakeView {
    href: String,
    /// What articles say they are; empty where none says.
    roles: String,
}

#[derive(Template)]
#[template(path = "reported.html")]
struct ReportedPage {
    shell: Shell,
    title: String,
    what: String,
    key: String,
    back: String,
}

/// What is reported.
#[derive(Debug, Deserialize)]
pub struct Report {
    #[serde(default)]
    why: String,
    #[serde(default)]
    back: String,
}

/// What is taken back.
#[derive(Debug, Deserialize)]
pub struct Withdrawn {
    #[serde(default)]
    what: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    back: String,
}

/// Search engines are not to list what somebody is said to have said.
fn unlisted(mut response: Response) -> Response {
    let none = HeaderValue::from_static("noindex, noarchive");
    response.headers_mut().insert("x-robots-tag", none);
    response
}

/// `GET /statements/{statement}`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    At(id): At<StatementId>,
) -> Result<Response, PageError> {
    let told = app.desk.store().statement(reader.user.id, id).await?;
    let line = lines(told).into_iter().find(|line| {
        line.told.id == id || {
            line.answers.iter().any(|answer| answer.is_sure && answer.told.id == id)
        }
    });
    let Some(line) = line else { return Err(PageError::NotFound) };
    let when = app.when();
    let answers = line.answers.iter().map(|answer| &answer.told);
    let Some(told) = line.reports().chain(answers).find(|told| told.id == id).cloned() else {
        return Err(PageError::NotFound);
    };
    let title = say!("said-one");
    let cited = |form| cite(&line, id, form).unwrap_or_default();
    let (text, bibtex, csl) = (cited(Form::Text), cited(Form::BibTex), cited(Form::CslJson));
    let shown = StatementPage {
        shell: Shell::of(&app, &reader, &title, Place::Elsewhere).await?,
        id: id.0,
        title: crate::views::card::headline(&told.title),
        article: format!("/article/{}?said=1#said-{}", told.article, told.position),
        confidence: (told.confidence * 100.0).round() as u32,
        text,
        bibtex,
        csl,
        said: WhoSaid::in_order(&[line], &when, format!("/article/{}?said=1", told.article)),
    };
    page(&shown).map(unlisted)
}

/// `POST /statements/{statement}/report`
pub async fn report(
    State(app): State<App>,
    At(id): At<StatementId>,
    Signed { reader, form }: Signed<Report>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    let now = app.desk.clock().now();
    let done = store.report_statement(reader.user.id, id, &form.why, now).await?;
    let Some(key) = done else { return Err(PageError::NotFound) };
    let back = safe_path(&form.back).unwrap_or("/");
    Ok(see_other(&format!("/statements/reported?key={key}&back={}", segment(back))))
}

/// `GET /statements/reported`: what was reported is hidden, and can be taken back.
pub async fn reported(
    State(app): State<App>,
    reader: Reader,
    Ask(asked): Ask<Withdrawn>,
) -> Result<Response, PageError> {
    let title = say!("said-reported-title");
    let back = safe_path(&asked.back).unwrap_or("/").to_owned();
    page(&ReportedPage {
        shell: Shell::of(&app, &reader, &title, Place::Elsewhere).await?,
        title,
        what: asked.what,
        key: asked.key,
        back,
    })
}

/// `POST /statements/withdraw`: one's own report is taken back.
pub async fn withdraw(
    State(app): State<App>,
    Signed { reader, form }: Signed<Withdrawn>,
) -> Result<Response, PageError> {
    let subject = match form.what.as_str() {
        "person" => Subject::Person,
        _ => Subject::Statement,
    };
    let gone = app.desk.store().withdraw_report(reader.user.id, subject, &form.key).await?;
    if !gone {
        return Err(PageError::NotFound);
    }
    Ok(see_other(&form.back))
}

/// `GET /person/{person}`
pub async fn person(
    State(app): State<App>,
    reader: Reader,
    At(slug): At<String>,
) -> Result<Response, PageError> {
    let found = app.desk.store().person(reader.user.id, &slug).await?;
    let Some(found) = found else { return Err(PageError::NotFound) };
    let when = app.when();
    let mut own = lines(found.told);
    // What only answers them stands beside what they said.
    own.retain(|line| {
        let slug = Some(found.slug.as_str());
        line.reports().any(|told| told.speaker.as_ref().and_then(|it| it.person.as_deref()) == slug)
    });
    if own.is_empty() {
        return Err(PageError::NotFound);
    }
    own.reverse();
    let path = person_path(&found.slug);
    let shown = PersonPage {
        shell: Shell::of(&app, &reader, &found.name, Place::Elsewhere).await?,
        namesakes: found
            .namesakes
            .iter()
            .map(|other| NamesakeView {
                href: person_path(&other.slug),
                roles: other.roles.join(", "),
            })
            .collect(),
        said: WhoSaid::in_order(&own, &when, path.clone()),
        name: found.name,
        roles: found.roles,
        path,
    };
    page(&shown).map(unlisted)
}

/// `POST /person/{person}/report`
pub async fn report_person(
    State(app): State<App>,
    At(slug): At<String>,
    Signed { reader, form }: Signed<Report>,
) -> Result<Response, PageError> {
    let now = app.desk.clock().now();
    if !app.desk.store().report_person(reader.user.id, &slug, &form.why, now).await? {
        return Err(PageError::NotFound);
    }
    let path = format!("/statements/reported?what=person&key={}&back=%2F", segment(&slug));
    Ok(see_other(&path))
}
