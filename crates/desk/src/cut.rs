//! Cutting texts to size without breaking a character.

use std::borrow::Cow;

/// At most so many characters, closed by an ellipsis where something was cut off.
pub(crate) fn chars(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// At most so many bytes, cut at a character's border.
pub(crate) fn bytes(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// Without the NUL characters that no database takes.
pub(crate) fn no_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_the_border_of_a_character() {
        assert_eq!(chars("größer", 4), "grö…");
        assert_eq!(chars("groß", 4), "groß");
        assert_eq!(bytes("ößer", 3), "ö");
        assert_eq!(bytes("ab", 9), "ab");
        assert_eq!(no_nul("a\0b"), "ab");
    }
}
