//! A name and a password as HTTP's Basic scheme sends them (RFC 7617).

/// The name and the password of an `Authorization` header.
pub fn credentials(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(decode(encoded.trim())?).ok()?;
    let (name, password) = decoded.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

/// Base64 (RFC 4648, section 4), with or without its padding.
fn decode(text: &str) -> Option<Vec<u8>> {
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for sign in text.trim_end_matches('=').bytes() {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xFFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_a_password_are_read() {
        let read = |header| credentials(header);
        let pair = |name: &str, password: &str| Some((name.to_owned(), password.to_owned()));
        assert_eq!(read("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), pair("Aladdin", "open sesame"));
        assert_eq!(read("basic dGVzdDoxMjPCow"), pair("test", "123£"));
        assert_eq!(read("Basic aTphOmI="), pair("i", "a:b"));
        assert_eq!(read("Basic Og=="), pair("", ""));
    }

    #[test]
    fn what_is_none_is_nothing() {
        for header in ["", "Basic", "Basic !!!!", "Bearer QTpi", "Basic QQ==", "Basic /////w=="] {
            assert_eq!(credentials(header), None, "{header}");
        }
    }
}
