//! CSS selectors (Selectors Level 4, the part that finding an article's pieces needs): names,
//! `#id`, `.class`, attributes, `:not()`, `:first-child`, `:last-child`, `:nth-child()`, the four
//! combinators, and lists.

mod matching;
mod parse;

pub(crate) use matching::Search;

/// Longer selectors are refused.
const MAX_LENGTH: usize = 1_000;

/// A list of selectors as a person wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selector {
    any_of: Vec<Complex>,
}

/// Compounds from left to right, each with how it relates to the one before it; the first one's
/// combinator says nothing.
type Complex = Vec<(Combinator, Compound)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Combinator {
    Descendant,
    Child,
    Next,
    Later,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Compound {
    name: Option<String>,
    tests: Vec<Test>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Id(String),
    Class(String),
    Attribute {
        name: String,
        relation: Relation,
        value: String,
        any_case: bool,
    },
    Not(Vec<Compound>),
    /// The element's place among its siblings, from 1, is `step * n + offset` for some n ≥ 0.
    Nth {
        step: i64,
        offset: i64,
        from_end: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Present,
    Equals,
    Word,
    Starts,
    Ends,
    Contains,
    Dash,
}

impl Selector {
    /// Reads a selector; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MAX_LENGTH {
            return Err(format!("longer than {MAX_LENGTH} letters"));
        }
        parse::list(text).map(|any_of| Self { any_of })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dom::Dom;

    const HTML: &str = "<div id=a class='story main'><p class=lead lang=en-GB>one</p><p>two</p>\
                        <span data-role='promo box'>three</span><p>four</p></div><p>five</p>";

    fn found(selector: &str) -> Vec<String> {
        let dom = Dom::parse(HTML);
        let selector = Selector::parse(selector).expect("a selector");
        selector.all(&Search::of(&dom)).into_iter().map(|node| dom.line(node)).collect()
    }

    #[test]
    fn what_matches() {
        assert_eq!(found("#a > p"), ["one", "two", "four"]);
        assert_eq!(found("div.story.main p:first-child, body > p"), ["one", "five"]);
        assert_eq!(found("p + p"), ["two"]);
        assert_eq!(found(".lead ~ p"), ["two", "four"]);
        assert_eq!(found("[data-role~=box]"), ["three"]);
        assert_eq!(found("p[lang|=en], [data-role*='MO B' i]"), ["one", "three"]);
        assert_eq!(found("#a p:not(.lead):not(:last-child)"), ["two"]);
        assert_eq!(found("#a > :nth-child(2n+1)"), ["one", "three"]);
        assert_eq!(found("#a > :nth-child(even)"), ["two", "four"]);
        assert_eq!(found("#a > :nth-last-child(-n+2)"), ["three", "four"]);
        assert_eq!(found("p:first-child ~ p + span ~ p, html > body p.lead"), ["one", "four"]);
        assert_eq!(found("div > p ~ span, #a + p"), ["three", "five"]);
        assert!(found("p > .lead").is_empty());
    }

    /// Tried in every combination, these would never end.
    #[test]
    fn many_siblings_and_ancestors_are_not_tried_in_every_combination() {
        let all = |selector: &str, html: &str| {
            let dom = Dom::parse(html);
            Selector::parse(selector).expect("a selector").all(&Search::of(&dom)).len()
        };
        let siblings = "<p>one</p>".repeat(120);
        assert_eq!(all(&format!("i{}", " ~ p".repeat(40)), &siblings), 0);
        assert_eq!(all(&format!("p{}", " ~ p".repeat(40)), &siblings), 80);
        let nested = "<div>".repeat(120);
        assert_eq!(all(&format!("i > div{}", " div + div div".repeat(20)), &nested), 0);
    }

    #[test]
    fn a_search_that_asks_for_too_much_ends_without_any_find() {
        let dom = Dom::parse(&"<p class=one>one</p>".repeat(100));
        let search = Search::within(&dom, 300_000);
        let costly = Selector::parse(&vec!["p.one"; 160].join(",")).expect("a selector");
        let plain = Selector::parse("p").expect("a selector");
        assert_eq!(plain.all(&search).len(), 100);
        let rounds = (0..60).take_while(|_| !costly.all(&search).is_empty()).count();
        assert!((1..60).contains(&rounds) && search.is_over(), "{rounds}");
        assert!(plain.all(&search).is_empty());
    }

    #[test]
    fn what_is_wrong_is_said() {
        let problem = |text: &str| Selector::parse(text).expect_err("no selector");
        assert_eq!(problem("  "), "it is empty");
        assert_eq!(problem("p,"), "nothing stands after the comma");
        assert_eq!(problem("p >"), "nothing stands after “>”");
        assert_eq!(problem("a:hover"), "“:hover” is not supported");
        assert_eq!(problem("p::before"), "pseudo-elements are not supported");
        assert_eq!(problem("[href"), "“[” is never closed");
        assert_eq!(problem("p.9x"), "a name is missing after “.”");
        assert_eq!(problem("p $"), "“$” has no place here");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn no_selector_makes_it_panic(text in "[a-z0-9#.:()\\[\\]=~^$*|>+, \"'é\\\\-]{0,40}") {
            if let Ok(selector) = Selector::parse(&text) {
                let dom = Dom::parse(HTML);
                prop_assert!(selector.all(&Search::of(&dom)).len() <= dom.len());
            }
        }
    }
}
