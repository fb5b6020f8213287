//! The message files, parsed once, and what is said of them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

use crate::pseudo::{bracketed, lengthened};
use crate::tongue::{Direction, Tongue};

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// All texts of one tongue.
struct Book {
    bundle: FluentBundle<FluentResource>,
    /// The texts that nothing is filled into, ready.
    plain: HashMap<String, String>,
    brackets: bool,
}

static BOOKS: LazyLock<[Book; 4]> = LazyLock::new(|| Tongue::ALL.map(Book::of));

/// The message files of a tongue. Those made by machine are made of the English ones.
pub fn files(tongue: Tongue) -> &'static [(&'static str, &'static str)] {
    match tongue {
        Tongue::English | Tongue::Pseudo | Tongue::Mirrored => ENGLISH,
        Tongue::German => GERMAN,
    }
}

/// The text of a key in a tongue, filled with `args`; in English where the tongue lacks it, and the
/// key itself where nobody wrote it.
#[must_use]
pub fn say(tongue: Tongue, key: &str, args: &FluentArgs<'_>) -> String {
    let [english, ..] = &*BOOKS;
    let said = book(tongue).said(key, args).or_else(|| english.said(key, args));
    said.unwrap_or_else(|| key.to_owned())
}

/// The text of a key that nothing is filled into, as [`say`] gives it.
#[must_use]
pub fn plain(tongue: Tongue, key: &str) -> Cow<'static, str> {
    match book(tongue).plain.get(key) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(say(tongue, key, &FluentArgs::new())),
    }
}

fn book(tongue: Tongue) -> &'static Book {
    let [english, german, pseudo, mirrored] = &*BOOKS;
    match tongue {
        Tongue::English => english,
        Tongue::German => german,
        Tongue::Pseudo => pseudo,
        Tongue::Mirrored => mirrored,
    }
}

impl Book {
    fn of(tongue: Tongue) -> Self {
        let made = matches!(tongue, Tongue::Pseudo | Tongue::Mirrored);
        let language = if made { Tongue::English } else { tongue };
        let language: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Marks around what is filled in keep names of another direction in their place. From left
        // to right, pages mark such names themselves (`dir="auto"`), and plain texts stay plain.
        bundle.set_use_isolating(tongue.direction() == Direction::RightToLeft);
        bundle.set_formatter(Some(if tongue == Tongue::German { in_german } else { in_english }));
        let mut keys = Vec::new();
        for (_, text) in files(tongue) {
            // What cannot be parsed is left out by the parser; a test lets none of it pass.
            let resource = match FluentResource::try_new((*text).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            keys.extend(resource.entries().filter_map(key_of));
            bundle.add_resource_overriding(resource);
        }
        if made {
            bundle.set_transform(Some(lengthened));
        }
        let mut book = Self { bundle, plain: HashMap::new(), brackets: made };
        for key in keys {
            if let Some(text) = book.complete(&key) {
                book.plain.insert(key, text);
            }
        }
        book
    }

    fn said(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        if let Some(text) = self.plain.get(key) {
            return Some(text.clone());
        }
        let message = self.bundle.get_message(key)?;
        // A gap that nobody filled shows as its own name, which is better than no text at all.
        let said = self.bundle.format_pattern(message.value()?, Some(args), &mut Vec::new());
        Some(self.framed(said))
    }

    /// The text of a message that needs no filling.
    fn complete(&self, key: &str) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let mut faults = Vec::new();
        let said = self.bundle.format_pattern(message.value()?, None, &mut faults);
        faults.is_empty().then(|| self.framed(said))
    }

    fn framed(&self, said: Cow<'_, str>) -> String {
        if self.brackets { bracketed(&said) } else { said.into_owned() }
    }
}

fn key_of(entry: &Entry<&str>) -> Option<String> {
    match entry {
        Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    }
}

fn in_english(value: &FluentValue<'_>, _: &IntlLangMemoizer) -> Option<String> {
    formatted(Tongue::English, value)
}

fn in_german(value: &FluentValue<'_>, _: &IntlLangMemoizer) -> Option<String> {
    formatted(Tongue::German, value)
}

/// A number in a text: grouped, and with the tongue's decimal sign.
fn formatted(tongue: Tongue, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let written = number.as_string();
    let (sign, rest) = written.strip_prefix('-').map_or(("", &*written), |rest| ("−", rest));
    let (whole, part) = rest.split_once('.').map_or((rest, ""), |(whole, part)| (whole, part));
    let whole = crate::grouped(tongue, whole.parse().ok()?);
    let point = if tongue == Tongue::German { "," } else { "." };
    Some(if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}{point}{part}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(tongue: Tongue, n: u32) -> String {
        let mut args = FluentArgs::new();
        args.set("n", n);
        say(tongue, "date-hours-ago", &args)
    }

    #[test]
    fn texts_are_filled_and_numbers_written_as_the_tongue_does() {
        assert_eq!(hours(Tongue::English, 1), "1 hour ago");
        assert_eq!(hours(Tongue::English, 1200), "1,200 hours ago");
        assert_eq!(hours(Tongue::German, 1), "vor 1 Stunde");
        assert_eq!(hours(Tongue::German, 1200), "vor 1.200 Stunden");
        assert_eq!(hours(Tongue::Pseudo, 2), "⟦2 ħǿǿŭŭřş ȧȧɠǿǿ⟧");
        assert_eq!(hours(Tongue::Mirrored, 2), "⟦\u{2068}2\u{2069} ħǿǿŭŭřş ȧȧɠǿǿ⟧");
    }

    #[test]
    fn a_key_that_nobody_wrote_is_said_as_itself() {
        assert_eq!(say(Tongue::German, "no-such-key", &FluentArgs::new()), "no-such-key");
        assert_eq!(plain(Tongue::Pseudo, ""), "");
    }

    #[test]
    fn numbers_may_be_below_one_and_below_nought() {
        let told = |tongue, number: f64| formatted(tongue, &number.into()).unwrap();
        assert_eq!(told(Tongue::German, -1234.5), "−1.234,5");
        assert_eq!(told(Tongue::English, 0.25), "0.25");
        assert_eq!(formatted(Tongue::English, &"x".into()), None);
    }
}
