//! Public keys: from COSE (RFC 9053) to the text that is stored, and what they signed.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};

use super::{PasskeyError, cbor, cbor::Cbor};
use crate::random::{from_hex, to_hex};

/// The algorithms that are offered to browsers, by their COSE numbers, the best first.
pub const ALGORITHMS: [i64; 3] = [-8, -7, -257];

/// A key as it is stored: the kind and its numbers in hex, such as `es256:04…`.
pub(super) fn from_cose(bytes: &[u8]) -> Result<String, PasskeyError> {
    let (map, _) = cbor::read(bytes).ok_or(PasskeyError::Unreadable("public key"))?;
    let number = |key| map.int_key(key).and_then(Cbor::int);
    let part = |key| map.int_key(key).and_then(Cbor::bytes).ok_or(PasskeyError::Kind);
    match (number(1), number(3), number(-1)) {
        // EC2, ES256, P-256: the point uncompressed.
        (Some(2), Some(-7), Some(1)) => {
            let (x, y) = (part(-2)?, part(-3)?);
            if x.len() != 32 || y.len() != 32 {
                return Err(PasskeyError::Kind);
            }
            Ok(format!("es256:04{}{}", to_hex(x), to_hex(y)))
        }
        // OKP, EdDSA, Ed25519.
        (Some(1), Some(-8), Some(6)) => {
            let x = part(-2)?;
            if x.len() != 32 { Err(PasskeyError::Kind) } else { Ok(format!("eddsa:{}", to_hex(x))) }
        }
        // RSA, RS256; its -1 is the modulus, which is no number to be matched above.
        (Some(3), Some(-257), None) => {
            let (n, e) = (part(-1)?, part(-2)?);
            if !(256..=1024).contains(&n.len()) || e.len() > 8 {
                return Err(PasskeyError::Kind);
            }
            Ok(format!("rs256:{}.{}", to_hex(n), to_hex(e)))
        }
        _ => Err(PasskeyError::Kind),
    }
}

/// Whether a stored key signed a message.
pub(super) fn has_signed(stored: &str, message: &[u8], signature: &[u8]) -> bool {
    let Some((kind, numbers)) = stored.split_once(':') else { return false };
    let checked = match kind {
        "es256" => from_hex(numbers).map(|point| {
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature)
        }),
        "eddsa" => from_hex(numbers)
            .map(|key| UnparsedPublicKey::new(&ED25519, key).verify(message, signature)),
        "rs256" => numbers.split_once('.').and_then(|(n, e)| {
            let key = RsaPublicKeyComponents { n: from_hex(n)?, e: from_hex(e)? };
            Some(key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature))
        }),
        _ => None,
    };
    checked.is_some_and(|checked| checked.is_ok())
}
