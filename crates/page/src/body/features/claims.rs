//! How a block agrees with what the page's head says of the article.

use super::super::{blocks::Block, tokens::Hash};
use crate::dom::Dom;

/// A body of fewer words in the page's data is a summary.
const MIN_BODY_WORDS: usize = 60;

/// What is longer is no title.
const LONGEST_TITLE: usize = 400;

/// So many bytes of a block are compared with the title and the description.
const STUDIED: usize = 1_000;

/// Words in a row that make two texts the same.
const RUN: usize = 4;

/// What the page's head says.
#[derive(Default)]
pub(crate) struct Claimed {
    title: Known,
    description: Known,
    /// Runs of words of the article in JSON-LD, if it has one.
    runs: Known,
    /// The words at the start of every block, one block after the other, and where each ends.
    words: Vec<u64>,
    ends: Vec<usize>,
}

/// Hashes to look up, in order.
#[derive(Default)]
struct Known(Vec<u64>);

impl FromIterator<u64> for Known {
    fn from_iter<I: IntoIterator<Item = u64>>(hashes: I) -> Self {
        let mut all: Vec<u64> = hashes.into_iter().collect();
        all.sort_unstable();
        all.dedup();
        Self(all)
    }
}

impl Known {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn words(text: &str) -> impl Iterator<Item = u64> + '_ {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| Hash::new(0).text(word).value())
}

fn runs(text: &str) -> impl Iterator<Item = u64> + '_ {
    let mut last = [0u64; RUN];
    words(text).enumerate().filter_map(move |(position, word)| {
        last.rotate_left(1);
        if let Some(end) = last.last_mut() {
            *end = word;
        }
        (position + 1 >= RUN).then(|| {
            last.iter().fold(0u64, |hash, word| hash.rotate_left(9).wrapping_mul(31) ^ word)
        })
    })
}

/// The article's text as the page's data has it (schema.org `articleBody`), read without parsing
/// the rest.
fn article_body(dom: &Dom) -> Option<String> {
    let scripts = dom.named("script").filter_map(|node| dom.own_text(node + 1));
    scripts.filter_map(body_in_json).max_by_key(String::len)
}

fn body_in_json(json: &str) -> Option<String> {
    let after = json.split_once("\"articleBody\"")?.1.trim_start().strip_prefix(':')?.trim_start();
    let literal = after.strip_prefix('"')?;
    let mut escaped = false;
    let end = literal.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    let literal = literal.get(..end)?.replace(['\n', '\r', '\t'], " ");
    let text: String = serde_json::from_str(&format!("\"{literal}\"")).ok()?;
    Some(if text.contains('<') || text.contains('&') {
        dateline_markup::plain_text(&text)
    } else {
        text
    })
}

fn share(of: impl Iterator<Item = u64>, known: &Known) -> (f32, f32) {
    let (mut all, mut common) = (0usize, 0usize);
    for word in of {
        all += 1;
        common += usize::from(known.0.binary_search(&word).is_ok());
    }
    (common as f32 / all.max(1) as f32, common as f32 / known.0.len().max(1) as f32)
}

impl Claimed {
    /// Gathers what the head says beside what was already found out, and the words of the blocks.
    pub fn of(dom: &Dom, blocks: &[Block], title: Option<&str>, description: Option<&str>) -> Self {
        let mut starts = Vec::with_capacity(blocks.len() * 16);
        let ends = blocks
            .iter()
            .map(|block| {
                let start = block.text.get(..block.text.floor_char_boundary(STUDIED));
                starts.extend(words(start.unwrap_or("")));
                starts.len()
            })
            .collect();
        let body = article_body(dom).filter(|body| words(body).nth(MIN_BODY_WORDS).is_some());
        Self {
            title: title.map(|title| words(title).collect()).unwrap_or_default(),
            description: description.map(|text| words(text).collect()).unwrap_or_default(),
            runs: body.map(|body| runs(&body).collect()).unwrap_or_default(),
            words: starts,
            ends,
        }
    }

    fn words_of(&self, index: usize) -> &[u64] {
        let from = index.checked_sub(1).and_then(|before| self.ends.get(before)).unwrap_or(&0);
        let to = self.ends.get(index).unwrap_or(from);
        self.words.get(*from..*to).unwrap_or(&[])
    }

    /// How much of the block's words and of the title's are in common, as one number.
    pub fn title_likeness(&self, index: usize, block: &Block) -> f32 {
        if self.title.is_empty() || block.letters > LONGEST_TITLE {
            return 0.0;
        }
        let (own, title) = share(self.words_of(index).iter().copied(), &self.title);
        own.min(title)
    }

    /// Adds the block's numbers to a row.
    pub fn push(&self, index: usize, block: &Block, out: &mut Vec<f32>) {
        let hashes = self.words_of(index);
        let (of_block, of_title) = share(hashes.iter().copied(), &self.title);
        let short = block.letters <= LONGEST_TITLE;
        out.push(if short { of_block.min(of_title) } else { 0.0 });
        out.push(if self.title.is_empty() { -1.0 } else { of_title });
        out.push(if self.description.is_empty() {
            -1.0
        } else {
            let (own, whole) = share(hashes.iter().copied(), &self.description);
            own * whole.sqrt()
        });
        out.push(if self.runs.is_empty() {
            -1.0
        } else if hashes.len() < RUN {
            0.5
        } else {
            share(runs(&block.text), &self.runs).0
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_in_the_data_is_found_without_its_escapes() {
        let json = r#"{"@type":"Article","articleBody" : "One \"two\" \u00e9","x":"y"}"#;
        assert_eq!(body_in_json(json).as_deref(), Some("One \"two\" é"));
        assert_eq!(body_in_json(r#"{"articleBody":["#), None);
    }
}
