//! The last warnings and errors of this process, for its admins: a bounded ring beside the log.

use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use dateline_clock::Clock;
use dateline_web::admin::LogLine;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use url::Url;

/// So many lines are kept.
const LINES: usize = 200;

/// A line is cut after so many characters.
const CHARS: usize = 1000;

static LAST: Mutex<VecDeque<LogLine>> = Mutex::new(VecDeque::new());

/// The lines, the latest first.
pub fn lines() -> Vec<LogLine> {
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    last.iter().rev().cloned().collect()
}

/// Keeps what is logged as a warning or an error.
pub struct Keep;

impl<S: Subscriber> Layer<S> for Keep {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let level = *event.metadata().level();
        if level > Level::WARN {
            return;
        }
        let mut text = Text::default();
        event.record(&mut text);
        let line = LogLine {
            at: Clock::system().wall(),
            is_error: level == Level::ERROR,
            text: without_secrets(&text.told()),
        };
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        last.push_back(line);
        if last.len() > LINES {
            last.pop_front();
        }
    }
}

/// The message of an event, and its fields behind it.
#[derive(Default)]
struct Text {
    message: String,
    fields: String,
}

impl Text {
    fn told(self) -> String {
        let fields = self.fields.trim_end();
        let told = match (self.message.is_empty(), fields.is_empty()) {
            (_, true) => self.message,
            (true, false) => fields.to_owned(),
            (false, false) => format!("{} {fields}", self.message),
        };
        told.chars().take(CHARS).collect()
    }

    fn note(&mut self, field: &Field, value: impl std::fmt::Display) {
        // Writing to a string does not fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value}"),
            name => write!(self.fields, "{name}={value} "),
        };
    }
}

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.note(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.note(field, format_args!("{value:?}"));
    }
}

/// A line in which addresses stand without names, passwords, queries and fragments: each of those
/// may open something.
fn without_secrets(line: &str) -> String {
    let mut told = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("://") {
        let is_scheme = |sign: char| sign.is_ascii_alphanumeric() || "+-.".contains(sign);
        let before = rest.get(..at).unwrap_or_default();
        let start = before.trim_end_matches(is_scheme).len();
        let ends = |sign: char| sign.is_whitespace() || "\"'<>“”,;)]}".contains(sign);
        let end = rest.get(at..).and_then(|tail| tail.find(ends)).map_or(rest.len(), |n| at + n);
        told.push_str(rest.get(..start).unwrap_or_default());
        let address = rest.get(start..end).unwrap_or_default();
        // A stop or colon at the end is the sentence's, not the address's.
        let bare = address.trim_end_matches(['.', ':', '!']);
        told.push_str(&plain(bare));
        rest = rest.get(start + bare.len()..).unwrap_or_default();
    }
    told.push_str(rest);
    told
}

/// An address without what may be a secret; what is none that can be read is left out.
fn plain(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else { return "(an address)".to_owned() };
    let cut = url.query().is_some() || url.fragment().is_some();
    url.set_query(None);
    url.set_fragment(None);
    let unnamed = url.username().is_empty() && url.password().is_none();
    if !unnamed && (url.set_username("").is_err() || url.set_password(None).is_err()) {
        return "(an address)".to_owned();
    }
    if cut { format!("{url}?…") } else { url.into() }
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    #[test]
    fn addresses_keep_no_secret() {
        for (line, told) in [
            ("nothing to hide", "nothing to hide"),
            (
                "get https://ida:pw@a.example/feed?key=s#t: refused",
                "get https://a.example/feed?…: refused",
            ),
            ("(postgres://news:pw@db/dateline)", "(postgres://db/dateline)"),
            (
                "“http://a.example/x”, http://b.example/?t=1",
                "“http://a.example/x”, http://b.example/?…",
            ),
            ("odd ://x and é://ü", "odd (an address) and é(an address)"),
        ] {
            assert_eq!(without_secrets(line), told);
        }
    }

    #[test]
    fn warnings_and_errors_are_kept_with_their_fields_and_no_more_than_there_is_room_for() {
        tracing::subscriber::with_default(tracing_subscriber::registry().with(Keep), || {
            tracing::info!("not kept, whatever happens");
            for number in 0..LINES {
                tracing::warn!(number, "many of them");
            }
            tracing::error!(url = "https://x.example/?secret", cause = %"it broke", "a page failed");
        });
        let lines = lines();
        assert_eq!(lines.len(), LINES);
        let newest = lines.iter().find(|line| line.is_error).unwrap();
        assert_eq!(newest.text, "a page failed url=https://x.example/?… cause=it broke");
        assert!(lines.iter().all(|line| !line.text.contains("not kept")));
        assert!(lines.iter().any(|line| line.text == "many of them number=199"));
    }
}
