//! What values look like, in JSON Schema (draft 2020-12, as OpenAPI 3.1 has it).
//!
//! What a request is checked against (`check.rs`) is what the document shows, so that neither can
//! say more than the other.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Schemas by name, for [`refer`].
pub type Named = BTreeMap<&'static str, Value>;

/// The largest number of an entry, feed or article that is ever given out: it has fifteen digits.
const LARGEST_ID: i64 = 999_999_999_999_999;

/// Some sign that is neither a blank nor a control character.
pub const NOT_BLANK: &str = r"[^\s\x00-\x1f\x7f-\x9f]";

/// The number of an article or story as the place where a list goes on.
pub const NUMBER: &str = "^[0-9]{1,15}$";

/// An address of the web.
pub const WEB: &str = concat!(
    r"^https?://[A-Za-z0-9]([A-Za-z0-9.-]{0,200}[A-Za-z0-9])?",
    r"(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[0-5]?[0-9]{1,4}))?",
    r"(/[!-~]{0,1500})?$"
);

/// A place in the results of a search.
pub const PLACE_IN_RESULTS: &str = concat!(
    r"^(n-?[0-9]{1,15}\.[0-9]{1,15}",
    r"|b[0-3]?[0-9]{1,9}\.[0-9]{1,15}\.[0-9]{1,15}\.[0-9]{1,15})$"
);

/// A place in a list of stories: the rank as the 16 hexadecimal digits of its bits, then the story.
pub const PLACE_OF_STORY: &str = "^[0-9a-f]{16}-[0-9]{1,15}$";

/// A place in a list of articles: microseconds since 1970, then the article.
pub const PLACE_OF_ARTICLE: &str = "^-?[0-9]{1,16}-[0-9]{1,15}$";

/// Any text.
pub fn text() -> Value {
    json!({ "type": "string" })
}

/// A text of at most so many characters in which something stands.
pub fn some_text(most: usize) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": most, "pattern": NOT_BLANK })
}

/// A text of at most so many characters.
pub fn short_text(most: usize) -> Value {
    json!({ "type": "string", "maxLength": most })
}

/// A text of a shape: a regular expression that `check.rs` knows.
pub fn shaped(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// One of these words.
pub fn word(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

/// The number of something that is kept.
pub fn id() -> Value {
    json!({ "type": "integer", "format": "int64", "minimum": 1, "maximum": LARGEST_ID })
}

/// How many.
pub fn count() -> Value {
    json!({ "type": "integer", "format": "int64", "minimum": 0 })
}

/// How many of a list are wanted, with what is given where nothing is said.
pub fn limit(usual: i64, most: i64) -> Value {
    json!({ "type": "integer", "minimum": 1, "maximum": most, "default": usual })
}

/// A number.
pub fn number() -> Value {
    json!({ "type": "number" })
}

/// True or false.
pub fn flag() -> Value {
    json!({ "type": "boolean" })
}

/// A moment (RFC 3339).
pub fn moment() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

/// This, or `null`.
pub fn nullable(schema: Value) -> Value {
    match schema.get("type") {
        Some(Value::String(kind)) if schema.get("enum").is_none() => {
            let kind = kind.clone();
            let mut schema = schema;
            if let Some(fields) = schema.as_object_mut() {
                fields.insert("type".to_owned(), json!([kind, "null"]));
            }
            schema
        }
        _ => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}

/// A list of such values.
pub fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

/// An object with all of these fields.
pub fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let required: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let mut schema = json!({ "type": "object", "required": required });
    put(&mut schema, "properties", properties(fields));
    schema
}

/// What is sent: these fields are needed, those may be there, and no others.
pub fn sent<const N: usize, const M: usize>(
    needed: [(&str, Value); N],
    others: [(&str, Value); M],
) -> Value {
    let mut schema = object(needed);
    if N == 0 {
        // An empty `required` says nothing, and an empty object would change nothing.
        if let Some(fields) = schema.as_object_mut() {
            fields.remove("required");
        }
        put(&mut schema, "minProperties", json!(1));
    }
    let mut all = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    all.extend(properties(others).as_object().cloned().unwrap_or_default());
    put(&mut schema, "properties", Value::Object(all));
    put(&mut schema, "additionalProperties", Value::Bool(false));
    schema
}

fn properties<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(fields.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect())
}

/// A schema by its name.
pub fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The schema with a line that says what it is.
pub fn said(schema: Value, line: &str) -> Value {
    let mut schema = schema;
    put(&mut schema, "description", Value::String(line.to_owned()));
    schema
}

/// The schema with a word of JSON Schema more.
pub fn with(schema: Value, word: &str, value: Value) -> Value {
    let mut schema = schema;
    put(&mut schema, word, value);
    schema
}

fn put(schema: &mut Value, word: &str, value: Value) {
    if let Some(fields) = schema.as_object_mut() {
        fields.insert(word.to_owned(), value);
    }
}
