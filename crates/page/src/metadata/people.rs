//! From a byline to people.

use super::dates;
use crate::words::fold;

/// A longer text is no byline.
const MAX_BYLINE: usize = 1_000;

/// What stands before the names.
const OPENINGS: &[&str] = &[
    "by:",
    "by",
    "written by",
    "story by",
    "posted by",
    "words by",
    "review by",
    "reviewed by",
    "text by",
    "article by",
    "author:",
    "authors:",
    "author",
    "published by",
    "reporting by",
    "contributed by",
    "from",
    "von",
    "par",
    "por",
    "di",
    "autor:",
    "door",
    "text:",
    "words:",
];

/// Words that make a part of a byline a role rather than a name.
const ROLES: &[&str] = &[
    "staff",
    "writer",
    "reporter",
    "editor",
    "correspondent",
    "contributor",
    "columnist",
    "bureau",
    "producer",
    "photographer",
    "journalist",
    "chief",
    "manager",
    "director",
    "intern",
    "author",
    "senior",
    "associate",
    "assistant",
    "freelance",
    "critic",
    "ceo",
    "founder",
    "president",
    "officer",
    "specialist",
    "analyst",
    "professor",
    "minutes",
    "min",
    "read",
    "updated",
    "published",
    "follow",
    "posted",
    "ago",
    "am",
    "pm",
    "view",
    "more",
    "share",
    "about",
    "written",
    "bio",
    "marketing",
    "coordinator",
    "licensed",
    "certified",
    "head",
    "development",
    "engineer",
    "consultant",
    "expert",
    "vp",
    "lead",
    "strategist",
    "designer",
    "developer",
    "scientist",
    "researcher",
    "cofounder",
    "posts",
    "articles",
    "profile",
    "website",
    "blog",
    "contact",
    "comments",
    "reviewed",
    "hardware",
    "photos",
    "images",
    "courtesy",
    "credit",
    "subscribe",
    "login",
    "home",
    "menu",
    "search",
    "strategy",
    "insights",
    "insight",
    "news",
    "newsroom",
    "redazione",
    "redaktion",
    "redacción",
    "rédaction",
    "team",
    "journalism",
    "fiction",
    "update",
    "sponsored",
    "advertisement",
    "privacy",
    "policy",
    "terms",
    "guide",
    "guides",
    "reviews",
];

/// Words that no signature has, though a button beside it may.
const BUTTONS: &[&str] = &[
    "view",
    "more",
    "posts",
    "read",
    "share",
    "follow",
    "subscribe",
    "login",
    "home",
    "menu",
    "search",
    "comments",
    "minutes",
    "updated",
    "published",
    "about",
    "profile",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "author",
    "authors",
    "by",
    "meet",
    "our",
    "join",
    "contact",
    "your",
];

/// Names that are none.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "editor",
    "staff",
    "author",
    "unknown",
    "guest",
    "user",
    "webmaster",
    "anonymous",
    "n/a",
    "none",
    "null",
    "undefined",
    "root",
    "wpadmin",
    "superadmin",
    "test",
    "default",
];

/// The people of a byline such as `By Ann Lee and Bob Roy, Staff Writer`.
pub(crate) fn of_byline(byline: &str) -> Vec<String> {
    if byline.len() > MAX_BYLINE {
        return Vec::new();
    }
    let line = fold(byline);
    let mut line = undated(&line);
    if let Some(at) = line.to_ascii_lowercase().find("written by ") {
        line = line.get(at..).unwrap_or(line);
    }
    loop {
        let lower = line.to_lowercase();
        let opening = OPENINGS
            .iter()
            .filter(|opening| {
                lower.strip_prefix(**opening).is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with([' ', ':']) || opening.ends_with(':')
                })
            })
            .map(|opening| opening.len())
            .max();
        match opening {
            Some(length) => line = line.get(length..).unwrap_or("").trim_start_matches([':', ' ']),
            None => break,
        }
    }
    let line = line
        .split(['|', '•', '·', '\n', '(', '[', '/', '–', '—'])
        .next()
        .unwrap_or("")
        .split(" - ")
        .next()
        .unwrap_or("");
    let separated = line
        .replace(" and ", ",")
        .replace(" And ", ",")
        .replace(" AND ", ",")
        .replace(" & ", ",")
        .replace(" und ", ",")
        .replace(" with ", ",")
        .replace(" y ", ",")
        .replace(" et ", ",")
        .replace(';', ",");
    let mut people: Vec<String> = Vec::new();
    for part in separated.split(',') {
        let part = part.trim().trim_end_matches('.');
        let part = part.strip_prefix("and ").unwrap_or(part);
        let part = part.strip_prefix("By ").or_else(|| part.strip_prefix("by ")).unwrap_or(part);
        let cut = [" for ", " in ", " at ", " of ", " on ", " from ", " is "]
            .iter()
            .filter_map(|word| part.find(word))
            .min()
            .unwrap_or(part.len());
        let name = fold(part.get(..cut).unwrap_or(part));
        if is_name(&name) && !people.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
            people.push(name);
        }
    }
    people
}

