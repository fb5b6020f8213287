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
    let all: Vec<&str> = text.split("\n\n").collect();
    let last = all.get(all.len().saturating_sub(4)..).unwrap_or_default();
    for line in last.iter().copied().chain(tail.iter().map(String::as_str)) {
        // Most lines are prose, and every phrase below has one of these words.
        let may_name = ["eporting by", "eported from", "ontribut", "reporting", "Mitarbeit"]
            .iter()
            .any(|word| line.contains(word));
        if line.len() > 700 || !may_name {
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

/// Whether a line says nothing but who contributed.
pub(crate) fn is_credit(line: &str) -> bool {
    let sentences = sentences(line);
    line.len() <= 500
        && !sentences.is_empty()
        && sentences.iter().all(|sentence| {
            let bare = sentence.trim_start_matches(['(', ' ']).to_lowercase();
            !of_sentence(sentence).is_empty() || bare.starts_with("editing by ")
        })
}

/// The sentences of a line; the point after an initial or a title ends none.
fn sentences(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, mark) in line.match_indices(['.', ';']) {
        let before = line.get(from..at).unwrap_or("");
        let word = before.rsplit([' ', '.']).next().unwrap_or("");
        let shortened = mark == "."
            && (word.chars().count() == 1
                || matches!(word, "St" | "Mr" | "Ms" | "Mrs" | "Dr" | "Jr" | "Sr" | "Gov" | "Sen"));
        if !shortened {
            found.push(before.trim());
            from = at + 1;
        }
    }
    found.push(line.get(from..).unwrap_or("").trim());
    found.retain(|sentence| sentence.len() > 8);
    found
}

fn of_sentence(sentence: &str) -> Vec<Contributor> {
    // Who edited a report did not report for it.
    let sentence = [" Editing by ", " editing by ", "Editing by ", "editing by "]
        .iter()
        .find_map(|mark| sentence.split_once(mark))
        .map_or(sentence, |(before, _)| before);
    const VERBS: &[&str] = &[
        " contributed to this",
        " contributed reporting",
        " contributed from ",
        " contributed research",
        " also contributed",
        " contributed to the reporting",
        " provided reporting",
    ];
    const OPENINGS: &[&str] =
        &["Additional reporting by ", "With reporting by ", "Reporting by ", "Mitarbeit: "];
    let sentence = sentence.trim_start_matches(['(', '—', '–', ' ', '•', '_', '*', '[']);
    let sentence = sentence.trim_end_matches([')', ']', '_', '*', ' ']);
    if let Some(rest) = OPENINGS.iter().find_map(|opening| sentence.strip_prefix(opening)) {
        return named(rest, 2);
    }
    if let Some((subject, place)) = sentence.split_once(" reported from ") {
        let place = place.split([')', '(']).next().unwrap_or(place).trim();
        let place = place.split(" and ").next().unwrap_or(place).trim_end_matches(',');
        // "Abbakumova reported from Riga" names one whose full name the byline has.
        return named(subject, 1)
            .into_iter()
            .map(|person| Contributor { place: Some(place.to_owned()), ..person })
            .collect();
    }
    let verb = VERBS.iter().filter_map(|verb| sentence.find(verb)).min();
    verb.and_then(|at| sentence.get(..at)).map(|subject| named(subject, 2)).unwrap_or_default()
}

/// The people of "Ann Lee and Bob Roy in Riga and Jo Smith", each with a name of at least so many
/// words; a place belongs to all before it that have none yet.
fn named(subject: &str, least: usize) -> Vec<Contributor> {
    if subject.len() > 300 {
        return Vec::new();
    }
    let subject = subject.trim_end_matches([',', ' ']);
    let subject = subject.replace(" and ", ", ").replace(" und ", ", ").replace(" & ", ", ");
    let mut people: Vec<Contributor> = Vec::new();
    let mut waiting = 0;
    for part in subject.split(", ").map(str::trim) {
        let part = strip_role(part);
        // "ESPN's Ann Lee"
        let part =
            part.split_once("’s ").or_else(|| part.split_once("'s ")).map_or(part, |(_, p)| p);
        let (name, place) = match part.split_once(" in ").or_else(|| part.split_once(" from ")) {
            Some((name, place)) => (name.trim(), Some(place.trim_end_matches(',').to_owned())),
            None => (part, None),
        };
        let words = name.split(' ').count();
        let capitals = name.split(' ').all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                || matches!(word, "de" | "van" | "von" | "al" | "da")
        });
        if people::is_name(name) && capitals && words >= least && !name.starts_with("The ") {
            let placed = place.is_some();
            people.push(Contributor { name: name.to_owned(), place: place.clone() });
            if placed {
                for person in people.iter_mut().skip(waiting) {
                    person.place = place.clone();
                }
                waiting = people.len();
            }
        } else if let Some(last) = people.last_mut()
            && capitals
            && words <= 2
            && let Some(place) = &mut last.place
        {
            // The country after the town.
            place.push_str(", ");
            place.push_str(name);
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
        let line = "Ostrova reported from Riga, Latvia. Ann B. Lee and Bob Roy in St. Ives and Jo Fox \
                    in Oslo, Norway, contributed to this report.";
        let found = contributors(line, &[]);
        let pairs: Vec<_> = found.iter().map(|p| (p.name.as_str(), p.place.as_deref())).collect();
        assert_eq!(
            pairs,
            [
                ("Ostrova", Some("Riga, Latvia")),
                ("Ann B. Lee", Some("St. Ives")),
                ("Bob Roy", Some("St. Ives")),
                ("Jo Fox", Some("Oslo, Norway")),
            ]
        );
        let reuters = of_sentence("(Reporting by Ann Lee in Riga and Bob Roy Editing by Jo Fox)");
        assert_eq!(reuters.len(), 2);
        assert!(of_sentence("Reporting by The Associated Press").is_empty());
        assert!(of_sentence("The storm contributed to this year's losses").is_empty());
    }
}
