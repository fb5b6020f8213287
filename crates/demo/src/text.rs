//! The form of an article's file: TOML between `+++` lines, then blocks of text between blank lines.

use serde::Deserialize;

use crate::article::Block;
use crate::error::DemoError;

/// The head of an article's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Front {
    pub headline: String,
    #[serde(default)]
    pub deck: Option<String>,
    #[serde(default)]
    pub authors: Vec<String>,
    #[serde(default)]
    pub age: String,
    #[serde(default)]
    pub section: String,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub lang: Option<String>,
    #[serde(default)]
    pub event: Option<String>,
    #[serde(default)]
    pub reprint_of: Option<String>,
    /// Words that the reprint changes in the original's text.
    #[serde(default)]
    pub replace: Vec<[String; 2]>,
    #[serde(default)]
    pub canonical_to_original: bool,
    #[serde(default)]
    pub paywalled: bool,
    #[serde(default)]
    pub path: Option<String>,
    #[serde(default)]
    pub caption: Option<String>,
    #[serde(default)]
    pub credit: Option<String>,
    /// In a `.edited.md` file: how long after the world's start it takes the place of the first version.
    #[serde(default)]
    pub after: Option<String>,
}

/// Splits a file into its head and its text.
pub(crate) fn split<'a>(file: &str, text: &'a str) -> Result<(Front, &'a str), DemoError> {
    let parts = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n"));
    let (front, body) =
        parts.ok_or_else(|| DemoError::text(file, "it has no head between +++ lines"))?;
    let front = toml::from_str(front).map_err(|error| DemoError::text(file, error))?;
    Ok((front, body))
}

/// Reads the blocks of a text. `{{2-4}}` stands for blocks 2 to 4 (from 1) of `original`.
pub(crate) fn blocks(
    file: &str,
    text: &str,
    original: Option<&[Block]>,
) -> Result<Vec<Block>, DemoError> {
    let mut blocks = Vec::new();
    for part in text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
        if let Some(range) = part.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) {
            let (from, to) = range.split_once('-').unwrap_or((range, range));
            let taken = from
                .parse()
                .ok()
                .zip(to.parse().ok())
                .and_then(|(from, to): (usize, usize)| original?.get(from.checked_sub(1)?..to));
            let taken = taken.ok_or_else(|| {
                DemoError::text(file, format!("the original has no blocks {range}"))
            })?;
            blocks.extend_from_slice(taken);
        } else if let Some(heading) = part.strip_prefix("## ") {
            blocks.push(Block::Heading(heading.to_owned()));
        } else if let Some(quote) = part.strip_prefix("> ") {
            blocks.push(Block::Quote(quote.replace("\n> ", " ")));
        } else if part.starts_with("- ") {
            blocks.push(Block::List(
                part.lines().map(|line| line.trim_start_matches("- ").to_owned()).collect(),
            ));
        } else {
            blocks.push(Block::Paragraph(part.replace('\n', " ")));
        }
    }
    Ok(blocks)
}

/// The block with each pair's first words changed into its second.
pub(crate) fn replaced(block: &Block, pairs: &[[String; 2]]) -> Block {
    let change = |words: &String| {
        pairs.iter().fold(words.clone(), |words, [from, to]| words.replace(from, to))
    };
    match block {
        Block::Paragraph(words) => Block::Paragraph(change(words)),
        Block::Heading(words) => Block::Heading(change(words)),
        Block::Quote(words) => Block::Quote(change(words)),
        Block::List(points) => Block::List(points.iter().map(change).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_each_kind_are_read() {
        let original = [Block::Paragraph("Old one.".into()), Block::Paragraph("Old two.".into())];
        let read = blocks(
            "x",
            "First\nline.\n\n## Head\n\n- a\n- b\n\n> Said.\n\n{{2}}\n",
            Some(&original),
        )
        .unwrap();
        assert_eq!(
            read,
            [
                Block::Paragraph("First line.".into()),
                Block::Heading("Head".into()),
                Block::List(vec!["a".into(), "b".into()]),
                Block::Quote("Said.".into()),
                Block::Paragraph("Old two.".into()),
            ]
        );
        assert!(blocks("x", "{{2-3}}", Some(&original)).is_err());
    }
}
