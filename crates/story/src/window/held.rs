//! An article's terms in as little memory as can be, for a window may hold fifty million of them.

use super::index::Slot;
use crate::features::Term;

/// A term of an article, by its slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    pub slot: Slot,
    /// The weight in the lower bits, the flags above them.
    tag: u16,
}

const FLAGS_AT: u32 = 13;

impl Held {
    pub fn new(slot: Slot, term: &Term) -> Self {
        let weight = term.weight.min((1 << FLAGS_AT) - 1);
        Self { slot, tag: weight | u16::from(term.flags) << FLAGS_AT }
    }

    #[inline]
    pub fn weight(self) -> u16 {
        self.tag & ((1 << FLAGS_AT) - 1)
    }

    #[inline]
    pub fn flags(self) -> u8 {
        (self.tag >> FLAGS_AT) as u8
    }
}

/// An article's terms in order of their slots, and how it writes some of them, in one piece: the
/// number of terms; for each how far its slot is from the one before, and its tag; then for each
/// term that is shown its place in the upper half and its form in the lower one.
#[derive(Debug, Clone)]
pub(super) struct HeldTerms(Box<[u16]>);

/// In place of a distance: it is too great for sixteen bits and follows in two parts.
const FAR: u16 = u16::MAX;

impl HeldTerms {
    /// Of terms in order of their slots; `form` says how one is written that is shown (see
    /// [`super::index::Index::written`]).
    pub fn new(terms: &[Held], mut form: impl FnMut(&Held) -> Option<u8>) -> Self {
        let terms = terms.get(..terms.len().min(usize::from(u8::MAX))).unwrap_or_default();
        let mut parts = Vec::with_capacity(3 * terms.len() + 16);
        parts.push(terms.len() as u16);
        let mut before = 0;
        for term in terms {
            let gap = term.slot - before;
            before = term.slot;
            match u16::try_from(gap) {
                Ok(gap) if gap != FAR => parts.push(gap),
                _ => parts.extend([FAR, (gap >> 16) as u16, gap as u16]),
            }
            parts.push(term.tag);
        }
        for (place, term) in (0..).zip(terms) {
            if let Some(form) = form(term) {
                parts.push(u16::from_be_bytes([place, form]));
            }
        }
        Self(parts.into())
    }

    #[inline]
    pub fn iter(&self) -> Terms<'_> {
        let (left, rest) = self.0.split_first().map_or((0, &[][..]), |(left, rest)| (*left, rest));
        Terms { left, slot: 0, rest }
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.0.first().map_or(0, |count| usize::from(*count))
    }

    /// The term of a slot.
    pub fn get(&self, slot: Slot) -> Option<Held> {
        self.iter().take_while(|term| term.slot <= slot).find(|term| term.slot == slot)
    }

    /// In which of its forms a term is written, where it is shown.
    pub fn form(&self, slot: Slot) -> Option<u8> {
        let mut terms = self.iter();
        let place = terms.by_ref().position(|term| term.slot == slot)?;
        terms.by_ref().for_each(drop);
        let mut forms = terms.rest.iter().map(|shown| shown.to_be_bytes());
        forms.find(|[at, _]| usize::from(*at) == place).map(|[_, form]| form)
    }
}

/// The terms of an article, one after the other.
#[derive(Debug, Clone)]
pub(super) struct Terms<'a> {
    left: u16,
    slot: Slot,
    rest: &'a [u16],
}

impl Iterator for Terms<'_> {
    type Item = Held;

    #[inline]
    fn next(&mut self) -> Option<Held> {
        self.left = self.left.checked_sub(1)?;
        let (gap, tag);
        (gap, tag, self.rest) = match self.rest {
            [FAR, upper, lower, tag, rest @ ..] => {
                (u32::from(*upper) << 16 | u32::from(*lower), *tag, rest)
            }
            [gap, tag, rest @ ..] => (u32::from(*gap), *tag, rest),
            _ => return None,
        };
        self.slot = self.slot.wrapping_add(gap);
        Some(Held { slot: self.slot, tag })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_held_comes_back(
            gaps in proptest::collection::vec((0..2_u32, 1..70_000_u32), 0..60),
            shown in proptest::collection::vec(any::<Option<u8>>(), 60),
        ) {
            let mut slot = 0;
            let mut terms = Vec::new();
            for (power, gap) in gaps {
                slot += gap << (6 * power);
                let term = Term { hash: 0, weight: gap as u16 & 4095, flags: (gap % 8) as u8 };
                terms.push(Held::new(slot, &term));
            }
            let mut forms = shown.iter();
            let held = HeldTerms::new(&terms, |_| *forms.next().unwrap());
            prop_assert_eq!(held.iter().collect::<Vec<_>>(), terms.clone());
            for (term, form) in terms.iter().zip(&shown) {
                prop_assert_eq!(held.form(term.slot), *form);
                prop_assert_eq!(held.get(term.slot), Some(*term));
            }
            prop_assert_eq!(held.get(slot + 1), None);
        }
    }
}
