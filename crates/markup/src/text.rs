//! From HTML to plain text.

use crate::{
    entities::decode,
    scan::{Scanner, Token},
};

/// Elements that stand on lines of their own.
pub(crate) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "noscript"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "title"
            | "tr"
            | "ul"
            | "video"
            | "audio"
            | "iframe"
            | "object"
    )
}

/// Every element of HTML and its predecessors, so that `<T>` in a headline is not taken for one.
fn is_known(name: &str) -> bool {
    is_block(name)
        || matches!(
            name,
            "a" | "abbr"
                | "acronym"
                | "area"
                | "b"
                | "base"
                | "bdi"
                | "bdo"
                | "big"
                | "br"
                | "button"
                | "canvas"
                | "cite"
                | "code"
                | "col"
                | "colgroup"
                | "data"
                | "datalist"
                | "del"
                | "dfn"
                | "em"
                | "embed"
                | "font"
                | "i"
                | "img"
                | "input"
                | "ins"
                | "kbd"
                | "label"
                | "link"
                | "map"
                | "mark"
                | "meta"
                | "meter"
                | "nobr"
                | "output"
                | "param"
                | "picture"
                | "progress"
                | "q"
                | "rp"
                | "rt"
                | "ruby"
                | "s"
                | "samp"
                | "script"
                | "select"
                | "small"
                | "source"
                | "span"
                | "strike"
                | "strong"
                | "style"
                | "sub"
                | "sup"
                | "svg"
                | "td"
                | "template"
                | "textarea"
                | "th"
                | "time"
                | "track"
                | "tt"
                | "u"
                | "var"
                | "wbr"
        )
}

/// Text in the making: white space is folded, breaks are remembered until words follow.
#[derive(Default)]
struct Lines {
    out: String,
    pending: Pending,
}

#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Pending {
    #[default]
    Nothing,
    Space,
    Line,
    Block,
}

impl Lines {
    fn wait(&mut self, pending: Pending) {
        self.pending = self.pending.max(pending);
    }

    /// A second line break without words between makes a paragraph.
    fn line_break(&mut self) {
        let next = if self.pending >= Pending::Line { Pending::Block } else { Pending::Line };
        self.wait(next);
    }

    fn flush(&mut self) {
        if !self.out.is_empty() {
            self.out.push_str(match self.pending {
                Pending::Nothing => "",
                Pending::Space => " ",
                Pending::Line => "\n",
                Pending::Block => "\n\n",
            });
        }
        self.pending = Pending::Nothing;
    }

    fn push(&mut self, text: &str) {
        for letter in text.chars() {
            if letter.is_whitespace() {
                self.wait(Pending::Space);
            } else {
                self.flush();
                self.out.push(letter);
            }
        }
    }

    fn push_preformatted(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '\r' => {}
                _ if letter.is_whitespace() && self.pending == Pending::Block => {}
                _ => {
                    self.flush();
                    self.out.push(letter);
                }
            }
        }
    }
}

/// The words of HTML: blocks separated by an empty line, white space within them folded, entities
/// decoded; scripts, styles and the like are left out. A `<br>` is a line break, two are a block's
/// end; `pre` keeps its lines.
pub fn plain_text(html: &str) -> String {
    let mut lines = Lines::default();
    let mut preformatted = 0usize;
    let mut keeps_raw = false;
    for token in Scanner::new(html) {
        match token {
            Token::Text(piece) if preformatted > 0 => lines.push_preformatted(&decode(piece)),
            Token::Text(piece) => lines.push(&decode(piece)),
            Token::Raw(piece) if keeps_raw => lines.push(&decode(piece)),
            Token::Start(tag) => {
                keeps_raw = matches!(&*tag.name, "title" | "xmp");
                match &*tag.name {
                    "br" => lines.line_break(),
                    "td" | "th" => lines.wait(Pending::Space),
                    name if is_block(name) => lines.wait(Pending::Block),
                    _ => {}
                }
                preformatted += usize::from(tag.name == "pre");
            }
            Token::End(tag) => {
                if tag.name == "pre" {
                    preformatted = preformatted.saturating_sub(1);
                    let trimmed = lines.out.trim_end().len();
                    lines.out.truncate(trimmed);
                }
                if is_block(&tag.name) {
                    lines.wait(Pending::Block);
                }
            }
            _ => {}
        }
    }
    let trimmed = lines.out.trim_end().len();
    lines.out.truncate(trimmed);
    lines.out
}

/// A title as one line: tags stripped, entities decoded, white space folded. Text that merely looks
/// like a tag (`Vec<T>`) stays.
pub fn one_line(html_or_text: &str) -> String {
    let mut lines = Lines::default();
    let mut keeps_raw = false;
    for token in Scanner::new(html_or_text) {
        match token {
            Token::Text(piece) => lines.push(&decode(piece)),
            Token::Raw(piece) if keeps_raw => lines.push(&decode(piece)),
            Token::Start(tag) | Token::End(tag) => {
                keeps_raw = matches!(&*tag.name, "title" | "textarea" | "xmp");
                if !is_known(&tag.name) {
                    lines.push(&decode(tag.raw));
                } else if is_block(&tag.name) || tag.name == "br" {
                    lines.wait(Pending::Space);
                }
            }
            Token::Raw(_) | Token::Comment(_) | Token::Doctype(_) => {}
            Token::Bogus(piece) if piece.starts_with("<![CDATA[") => {
                lines.push(piece.trim_start_matches("<![CDATA[").trim_end_matches("]]>"));
            }
            Token::Bogus(piece) if piece.starts_with("</") => lines.push(piece),
            Token::Bogus(_) => {}
        }
    }
    lines.out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_breaks_and_white_space() {
        let html = "<h2>One\n two</h2><p>A&nbsp;b <b>c</b>d<br>e<br><br>f<ul><li>g<li>h</ul><script>x</script>";
        assert_eq!(plain_text(html), "One two\n\nA b cd\ne\n\nf\n\ng\n\nh");
    }

    #[test]
    fn preformatted_text_keeps_its_lines() {
        assert_eq!(plain_text("<p>a<pre>\n  x\n    y\n</pre>b"), "a\n\nx\n    y\n\nb");
    }

    #[test]
    fn titles() {
        assert_eq!(one_line(" <b>Fish</b> &amp;\n Chips<br>again "), "Fish & Chips again");
        assert_eq!(one_line("Why Vec<T> is 1 < 2 & more"), "Why Vec<T> is 1 < 2 & more");
    }

    proptest::proptest! {
        #[test]
        fn text_has_no_blank_runs(html in "(<p>|</p>|<br>|<pre>|</pre>|&nbsp;| |\n|word|<|&){0,30}") {
            let text = plain_text(&html);
            proptest::prop_assert_eq!(text.trim(), &text);
            proptest::prop_assert!(html.contains("pre") || !text.contains("\n\n\n"));
        }
    }
}
