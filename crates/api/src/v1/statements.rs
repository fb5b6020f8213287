//! Who said what: of an article, of a story, of a person; what is wrong in it; how it is cited.

use dateline_model::{ArticleId, StatementId, StoryId};
use dateline_statement::cite::{Form, cite};
use dateline_statement::story::{Answer, Line, lines};
use dateline_statement::{Span, Told};
use dateline_store::Subject;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, Reply, done_if, ok};
use super::operation::{Operation, delete, get, post};
use super::schema::{
    count, flag, id, list, moment, nullable, number, object, refer, said, sent, short_text,
    some_text, text, word,
};
use crate::problem::Problem;

const GROUP: &str = "Statements";

/// The longest reason of a report.
const LONGEST: usize = 1000;

const ACTS: [&str; 17] = [
    "assertion",
    "accusation",
    "denial",
    "rebuttal",
    "criticism",
    "demand",
    "promise",
    "offer",
    "prediction",
    "warning",
    "threat",
    "agreement",
    "refusal",
    "question",
    "declined_to_comment",
    "no_evidence",
    "no_response",
];

pub fn operations() -> Vec<Operation> {
    let statements = || object([("statements", list(refer("Statement")))]);
    vec![
        get("/articles/{article}/statements", "list_statements_of_article")
            .about(
                GROUP,
                "Who said what in an article, in its order; a claim that is disputed never comes \
                 without its dispute",
            )
            .part("article", id(), "its number")
            .gives(200, "Statements that are sure enough to be shown", statements())
            .by(of_article),
        get("/stories/{story}/statements", "list_statements_of_story")
            .about(
                GROUP,
                "Who said what in a story's articles: what several outlets report is one statement",
            )
            .part("story", id(), "its number, also an earlier one")
            .costs(3)
            .gives(200, "Statements that are sure enough to be shown", statements())
            .by(of_story),
        get("/people/{person}", "get_person")
            .about(
                GROUP,
                "What a person said in articles of your feeds. Articles are of one person only where \
                 they give the full name and a role that agrees",
            )
            .part("person", some_text(300), "the `person` of a speaker")
            .gives(
                200,
                "The person",
                object([
                    ("person", text()),
                    ("name", text()),
                    ("roles", list(text())),
                    (
                        "namesakes",
                        said(
                            list(object([("person", text()), ("roles", list(text()))])),
                            "Others of the name, who may be somebody else.",
                        ),
                    ),
                    ("statements", list(refer("Statement"))),
                ]),
            )
            .by(person),
        post("/people/{person}/report", "report_person")
            .about(GROUP, "Say that a person's page is wrong: it vanishes for you at once")
            .part("person", some_text(300), "the `person` of a speaker")
            .takes(sent([], [("why", short_text(LONGEST))]))
            .gives_nothing("It is noted")
            .by(report_person),
        post("/statements/{statement}/report", "report_statement")
            .about(
                GROUP,
                "Say that a statement is wrong: it vanishes for you at once, and for all once an \
                 administrator or a second user says so",
            )
            .part("statement", id(), "its number")
            .takes(sent([], [("why", short_text(LONGEST))]))
            .gives(
                200,
                "It is noted",
                object([("report", said(text(), "What takes it back."))]),
            )
            .by(report),
        delete("/statement-reports/{report}", "withdraw_statement_report")
            .about(GROUP, "Take back that a statement is wrong")
            .part("report", some_text(64), "what `report_statement` answered")
            .gives_nothing("It is taken back")
            .by(withdraw),
        get("/statements/{statement}/citation", "cite_statement")
            .about(GROUP, "A statement with its article, as others cite it")
            .part("statement", id(), "its number")
            .query("form", word(&["text", "bibtex", "csl"]), "how it is written down; text if absent")
            .gives(200, "The citation", object([("form", text()), ("citation", text())]))
            .by(citation),
    ]
}

/// A statement.
pub fn schema() -> Value {
    let span = || object([("start", count()), ("end", count())]);
    let speaker = object([
        ("name", said(text(), "The fullest that the article gives.")),
        ("role", nullable(text())),
        ("named", said(flag(), "Whether it is more than a pronoun or a role.")),
        ("person", said(nullable(text()), "What leads to the person's other statements.")),
    ]);
    let words = object([
        ("text", text()),
        ("quoted", said(flag(), "Whether the article has them in quotation marks.")),
    ]);
    let told = |with: Vec<(&str, Value)>| -> Value {
        let mut all = object([
            ("id", id()),
            ("article", id()),
            ("title", said(text(), "The article's headline.")),
            ("outlet", nullable(refer("Outlet"))),
            ("url", nullable(text())),
            ("placed", moment()),
            ("kind", word(&["direct", "mixed", "indirect", "event"])),
            ("act", word(&ACTS)),
            ("speaker", nullable(speaker.clone())),
            ("sentence", said(text(), "The article's sentence that carries it.")),
            ("words", list(words.clone())),
            (
                "spans",
                said(
                    object([("sentence", span()), ("content", list(span()))]),
                    "Where they stand in the article's text, in code points, half open.",
                ),
            ),
            ("as_of", said(nullable(text()), "The day on which a silence was so.")),
            ("confidence", number()),
        ]);
        for (name, schema) in with {
            if let Some(fields) = all.get_mut("properties").and_then(Value::as_object_mut) {
                fields.insert(name.to_owned(), schema);
            }
            if let Some(required) = all.get_mut("required").and_then(Value::as_array_mut) {
                required.push(json!(name));
            }
        }
        all
    };
    let reports = || {
        let report = object([
            ("article", id()),
            ("outlet", nullable(refer("Outlet"))),
            ("url", nullable(text())),
            ("placed", moment()),
            ("sentence", text()),
        ]);
        said(list(report), "How other articles word it.")
    };
    let answer = told(vec![
        ("others", reports()),
        (
            "sure",
            said(
                flag(),
                "If not, the article's sentence answers the statement, and it is not sure who says so.",
            ),
        ),
    ]);
    told(vec![
        ("others", reports()),
        (
            "answers",
            said(
                list(answer),
                "What denies, rebuts or leaves it unanswered, where a text says so.",
            ),
        ),
    ])
}

