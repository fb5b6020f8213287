//! Statements as `dateline inspect statements` prints them.

use serde_json::{Value, json};

use crate::statement::{Kind, Span, Statement};

fn place(span: &Span) -> Value {
    json!({"start": span.start_char, "end": span.end_char})
}

impl Statement {
    /// The object for `dateline inspect`: offsets in code points of `text`, an event's kind being
    /// that of the reporter's words.
    pub fn to_inspect(&self, text: &str) -> Value {
        let words = |span: &Span| text.get(span.bytes()).unwrap_or_default();
        let speaker = self.speaker.as_ref().map(|speaker| {
            json!({
                "start": speaker.mention.start_char, "end": speaker.mention.end_char,
                "text": words(&speaker.mention), "name": speaker.name,
            })
        });
        let cue = self
            .cue
            .as_ref()
            .map(|cue| json!({"start": cue.start_char, "end": cue.end_char, "text": words(cue)}));
        let kind = if self.kind == Kind::Event { Kind::Indirect } else { self.kind };
        json!({
            "speaker": speaker,
            "cue": cue,
            "content": self.content.iter().map(place).collect::<Vec<_>>(),
            "kind": kind.name(),
            "act": self.act.name(),
            "confidence": (f64::from(self.confidence) * 1000.0).round() / 1000.0,
            "answers": self.answers,
        })
    }
}
