//! Where a list goes on.

use std::fmt::{Display, Formatter};
use std::str::FromStr;

/// The last place of a page, after which the next goes on. Its text can stand in an address.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cursor {
    pub(crate) place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Place {
    /// Newest first: the article's moment, in seconds, and its number.
    Newest { at: i64, id: u64 },
    /// Best first: the score's bits and the article's number; the moment that freshness was
    /// reckoned at, and the generation of the index that was asked.
    Best { score: u32, id: u64, now: i64, generation: u64 },
}

impl Display for Cursor {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self.place {
            Place::Newest { at, id } => write!(f, "n{at}.{id}"),
            Place::Best { score, id, now, generation } => {
                write!(f, "b{score}.{id}.{now}.{generation}")
            }
        }
    }
}

/// The text is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a place in a list of results")]
pub struct NoCursor;

impl FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Self, NoCursor> {
        fn number<T: FromStr>(text: Option<&str>) -> Result<T, NoCursor> {
            text.and_then(|text| text.parse().ok()).ok_or(NoCursor)
        }
        let (kind, rest) = text.split_at_checked(1).ok_or(NoCursor)?;
        let mut numbers = rest.split('.');
        let place = match kind {
            "n" => Place::Newest { at: number(numbers.next())?, id: number(numbers.next())? },
            "b" => Place::Best {
                score: number(numbers.next())?,
                id: number(numbers.next())?,
                now: number(numbers.next())?,
                generation: number(numbers.next())?,
            },
            _ => return Err(NoCursor),
        };
        if numbers.next().is_some() { Err(NoCursor) } else { Ok(Self { place }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_an_address() {
        for place in [
            Place::Newest { at: -5, id: 7 },
            Place::Best { score: 3.25f32.to_bits(), id: 9, now: 1_767_000_000, generation: 4 },
        ] {
            let cursor = Cursor { place };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for text in ["", "n1", "n1.2.3", "b1.2.3", "x1.2", "é", "n1.-2"] {
            assert_eq!(text.parse::<Cursor>(), Err(NoCursor), "{text}");
        }
    }
}
