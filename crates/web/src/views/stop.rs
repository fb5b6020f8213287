//! Where somebody stopped reading: a mark in the text, so that a plain link leads there.

/// The name of the mark.
pub const NAME: &str = "stopped";

/// Elements that a mark may stand in: the paragraphs of a text.
const BLOCKS: [&str; 10] = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre"];

/// The HTML with a mark in the last paragraph that begins at this place or before it, in
/// thousandths of the text; `None` where that is the first one, which needs no mark. The HTML is
/// sanitized, so every `<` begins a tag and every value stands in quotes.
pub fn marked(html: &str, place: u32) -> Option<String> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut signs = 0;
    let mut at = 0;
    while let Some(rest) = html.get(at..) {
        let text = rest.find('<').unwrap_or(rest.len());
        signs += count(rest.get(..text).unwrap_or_default());
        let Some(tag) = rest.get(text..).filter(|tag| !tag.is_empty()) else { break };
        let length = end_of_tag(tag);
        at += text + length;
        let name: String = tag.chars().skip(1).take_while(char::is_ascii_alphanumeric).collect();
        if BLOCKS.contains(&name.as_str()) {
            starts.push((at, signs));
        }
    }
    let reached = |(_, before): &&(usize, usize)| before * 1000 <= place as usize * signs;
    let (at, before) = starts.iter().take_while(reached).last()?;
    let (head, tail) = html.split_at_checked(*at).filter(|_| *before > 0)?;
    Some(format!("{head}<span id=\"{NAME}\"></span>{tail}"))
}

/// How many signs a text has, with each reference such as `&amp;` as one.
fn count(text: &str) -> usize {
    let mut signs = 0;
    let mut inside = false;
    for sign in text.chars() {
        inside = if inside { sign != ';' } else { sign == '&' };
        signs += usize::from(!inside);
    }
    signs
}

/// How long the tag is that a text begins with.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, sign) in tag.char_indices() {
        match (quote, sign) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), sign) if open == sign => quote = None,
            _ => {}
        }
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_where_somebody_stopped() {
        let html = "<p>0123456789</p><figure><img alt=\"<p>\"></figure><p>&amp;bcdefghij</p>\
            <ul><li>0123456789</li></ul>";
        assert_eq!(marked(html, 0), None, "the first one");
        assert_eq!(marked(html, 332), None, "not read to its end");
        let second = marked(html, 334).unwrap();
        assert!(second.contains("<p><span id=\"stopped\"></span>&amp;bcd"), "{second}");
        assert!(marked(html, 1000).unwrap().contains("<li><span id=\"stopped\"></span>0"));
        assert_eq!(marked("", 500), None);
        assert_eq!(marked("plain < text", 500), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_kept_whole(html in "[a-z<>/\"'&; pé]{0,60}", place in 0_u32..1001) {
            if let Some(marked) = marked(&html, place) {
                proptest::prop_assert_eq!(marked.replacen("<span id=\"stopped\"></span>", "", 1), html);
            }
        }
    }
}
