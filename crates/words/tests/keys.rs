//! What the message files promise each other, and the code.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use dateline_words::{Args, Tongue, files, line_keys, say};
use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};
use fluent_syntax::parser::parse;

/// What a message is filled with, and which other messages and terms it names.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Needs {
    gaps: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Needs {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.gaps.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, .. } => {
                self.names.insert(id.name.to_owned());
            }
            InlineExpression::TermReference { id, arguments, .. } => {
                self.names.insert(format!("-{}", id.name));
                self.arguments(arguments.as_ref());
            }
            InlineExpression::FunctionReference { arguments, .. } => {
                self.arguments(Some(arguments))
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn arguments(&mut self, arguments: Option<&CallArguments<&str>>) {
        for argument in arguments.iter().flat_map(|arguments| &arguments.positional) {
            self.inline(argument);
        }
    }
}

/// Every message of a tongue, terms with their dash.
fn messages(tongue: Tongue) -> BTreeMap<String, Needs> {
    let mut messages = BTreeMap::new();
    for (room, text) in files(tongue) {
        let resource = parse(*text).unwrap_or_else(|(_, faults)| panic!("{room}.ftl: {faults:?}"));
        for entry in resource.body {
            let mut needs = Needs::default();
            let key = match entry {
                Entry::Message(message) => {
                    assert!(message.attributes.is_empty(), "{}: no attributes", message.id.name);
                    let value = message.value.expect("a message has a text");
                    needs.pattern(&value);
                    message.id.name.to_owned()
                }
                Entry::Term(term) => {
                    needs.pattern(&term.value);
                    format!("-{}", term.id.name)
                }
                _ => continue,
            };
            let known = messages.insert(key.clone(), needs);
            assert!(known.is_none(), "{key} stands twice, the second time in {room}.ftl");
        }
    }
    messages
}

/// A place in the code where a key is said.
struct Use {
    place: String,
    key: String,
    /// What it is filled with; `None` where only the key is named.
    gaps: Option<BTreeSet<String>>,
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("target") {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "html") {
            found.push(path);
        }
    }
}

fn uses() -> Vec<Use> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut paths = Vec::new();
    sources(crates, &mut paths);
    let mut uses = Vec::new();
    for path in paths.iter().filter(|path| !path.starts_with(env!("CARGO_MANIFEST_DIR"))) {
        let text = std::fs::read_to_string(path).unwrap();
        for name in ["say!(", "say_html!(", "key!("] {
            for (at, _) in text.match_indices(name) {
                let joined = text[..at].ends_with(|before: char| before.is_alphanumeric());
                let inside = inside_of(&text[at + name.len()..]);
                let Some((key, rest)) = literal(inside).filter(|_| !joined) else { continue };
                uses.push(Use {
                    place: path.strip_prefix(crates).unwrap().display().to_string(),
                    key: key.to_owned(),
                    gaps: (name != "key!(").then(|| gaps(rest)),
                });
            }
        }
    }
    uses
}

/// What stands before the bracket that closes.
fn inside_of(text: &str) -> &str {
    let (mut depth, mut quoted, mut before) = (0_u32, false, ' ');
    for (at, sign) in text.char_indices() {
        match sign {
            '"' if before != '\\' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => match depth {
                0 => return &text[..at],
                _ => depth -= 1,
            },
            _ => {}
        }
        before = sign;
    }
    text
}

fn literal(text: &str) -> Option<(&str, &str)> {
    text.trim_start().strip_prefix('"')?.split_once('"')
}

/// The names before the equal signs.
fn gaps(text: &str) -> BTreeSet<String> {
    let mut gaps = BTreeSet::new();
    let mut rest = text.trim_start_matches([',', ' ', '\n']);
    while let Some((name, after)) = rest.split_once('=') {
        gaps.insert(name.trim().to_owned());
        // The value ends at the next comma outside of all brackets and quotes.
        let (mut depth, mut quoted, mut end) = (0_u32, false, after.len());
        for (at, sign) in after.char_indices() {
            match sign {
                '"' => quoted = !quoted,
                '(' | '[' | '{' if !quoted => depth += 1,
                ')' | ']' | '}' if !quoted => depth = depth.saturating_sub(1),
                ',' if !quoted && depth == 0 => {
                    end = at + 1;
                    break;
                }
                _ => {}
            }
        }
        rest = &after[end..];
    }
    gaps
}

#[test]
fn every_key_that_is_said_stands_in_english_with_what_it_is_filled_with() {
    let english = messages(Tongue::English);
    let mut faults = Vec::new();
    for Use { place, key, gaps } in uses() {
        let Some(needs) = english.get(&key) else {
            faults.push(format!("{place}: nobody wrote {key}"));
            continue;
        };
        let Some(gaps) = gaps else { continue };
        // An element fills two gaps, where it opens and where it ends.
        let ends = gaps.iter().map(|gap| format!("{gap}_end"));
        let given: BTreeSet<String> = gaps.iter().cloned().chain(ends).collect();
        for gap in needs.gaps.difference(&given) {
            faults.push(format!("{place}: {key} wants ${gap}"));
        }
        for gap in gaps.difference(&needs.gaps) {
            faults.push(format!("{place}: {key} has no place for ${gap}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_key_is_unused() {
    let english = messages(Tongue::English);
    let mut used: BTreeSet<String> = uses().into_iter().map(|one| one.key).collect();
    used.extend(english.values().flat_map(|needs| needs.names.iter().cloned()));
    used.extend(line_keys().map(str::to_owned));
    let unused: Vec<&String> = english.keys().filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn german_says_all_that_english_says_and_fills_in_the_same() {
    let (english, german) = (messages(Tongue::English), messages(Tongue::German));
    let mut faults = Vec::new();
    for (key, needs) in english.iter().filter(|(key, _)| !key.starts_with('-')) {
        match german.get(key) {
            None => faults.push(format!("German lacks {key}")),
            Some(said) if said.gaps != needs.gaps => {
                faults
                    .push(format!("{key}: German fills {:?}, English {:?}", said.gaps, needs.gaps));
            }
            Some(_) => {}
        }
    }
    let more = german.keys().filter(|key| !key.starts_with('-') && !english.contains_key(*key));
    faults.extend(more.map(|key| format!("only German has {key}")));
    for (key, needs) in english.iter().chain(&german) {
        for name in needs.names.iter().filter(|name| !english.contains_key(*name)) {
            faults.push(format!("{key} names {name}, which is not there"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn both_tongues_have_the_same_files() {
    let rooms = |tongue| files(tongue).iter().map(|(room, _)| *room).collect::<Vec<_>>();
    assert_eq!(rooms(Tongue::English), rooms(Tongue::German));
}

#[test]
fn every_message_is_said_whole_in_every_tongue() {
    for (key, needs) in messages(Tongue::English) {
        if key.starts_with('-') {
            continue;
        }
        for tongue in Tongue::ALL {
            for number in [0_i64, 1, 2, 1234] {
                let mut args = Args::new();
                for gap in &needs.gaps {
                    args.set(gap.clone(), number);
                }
                let said = say(tongue, &key, &args);
                assert!(!said.is_empty() && !said.contains("{$"), "{key}: {said}");
                assert_ne!(said, key, "{tongue:?}");
            }
            let mut args = Args::new();
            for gap in &needs.gaps {
                args.set(gap.clone(), "Ωmega");
            }
            let said = say(tongue, &key, &args);
            assert!(!said.contains("{$"), "{key}: {said}");
        }
    }
}
