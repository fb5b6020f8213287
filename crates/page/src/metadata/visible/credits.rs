//! Who wrote an article, as a sentence of it says.

use super::View;
use crate::metadata::people;

/// Sentences that say who wrote the whole text.
const CREDITS: &[&str] = &[
    "this post was written by ",
    "this article was written by ",
    "this story was written by ",
    "this is a guest post by ",
    "this guest post is by ",
];

/// Who wrote it as a sentence of the text or of its summary says, for pages without a byline.
pub(crate) fn credited(view: &View<'_>, description: Option<&str>) -> Vec<String> {
    const LONGEST: usize = 60;
    let dom = view.dom;
    let named = |line: &str| {
        let credit = CREDITS.iter().find(|credit| {
            line.get(..credit.len()).is_some_and(|start| start.eq_ignore_ascii_case(credit))
        })?;
        let rest = line.get(credit.len()..)?;
        let name = rest.split([',', '.', '!']).next()?.split(" of ").next()?.trim();
        let capital = |word: Option<&str>| word.is_some_and(|w| w.starts_with(char::is_uppercase));
        let is_name = name.len() <= LONGEST
            && capital(name.split_whitespace().next())
            && capital(name.split_whitespace().last());
        let people = if is_name { people::of_byline(name) } else { Vec::new() };
        (!people.is_empty()).then_some(people)
    };
    let lines = (1..dom.len())
        .filter(|&node| {
            dom.own_text(node).is_some_and(|text| text.trim_start().starts_with("This "))
        })
        .filter(|&node| !view.in_others(node) && !view.in_comment(node))
        .map(|node| dom.line(dom.parent(node)));
    description
        .and_then(named)
        .or_else(|| lines.take(50).find_map(|line| named(&line)))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dom::Dom;

    #[test]
    fn a_sentence_that_says_who_wrote_it() {
        let of = |html: &str, description: Option<&str>| {
            credited(&View::of(&Dom::parse(html)), description)
        };
        let said = "This post was written by Ann Lee, MD, at the clinic.";
        assert_eq!(of("<p>x", Some(said)), ["Ann Lee"]);
        assert_eq!(of("<p>This is a guest post by <a href=/b>Bob Roy</a>.", None), ["Bob Roy"]);
        assert!(
            of("<p>This post was written by hand and by candle light, as always</p>", None)
                .is_empty()
        );
    }
}
