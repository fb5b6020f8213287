//! Who wrote it, in the ways publishers spell it.

use crate::types::Person;
use crate::urls::resolve;
use crate::xml::tree::Node;

const LONGEST: usize = 1_000;

/// Reads one person from free text: “name (email)”, “email (name)”, “Name `<email>`”, a bare
/// address, or a bare name.
pub(crate) fn parse(text: &str) -> Option<Person> {
    let text = text.trim();
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end)?;
    let email = if text.contains('@') { find_email(text) } else { None };
    let Some((from, to)) = email else {
        let name = tidy(text);
        return (!name.is_empty()).then(|| Person { name: Some(name), ..Person::default() });
    };
    let email = text.get(from..to)?.to_owned();
    let before = text.get(..from)?;
    let before = before.strip_suffix("mailto:").unwrap_or(before);
    let after = text.get(to..)?;
    let after = match after.strip_prefix("?subject=") {
        Some(rest) => rest.find(char::is_whitespace).and_then(|i| rest.get(i..)).unwrap_or(""),
        None => after,
    };
    let name = tidy(&format!("{before}{after}"));
    Some(Person { name: (!name.is_empty()).then_some(name), email: Some(email), uri: None })
}

/// Reads a person construct with children (Atom), or else its text.
pub(crate) fn from_node(node: &Node<'_>) -> Option<Person> {
    let mut person = Person::default();
    for child in node.nodes() {
        match &*child.name {
            "name" if person.name.is_none() => person.name = child.some_text(),
            "email" if person.email.is_none() => person.email = child.some_text(),
            "uri" | "url" | "homepage" if person.uri.is_none() => person.uri = child.address_text(),
            _ => {}
        }
    }
    if person == Person::default() {
        return parse(&node.text());
    }
    if person.email.is_none()
        && let Some(parsed) = person.name.as_deref().and_then(parse)
        && parsed.email.is_some()
    {
        person.name = parsed.name;
        person.email = parsed.email;
    }
    if person.uri.is_none() {
        person.uri = node.attribute("url").and_then(|u| resolve(node.base.as_deref(), u));
    }
    Some(person)
}

/// Adds a person unless the same one is there already.
pub(crate) fn add(people: &mut Vec<Person>, person: Option<Person>) {
    let Some(person) = person else { return };
    if people.is_empty() {
        people.reserve_exact(1);
    }
    if people.len() < 100 && !people.contains(&person) {
        people.push(person);
    }
}

fn tidy(text: &str) -> String {
    let mut name = text.trim();
    let mut before = ' ';
    let mut plain = |c: char| {
        let single = c != ' ' || before != ' ';
        before = c;
        single && (c.is_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '’'))
    };
    if name.chars().all(&mut plain) {
        return name.to_owned();
    }
    loop {
        let inner = name
            .strip_prefix('(')
            .and_then(|n| n.strip_suffix(')'))
            .or_else(|| name.strip_prefix('<').and_then(|n| n.strip_suffix('>')))
            .or_else(|| name.strip_prefix('"').and_then(|n| n.strip_suffix('"')));
        match inner {
            Some(inner) => name = inner.trim(),
            None => break,
        }
    }
    let name =
        name.replace("()", " ").replace("<>", " ").replace("&lt;&gt;", " ").replace("[]", " ");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches([',', ';', '-', ' ']).trim();
    let opens = name.strip_prefix('(').and_then(|n| n.strip_suffix(')'));
    opens.unwrap_or(name).trim().trim_matches('"').to_owned()
}

/// The byte range of the first thing that has the form of an e-mail address.
fn find_email(text: &str) -> Option<(usize, usize)> {
    let local = |c: char| c.is_ascii_alphanumeric() || "._-+%'".contains(c);
    let host = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    for (at, _) in text.match_indices('@') {
        let from = text.get(..at)?.char_indices().rev().take_while(|(_, c)| local(*c)).last();
        let domain = text.get(at + 1..)?;
        let len: usize = domain.chars().take_while(|c| host(*c)).map(char::len_utf8).sum();
        let domain = domain.get(..len)?.trim_end_matches(['.', '-']);
        if let Some((from, _)) = from
            && domain.contains('.')
            && !domain.starts_with('.')
        {
            return Some((from, at + 1 + domain.len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String) {
        let p = parse(text).unwrap_or_default();
        (p.name.unwrap_or_default(), p.email.unwrap_or_default())
    }

    #[test]
    fn spellings() {
        let ann = ("Ann Lee".to_owned(), "ann@example.com".to_owned());
        for text in [
            "ann@example.com (Ann Lee)",
            "Ann Lee (ann@example.com)",
            "Ann Lee <ann@example.com>",
            "Ann Lee, ann@example.com",
            "\"Ann Lee\" <ann@example.com>",
            "mailto:ann@example.com (Ann Lee)",
            "ann@example.com?subject=Hello (Ann Lee)",
        ] {
            assert_eq!(read(text), ann, "{text}");
        }
        assert_eq!(read("Ann Lee"), ("Ann Lee".into(), String::new()));
        assert_eq!(read("ann@example.com"), (String::new(), "ann@example.com".into()));
        assert_eq!(parse("  "), None);
        assert_eq!(read("Ann @ Home"), ("Ann @ Home".into(), String::new()));
    }
}
