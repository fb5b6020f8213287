//! The lines of a backup's file.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::tx::Value;

/// The version of the file's own shape.
pub(super) const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
pub(super) struct Header {
    pub dateline_backup: u32,
    pub schema: i64,
    pub tables: Vec<(String, Vec<String>)>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Trailer {
    pub rows: HashMap<String, u64>,
}

pub(super) fn to_json(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(number) => Json::from(number),
        Value::Real(number) => serde_json::json!({ "real": number.to_string() }),
        Value::Text(text) => Json::String(text),
        Value::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            serde_json::json!({ "hex": hex })
        }
    }
}

pub(super) fn from_json(value: &Json) -> Option<Value> {
    match value {
        Json::Null => Some(Value::Null),
        Json::Number(number) => number.as_i64().map(Value::Int),
        Json::String(text) => Some(Value::from(text)),
        Json::Object(fields) => {
            if let Some(real) = fields.get("real") {
                return real.as_str()?.parse().ok().map(Value::Real);
            }
            let hex = fields.get("hex")?.as_str()?.as_bytes();
            let pairs = hex
                .chunks(2)
                .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
            pairs.collect::<Option<Vec<u8>>>().map(Value::Bytes)
        }
        Json::Bool(_) | Json::Array(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_the_way_through_json() {
        for value in [
            Value::Null,
            Value::Int(i64::MIN),
            Value::Real(0.1),
            Value::Text("„Zitat“\n".to_owned()),
            Value::Bytes(vec![0, 255, 16]),
        ] {
            assert_eq!(from_json(&to_json(value.clone())), Some(value));
        }
    }
}
