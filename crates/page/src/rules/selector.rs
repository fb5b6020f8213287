//! CSS selectors (Selectors Level 4, the part that finding an article's pieces needs): names,
//! `#id`, `.class`, attributes, `:not()`, `:first-child`, `:last-child`, `:nth-child()`, the four
//! combinators, and lists.

use crate::dom::Dom;

mod parse;

/// Longer selectors are refused.
const MAX_LENGTH: usize = 1_000;

/// A list of selectors as a person wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selector {
    any_of: Vec<Complex>,
}

/// Compounds from right to left, each with how it relates to the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Complex {
    subject: Compound,
    rest: Vec<(Combinator, Compound)>,
}

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

    /// The elements that match, in document order.
    pub fn all(&self, dom: &Dom) -> Vec<usize> {
        dom.elements().filter(|&node| self.matches(dom, node)).collect()
    }

    /// The first element that matches.
    pub fn first(&self, dom: &Dom) -> Option<usize> {
        dom.elements().find(|&node| self.matches(dom, node))
    }

    fn matches(&self, dom: &Dom, node: usize) -> bool {
        self.any_of
            .iter()
            .any(|complex| complex.subject.matches(dom, node) && holds(dom, node, &complex.rest))
    }
}

/// Whether the compounds to the left hold for an element that matched.
fn holds(dom: &Dom, node: usize, rest: &[(Combinator, Compound)]) -> bool {
    let Some(((combinator, compound), left)) = rest.split_first() else { return true };
    let fits = |at: usize| compound.matches(dom, at) && holds(dom, at, left);
    match combinator {
        // Where an ancestor fits but nothing further up does, no higher ancestor helps either;
        // without this a long chain would be tried in every combination.
        Combinator::Descendant
            if left.first().is_none_or(|(c, _)| *c == Combinator::Descendant) =>
        {
            let nearest = dom.ancestors(node).find(|&at| compound.matches(dom, at));
            nearest.is_some_and(|at| holds(dom, at, left))
        }
        Combinator::Descendant => dom.ancestors(node).any(fits),
        Combinator::Child => dom.ancestors(node).next().is_some_and(fits),
        Combinator::Next => siblings_before(dom, node).pop().is_some_and(fits),
        Combinator::Later => siblings_before(dom, node).into_iter().any(fits),
    }
}

fn siblings_before(dom: &Dom, node: usize) -> Vec<usize> {
    let siblings = dom.children(dom.parent(node)).filter(|&at| dom.is_element(at));
    siblings.take_while(|&at| at < node).collect()
}

impl Compound {
    fn matches(&self, dom: &Dom, node: usize) -> bool {
        self.name.as_deref().is_none_or(|name| dom.name(node) == name)
            && self.tests.iter().all(|test| test.holds(dom, node))
    }
}

impl Test {
    fn holds(&self, dom: &Dom, node: usize) -> bool {
        match self {
            Self::Id(id) => dom.attr(node, "id") == Some(id),
            Self::Class(class) => dom
                .attr(node, "class")
                .is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class)),
            Self::Attribute { name, relation, value, any_case } => {
                dom.attr(node, name).is_some_and(|found| relation.holds(found, value, *any_case))
            }
            Self::Not(compounds) => !compounds.iter().any(|compound| compound.matches(dom, node)),
            Self::Nth { step, offset, from_end } => {
                let siblings: Vec<usize> =
                    dom.children(dom.parent(node)).filter(|&at| dom.is_element(at)).collect();
                let Some(before) = siblings.iter().position(|&at| at == node) else { return false };
                let place = if *from_end { siblings.len() - before } else { before + 1 };
                let past = i64::try_from(place).unwrap_or(i64::MAX).saturating_sub(*offset);
                if *step == 0 { past == 0 } else { past % step == 0 && past / step >= 0 }
            }
        }
    }
}

impl Relation {
    fn holds(self, found: &str, value: &str, any_case: bool) -> bool {
        if any_case {
            return self.holds(&found.to_lowercase(), &value.to_lowercase(), false);
        }
        match self {
            Self::Present => true,
            Self::Equals => found == value,
            Self::Word => !value.is_empty() && found.split_ascii_whitespace().any(|w| w == value),
            // An empty value matches nothing (Selectors Level 4, 6.2).
            Self::Starts => !value.is_empty() && found.starts_with(value),
            Self::Ends => !value.is_empty() && found.ends_with(value),
            Self::Contains => !value.is_empty() && found.contains(value),
            Self::Dash => {
                found == value
                    || found.strip_prefix(value).is_some_and(|rest| rest.starts_with('-'))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HTML: &str = "<div id=a class='story main'><p class=lead lang=en-GB>one</p><p>two</p>\
                        <span data-role='promo box'>three</span><p>four</p></div><p>five</p>";

    fn found(selector: &str) -> Vec<String> {
        let dom = Dom::parse(HTML);
        let selector = Selector::parse(selector).expect("a selector");
        selector.all(&dom).into_iter().map(|node| dom.line(node)).collect()
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
        assert!(found("p > .lead").is_empty());
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
                prop_assert!(selector.all(&dom).len() <= dom.len());
            }
        }
    }
}
