//! What is kept of an article's words, as bytes: what the window needs and what copies are found by.

use dateline_story::Features;
use dateline_story::copies::Signature;

/// Both parts in one row: the length of the first in four bytes, the first, the second.
pub(super) fn pack(features: &Features, signature: &Signature) -> Vec<u8> {
    let first = features.to_bytes();
    let mut bytes = Vec::with_capacity(first.len() + 260);
    bytes.extend(u32::try_from(first.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(first);
    bytes.extend(signature.to_bytes());
    bytes
}

/// `None` where they are of another version or damaged, and the words are to be read anew.
pub(super) fn unpack(bytes: &[u8]) -> Option<(Features, Signature)> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (first, second) = rest.split_at_checked(length)?;
    Some((Features::from_bytes(first)?, Signature::from_bytes(second)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_model::ArticleId;
    use dateline_story::{Arrival, understand};

    #[test]
    fn what_is_kept_comes_back() {
        let text = "The ferry to Kesten stays in port, its owner said on Monday. ".repeat(12);
        let article = Arrival {
            id: ArticleId(1),
            at: jiff::Timestamp::UNIX_EPOCH,
            title: "Ferry to Kesten stays in port",
            text: &text,
            language: Some("en"),
            outlet: None,
            address: None,
            canonical: None,
            origin: None,
            alone: false,
        };
        let (features, signature) = (understand(&article), Signature::of(&text));
        let bytes = pack(&features, &signature);
        assert_eq!(unpack(&bytes), Some((features, signature)));
        for cut in [0, 3, 4, bytes.len() / 2] {
            assert_eq!(unpack(bytes.get(..cut).unwrap_or_default()), None, "{cut}");
        }
    }
}
