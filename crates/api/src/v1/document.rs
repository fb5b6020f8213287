//! The OpenAPI document (version 3.1), made from the table of operations.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::operation::{Content, Operation, Scope};
use super::schema::refer;
use super::{BASE, Table};

/// What is said of each status that is told by a problem.
const PROBLEMS: [(u16, &str); 11] = [
    (400, "What was asked makes no sense; `detail` says why"),
    (401, "Nobody that is known asks"),
    (403, "This app password may not do that"),
    (404, "There is no such thing, or it is not yours"),
    (405, "The address does not take this method"),
    (409, "It cannot be done as things are; `detail` says why"),
    (413, "More was sent than is taken"),
    (415, "The body is of another kind than what is taken"),
    (429, "Too many requests; `Retry-After` says for how many seconds to wait"),
    (500, "Dateline could not answer"),
    (503, "It took too long, or is not there yet; `Retry-After` says when to ask again"),
];

/// What holds for all of it.
const ABOUT: &str = "\
    Answers are JSON; times are RFC 3339. What goes wrong is told as RFC 9457 has it. \
    Whoever asks is a user of the instance and gets what that user's feeds carry and \
    nothing else. A list goes on where `after` is the `next` of the answer before. Answers \
    to GET carry an `ETag`, to be sent back as `If-None-Match`.";

/// The document.
pub fn document(table: &Table) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in &table.operations {
        let path = paths.entry(operation.path.to_owned()).or_insert_with(|| json!({}));
        if let Some(methods) = path.as_object_mut() {
            let method = operation.method.as_str().to_ascii_lowercase();
            methods.insert(method, told(operation));
        }
    }
    let mut groups: Vec<&str> = Vec::new();
    for operation in &table.operations {
        if !groups.contains(&operation.group) {
            groups.push(operation.group);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Dateline",
            "version": "1",
            "summary": "A person's own newspaper, for programs",
            "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": BASE }],
        "tags": groups.iter().map(|group| json!({ "name": group })).collect::<Vec<_>>(),
        "security": [{ "bearer": [] }, { "basic": [] }],
        "paths": paths,
        "components": {
            "schemas": table.named,
            "responses": problems(),
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An app password, which is made on the page of one's account.",
                },
                "basic": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "One's name and an app password.",
                },
            },
        },
    })
}

fn problems() -> Value {
    let mut responses = Map::new();
    for (status, about) in PROBLEMS {
        let mut response = json!({
            "description": about,
            "content": { "application/problem+json": { "schema": refer("Problem") } },
        });
        if matches!(status, 429 | 503)
            && let Some(fields) = response.as_object_mut()
        {
            let seconds = json!({ "type": "integer", "minimum": 1 });
            let header = json!({ "description": "Seconds", "schema": seconds });
            fields.insert("headers".to_owned(), json!({ "Retry-After": header }));
        }
        responses.insert(format!("Problem{status}"), response);
    }
    Value::Object(responses)
}

fn told(operation: &Operation) -> Value {
    let parameters = operation.parameters.iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "in": if parameter.in_path { "path" } else { "query" },
            "required": parameter.in_path,
            "description": parameter.about,
            "schema": parameter.schema,
        })
    });
    let needs = match operation.scope {
        Scope::Read => "read",
        Scope::Write => "write",
        Scope::Admin => "admin",
    };
    let mut told = json!({
        "operationId": operation.name,
        "summary": operation.about,
        "tags": [operation.group],
        "x-scope": needs,
        "parameters": parameters.collect::<Vec<_>>(),
    });
    let Some(fields) = told.as_object_mut() else { return told };
    if let Some(body) = &operation.body {
        fields.insert(
            "requestBody".to_owned(),
            json!({ "required": true, "content": content(body) }),
        );
    }
    fields.insert("responses".to_owned(), responses(operation));
    told
}

fn content(content: &Content) -> Value {
    let kinds = content.kinds.iter();
    Value::Object(
        kinds.map(|kind| ((*kind).to_owned(), json!({ "schema": content.schema }))).collect(),
    )
}

fn responses(operation: &Operation) -> Value {
    let mut responses = Map::new();
    for status in operation.statuses() {
        let answer = operation.answers.iter().find(|(given, ..)| *given == status);
        let response = match answer {
            Some((_, about, Some(body))) => {
                json!({ "description": about, "content": content(body) })
            }
            Some((_, about, None)) => json!({ "description": about }),
            None if status == 304 => json!({ "description": "It is what `If-None-Match` names" }),
            None => json!({ "$ref": format!("#/components/responses/Problem{status}") }),
        };
        responses.insert(status.to_string(), response);
    }
    Value::Object(responses)
}

/// `GET /api/v1/openapi.json`
pub fn answer(document: &Value) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    (kind, document.to_string()).into_response()
}
