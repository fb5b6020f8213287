//! Who is the same person in two articles: only who has the same full name and a compatible role.

/// Words of roles that many offices share, and that may change while a person stays.
const OFFICES: &[&str] = &[
    "president",
    "minister",
    "prime",
    "foreign",
    "defense",
    "defence",
    "interior",
    "finance",
    "chief",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "secretary",
    "general",
    "director",
    "head",
    "leader",
    "senator",
    "mayor",
    "governor",
    "chancellor",
    "ambassador",
    "press",
    "state",
    "prosecutor",
    "professor",
    "judge",
    "king",
    "queen",
    "pope",
    "chairman",
    "chairwoman",
    "chair",
    "deputy",
    "vice",
    "commander",
    "commissioner",
    "lawyer",
    "opposition",
    "lawmaker",
    "member",
    "executive",
    "officer",
    "coach",
    "author",
    "actor",
    "singer",
    "player",
    "analyst",
    "economist",
    "official",
    "representative",
    "envoy",
    "negotiator",
    "captain",
    "police",
];

/// Words that say nothing about which office it is.
const EMPTY: &[&str] = &[
    "the", "a", "an", "of", "for", "in", "at", "and", "s", "former", "ex", "then", "acting", "its",
    "his", "her", "their", "our", "new", "current", "longtime", "republic", "country",
];

/// A full name in the form in which it is compared: words in small letters with one blank between
/// them. `None` for less than two words, which are never compared across articles.
pub fn full_name(name: &str) -> Option<String> {
    let words: Vec<String> = name
        .split(|sign: char| sign.is_whitespace() || sign == '.')
        .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let long = words.iter().filter(|word| word.chars().count() > 1).count();
    (long >= 2 && words.len() <= 6).then(|| words.join(" "))
}

/// A full name as part of an address: `per-holm`.
pub fn slug(full_name: &str) -> String {
    let mut slug = String::new();
    for sign in full_name.chars() {
        if sign.is_alphanumeric() {
            slug.push(sign);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The words of a role, those of offices first.
fn parts(role: &str) -> (Vec<String>, Vec<String>) {
    role.to_lowercase()
        .replace('’', "'")
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| word.chars().count() > 1 && !EMPTY.contains(word))
        .map(str::to_owned)
        .partition(|word| OFFICES.contains(&word.as_str()))
}

/// Whether two roles may be one person's: they share an office, and where both say of what, they
/// say it of the same.
pub fn roles_agree(one: &str, other: &str) -> bool {
    let ((offices, of), (other_offices, other_of)) = (parts(one), parts(other));
    if offices.contains(&"deputy".to_owned()) != other_offices.contains(&"deputy".to_owned()) {
        return false;
    }
    let alike = |one: &String, other: &String| {
        let begin = |word: &str| word.chars().take(4).collect::<String>();
        one == other || (one.chars().count() > 4 && begin(one) == begin(other))
    };
    let share = |one: &[String], other: &[String]| {
        one.iter().any(|word| other.iter().any(|also| alike(word, also)))
    };
    let last = |offices: &[String]| offices.last().cloned();
    match (offices.is_empty(), other_offices.is_empty()) {
        (false, false) => {
            (last(&offices) == last(&other_offices)
                || offices.iter().all(|word| other_offices.contains(word))
                || other_offices.iter().all(|word| offices.contains(word)))
                && (of.is_empty() || other_of.is_empty() || share(&of, &other_of))
        }
        _ => share(&of, &other_of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_alone_is_nobody() {
        assert_eq!(full_name("Lavrov"), None);
        assert_eq!(full_name("J. Lavrov"), None);
        assert_eq!(full_name("Sergei  LAVROV").as_deref(), Some("sergei lavrov"));
        assert_eq!(full_name("Ana-Maria O’Neil").as_deref(), Some("ana-maria o’neil"));
        assert_eq!(slug("ana-maria o’neil"), "ana-maria-o-neil");
        assert_eq!(slug("j. r. ‘r’"), "j-r-r");
    }

    #[test]
    fn roles_of_two_people_part_them() {
        assert!(roles_agree("Russian Foreign Minister", "foreign minister of Russia"));
        assert!(roles_agree("Ukrainian President", "President"));
        assert!(roles_agree("former president", "the US President"));
        assert!(!roles_agree("Russian Foreign Minister", "Polish Foreign Minister"));
        assert!(!roles_agree("Kremlin spokesman", "basketball coach"));
        assert!(!roles_agree("Deputy Foreign Minister", "Foreign Minister"));
        assert!(!roles_agree("", "Foreign Minister"));
    }
}