/// A byline without the date before or after the names.
fn undated(line: &str) -> &str {
    let Some(mention) = dates::mentions(line).into_iter().next() else { return line };
    match line.get(..mention.start) {
        Some(before) if before.contains(char::is_alphabetic) => before,
        _ => {
            let after = line.get(mention.end..).unwrap_or("");
            after.trim_start_matches(|letter: char| !letter.is_alphabetic())
        }
    }
}

/// The handle of somebody who signs without a name, such as `annlee`.
pub(crate) fn handle(line: &str) -> Option<String> {
    let line = fold(line);
    let longest = if is_group(&line) { 5 } else { 3 };
    let plain = (3..=40).contains(&line.len())
        && line
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | ' '))
        && line.contains(char::is_alphabetic)
        && line.split(' ').count() <= longest
        && !line.split(' ').any(|word| BUTTONS.contains(&word.to_lowercase().as_str()));
    (plain && !NOBODY.contains(&line.to_lowercase().as_str())).then_some(line)
}

/// Whether a signature is that of several who are not named, such as "The Bugle Team".
pub(crate) fn is_group(line: &str) -> bool {
    line.contains(' ')
        && line.to_lowercase().split(' ').any(|word| {
            matches!(word, "team" | "staff" | "editors" | "desk" | "newsroom" | "redaktion")
        })
}

/// Whether a line could be the name of somebody.
pub(crate) fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let lower = name.to_lowercase();
    let degree = words.len() == 1
        && name.len() <= 5
        && name.chars().all(|letter| letter.is_uppercase() || letter == '.');
    let is_doctor =
        matches!(lower.as_str(), "phd" | "ph.d" | "md" | "jr" | "sr" | "esq" | "mph" | "rn");
    let is_role = words.iter().any(|word| {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
        ROLES.contains(&bare.as_str())
    });
    (2..=60).contains(&name.len())
        && words.len() <= 6
        && name.chars().next().is_some_and(|first| first.is_alphabetic())
        && (words.len() > 1 || name.chars().next().is_some_and(char::is_uppercase))
        && !name.chars().any(|letter| {
            letter.is_ascii_digit()
                || matches!(letter, '@' | '{' | '<' | '=' | '_' | ':' | '?' | '!')
        })
        && !lower.contains("http")
        && !lower.contains("www.")
        && !degree
        && !is_doctor
        && !is_role
        && !(words.len() == 1 && BUTTONS.contains(&lower.as_str()))
        && !NOBODY.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines() {
        assert_eq!(of_byline("By Ann Lee and Bob Roy, Staff Writer"), ["Ann Lee", "Bob Roy"]);
        assert_eq!(of_byline("Written by: Jo Smith | December 1, 2025"), ["Jo Smith"]);
        assert_eq!(of_byline("Ann Lee, MS, RD"), ["Ann Lee"]);
        assert_eq!(of_byline("Kristin"), ["Kristin"]);
        assert_eq!(of_byline("By Ann Lee for The Daily Bugle"), ["Ann Lee"]);
        assert!(of_byline("admin").is_empty());
        assert!(of_byline("5 minutes read").is_empty());
    }
}
