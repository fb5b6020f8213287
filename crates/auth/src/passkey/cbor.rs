//! As much of CBOR (RFC 8949) as authenticators write: definite lengths, small depth.

/// How deep a value may be nested.
const DEEPEST: usize = 6;

/// The most elements that one list or map may have.
const MOST: usize = 64;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cbor<'a> {
    Int(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    List(Vec<Cbor<'a>>),
    Map(Vec<(Cbor<'a>, Cbor<'a>)>),
    /// True, false, null and what else has no content of its own.
    Simple(u8),
}

impl<'a> Cbor<'a> {
    /// The bytes, if it is such.
    pub(super) fn bytes(&self) -> Option<&'a [u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    /// The number, if it is one.
    pub(super) fn int(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    /// The value under a text.
    pub(super) fn text_key(&self, key: &str) -> Option<&Self> {
        self.under(|known| matches!(known, Self::Text(text) if *text == key))
    }

    /// The value under a number.
    pub(super) fn int_key(&self, key: i64) -> Option<&Self> {
        self.under(|known| matches!(known, Self::Int(number) if *number == key))
    }

    /// Where a key stands twice nobody can say which is meant, so neither is.
    fn under(&self, is_key: impl Fn(&Self) -> bool) -> Option<&Self> {
        let Self::Map(pairs) = self else { return None };
        let mut found = pairs.iter().filter(|(known, _)| is_key(known));
        match (found.next(), found.next()) {
            (Some((_, value)), None) => Some(value),
            _ => None,
        }
    }
}

/// Reads one value and gives what follows it.
pub(super) fn read(bytes: &[u8]) -> Option<(Cbor<'_>, &[u8])> {
    value(bytes, 0)
}

fn value(bytes: &[u8], depth: usize) -> Option<(Cbor<'_>, &[u8])> {
    if depth > DEEPEST {
        return None;
    }
    let (first, rest) = bytes.split_first()?;
    let (major, minor) = (first >> 5, first & 31);
    if major == 7 {
        return (20..=23).contains(&minor).then_some((Cbor::Simple(minor), rest));
    }
    let (number, rest) = argument(minor, rest)?;
    let count = usize::try_from(number).ok();
    match major {
        0 => Some((Cbor::Int(i64::try_from(number).ok()?), rest)),
        1 => Some((Cbor::Int(-1 - i64::try_from(number).ok()?), rest)),
        2 => rest.split_at_checked(count?).map(|(bytes, rest)| (Cbor::Bytes(bytes), rest)),
        3 => {
            let (text, rest) = rest.split_at_checked(count?)?;
            Some((Cbor::Text(std::str::from_utf8(text).ok()?), rest))
        }
        4 => {
            let (mut list, mut rest) = (Vec::new(), rest);
            for _ in 0..count.filter(|count| *count <= MOST)? {
                let (item, after) = value(rest, depth + 1)?;
                list.push(item);
                rest = after;
            }
            Some((Cbor::List(list), rest))
        }
        5 => {
            let (mut map, mut rest) = (Vec::new(), rest);
            for _ in 0..count.filter(|count| *count <= MOST)? {
                let (key, after) = value(rest, depth + 1)?;
                let (item, after) = value(after, depth + 1)?;
                map.push((key, item));
                rest = after;
            }
            Some((Cbor::Map(map), rest))
        }
        _ => None,
    }
}

fn argument(minor: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let width = match minor {
        0..=23 => return Some((u64::from(minor), rest)),
        24..=27 => 1_usize << (minor - 24),
        _ => return None,
    };
    let (bytes, rest) = rest.split_at_checked(width)?;
    Some((bytes.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)), rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_authenticators_write_is_read() {
        let bytes = [0xa3, 0x01, 0x02, 0x63, b'f', b'm', b't', 0x42, 7, 8, 0x20, 0x81, 0xf5, 9];
        let (map, rest) = read(&bytes).unwrap();
        assert_eq!(map.int_key(1).and_then(Cbor::int), Some(2));
        assert_eq!(map.text_key("fmt").and_then(Cbor::bytes), Some(&[7, 8][..]));
        assert_eq!(map.int_key(-1), Some(&Cbor::List(vec![Cbor::Simple(21)])));
        assert_eq!(rest, [9]);
    }

    #[test]
    fn what_is_cut_short_nested_deeply_or_said_twice_is_nothing() {
        for bad in [
            &[0x42, 7][..],
            &[0x9f],
            &[0xa1, 1],
            &[0xbb, 255, 255, 255, 255, 255, 255, 255, 255],
            &[0x18],
        ] {
            assert_eq!(read(bad), None, "{bad:x?}");
        }
        assert_eq!(read(&[0x81; 40]), None);
        let (twice, _) = read(&[0xa2, 1, 2, 1, 3]).unwrap();
        assert_eq!(twice.int_key(1), None);
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some((_, rest)) = read(&bytes) {
                prop_assert!(rest.len() < bytes.len());
            }
        }
    }
}
