//! Whether a value looks like its schema, told in words.
//!
//! Only those words of JSON Schema are known here that `schema.rs` writes.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::schema::{
    NOT_BLANK, NUMBER, Named, PLACE_IN_RESULTS, PLACE_OF_ARTICLE, PLACE_OF_STORY, WEB,
};

/// Says in words why a value does not look like this; nothing if it does.
///
/// # Errors
/// With the place in the value and what should stand there.
pub fn check(schema: &Value, value: &Value, named: &Named) -> Result<(), String> {
    check_at(schema, value, named, "")
}

fn check_at(schema: &Value, value: &Value, named: &Named, at: &str) -> Result<(), String> {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let name = name.rsplit('/').next().unwrap_or_default();
        let schema = named.get(name).ok_or_else(|| format!("no schema is called {name}"))?;
        return check_at(schema, value, named, at);
    }
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
        let mut wrong = String::new();
        for choice in choices {
            match check_at(choice, value, named, at) {
                Ok(()) => return Ok(()),
                Err(why) if wrong.is_empty() => wrong = why,
                Err(_) => {}
            }
        }
        return Err(wrong);
    }
    let place = if at.is_empty() { "this" } else { at };
    if let Some(kinds) = schema.get("type")
        && !is_of(kinds, value)
    {
        return Err(format!("{place} is not {}", kinds_in_words(kinds)));
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array)
        && !words.contains(value)
    {
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        return Err(format!("{place} is {}", either(&words)));
    }
    match value {
        Value::String(text) => check_text(schema, text).map_err(|why| format!("{place} {why}")),
        Value::Number(number) => {
            check_number(schema, number).map_err(|why| format!("{place} {why}"))
        }
        Value::Array(values) => check_list(schema, values, named, at),
        Value::Object(fields) => check_fields(schema, fields, named, at),
        Value::Null | Value::Bool(_) => Ok(()),
    }
}

fn either(words: &[&str]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.join(""),
    }
}

fn is_of(kinds: &Value, value: &Value) -> bool {
    match kinds {
        Value::Array(kinds) => kinds.iter().any(|kind| is_of(kind, value)),
        Value::String(kind) => match kind.as_str() {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            "null" => value.is_null(),
            _ => false,
        },
        _ => false,
    }
}

fn kinds_in_words(kinds: &Value) -> String {
    let word = |kind: &Value| match kind.as_str().unwrap_or_default() {
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "an object",
        _ => "null",
    };
    match kinds {
        Value::Array(kinds) => kinds.iter().map(word).collect::<Vec<_>>().join(" or "),
        kind => word(kind).to_owned(),
    }
}

fn check_text(schema: &Value, text: &str) -> Result<(), String> {
    let bound = |word: &str| schema.get(word).and_then(Value::as_u64);
    let length = text.chars().count() as u64;
    if let Some(least) = bound("minLength")
        && length < least
    {
        return Err("is empty".to_owned());
    }
    if let Some(most) = bound("maxLength")
        && length > most
    {
        return Err(format!("is longer than {most} characters"));
    }
    if schema.get("format").and_then(Value::as_str) == Some("date-time")
        && text.parse::<Timestamp>().is_err()
    {
        return Err("is no moment such as 2025-12-29T12:00:00Z".to_owned());
    }
    match schema.get("pattern").and_then(Value::as_str) {
        Some(pattern) if !fits(pattern, text) => Err(match pattern {
            NOT_BLANK => "has nothing in it".to_owned(),
            WEB => "is no address that begins with http:// or https://".to_owned(),
            _ => "is not the “next” of an earlier answer".to_owned(),
        }),
        _ => Ok(()),
    }
}

/// Whether a text fits one of the patterns of this module. Each is small enough to be read here
/// without a library of regular expressions.
fn fits(pattern: &str, text: &str) -> bool {
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    match pattern {
        NOT_BLANK => text.chars().any(|sign| !sign.is_whitespace() && !sign.is_control()),
        NUMBER => digits(text, 15),
        WEB => is_web(text),
        PLACE_OF_STORY => text.split_once('-').is_some_and(|(rank, story)| {
            let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            rank.len() == 16 && rank.bytes().all(is_hex) && digits(story, 15)
        }),
        PLACE_OF_ARTICLE => text.rsplit_once('-').is_some_and(|(at, article)| {
            digits(at.strip_prefix('-').unwrap_or(at), 16) && digits(article, 15)
        }),
        PLACE_IN_RESULTS => match text.split_at_checked(1) {
            Some(("n", rest)) => rest
                .strip_prefix('-')
                .unwrap_or(rest)
                .split_once('.')
                .is_some_and(|(at, id)| digits(at, 15) && digits(id, 15)),
            Some(("b", rest)) => {
                let parts: Vec<&str> = rest.split('.').collect();
                let bounds = [10, 15, 15, 15];
                let is_score = |score: &str| score.len() < 10 || score < "4";
                parts.len() == bounds.len()
                    && parts.first().is_some_and(|score| is_score(score))
                    && parts.iter().zip(bounds).all(|(part, most)| digits(part, most))
            }
            _ => false,
        },
        _ => false,
    }
}

fn is_web(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return false;
    };
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let is_outer = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let is_port = |port: &str| {
        let is_short = (1..=5).contains(&port.len());
        is_short && port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
    };
    (1..=202).contains(&host.len())
        && host.bytes().all(is_inner)
        && is_outer(host.bytes().next())
        && is_outer(host.bytes().next_back())
        && port.is_none_or(is_port)
        && path.len() <= 1501
        && path.bytes().all(|byte| byte.is_ascii_graphic())
}

