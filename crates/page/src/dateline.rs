//! Datelines (`KYIV —`, `LONDON (AP) —`) and the lines that name contributors.

use crate::{Contributor, Dateline, metadata::people};

/// A dateline is short.
const MAX_DATELINE: usize = 80;

/// The dateline with which a text opens.
pub(crate) fn of_text(text: &str) -> Option<Dateline> {
    text.split("\n\n").take(3).find_map(of_block)
}

fn of_block(block: &str) -> Option<Dateline> {
    let (start, rest) = ["—", "–", " - ", "--"]
        .iter()
        .filter_map(|dash| block.split_once(dash))
        .min_by_key(|(start, _)| start.len())?;
    let line = start.trim();
    if line.is_empty() || line.len() > MAX_DATELINE || rest.trim().len() < 20 {
        return None;
    }
    let place = line.split(['(', ',']).next().unwrap_or("").trim();
    let shouted = place.chars().filter(|letter| letter.is_alphabetic()).count() >= 3
        && place.chars().all(|letter| !letter.is_alphabetic() || letter.is_uppercase());
    let agency = line.contains('(') && line.ends_with(')') && place.split(' ').count() <= 4;
    let words = place.split(' ').count();
    if !(shouted || agency)
        || words > 5
        || place.contains(['.', ':', '?', '!']) && !place.contains("St.")
    {
        return None;
    }
    Some(Dateline { place: place.to_owned(), text: line.to_owned() })
}

/// The people whom lines such as "Jo Roy in Riga contributed to this report" name.
pub(crate) fn contributors(text: &str, tail: &[String]) -> Vec<Contributor> {
    let mut found: Vec<Contributor> = Vec::new();
    let blocks = text.split("\n\n");
    let last: Vec<&str> = {
        let all: Vec<&str> = blocks.collect();
        all.into_iter().rev().take(4).collect()
    };
    for line in last.into_iter().chain(tail.iter().map(String::as_str)) {
        // Most lines are prose, and every phrase below has one of these words.
        if line.len() > 700
            || !["eporting by", "eported from", "ontribut", "reporting"]
                .iter()
                .any(|word| line.contains(word))
        {
            continue;
        }
        for sentence in sentences(line) {
            for person in of_sentence(sentence) {
                if !found.iter().any(|known| known.name == person.name) {
                    found.push(person);
                }
            }
        }
    }
    found
}

fn sentences(line: &str) -> impl Iterator<Item = &str> {
    line.split(['.', ';']).map(str::trim).filter(|sentence| sentence.len() > 8)
}

fn of_sentence(sentence: &str) -> Vec<Contributor> {
    const VERBS: &[&str] = &[
        " contributed to this",
        " contributed reporting",
        " reported from ",
        " contributed from ",
        " contributed research",
        " also contributed",
        " contributed to the reporting",
        " provided reporting",
    ];
    let sentence = sentence.trim_start_matches(['(', '—', '–', ' ', '•']);
    let reporting_by = ["Additional reporting by ", "With reporting by ", "Reporting by "]
        .iter()
        .find_map(|opening| sentence.strip_prefix(opening));
    let (subject, reported_from) = match reporting_by {
        Some(rest) => (rest, None),
        None => {
            let Some((at, verb)) =
                VERBS.iter().filter_map(|verb| sentence.find(verb).map(|at| (at, verb))).min()
            else {
                return Vec::new();
            };
            let place = (*verb == " reported from ")
                .then(|| sentence.get(at + verb.len()..))
                .flatten()
                .map(|place| place.split([',', ')']).next().unwrap_or(place).trim().to_owned());
            (sentence.get(..at).unwrap_or(""), place)
        }
    };
    if subject.len() > 300 {
        return Vec::new();
    }
    let subject = subject.replace(" and ", ", ");
    let mut people: Vec<Contributor> = Vec::new();
    for part in subject.split(", ") {
        let part = strip_role(part.trim());
        let (name, place) = match part.split_once(" in ").or_else(|| part.split_once(" from ")) {
            Some((name, place)) => (name.trim(), Some(place.trim().to_owned())),
            None => (part, None),
        };
        let capitals = name.split(' ').all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                || matches!(word, "de" | "van" | "von" | "al" | "da")
        });
        if people::is_name(name) && capitals && name.split(' ').count() >= 2 {
            people.push(Contributor {
                name: name.to_owned(),
                place: place.or_else(|| reported_from.clone()),
            });
        }
    }
    people
}

/// "Associated Press writers Ann Lee" is about Ann Lee.
fn strip_role(part: &str) -> &str {
    [
        "writers ",
        "writer ",
        "reporters ",
        "reporter ",
        "journalists ",
        "journalist ",
        "correspondents ",
        "correspondent ",
        "producer ",
        "editor ",
    ]
    .iter()
    .filter_map(|role| part.find(role).and_then(|at| part.get(at + role.len()..)))
    .next_back()
    .unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines() {
        let of = |text: &str| of_text(text).map(|found| (found.place, found.text));
        let rest = "The council met on Monday and said much.";
        let pair = |place: &str, text: &str| Some((place.to_owned(), text.to_owned()));
        assert_eq!(of(&format!("KYIV — {rest}")), pair("KYIV", "KYIV"));
        assert_eq!(of(&format!("LONDON (AP) — {rest}")), pair("LONDON", "LONDON (AP)"));
        assert_eq!(
            of(&format!("PORT SAREL, Dec. 3 — {rest}")),
            pair("PORT SAREL", "PORT SAREL, Dec. 3")
        );
        assert_eq!(of(&format!("He said — and meant it — that {rest}")), None);
    }

    #[test]
    fn contributors_of_a_sentence() {
        let found = of_sentence(
            "Associated Press writers Ann Lee in Riga and Bob Roy contributed to this report",
        );
        let pairs: Vec<_> = found.iter().map(|p| (p.name.as_str(), p.place.as_deref())).collect();
        assert_eq!(pairs, [("Ann Lee", Some("Riga")), ("Bob Roy", None)]);
        let found = of_sentence("Jo Smith reported from Kyiv");
        assert_eq!(found.first().and_then(|p| p.place.clone()).as_deref(), Some("Kyiv"));
        assert!(of_sentence("The storm contributed to this year's losses").is_empty());
    }
}
