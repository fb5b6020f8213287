//! What a block's text looks like, whatever its language.

use super::super::blocks::Block;

/// Shares and marks of one block's text.
pub(super) struct Line {
    words: f32,
    /// The share of the words that open with a capital letter.
    pub capitals: f32,
    /// The share of the letters that are capitals.
    upper: f32,
    digits: f32,
    /// The share of the words that have at most three letters, as function words have.
    short_words: f32,
    /// 1 for a full stop or the like, 0.5 after a closing quote, -1 for a colon.
    pub ends_sentence: f32,
    opens_lower: f32,
    quotes: f32,
    dashes_and_bars: f32,
    odd_signs: f32,
    distinct: f32,
}

impl Line {
    /// Measures a text; beyond its first kilobytes nothing new is learnt.
    pub fn of(text: &str) -> Self {
        let text = text.get(..text.floor_char_boundary(3_000)).unwrap_or(text);
        let (mut letters, mut upper, mut digits, mut bars, mut odd, mut quotes) =
            (0usize, 0usize, 0usize, 0usize, 0usize, 0usize);
        for letter in text.chars() {
            match letter {
                'a'..='z' | ' ' => {}
                'A'..='Z' => upper += 1,
                '0'..='9' => digits += 1,
                '"' | '“' | '”' | '«' | '»' | '„' => quotes += 1,
                '|' | '–' | '—' | '-' | '/' | '•' | '·' | '›' | '→' => bars += 1,
                '@' | '©' | '#' | '_' | '+' | '&' | '®' | '™' => odd += 1,
                _ => upper += usize::from(letter.is_uppercase()),
            }
            letters += 1;
        }
        let (mut words, mut capitals, mut short, mut distinct) = (0usize, 0usize, 0usize, 0usize);
        let mut last = "";
        for word in text.split(' ') {
            words += 1;
            capitals += usize::from(word.starts_with(char::is_uppercase));
            short += usize::from(word.len() <= 3);
            distinct += usize::from(word != last);
            last = word;
        }
        let share = |count: usize, all: usize| count as f32 / all.max(1) as f32;
        let mut tail = text.chars().rev();
        let ends_sentence = match tail.next() {
            Some('.' | '!' | '?' | '…' | '。') => 1.0,
            Some('"' | '”' | '»' | ')' | '\'' | '’') => 0.5,
            Some(':') => -1.0,
            _ => 0.0,
        };
        Self {
            words: words as f32,
            capitals: share(capitals, words),
            upper: share(upper, letters),
            digits: share(digits, letters),
            short_words: share(short, words),
            ends_sentence,
            opens_lower: f32::from(u8::from(text.starts_with(char::is_lowercase))),
            quotes: quotes as f32,
            dashes_and_bars: share(bars, letters),
            odd_signs: odd as f32,
            distinct: share(distinct, words),
        }
    }

    /// Adds the block's own numbers to a row.
    pub fn push(&self, block: &Block, out: &mut Vec<f32>) {
        let letters = block.letters as f32;
        out.extend([
            letters,
            self.words,
            letters / self.words.max(1.0),
            block.link_density(),
            block.linked as f32,
            block.stops as f32,
            100.0 * block.stops as f32 / letters.max(1.0),
            self.capitals,
            self.upper,
            self.digits,
            self.short_words,
            self.ends_sentence,
            self.opens_lower,
            self.quotes,
            self.dashes_and_bars,
            self.odd_signs,
            self.distinct,
            block.kind.code(),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_and_a_sentence() {
        let headline = Line::of("Bridge Opens In Riga");
        let sentence = Line::of("The bridge in Riga is open.");
        assert!(headline.capitals > sentence.capitals);
        assert!((headline.ends_sentence, sentence.ends_sentence) == (0.0, 1.0));
    }
}
