//! Where statements stand in an article's HTML.
//!
//! Their places are known in the plain text. The words are looked for in what the HTML shows, blanks
//! aside; they are marked only where they stand there exactly once, so that nothing else is ever
//! marked as somebody's words.

use dateline_statement::story::Line;
use dateline_statement::{Span, Told};

/// What is to be marked: a statement's place in the list, and its words' places in the text.
struct Wanted<'a> {
    position: u32,
    class: &'static str,
    words: &'a str,
    sentence: &'a str,
}

/// The article's HTML with the words of these statements marked where they stand, and the places in
/// the list of those that could be. The HTML was sanitized when it was stored.
pub fn marked(html: &str, text: &str, article: i64, lines: &[Line]) -> (String, Vec<u32>) {
    let shown = Shown::of(html);
    let mut cuts: Vec<(usize, usize, u32, &'static str)> = Vec::new();
    let mut found = Vec::new();
    for told in of_article(article, lines) {
        for wanted in wanted(told, text) {
            let Some((from, to)) = shown.place(&wanted) else { continue };
            let overlaps = cuts.iter().any(|cut| from < cut.1 && cut.0 < to);
            if !overlaps {
                cuts.push((from, to, wanted.position, wanted.class));
                if !found.contains(&wanted.position) {
                    found.push(wanted.position);
                }
            }
        }
    }
    cuts.sort_unstable();
    (shown.with_marks(html, &cuts), found)
}

fn of_article(article: i64, lines: &[Line]) -> impl Iterator<Item = &Told> {
    lines
        .iter()
        .flat_map(|line| {
            line.reports().chain(
                line.answers
                    .iter()
                    .filter(|answer| answer.is_sure)
                    .flat_map(|answer| std::iter::once(&answer.told).chain(&answer.others)),
            )
        })
        .filter(move |told| told.article.0 == article)
}

/// The stretches of a statement, as far as the text still is the one in which it was found.
fn wanted<'a>(told: &'a Told, text: &'a str) -> Vec<Wanted<'a>> {
    let at = |span: &Span| text.get(span.bytes());
    let sentence = at(&told.spans.sentence).unwrap_or_default();
    if sentence.is_empty() || !sentence.trim().starts_with(told.sentence.trim_end_matches('…')) {
        return Vec::new();
    }
    let class = if told.act.disputes() { "said said--deny" } else { "said" };
    told.spans
        .content
        .iter()
        .filter_map(at)
        .map(|words| Wanted {
            position: told.position,
            class,
            words,
            sentence: if sentence.contains(words) { sentence } else { words },
        })
        .collect()
}

/// What an HTML text shows, without blanks, and where each sign of it stands.
struct Shown {
    signs: String,
    /// For each byte of `signs`: where its character begins and ends in the HTML.
    places: Vec<(u32, u32)>,
}

impl Shown {
    fn of(html: &str) -> Self {
        let mut shown = Self { signs: String::with_capacity(html.len()), places: Vec::new() };
        let mut rest = html;
        let mut at = 0;
        while !rest.is_empty() {
            let (length, sign) = if rest.starts_with('<') {
                (rest.find('>').map_or(rest.len(), |end| end + 1), None)
            } else {
                sign(rest)
            };
            if let Some(sign) = sign.filter(|sign| !is_blank(*sign)) {
                shown.signs.push(sign);
                let place = (place(at), place(at + length));
                shown.places.resize(shown.signs.len(), place);
            }
            at += length;
            rest = rest.get(length..).unwrap_or_default();
        }
        shown
    }

    /// Where these words stand in the HTML, if it shows them once only.
    fn place(&self, wanted: &Wanted<'_>) -> Option<(usize, usize)> {
        let (words, sentence) = (squeezed(wanted.words), squeezed(wanted.sentence));
        let mut found = self.signs.match_indices(&sentence);
        let (at, _) = found.next().filter(|_| !sentence.is_empty() && !words.is_empty())?;
        if found.next().is_some() {
            return None;
        }
        let mut within = sentence.match_indices(&words);
        let (offset, _) = within.next()?;
        if within.next().is_some() {
            return None;
        }
        let first = self.places.get(at + offset)?;
        let last = self.places.get(at + offset + words.len() - 1)?;
        Some((first.0 as usize, last.1 as usize))
    }

    /// The HTML with these stretches marked. A mark ends before each tag and begins anew behind it.
    fn with_marks(&self, html: &str, cuts: &[(usize, usize, u32, &'static str)]) -> String {
        let mut out = String::with_capacity(html.len() + cuts.len() * 80);
        let mut at = 0;
        let mut known: Vec<u32> = Vec::new();
        for (from, to, position, class) in cuts {
            out.push_str(html.get(at..*from).unwrap_or_default());
            let mut rest = html.get(*from..*to).unwrap_or_default();
            while !rest.is_empty() {
                let text = rest.find('<').unwrap_or(rest.len());
                let (words, tail) = rest.split_at(text);
                if words.trim().is_empty() {
                    out.push_str(words);
                } else {
                    out.push_str("<mark class=\"");
                    out.push_str(class);
                    // One place can have an address once only.
                    if !known.contains(position) {
                        known.push(*position);
                        out.push_str(&format!("\" id=\"text-{position}"));
                    }
                    out.push_str("\">");
                    out.push_str(words);
                    out.push_str("</mark>");
                }
                let tag = tail.find('>').map_or(tail.len(), |end| end + 1);
                out.push_str(tail.get(..tag).unwrap_or_default());
                rest = tail.get(tag..).unwrap_or_default();
            }
            at = *to;
        }
        out.push_str(html.get(at..).unwrap_or_default());
        out
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The first sign of a text, and how many bytes of HTML it takes.
fn sign(html: &str) -> (usize, Option<char>) {
    let first = html.chars().next();
    let plain = (first.map_or(1, char::len_utf8), first);
    if first != Some('&') {
        return plain;
    }
    let Some(end) = html.char_indices().take(12).find(|(_, sign)| *sign == ';') else {
        return plain;
    };
    let name = html.get(1..end.0).unwrap_or_default();
    let number =
        |digits: &str, base| u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
    let known = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some('\u{a0}'),
        _ => match name.strip_prefix('#') {
            Some(code) => match code.strip_prefix(['x', 'X']) {
                Some(code) => number(code, 16),
                None => number(code, 10),
            },
            None => None,
        },
    };
    match known {
        Some(sign) => (end.0 + 1, Some(sign)),
        None => plain,
    }
}

fn is_blank(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '\u{ad}' | '\u{200b}' | '\u{feff}')
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|sign| !is_blank(*sign)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(html: &str, sentence: &str, words: &str) -> String {
        let shown = Shown::of(html);
        let wanted = Wanted { position: 3, class: "said", words, sentence };
        let cuts: Vec<_> =
            shown.place(&wanted).into_iter().map(|(from, to)| (from, to, 3, "said")).collect();
        shown.with_marks(html, &cuts)
    }

    #[test]
    fn words_are_marked_across_tags_and_entities() {
        assert_eq!(
            mark("<p>He <b>said</b> it &amp; <i>left</i>.</p>", "He said it & left.", "it & left"),
            "<p>He <b>said</b> <mark class=\"said\" id=\"text-3\">it &amp; </mark><i><mark class=\"said\">left</mark></i>.</p>"
        );
        assert_eq!(
            mark("<p>Zu\u{ad}ge&nbsp;fahren</p>", "Zuge fahren", "Zuge fahren"),
            "<p><mark class=\"said\" id=\"text-3\">Zu\u{ad}ge&nbsp;fahren</mark></p>"
        );
    }

    #[test]
    fn what_stands_twice_or_nowhere_is_not_marked() {
        for (html, words) in [("<p>a b a</p>", "a"), ("<p>x</p>", "y"), ("", "y"), ("<p", "p")] {
            assert_eq!(mark(html, words, words), html);
        }
        // Twice in the text, once in its sentence.
        assert!(
            mark("<p>No. Ida said no way.</p>", "Ida said no way.", "no way").contains("<mark")
        );
    }

    #[test]
    fn no_text_brings_it_down() {
        for html in ["&", "&;", "&#x;", "&#xD800;", "<", "a<b", "&amp", "<p>ö&#246;", "&nosuch; x"]
        {
            let shown = Shown::of(html);
            assert_eq!(shown.places.len(), shown.signs.len());
            assert_eq!(shown.with_marks(html, &[]), html);
            mark(html, "ö", "ö");
        }
    }
}
