//! Small measures on words.

/// White space folded to single spaces, none at the ends.
pub(crate) fn fold(text: &str) -> String {
    fold_within(text, text.len()).unwrap_or_default()
}

/// The same, where it is no longer than so many bytes; of a longer text no more than that is read.
pub(crate) fn fold_within(text: &str, longest: usize) -> Option<String> {
    let mut out = String::with_capacity(text.len().min(longest));
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.len() > longest {
            return None;
        }
    }
    Some(out)
}

/// The words of a text in lower case, punctuation gone.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'' && letter != '’')
        .map(|word| {
            word.chars()
                .filter(|letter| letter.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect::<String>()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// How alike two lines are: the share of words in common (Dice's coefficient), 0 to 1.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    let (mut a, mut b) = (tokens(a), tokens(b));
    let all = a.len() + b.len();
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    a.sort();
    b.sort();
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * common as f64 / all as f64
}

/// How many words a text has; what holds no letter or digit is none.
pub(crate) fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// The words that a class or id is made of: `js-relatedArticles_2` is js, related, articles, 2.
pub(crate) fn identifier_words(identifier: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_identifier_word(identifier, |word| words.push(word.to_owned()));
    words
}

/// Shows every word of a class or id, as [`identifier_words`] cuts it.
pub(crate) fn each_identifier_word(identifier: &str, mut see: impl FnMut(&str)) {
    let mut current = String::new();
    let mut before_lower = false;
    for letter in identifier.chars() {
        let starts = !letter.is_alphanumeric() || (letter.is_uppercase() && before_lower);
        if starts && !current.is_empty() {
            see(&current);
            current.clear();
        }
        if letter.is_ascii_alphanumeric() {
            current.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() {
            current.extend(letter.to_lowercase());
        }
        before_lower = letter.is_lowercase();
    }
    if !current.is_empty() {
        see(&current);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_of_lines() {
        assert!((likeness("A big day", "a BIG day!") - 1.0).abs() < 1e-9);
        assert!(likeness("one two three", "four") < 0.01);
    }

    #[test]
    fn identifiers_fall_into_words() {
        assert_eq!(identifier_words("js-relatedArticles_2"), ["js", "related", "articles", "2"]);
    }

    #[test]
    fn folded_text_is_measured_after_folding() {
        assert_eq!(fold("  one\n\ttwo "), "one two");
        assert_eq!(fold_within(" one    two ", 7).as_deref(), Some("one two"));
        assert_eq!(fold_within("one two", 6), None);
    }

    #[test]
    fn dashes_are_no_words() {
        assert_eq!(count("One — two 3"), 3);
    }
}
