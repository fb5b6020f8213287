//! `X-Hub-Signature` (W3C WebSub 8.1): a delivery's HMAC under the secret of its subscription.

use ring::hmac;

/// Whether a body carries a right signature; none is no right one.
pub(super) fn is_signed(body: &[u8], secret: &str, signature: Option<&str>) -> bool {
    let Some((method, hex)) = signature.and_then(|text| text.trim().split_once('=')) else {
        return false;
    };
    let algorithm = match method.to_ascii_lowercase().as_str() {
        "sha1" => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        "sha256" => hmac::HMAC_SHA256,
        "sha384" => hmac::HMAC_SHA384,
        "sha512" => hmac::HMAC_SHA512,
        _ => return false,
    };
    let Some(tag) = from_hex(hex) else { return false };
    // This compares in a time that does not depend on where the two differ.
    hmac::verify(&hmac::Key::new(algorithm, secret.as_bytes()), body, &tag).is_ok()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    });
    pairs.collect()
}

fn digit(byte: u8) -> Option<u8> {
    u8::try_from(char::from(byte).to_digit(16)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 2202 and RFC 4231, test case 2.
    const SECRET: &str = "Jefe";
    const BODY: &[u8] = b"what do ya want for nothing?";
    const SHA1: &str = "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";
    const SHA256: &str = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    const SHA384: &str = "sha384=af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e\
        8e2240ca5e69e2c78b3239ecfab21649";
    const SHA512: &str = "sha512=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
        9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737";

    #[test]
    fn each_method_is_understood() {
        for signature in [SHA1, SHA256, SHA384, SHA512] {
            assert!(is_signed(BODY, SECRET, Some(signature)), "{signature}");
            assert!(is_signed(BODY, SECRET, Some(&signature.to_uppercase())), "{signature}");
            assert!(!is_signed(b"what do ya want", SECRET, Some(signature)), "{signature}");
            assert!(!is_signed(BODY, "Joe", Some(signature)), "{signature}");
        }
    }

    #[test]
    fn what_is_no_signature_is_no_right_one() {
        let cut = &SHA256[..SHA256.len() - 1];
        let other_method = SHA256.replace("sha256", "md5");
        let bare = SHA256.trim_start_matches("sha256=");
        for odd in ["", "sha256", "sha256=", "=", "sha256=zz", "sha1=é", cut, &other_method, bare]
        {
            assert!(!is_signed(BODY, SECRET, Some(odd)), "{odd}");
        }
        assert!(!is_signed(BODY, SECRET, None));
    }
}
