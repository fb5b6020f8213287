//! The document as a page to read, made here, without scripts.

use std::fmt::Write;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::operation::{Content, Operation, Scope};
use super::{BASE, Table};

/// What the page looks like.
const STYLE: &str = include_str!("api.css");

/// Text as HTML takes it.
fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// Text with `code` in backticks.
fn prose(text: &str) -> String {
    let mut out = String::new();
    for (index, piece) in text.split('`').enumerate() {
        if index % 2 == 1 {
            let _ = write!(out, "<code>{}</code>", html(piece));
        } else {
            out.push_str(&html(piece));
        }
    }
    out
}

/// The page.
pub fn page(table: &Table) -> String {
    let mut groups: Vec<&str> = Vec::new();
    for operation in &table.operations {
        if !groups.contains(&operation.group) {
            groups.push(operation.group);
        }
    }
    let mut body = String::new();
    let _ = write!(
        body,
        "<header><h1>Dateline’s API</h1>\
         <p>All of it stands below <code>{BASE}</code>, and is described for programs in \
         <a href=\"{BASE}/openapi.json\">openapi.json</a> (OpenAPI 3.1).</p>\
         </header><nav aria-label=\"Parts\"><ul>"
    );
    for group in &groups {
        let _ = write!(body, "<li><a href=\"#{}\">{}</a></li>", anchor(group), html(group));
    }
    let _ = write!(body, "<li><a href=\"#schemas\">Values</a></li></ul></nav><main>{HOW}");
    for group in &groups {
        let _ = write!(body, "<section><h2 id=\"{}\">{}</h2>", anchor(group), html(group));
        for operation in table.operations.iter().filter(|operation| operation.group == *group) {
            body.push_str(&of_operation(operation));
        }
        body.push_str("</section>");
    }
    body.push_str("<section><h2 id=\"schemas\">Values</h2>");
    for (name, schema) in &table.named {
        let _ = write!(
            body,
            "<article><h3 id=\"schema-{name}\">{name}</h3>{}</article>",
            fields(schema)
        );
    }
    body.push_str("</section></main>");
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Dateline’s API</title><link rel=\"stylesheet\" href=\"{BASE}/api.css\">\
         </head><body>{body}</body></html>"
    )
}

/// How all of it is used.
const HOW: &str = "<section><h2 id=\"how\">How it is used</h2>\
    <p>Make an app password on the page of your account, and send it with each request:</p>\
    <pre tabindex=\"0\"><code>curl -H 'Authorization: Bearer APP-PASSWORD' \
    http://localhost:7878/api/v1/me</code></pre>\
    <p>It may also be the password of HTTP Basic, with your name. The password of your account is \
    never taken. A browser that is signed in may read without one.</p>\
    <p>A list goes on where <code>after</code> is the <code>next</code> of the answer before, \
    until that is null. Answers carry an <code>ETag</code>; sent back as \
    <code>If-None-Match</code>, it is answered by 304 while nothing has changed. What goes wrong \
    is told as <code>application/problem+json</code> (RFC 9457). Who asks too much is told by \
    429 and <code>Retry-After</code> when to come back.</p></section>";

fn anchor(name: &str) -> String {
    format!("part-{}", name.to_lowercase().replace(' ', "-"))
}

fn of_operation(operation: &Operation) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "<article><h3 id=\"{}\"><code>{} {}{}</code></h3><p>{}.</p>",
        operation.name,
        operation.method,
        BASE,
        html(operation.path),
        prose(operation.about)
    );
    out.push_str(match operation.scope {
        Scope::Read => "",
        Scope::Write => "<p>For app passwords that may write.</p>",
        Scope::Admin => "<p>For app passwords of administrators that may administer.</p>",
    });
    if !operation.parameters.is_empty() {
        out.push_str("<h4>Parameters</h4><dl>");
        for parameter in &operation.parameters {
            let _ = write!(
                out,
                "<dt><code>{}</code> <span>{}</span></dt><dd>{}</dd>",
                parameter.name,
                kind_of(&parameter.schema),
                prose(parameter.about)
            );
        }
        out.push_str("</dl>");
    }
    if let Some(body) = &operation.body {
        let _ = write!(out, "<h4>What is sent</h4>{}", of_content(body));
    }
    out.push_str("<h4>What is answered</h4>");
    for (status, about, content) in &operation.answers {
        let _ = write!(out, "<p><strong>{status}</strong> {}.</p>", prose(about));
        if let Some(content) = content {
            out.push_str(&of_content(content));
        }
    }
    let others: Vec<String> = operation
        .statuses()
        .into_iter()
        .filter(|status| !operation.answers.iter().any(|(given, ..)| given == status))
        .map(|status| status.to_string())
        .collect();
    let _ = write!(out, "<p>Otherwise {}.</p></article>", others.join(", "));
    out
}

