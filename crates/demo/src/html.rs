//! Small pieces of HTML: escaping, the small markup of the texts, and blocks.

use crate::article::{Article, Block};
use crate::site::Site;

/// The text with `&`, `<`, `>` and `"` escaped, fit for HTML and XML text and quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter => out.push(letter),
        }
    }
    out
}

/// `*emphasis*` and `[words](address)` as HTML; an address `outlet/slug` becomes that article's.
pub(crate) fn inline(text: &str, site: &Site) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['*', '[']) {
        let (before, from) = rest.split_at(at);
        out.push_str(&escape(before));
        let (piece, after) = markup(from, site).unwrap_or_else(|| {
            let (sign, after) = from.split_at(1);
            (sign.to_owned(), after)
        });
        out.push_str(&piece);
        rest = after;
    }
    out.push_str(&escape(rest));
    out
}

fn markup<'a>(from: &'a str, site: &Site) -> Option<(String, &'a str)> {
    if let Some(rest) = from.strip_prefix('*') {
        let (words, after) = rest.split_once('*')?;
        return Some((format!("<em>{}</em>", inline(words, site)), after));
    }
    let (words, rest) = from.strip_prefix('[')?.split_once("](")?;
    let (address, after) = rest.split_once(')')?;
    let address = site.address(address).unwrap_or_else(|| address.to_owned());
    Some((format!("<a href=\"{}\">{}</a>", escape(&address), escape(words)), after))
}

/// The text without its small markup.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['*', '[']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let link = from.strip_prefix('[').and_then(|rest| {
            let (words, rest) = rest.split_once("](")?;
            Some((words, rest.split_once(')')?.1))
        });
        if let Some((words, after)) = link {
            out.push_str(words);
            rest = after;
        } else {
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// One block as HTML; `class` is put on paragraphs.
pub(crate) fn block(block: &Block, class: &str, site: &Site) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    match block {
        Block::Paragraph(words) => format!("<p{class}>{}</p>\n", inline(words, site)),
        Block::Heading(words) => format!("<h2>{}</h2>\n", inline(words, site)),
        Block::Quote(words) => format!("<blockquote><p>{}</p></blockquote>\n", inline(words, site)),
        Block::List(points) => {
            let points: String =
                points.iter().map(|point| format!("<li>{}</li>\n", inline(point, site))).collect();
            format!("<ul>\n{points}</ul>\n")
        }
    }
}

/// All blocks as HTML.
pub(crate) fn blocks(body: &[Block], class: &str, site: &Site) -> String {
    body.iter().map(|part| block(part, class, site)).collect()
}

/// The deck, or the beginning of the first paragraph.
pub(crate) fn teaser(article: &Article, body: &[Block]) -> String {
    if let Some(deck) = &article.deck {
        return deck.clone();
    }
    let first = plain(&body.first().map(Block::words).unwrap_or_default());
    if first.chars().count() <= 220 {
        return first;
    }
    let cut: String = first.chars().take(210).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", cut.get(..end).unwrap_or(&cut))
}

/// A list of names as a byline has it: “A”, “A and B”, “A, B and C”.
pub(crate) fn names(names: &[String], lang: &str) -> String {
    let and = match lang {
        "de" => "und",
        "fr" => "et",
        _ => "and",
    };
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {and} {last}", rest.join(", ")),
    }
}
