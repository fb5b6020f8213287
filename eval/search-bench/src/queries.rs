//! Mixed queries, each made from an article, so that most of them find something.

use crate::articles::{Chance, NOW, article, outlet_name};

/// A query in a form that each engine's language can be written from.
#[derive(Clone, Default)]
pub struct Asked {
    pub words: Vec<String>,
    /// The words stand one after the other.
    pub is_phrase: bool,
    /// One of the words is enough.
    pub is_any: bool,
    pub not: Option<String>,
    pub language: Option<String>,
    pub outlet: Option<u64>,
    /// Not older than this moment.
    pub since: Option<i64>,
    /// The last word is the beginning of one.
    pub is_typed: bool,
}

impl Asked {
    /// In Dateline's language.
    pub fn text(&self) -> String {
        let mut text = if self.is_phrase {
            format!("\"{}\"", self.words.join(" "))
        } else {
            self.words.join(if self.is_any { " OR " } else { " " })
        };
        if let Some(not) = &self.not {
            text += &format!(" -{not}");
        }
        if let Some(language) = &self.language {
            text += &format!(" lang:{language}");
        }
        if let Some(outlet) = self.outlet {
            text += &format!(" outlet:\"{}\"", outlet_name(outlet));
        }
        if let Some(since) = self.since {
            text += &format!(" newer:{}d", (NOW - since) / 86_400);
        }
        text
    }
}

fn content(text: &str) -> Vec<String> {
    let words = text.split_whitespace().map(|word| {
        word.chars().filter(|c| c.is_ascii_alphabetic()).collect::<String>().to_lowercase()
    });
    words.filter(|word| word.len() > 4).collect()
}

/// The queries of those who have typed them to the end.
pub fn whole(count: u64, articles: u64) -> Vec<Asked> {
    (0..count).map(|number| one(number, articles)).collect()
}

fn one(number: u64, articles: u64) -> Asked {
    let mut chance = Chance::new(number ^ 0xA5A5_0000);
    let article = article(chance.below(articles));
    let words = content(&article.text);
    let mut word = || words[chance.below(words.len() as u64) as usize].clone();
    let mut asked = Asked::default();
    match number % 10 {
        0 | 1 => asked.words = vec![word()],
        2 | 3 => asked.words = vec![word(), word()],
        4 => asked.words = vec![word(), word(), word()],
        5 => {
            // People quote what has a name: three words, a content word at each end.
            let all: Vec<&str> = article.text.split_whitespace().collect();
            let is_content = |word: &str| word.len() > 4 && word.bytes().all(|b| b.is_ascii_alphabetic());
            let found = all.windows(3).find(|w| is_content(w[0]) && is_content(w[2]) && !w[1].contains(['.', '-']));
            let phrase = found.unwrap_or(&all[..3]);
            asked.words = phrase.iter().map(|word| word.trim_matches(['.', ',']).to_lowercase()).collect();
            asked.is_phrase = true;
        }
        6 => {
            let authors = article.authors.first();
            let name = authors.map_or_else(|| "Reuters Staff".to_owned(), Clone::clone);
            asked.words = name.to_lowercase().split(' ').map(str::to_owned).collect();
        }
        7 => {
            asked.words = vec![word()];
            asked.language = article.language;
        }
        8 => {
            asked.words = vec![word(), word()];
            asked.is_any = true;
            asked.not = Some(word());
        }
        _ => {
            asked.words = vec![word()];
            if number % 20 == 9 {
                asked.since = Some(NOW - 30 * 86_400);
            } else {
                asked.outlet = article.outlet.map(|outlet| outlet.id.0 as u64);
            }
        }
    }
    asked
}

/// Queries at some letter, from the second on, while they are typed.
pub fn typed(count: u64, articles: u64) -> Vec<Asked> {
    let mut typed = Vec::new();
    for number in 0..count {
        let mut chance = Chance::new(number ^ 0x5A5A_0000);
        let whole = one(number % 5, 1).words.len();
        let mut asked = Asked { is_typed: true, ..Asked::default() };
        let article = article(chance.below(articles));
        let words = content(if number % 3 == 0 { &article.title } else { &article.text });
        for _ in 0..whole {
            let at = chance.below(words.len().max(1) as u64) as usize;
            asked.words.extend(words.get(at).cloned());
        }
        if asked.words.is_empty() {
            asked.words.push("the".to_owned());
        }
        let last = asked.words.len() - 1;
        let letters = asked.words[last].len() as u64;
        asked.words[last].truncate((2 + chance.below(letters - 1)) as usize);
        typed.push(asked);
    }
    typed
}
