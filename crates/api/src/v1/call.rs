//! What somebody asks, read as the operation declares it, and what is answered.

use std::collections::HashMap;
use std::str::FromStr;

use axum::body::Bytes;
use axum::http::header::HeaderName;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::check::check;
use super::operation::{Operation, Parameter};
use super::schema::Named;
use crate::caller::Caller;
use crate::problem::Problem;
use crate::state::App;

/// A request whose caller may ask it, with parameters and body that look as they should.
pub struct Call {
    /// The state of the faces for programs.
    pub app: App,
    /// Who asks.
    pub caller: Caller,
    /// The request's headers.
    pub headers: HeaderMap,
    parts: HashMap<String, String>,
    query: Map<String, Value>,
    body: Bytes,
    json: Value,
}

/// What is answered where it went well.
pub enum Reply {
    /// JSON.
    Json(StatusCode, Value),
    /// A text of this media type, with other headers.
    Text(&'static str, Vec<(HeaderName, &'static str)>, String),
    /// Nothing but that it is done.
    Done,
    /// An answer that goes on.
    Stream(Response),
}

/// What is answered with 200.
pub fn ok(value: Value) -> Result<Reply, Problem> {
    Ok(Reply::Json(StatusCode::OK, value))
}

/// What is answered where something new is there now.
pub fn created(value: Value) -> Result<Reply, Problem> {
    Ok(Reply::Json(StatusCode::CREATED, value))
}

/// That it is done, where it was there; no such thing otherwise.
pub fn done_if(there: bool) -> Result<Reply, Problem> {
    if there { Ok(Reply::Done) } else { Err(Problem::NotFound) }
}

impl Call {
    /// Reads a request.
    ///
    /// # Errors
    /// With what does not look as it should.
    pub fn read(
        app: App,
        caller: Caller,
        operation: &Operation,
        named: &Named,
        parts: HashMap<String, String>,
        query: &str,
        (headers, body): (HeaderMap, Bytes),
    ) -> Result<Self, Problem> {
        for parameter in operation.parameters.iter().filter(|parameter| parameter.in_path) {
            let given = parts.get(parameter.name).map(String::as_str).unwrap_or_default();
            let value = value_of(parameter, given);
            // What cannot be a number or a name is the address of nothing.
            check(&parameter.schema, &value, named).map_err(|_| Problem::NotFound)?;
        }
        let query = read_query(operation, named, query)?;
        let mut json = Value::Null;
        if let Some(content) = &operation.body
            && content.kinds.contains(&"application/json")
        {
            json = serde_json::from_slice(&body)
                .map_err(|error| Problem::bad(format!("the body is no JSON: {error}")))?;
            tidy(&mut json);
            check(&content.schema, &json, named).map_err(Problem::Bad)?;
        }
        Ok(Self { app, caller, headers, parts, query, body, json })
    }

    /// A part of the path.
    ///
    /// # Errors
    /// When it is the address of nothing.
    pub fn part<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        let part = self.parts.get(name).and_then(|part| part.parse().ok());
        part.ok_or(Problem::NotFound)
    }

    /// A parameter behind the question mark.
    pub fn asked<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_value(self.query.get(name)?.clone()).ok()
    }

    /// The body, which was JSON.
    ///
    /// # Errors
    /// When it is not what the handler takes, although it looked so.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_json::from_value(self.json.clone())
            .map_err(|error| Problem::bad(format!("the body cannot be read: {error}")))
    }

    /// The body as it came.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

/// A parameter's text as the value that its schema speaks of.
fn value_of(parameter: &Parameter, text: &str) -> Value {
    let value = match parameter.schema.get("type").and_then(Value::as_str) {
        Some("integer") => text.parse::<i64>().ok().map(Value::from),
        Some("boolean") => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    value.unwrap_or_else(|| Value::from(text.replace('\0', "\u{fffd}")))
}

/// No database takes a NUL in a text, so that nothing is called so; and a number such as `7.0` is a
/// whole one (JSON Schema, 6.1.1).
fn tidy(value: &mut Value) {
    match value {
        Value::String(text) if text.contains('\0') => *text = text.replace('\0', "\u{fffd}"),
        Value::Number(number) => {
            if let Some(whole) = number.as_f64().filter(|_| number.is_f64()).and_then(whole) {
                *value = Value::from(whole);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(tidy),
        Value::Object(fields) => fields.iter_mut().for_each(|(_, value)| tidy(value)),
        _ => {}
    }
}

/// The whole number that a number is, where it is one that both kinds hold exactly.
fn whole(number: f64) -> Option<i64> {
    let written = format!("{number:.0}");
    let whole: i64 = written.parse().ok()?;
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(whole)
}

fn read_query(
    operation: &Operation,
    named: &Named,
    query: &str,
) -> Result<Map<String, Value>, Problem> {
    let mut read = Map::new();
    for (name, text) in pairs(query)? {
        let mut known = operation.parameters.iter();
        let parameter = known
            .find(|parameter| !parameter.in_path && parameter.name == name)
            .ok_or_else(|| Problem::bad(format!("{} is not a parameter here", quoted(&name))))?;
        let value = value_of(parameter, &text);
        check(&parameter.schema, &value, named)
            .map_err(|why| Problem::bad(why.replacen("this", parameter.name, 1)))?;
        if read.insert(name, value).is_some() {
            return Err(Problem::bad(format!("{} is given twice", parameter.name)));
        }
    }
    Ok(read)
}

/// The pairs of a query; what is not UTF-8 is refused instead of being read as something else.
fn pairs(query: &str) -> Result<Vec<(String, String)>, Problem> {
    let mut pairs = Vec::new();
    for (name, text) in form_urlencoded::parse(query.as_bytes()) {
        if name.contains('\u{fffd}') || text.contains('\u{fffd}') {
            return Err(Problem::bad("a parameter is not UTF-8"));
        }
        pairs.push((name.into_owned(), text.into_owned()));
    }
    Ok(pairs)
}

fn quoted(name: &str) -> String {
    let short: String = name.chars().filter(|sign| !sign.is_control()).take(40).collect();
    format!("“{short}”")
}

/// A name or title as it is kept: one line, no control characters, at most so many characters.
pub fn line(text: &str, most: usize) -> String {
    let clean = text.split(|sign: char| sign.is_whitespace() || sign.is_control());
    let joined = clean.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    joined.chars().take(most).collect::<String>().trim_end().to_owned()
}

/// A search as it is kept: one line.
pub fn search_line(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().chars().take(LONGEST_SEARCH).collect()
}

/// The longest search, in characters.
pub const LONGEST_SEARCH: usize = 2000;

/// The longest name of a folder, in characters.
pub const LONGEST_FOLDER: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_tidy() {
        assert_eq!(line("  A \u{0}b\nc ", 10), "A b c");
        assert_eq!(line("abc def", 4), "abc");
    }

    #[test]
    fn values_are_what_they_mean() {
        let mut value = serde_json::json!({ "ids": [7.0, 7.5, 1e300, 7], "name": "a\u{0}b" });
        tidy(&mut value);
        let wanted = serde_json::json!({ "ids": [7, 7.5, 1e300, 7], "name": "a\u{fffd}b" });
        assert_eq!(value, wanted);
    }

    #[test]
    fn what_is_not_text_is_no_parameter() {
        assert!(pairs("q=%ff").is_err());
        assert_eq!(pairs("q=a+b%20c").unwrap(), [("q".to_owned(), "a b c".to_owned())]);
    }
}
