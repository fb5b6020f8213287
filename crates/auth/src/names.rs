//! Names of people: what somebody may be called.

/// The most characters of a name that somebody chooses.
pub const LONGEST: usize = 60;

/// Why somebody cannot be called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// It is empty or too long.
    #[error("choose a name of at most {LONGEST} characters")]
    Length,
    /// It holds what nobody sees, so that it could pass for another name.
    #[error("the name holds characters that cannot be seen")]
    Unseen,
}

/// A name without the blanks around it.
///
/// # Errors
/// When it is empty, has more than 60 characters, or holds control or formatting characters.
pub fn check(name: &str) -> Result<&str, NameError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST {
        return Err(NameError::Length);
    }
    if name.chars().any(|sign| sign.is_control() || is_format(sign)) {
        return Err(NameError::Unseen);
    }
    Ok(name)
}

/// Characters of zero width and those that turn the direction of writing (Unicode category Cf, as
/// far as names could be made to look alike by them).
fn is_format(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_wholly_seen() {
        assert_eq!(check(" Zoë de Vries "), Ok("Zoë de Vries"));
        assert_eq!(check("   "), Err(NameError::Length));
        assert_eq!(check(&"x".repeat(61)), Err(NameError::Length));
        for odd in ["ow\u{200b}ner", "a\u{202e}b", "a\nb", "a\0b", "\u{feff}ida"] {
            assert_eq!(check(odd), Err(NameError::Unseen), "{odd:?}");
        }
    }
}
