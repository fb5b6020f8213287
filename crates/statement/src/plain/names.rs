//! Full names in a language that is read by a table.

use rustc_hash::FxHashMap;

use super::Table;
use super::told::bare;
use crate::lexicon::Lexicon;

/// Whom a text calls by a first name that is known and a surname: the first such pair of each surname.
#[derive(Debug)]
pub(crate) struct FullNames<'a> {
    first_names: FxHashMap<&'a str, &'a str>,
}

impl<'a> FullNames<'a> {
    /// Reads a text once for the names of all who speak in it.
    pub(crate) fn of(text: &'a str) -> Self {
        let lexicon = Lexicon::english();
        let is_first_name = |word: &str| {
            word.chars().next().is_some_and(char::is_uppercase) && {
                let lower = word.to_lowercase();
                lexicon.is("male_names", &lower) || lexicon.is("female_names", &lower)
            }
        };
        let mut first_names = FxHashMap::default();
        let mut before = "";
        for word in text
            .split(|sign: char| {
                sign.is_whitespace() || matches!(sign, ',' | '.' | '“' | '„' | '«' | '»' | '"')
            })
            .filter(|word| !word.is_empty())
        {
            if is_first_name(before) {
                first_names.entry(word).or_insert(before);
            }
            before = word;
        }
        Self { first_names }
    }

    /// The fullest name that the text gives somebody: a known first name before the surname, wherever
    /// it stands; titles and articles are left out.
    pub(crate) fn name(&self, table: &Table, mention: &str) -> (String, bool) {
        let is_title = |word: &str| {
            let lower = bare(word).trim_end_matches('.').to_lowercase();
            table.is("titles", &lower) || table.is("articles", &lower)
        };
        let words: Vec<&str> = mention.split_whitespace().collect();
        let first = words
            .iter()
            .rposition(|word| is_title(word) || word.chars().next().is_some_and(char::is_lowercase))
            .map_or(0, |at| at + 1);
        match words.get(first..).unwrap_or_default() {
            [] => {
                let joined = ["l'", "L'", "l’", "L’"];
                let plain = joined.iter().find_map(|article| mention.strip_prefix(article));
                let rest = match words.split_first() {
                    Some((article, rest))
                        if table.is("articles", &article.to_lowercase()) && !rest.is_empty() =>
                    {
                        rest.join(" ")
                    }
                    _ => plain.unwrap_or(mention).to_owned(),
                };
                (rest, false)
            }
            [surname] if surname.chars().count() > 2 => match self.first_names.get(surname) {
                Some(first_name) => (format!("{first_name} {surname}"), true),
                None => ((*surname).to_owned(), true),
            },
            name => (name.join(" "), true),
        }
    }
}
