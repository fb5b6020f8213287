//! HTML of which it is plain to see that sanitizing it again would change nothing.

use crate::scan::{Scanner, Tag, Token};

/// Larger or deeper HTML, or an element of more attributes, is looked at in full: the caps may
/// have a say in it.
const MAX_BYTES: usize = 1024 * 1024;
const MAX_DEPTH: usize = 100;
const MAX_ATTRIBUTES: usize = 16;
const MAX_ELEMENTS: usize = 20_000;

/// What the rules of tree construction (HTML Living Standard, 13.2.6) make of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Void,
    Inline,
    Link,
    /// Its start ends an open paragraph.
    Block,
    Heading,
    List,
    Item,
    Paragraph,
}

/// Elements that a parser puts nowhere else and closes nothing for, as long as they are nested
/// properly; of others (tables, `pre`, `ruby`) that is not plain to see.
fn sort(name: &str) -> Option<Sort> {
    Some(match name {
        "br" | "img" | "wbr" | "source" => Sort::Void,
        "abbr" | "b" | "bdi" | "bdo" | "cite" | "code" | "del" | "dfn" | "em" | "i" | "ins"
        | "kbd" | "mark" | "picture" | "q" | "s" | "samp" | "small" | "span" | "strong" | "sub"
        | "sup" | "time" | "tt" | "u" | "var" => Sort::Inline,
        "a" => Sort::Link,
        "article" | "aside" | "blockquote" | "div" | "figcaption" | "figure" | "footer"
        | "header" | "section" => Sort::Block,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Sort::Heading,
        "ol" | "ul" => Sort::List,
        "li" => Sort::Item,
        "p" => Sort::Paragraph,
        _ => return None,
    })
}

/// Whether what the policy writes anew on each round stands at the end, where it is written.
fn is_in_order(tag: &Tag<'_>) -> bool {
    let set = match &*tag.name {
        "a" => "rel",
        "img" => "loading",
        _ => return true,
    };
    let mut behind = tag.attributes().skip_while(|attribute| attribute.name != set);
    behind.next().is_some() && behind.next().is_none()
}

/// Whether what came out of sanitizing, and needs no rewriting, is parsed to the very tree that it
/// was written from. `false` says nothing.
pub(super) fn is_settled(html: &str) -> bool {
    if html.len() > MAX_BYTES || html.contains(['\0', '\r']) {
        return false;
    }
    let mut open: Vec<(&str, Sort)> = Vec::new();
    let mut elements = 0;
    for token in Scanner::new(html) {
        match token {
            Token::Text(_) => {}
            Token::Start(tag) => {
                let Some(sort) = sort(&tag.name) else { return false };
                elements += 1;
                let holds = |wanted: Sort| open.iter().any(|(_, sort)| *sort == wanted);
                let above = open.last().map(|(_, sort)| *sort);
                let fits = match sort {
                    Sort::Void | Sort::Inline => true,
                    Sort::Link => !holds(Sort::Link),
                    Sort::Block | Sort::List | Sort::Paragraph => !holds(Sort::Paragraph),
                    Sort::Heading => !holds(Sort::Paragraph) && above != Some(Sort::Heading),
                    Sort::Item => !holds(Sort::Paragraph) && above == Some(Sort::List),
                };
                if !fits
                    || !tag.raw.ends_with('>')
                    || elements > MAX_ELEMENTS
                    || open.len() > MAX_DEPTH
                    || tag.attributes().nth(MAX_ATTRIBUTES).is_some()
                    || !is_in_order(&tag)
                {
                    return false;
                }
                // Whoever wrote a name in capitals was no serializer.
                let name = tag.raw.get(1..=tag.name.len()).filter(|name| **name == *tag.name);
                let Some(name) = name else { return false };
                if sort != Sort::Void {
                    open.push((name, sort));
                }
            }
            Token::End(tag) => {
                let name = tag.raw.strip_prefix("</").and_then(|raw| raw.strip_suffix('>'));
                if name.is_none() || open.pop().map(|(open, _)| open) != name {
                    return false;
                }
            }
            _ => return false,
        }
    }
    open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_settled() {
        assert!(is_settled(
            "<div><h2>A <em>b</em></h2><p>c &amp; <a href=\"https://e.example/\" rel=\"x\">d</a><br>e</p>\
             <ul><li>f<ul><li><p>g</p></li></ul></li></ul><figure><img src=\"https://e.example/i.png\" loading=\"lazy\"></figure></div>"
        ));
    }

    #[test]
    fn what_a_parser_moves_or_closes_is_not() {
        for html in [
            "<p>a<div>b</div></p>",
            "<b><p>a</b></p>",
            "<a>b<em><a>c</a></em></a>",
            "<h1>a<h2>b</h2></h1>",
            "<div><li>a</li></div>",
            "<table><tr><td>a</td></tr></table>",
            "<pre>\n\na</pre>",
            "<p>a",
            "a</p>",
            "<p>a<!-- b --></p>",
            "<P>a</P>",
            "<img loading=\"lazy\" src=\"https://e.example/i.png\">",
            "a\rb",
        ] {
            assert!(!is_settled(html), "{html}");
        }
    }
}
