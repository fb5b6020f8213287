//! Which elements of a page selectors find. A page is gone through once for each compound, from
//! left to right, so that no selector makes it try every combination of elements.

use std::cell::{Cell, OnceCell};

use super::{Combinator, Compound, Relation, Selector, Test};
use crate::dom::Dom;

/// So much may be done for all selectors of a site on one page, well under a second's work: a visit of
/// an element is one, and so are so many letters of an attribute.
const MOST_WORK: usize = 50_000_000;
const LETTERS_OF_WORK: usize = 4;

/// A page in which selectors look for elements, with the work that is left to them together.
pub(crate) struct Search<'d> {
    dom: &'d Dom,
    left: Cell<usize>,
    kin: OnceCell<Vec<Kin>>,
}

/// An element among its siblings, all counted from 1; of an element's children only the number.
#[derive(Clone, Copy, Default)]
struct Kin {
    place: usize,
    /// The element before it; 0 where it is the first.
    before: usize,
    children: usize,
    last_child: usize,
}

/// Whether each node of a page is in a set.
type Set = Vec<bool>;

fn is_in(set: &[bool], node: usize) -> bool {
    set.get(node).copied().unwrap_or(false)
}

impl Selector {
    /// The elements that match, in document order; none where the search ended before its end.
    pub fn all(&self, search: &Search<'_>) -> Vec<usize> {
        let mut found: Vec<usize> =
            self.any_of.iter().flat_map(|complex| search.found_by(complex)).collect();
        if search.is_over() {
            return Vec::new();
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The first element that matches.
    pub fn first(&self, search: &Search<'_>) -> Option<usize> {
        self.all(search).first().copied()
    }
}

impl<'d> Search<'d> {
    /// A search in a page.
    pub fn of(dom: &'d Dom) -> Self {
        Self::within(dom, MOST_WORK)
    }

    /// A search that may do so much.
    pub(super) fn within(dom: &'d Dom, work: usize) -> Self {
        Self { dom, left: Cell::new(work), kin: OnceCell::new() }
    }

    /// Whether it ended because the selectors asked for too much; then they found nothing.
    pub fn is_over(&self) -> bool {
        self.left.get() == 0
    }

    fn spend(&self, work: usize) {
        self.left.set(self.left.get().saturating_sub(work));
    }

    fn found_by(&self, complex: &[(Combinator, Compound)]) -> Vec<usize> {
        let mut found = None;
        for (relation, compound) in complex {
            found = Some(self.step(found, *relation, compound));
        }
        let found = found.unwrap_or_default();
        (0..found.len()).filter(|&node| is_in(&found, node)).collect()
    }

    /// The elements that match a compound and stand in a relation to one of those before.
    fn step(&self, before: Option<Set>, relation: Combinator, compound: &Compound) -> Set {
        let related = before.map(|before| self.related(&before, relation));
        let mut found = vec![false; self.dom.len()];
        for (node, found) in found.iter_mut().enumerate().skip(1) {
            if related.as_ref().is_none_or(|related| is_in(related, node)) {
                self.spend(1);
                if self.is_over() {
                    break;
                }
                *found = self.dom.is_element(node) && self.matches(compound, node);
            }
        }
        found
    }

    fn related(&self, before: &[bool], relation: Combinator) -> Set {
        self.spend(self.dom.len());
        let mut related = vec![false; self.dom.len()];
        for node in self.dom.elements() {
            let parent = self.dom.parent(node);
            let is = match relation {
                Combinator::Child => is_in(before, parent),
                Combinator::Descendant => is_in(before, parent) || is_in(&related, parent),
                Combinator::Next => is_in(before, self.kin(node).before),
                Combinator::Later => {
                    let sibling = self.kin(node).before;
                    is_in(before, sibling) || is_in(&related, sibling)
                }
            };
            if let Some(related) = related.get_mut(node) {
                *related = is;
            }
        }
        related
    }

    fn matches(&self, compound: &Compound, node: usize) -> bool {
        compound.name.as_deref().is_none_or(|name| self.dom.name(node) == name)
            && compound.tests.iter().all(|test| self.holds(test, node))
    }

    fn holds(&self, test: &Test, node: usize) -> bool {
        self.spend(1);
        match test {
            Test::Id(id) => self.attr(node, "id") == Some(id),
            Test::Class(class) => self
                .attr(node, "class")
                .is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class)),
            Test::Attribute { name, relation, value, any_case } => {
                self.attr(node, name).is_some_and(|found| relation.holds(found, value, *any_case))
            }
            Test::Not(compounds) => !compounds.iter().any(|compound| self.matches(compound, node)),
            Test::Nth { step, offset, from_end } => {
                let Kin { place, .. } = self.kin(node);
                let siblings = self.kin(self.dom.parent(node)).children;
                let place = if *from_end { (siblings + 1).saturating_sub(place) } else { place };
                let past = i64::try_from(place).unwrap_or(i64::MAX).saturating_sub(*offset);
                if *step == 0 { past == 0 } else { past % step == 0 && past / step >= 0 }
            }
        }
    }

    fn attr(&self, node: usize, name: &str) -> Option<&'d str> {
        let value = self.dom.attr(node, name)?;
        self.spend(value.len() / LETTERS_OF_WORK);
        Some(value)
    }

    fn kin(&self, node: usize) -> Kin {
        let kin = self.kin.get_or_init(|| family(self.dom));
        kin.get(node).copied().unwrap_or_default()
    }
}

/// Every node's place among its siblings, found in one pass.
fn family(dom: &Dom) -> Vec<Kin> {
    let mut kin = vec![Kin::default(); dom.len()];
    for node in dom.elements() {
        let Some(parent) = kin.get_mut(dom.parent(node)) else { continue };
        let before = std::mem::replace(&mut parent.last_child, node);
        parent.children += 1;
        let place = parent.children;
        if let Some(own) = kin.get_mut(node) {
            (own.place, own.before) = (place, before);
        }
    }
    kin
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