fn span(span: &Span) -> Value {
    json!({ "start": span.start_char, "end": span.end_char })
}

fn told(told: &Told, others: &[Told]) -> Value {
    let speaker = told.speaker.as_ref().map(|teller| {
        json!({
            "name": teller.name, "role": teller.role,
            "named": teller.is_named, "person": teller.person,
        })
    });
    json!({
        "id": told.id,
        "article": told.article,
        "title": told.title,
        "outlet": told.outlet.as_ref().map(super::shapes::outlet),
        "url": told.address,
        "placed": told.at.to_string(),
        "kind": told.kind.name(),
        "act": told.act.name(),
        "speaker": speaker,
        "sentence": told.sentence,
        "words": told.words,
        "spans": {
            "sentence": span(&told.spans.sentence),
            "content": told.spans.content.iter().map(span).collect::<Vec<_>>(),
        },
        "as_of": told.as_of.map(|day| day.to_string()),
        "confidence": (f64::from(told.confidence) * 1000.0).round() / 1000.0,
        "others": others.iter().map(report_of).collect::<Vec<_>>(),
    })
}

fn report_of(told: &Told) -> Value {
    json!({
        "article": told.article,
        "outlet": told.outlet.as_ref().map(super::shapes::outlet),
        "url": told.address,
        "placed": told.at.to_string(),
        "sentence": told.sentence,
    })
}

/// A line, with what answers it.
pub fn statement(line: &Line) -> Value {
    let answer = |answer: &Answer| {
        let mut value = told(&answer.told, &answer.others);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("sure".to_owned(), json!(answer.is_sure));
        }
        value
    };
    let mut value = told(&line.told, &line.others);
    if let Some(fields) = value.as_object_mut() {
        let answers: Vec<Value> = line.answers.iter().map(answer).collect();
        fields.insert("answers".to_owned(), json!(answers));
    }
    value
}

fn statements(lines: &[Line]) -> Vec<Value> {
    lines.iter().map(statement).collect()
}

async fn of_article(call: Call) -> Result<Reply, Problem> {
    let (article, user) = (call.part::<ArticleId>("article")?, call.caller.user.id);
    let store = call.app.store();
    store.article(user, article).await?.ok_or(Problem::NotFound)?;
    let mut own = lines(store.article_statements(user, article).await?);
    own.retain(|line| line.reports().any(|told| told.article == article));
    ok(json!({ "statements": statements(&own) }))
}

async fn of_story(call: Call) -> Result<Reply, Problem> {
    let (story, user) = (call.part::<StoryId>("story")?, call.caller.user.id);
    let store = call.app.store();
    store.story(user, story).await?.ok_or(Problem::NotFound)?;
    let told = store.story_statements(user, story).await?;
    // Comparing hundreds of articles' statements takes milliseconds, which async threads do not have.
    let work = tokio::task::spawn_blocking(move || statements(&lines(told)));
    let statements = work.await.map_err(|error| Problem::Broken(error.to_string()))?;
    ok(json!({ "statements": statements }))
}

async fn person(call: Call) -> Result<Reply, Problem> {
    let slug: String = call.part("person")?;
    let found = call.app.store().person(call.caller.user.id, &slug).await?;
    let found = found.ok_or(Problem::NotFound)?;
    let mut own = lines(found.told);
    own.retain(|line| {
        line.reports().any(|told| {
            told.speaker.as_ref().and_then(|teller| teller.person.as_deref()) == Some(&found.slug)
        })
    });
    own.reverse();
    let namesakes: Vec<Value> = found
        .namesakes
        .iter()
        .map(|other| json!({ "person": other.slug, "roles": other.roles }))
        .collect();
    ok(json!({
        "person": found.slug,
        "name": found.name,
        "roles": found.roles,
        "namesakes": namesakes,
        "statements": statements(&own),
    }))
}

#[derive(Deserialize, Default)]
struct Why {
    #[serde(default)]
    why: String,
}

async fn report(call: Call) -> Result<Reply, Problem> {
    let (id, Why { why }) = (call.part::<StatementId>("statement")?, call.json()?);
    let store = call.app.store();
    let key = store.report_statement(call.caller.user.id, id, &why, call.app.now()).await?;
    ok(json!({ "report": key.ok_or(Problem::NotFound)? }))
}

async fn report_person(call: Call) -> Result<Reply, Problem> {
    let (slug, Why { why }) = (call.part::<String>("person")?, call.json()?);
    let store = call.app.store();
    done_if(store.report_person(call.caller.user.id, &slug, &why, call.app.now()).await?)
}

async fn withdraw(call: Call) -> Result<Reply, Problem> {
    let key: String = call.part("report")?;
    let store = call.app.store();
    done_if(store.withdraw_report(call.caller.user.id, Subject::Statement, &key).await?)
}

async fn citation(call: Call) -> Result<Reply, Problem> {
    let id = call.part::<StatementId>("statement")?;
    let name: String = call.asked("form").unwrap_or_else(|| "text".to_owned());
    let form = Form::of_name(&name).unwrap_or(Form::Text);
    let told = call.app.store().statement(call.caller.user.id, id).await?;
    let cited = lines(told).iter().find_map(|line| cite(line, id, form));
    let citation = cited.ok_or(Problem::NotFound)?;
    ok(json!({ "form": name, "citation": citation }))
}
