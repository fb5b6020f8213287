//! Base64 for addresses, without padding (RFC 4648, section 5): how JOSE and WebAuthn write bytes.

const ALPHABET: [u8; 64] = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as text.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
        let group = group << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = (group >> (18 - 6 * place)) & 63;
            text.push(char::from(ALPHABET[index as usize]));
        }
    }
    text
}

/// The bytes of a text; `None` where it is not written exactly so: with padding, with other signs,
/// or with bits left over.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for chunk in text.as_bytes().chunks(4) {
        let mut group = 0_u32;
        for sign in chunk {
            let value = ALPHABET.iter().position(|known| known == sign)?;
            group = (group << 6) | u32::try_from(value).ok()?;
        }
        let bits = 6 * chunk.len();
        let (whole, left) = (bits / 8, bits % 8);
        if whole == 0 || group & ((1 << left) - 1) != 0 {
            return None;
        }
        let group = group >> left;
        bytes.extend((0..whole).rev().map(|place| (group >> (8 * place)) as u8));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_go_there_and_back() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg"),
            (&[0xfb, 0xff, 0xfe], "-__-"),
        ] {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).as_deref(), Some(bytes), "{text}");
        }
    }

    #[test]
    fn what_is_written_otherwise_is_refused() {
        for bad in ["Z", "Zg==", "Zh", "Zm9v\n", "+/+/", "Zm9vY", "é"] {
            assert_eq!(decode(bad), None, "{bad:?}");
        }
    }
}
