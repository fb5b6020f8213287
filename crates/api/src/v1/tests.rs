//! Tests of the whole API, on a store of its own.

mod access;
mod answers;
mod asking;
mod clips;
mod listening;

use axum::http::{Method, StatusCode};
use dateline_model::Scopes;
use serde_json::{Value, json};

use super::check::check;
use super::operation::Operation;
use super::schema::Named;
use super::{BASE, Table};
use crate::tests::{Answer, House, entry};

/// A house in which Ida and Tom have a feed each, and one in common.
pub struct Furnished {
    pub house: House,
    pub table: Table,
    /// The secret of a password of Ida's that may do all.
    pub admin: String,
}

impl Furnished {
    pub async fn new() -> Self {
        let house = House::new().await;
        house
            .feed(house.user, "https://ida.example/feed", "Mine", vec![entry("a"), entry("b")])
            .await;
        house
            .feed(house.other, "https://tom.example/feed", "His", vec![entry("c"), entry("d")])
            .await;
        let both = house.feed(house.user, "https://both.example/feed", "", vec![entry("e")]).await;
        let now = crate::tests::now();
        house.store.subscribe(house.other, both, None, "", now).await.unwrap();
        let scopes = Scopes { write: true, admin: true };
        let admin = house.app_password(house.user, "ida", scopes).await;
        Self { house, table: Table::new(), admin }
    }

    /// Asks as whoever has a secret, and holds the answer to the document.
    pub async fn ask(&self, secret: &str, method: &str, path: &str, body: Value) -> Answer {
        let bearer = format!("Bearer {secret}");
        let mut headers = vec![("authorization", bearer.as_str())];
        let body = match body {
            Value::Null => String::new(),
            Value::String(raw) => {
                headers.push(("content-type", "text/x-opml"));
                raw
            }
            body => {
                headers.push(("content-type", "application/json"));
                body.to_string()
            }
        };
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let answer =
            self.house.call(method.clone(), &format!("{BASE}{path}"), &headers, body).await;
        self.hold(&method, path, &answer);
        answer
    }

    /// Asks as Ida, who may do all.
    pub async fn ida(&self, method: &str, path: &str, body: Value) -> Value {
        let answer = self.ask(&self.admin.clone(), method, path, body).await;
        assert!(answer.status.is_success(), "{method} {path}: {} {}", answer.status, answer.body);
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    /// Holds an answer to what the document says of the operation.
    fn hold(&self, method: &Method, path: &str, answer: &Answer) {
        let Some(operation) = self.operation(method, path) else {
            panic!("{method} {path} is not in the document");
        };
        let status = answer.status.as_u16();
        let told = format!("{method} {path}: {status} {}", answer.body);
        assert!(operation.statuses().contains(&status), "not in the document: {told}");
        if status >= 400 {
            assert_eq!(answer.header("content-type"), "application/problem+json", "{told}");
            assert_eq!(answer.json()["status"], status, "{told}");
            return;
        }
        let documented = operation.answers.iter().find(|(given, ..)| *given == status);
        let Some((.., content)) = documented else { return };
        match content {
            None => assert_eq!(answer.body, "", "{told}"),
            Some(content) => {
                let kind = answer.header("content-type").split(';').next().unwrap().to_owned();
                assert!(content.kinds.contains(&kind.as_str()), "{kind}: {told}");
                if kind == "application/json" {
                    let value = answer.json();
                    let schema = closed(&content.schema);
                    let named: Named = self
                        .table
                        .named
                        .iter()
                        .map(|(name, schema)| (*name, closed(schema)))
                        .collect();
                    if let Err(why) = check(&schema, &value, &named) {
                        panic!("{why}: {told}");
                    }
                }
            }
        }
    }

    /// The operation of an address.
    fn operation(&self, method: &Method, path: &str) -> Option<&Operation> {
        let path = path.split('?').next().unwrap_or_default();
        let levels: Vec<&str> = path.split('/').collect();
        let fits = |operation: &&Operation| {
            let known: Vec<&str> = operation.path.split('/').collect();
            operation.method == *method
                && known.len() == levels.len()
                && known
                    .iter()
                    .zip(&levels)
                    .all(|(one, other)| one.starts_with('{') || one == other)
        };
        // What is spelled out comes before what has places in it, as in the router.
        let spelled = |operation: &&Operation| operation.path == path;
        let operations = || self.table.operations.iter();
        operations().find(|it| spelled(it) && it.method == *method).or(operations().find(fits))
    }
}

/// The schema with no fields allowed but those that it names: a field more is one that the document
/// keeps silent about.
fn closed(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) => {
            let mut closed: serde_json::Map<String, Value> =
                fields.iter().map(|(name, value)| (name.clone(), self::closed(value))).collect();
            if fields.get("type") == Some(&json!("object")) {
                closed.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            Value::Object(closed)
        }
        Value::Array(values) => Value::Array(values.iter().map(self::closed).collect()),
        other => other.clone(),
    }
}

/// The numbers of a list.
pub fn ids(values: &Value) -> Vec<i64> {
    let ids = values.as_array().unwrap().iter();
    ids.map(|value| value["id"].as_i64().or(value.as_i64()).unwrap()).collect()
}

/// That an answer is of this status.
#[track_caller]
pub fn is(answer: &Answer, status: StatusCode) {
    assert_eq!(answer.status, status, "{}", answer.body);
}
