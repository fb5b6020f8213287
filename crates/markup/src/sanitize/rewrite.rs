//! The scan before the tree: what is embedded becomes a link, lazy images become images, addresses
//! become absolute, and no element remains whose content only some parsers take for text.

use url::Url;

use super::media;
use crate::{
    entities::{decode, escape},
    links,
    scan::{Scanner, Token},
};

/// HTML ready for the allow-list.
pub(super) fn rewrite(html: &str, base: Option<&Url>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut raw_of = Raw::Drop;
    let mut in_noscript = false;
    let mut drop_noscript = false;
    for token in Scanner::new(html) {
        if in_noscript
            && drop_noscript
            && !matches!(&token, Token::End(tag) if tag.name == "noscript")
        {
            continue;
        }
        match token {
            Token::Text(piece) => out.push_str(piece),
            Token::Raw(piece) => {
                if raw_of == Raw::Preformatted {
                    out.push_str(&escape(&decode(piece)));
                }
            }
            Token::Start(tag) => match &*tag.name {
                _ if !tag.raw.ends_with('>') => {}
                "script" | "style" | "textarea" | "title" | "noembed" | "noframes" => {
                    raw_of = Raw::Drop
                }
                "xmp" => {
                    raw_of = Raw::Preformatted;
                    out.push_str("<pre>");
                }
                "iframe" => {
                    raw_of = Raw::Drop;
                    media::frame_link(&tag, base, &mut out);
                }
                "embed" => media::frame_link(&tag, base, &mut out),
                "noscript" => in_noscript = true,
                "plaintext" | "object" | "base" => {}
                "img" | "image" => drop_noscript |= media::image(&tag, base, &mut out),
                "audio" | "video" => {
                    // First of all attributes, so that the same page gives the same HTML each time.
                    let start = out.len() + 1 + tag.name.len();
                    links::resolve_tag(&tag, base, &mut out);
                    if out.is_char_boundary(start) {
                        out.insert_str(start, " controls=\"\"");
                    }
                }
                _ => links::resolve_tag(&tag, base, &mut out),
            },
            Token::End(tag) => match &*tag.name {
                "noscript" => in_noscript = false,
                "xmp" => out.push_str("</pre>"),
                name if crate::scan::is_raw_text(name) => {}
                "object" | "plaintext" | "embed" | "base" => {}
                _ if !tag.raw.ends_with('>') => {}
                _ => out.push_str(tag.raw),
            },
            Token::Comment(_) | Token::Doctype(_) | Token::Bogus(_) => {}
        }
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Raw {
    Drop,
    Preformatted,
}