fn check_number(schema: &Value, number: &serde_json::Number) -> Result<(), String> {
    let bound = |word: &str| schema.get(word).and_then(Value::as_f64);
    let Some(number) = number.as_f64() else { return Ok(()) };
    let (least, most) = (bound("minimum"), bound("maximum"));
    let is_below = least.is_some_and(|least| number < least);
    let is_above = most.is_some_and(|most| number > most);
    match (is_below || is_above, least, most) {
        (false, ..) => Ok(()),
        (true, Some(least), Some(most)) => Err(format!("is a number from {least} to {most}")),
        (true, Some(least), None) => Err(format!("is a number from {least} on")),
        (true, None, most) => Err(format!("is a number up to {}", most.unwrap_or_default())),
    }
}

fn check_list(schema: &Value, values: &[Value], named: &Named, at: &str) -> Result<(), String> {
    let bound = |word: &str| schema.get(word).and_then(Value::as_u64);
    let length = values.len() as u64;
    if bound("minItems").is_some_and(|least| length < least) {
        return Err(format!("{at} is empty"));
    }
    if let Some(most) = bound("maxItems")
        && length > most
    {
        return Err(format!("{at} has more than {most} items"));
    }
    let Some(items) = schema.get("items") else { return Ok(()) };
    let mut each = values.iter().enumerate();
    each.try_for_each(|(index, value)| check_at(items, value, named, &format!("{at}[{index}]")))
}

fn check_fields(
    schema: &Value,
    fields: &Map<String, Value>,
    named: &Named,
    at: &str,
) -> Result<(), String> {
    let place = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    let required = schema.get("required").and_then(Value::as_array);
    for name in required.into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            return Err(format!("{} is missing", place(name)));
        }
    }
    let least = schema.get("minProperties").and_then(Value::as_u64).unwrap_or_default();
    if (fields.len() as u64) < least {
        return Err("nothing is asked for".to_owned());
    }
    let is_closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
    let known = schema.get("properties");
    for (name, value) in fields {
        match known.and_then(|known| known.get(name)) {
            Some(schema) => check_at(schema, value, named, &place(name))?,
            None if is_closed => return Err(format!("{} is not known here", place(name))),
            None => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::v1::schema::{flag, id, list, moment, nullable, sent, shaped, short_text, word};

    fn wrong(schema: &Value, value: Value) -> String {
        check(schema, &value, &Named::new()).err().unwrap_or_default()
    }

    #[test]
    fn what_does_not_look_like_its_schema_is_told_with_its_place() {
        let schema = sent([("ids", list(id()))], [("note", nullable(short_text(3)))]);
        assert_eq!(wrong(&schema, json!({ "ids": [1, 2], "note": null })), "");
        assert_eq!(wrong(&schema, json!({ "ids": [1, "2"] })), "ids[1] is not a whole number");
        assert_eq!(
            wrong(&schema, json!({ "ids": [0] })),
            "ids[0] is a number from 1 to 999999999999999"
        );
        assert_eq!(wrong(&schema, json!({})), "ids is missing");
        assert_eq!(wrong(&schema, json!({ "ids": [], "x": 1 })), "x is not known here");
        assert_eq!(
            wrong(&schema, json!({ "ids": [], "note": "abcd" })),
            "note is longer than 3 characters"
        );
        assert_eq!(wrong(&schema, json!([])), "this is not an object");
        assert_eq!(wrong(&sent([], [("a", flag())]), json!({})), "nothing is asked for");
    }

    #[test]
    fn patterns_take_what_they_say() {
        for (pattern, good, bad) in [
            (NOT_BLANK, vec!["a", " 文 "], vec!["", " ", "\u{0}", "\n\t"]),
            (NUMBER, vec!["0", "17"], vec!["", "-1", "x", "1234567890123456"]),
            (
                WEB,
                vec!["http://a", "https://a.example:65535/x?y=z#"],
                vec![
                    "ftp://a",
                    "http://",
                    "http://a b",
                    "http://-",
                    "http://a/é",
                    "http://a:65536",
                ],
            ),
            (PLACE_OF_STORY, vec!["00ff00ff00ff00ff-7"], vec!["7", "00FF00FF00FF00FF-7", "-7"]),
            (PLACE_OF_ARTICLE, vec!["17-3", "-17-3"], vec!["17", "--1-2", "17-"]),
            (
                PLACE_IN_RESULTS,
                vec!["n-5.7", "b2139095040.2.3.4"],
                vec!["here", "n5", "b1.2.3", "b4294967295.2.3.4"],
            ),
        ] {
            for text in good {
                assert_eq!(wrong(&shaped(pattern), json!(text)), "", "{text:?}");
            }
            for text in bad {
                assert_ne!(wrong(&shaped(pattern), json!(text)), "", "{text:?}");
            }
        }
    }

    #[test]
    fn a_word_or_nothing_may_stand_where_both_are_allowed() {
        let schema = nullable(word(&["follow", "mute"]));
        assert_eq!(wrong(&schema, Value::Null), "");
        assert_eq!(wrong(&schema, json!("follow")), "");
        assert_eq!(wrong(&schema, json!("like")), "this is follow or mute");
        assert_eq!(
            wrong(&moment(), json!("yesterday")),
            "this is no moment such as 2025-12-29T12:00:00Z"
        );
    }
}
