//! Pages as they are kept: without what only a browser needs.

use dateline_markup::scan::{Scanner, Token, is_linked_data};

/// HTML without scripts, styles and comments. What scripts say as linked data stays: it is of the
/// article.
pub(super) fn lean(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut dropping = false;
    for token in Scanner::new(html) {
        match token {
            Token::Start(tag) => {
                dropping = match &*tag.name {
                    "script" => !is_linked_data(&tag),
                    "style" => true,
                    _ => false,
                };
                if !dropping {
                    out.push_str(tag.raw);
                }
            }
            Token::End(tag) => {
                if !(dropping && matches!(&*tag.name, "script" | "style")) {
                    out.push_str(tag.raw);
                }
                dropping = false;
            }
            Token::Raw(_) if dropping => {}
            Token::Text(piece) | Token::Raw(piece) | Token::Doctype(piece) => out.push_str(piece),
            Token::Comment(_) | Token::Bogus(_) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_browser_runs_or_paints_with_is_dropped() {
        let html = "<!doctype html><title>A &amp; b</title><style>p{}</style><!-- c -->\
            <script>a<b</script><script type=\"application/ld+json\">{\"a\":1}</script><p class=x>One<br>two</p>";
        let kept = "<!doctype html><title>A &amp; b</title>\
            <script type=\"application/ld+json\">{\"a\":1}</script><p class=x>One<br>two</p>";
        assert_eq!(lean(html), kept);
        assert_eq!(lean(kept), kept);
        assert_eq!(lean("<p>One<script>never closed <p>two"), "<p>One");
    }
}