fn of_content(content: &Content) -> String {
    let kinds: Vec<String> =
        content.kinds.iter().map(|kind| format!("<code>{kind}</code>")).collect();
    format!("<p>As {}:</p>{}", kinds.join(" or "), fields(&content.schema))
}

/// The fields of an object in a list, or what kind of value it is.
fn fields(schema: &Value) -> String {
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
        return choices.iter().map(fields).collect::<Vec<_>>().join("<p>or</p>");
    }
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return format!("<p>{}</p>", kind_of(schema));
    };
    let required = schema.get("required").and_then(Value::as_array);
    let is_sent = schema.get("additionalProperties") == Some(&Value::Bool(false));
    let mut out = String::from("<dl>");
    for (name, field) in properties {
        let is_needed =
            required.is_some_and(|required| required.iter().any(|one| one.as_str() == Some(name)));
        let optional = if is_sent && !is_needed { ", if wanted" } else { "" };
        let about = field.get("description").and_then(Value::as_str).map(prose);
        let inner = inner_of(field).map(fields).unwrap_or_default();
        let _ = write!(
            out,
            "<dt><code>{}</code> <span>{}{optional}</span></dt><dd>{}{inner}</dd>",
            html(name),
            kind_of(field),
            about.unwrap_or_default()
        );
    }
    out.push_str("</dl>");
    out
}

/// The object that stands in a field, itself, in a list, or where it is not null.
fn inner_of(schema: &Value) -> Option<&Value> {
    if schema.get("properties").is_some() {
        return Some(schema);
    }
    if let Some(items) = schema.get("items") {
        return inner_of(items);
    }
    schema.get("anyOf").and_then(Value::as_array)?.iter().find_map(inner_of)
}

/// What kind of value it is, in words.
fn kind_of(schema: &Value) -> String {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let name = html(name.rsplit('/').next().unwrap_or_default());
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        let words = words.iter().filter_map(Value::as_str);
        let words: Vec<String> = words.map(|word| format!("<code>{word}</code>")).collect();
        return words.join(", ");
    }
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
        return choices.iter().map(kind_of).collect::<Vec<_>>().join(" or ");
    }
    let one = |kind: &str| match kind {
        "string" if schema.get("format").is_some() => "a moment".to_owned(),
        "string" => "a text".to_owned(),
        "integer" => match (schema.get("minimum"), schema.get("maximum"), schema.get("format")) {
            (Some(least), Some(most), None) => format!("a number from {least} to {most}"),
            _ => "a number".to_owned(),
        },
        "number" => "a number".to_owned(),
        "boolean" => "true or false".to_owned(),
        "array" => {
            let of = schema.get("items").map(kind_of).unwrap_or_default();
            format!("a list of {of}")
        }
        "object" => "an object".to_owned(),
        _ => "null".to_owned(),
    };
    match schema.get("type") {
        Some(Value::Array(kinds)) => {
            let kinds: Vec<String> = kinds.iter().filter_map(Value::as_str).map(one).collect();
            kinds.join(" or ")
        }
        Some(Value::String(kind)) => one(kind),
        _ => String::new(),
    }
}

/// `GET /api/v1/`
pub fn answer(page: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
             form-action 'none'",
        ),
    ];
    (headers, page.to_owned()).into_response()
}

/// `GET /api/v1/api.css`
pub async fn style() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, STYLE).into_response()
}

/// `GET /api/v1` leads to the page.
pub async fn lead_there() -> Response {
    (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, "/api/v1/")]).into_response()
}
