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

/// The words that [`tokens`] finds as hashes (FNV-1a, 64 bits), in order: a line that is compared
/// with another may be as long as a page.
fn sorted_hashes(text: &str) -> Vec<u64> {
    const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;
    let add = |hash: u64, value: u32| (hash ^ u64::from(value)).wrapping_mul(0x0000_0100_0000_01b3);
    let mut hashes = Vec::new();
    let mut hash = EMPTY;
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            hash = add(hash, u32::from(letter.to_ascii_lowercase()));
        } else if letter.is_alphanumeric() {
            let lower = letter.to_lowercase().filter(|lower| lower.is_alphanumeric());
            hash = lower.fold(hash, |hash, lower| add(hash, u32::from(lower)));
        } else if letter != '\'' && letter != '’' && hash != EMPTY {
            hashes.push(hash);
            hash = EMPTY;
        }
    }
    if hash != EMPTY {
        hashes.push(hash);
    }
    hashes.sort_unstable();
    hashes
}

/// How alike two lines are: the share of words in common (Dice's coefficient), 0 to 1.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (sorted_hashes(a), sorted_hashes(b));
    let all = a.len() + b.len();
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
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

/// What was found out of identifiers: a page uses the same classes over and over. Of two that share
/// a place only the later is known, so that no choice of names makes the looking slow.
pub(crate) struct Remembered<'t, T>(Vec<(&'t str, T)>);

/// A power of two.
const PLACES: usize = 512;

impl<'t, T: Copy + Default> Remembered<'t, T> {
    /// Knows only the empty identifier, of which nothing but the default is ever found out.
    pub fn new() -> Self {
        Self(vec![("", T::default()); PLACES])
    }

    /// What is known of an identifier, found out where it is new.
    pub fn of(&mut self, identifier: &'t str, find: impl FnOnce(&str) -> T) -> T {
        let bytes = identifier.as_bytes();
        let word = |part: Option<&[u8]>| {
            part.unwrap_or(bytes)
                .iter()
                .take(8)
                .fold(0u64, |word, &byte| word << 8 | u64::from(byte))
        };
        let (start, end) = (word(None), word(bytes.last_chunk::<8>().map(<[u8; 8]>::as_slice)));
        let mixed =
            (start.rotate_left(29) ^ end ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let Some(slot) = self.0.get_mut((mixed >> 48) as usize & (PLACES - 1)) else {
            return find(identifier);
        };
        if slot.0 != identifier {
            *slot = (identifier, find(identifier));
        }
        slot.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_was_found() {
        let names: Vec<String> = (0..4 * PLACES).map(|at| format!("name-{at}")).collect();
        let mut known = Remembered::new();
        for name in names.iter().chain(&names) {
            assert_eq!(known.of(name, str::len), name.len());
        }
        assert_eq!(known.of("", str::len), 0);
    }

    #[test]
    fn likeness_of_lines() {
        assert!((likeness("A big day", "a BIG day!") - 1.0).abs() < 1e-9);
        assert!(likeness("one two three", "four") < 0.01);
        assert!((likeness("Jo’s Éclair 2", "jos ÉCLAIR - 3") - 2.0 / 3.0).abs() < 1e-9);
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
