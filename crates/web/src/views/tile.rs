//! A tile with a letter, for an outlet that has no icon that can be shown.

/// Colours on which white can be read (4.5 : 1 and more), quiet in both themes.
const COLOURS: [&str; 8] =
    ["#7a3b3b", "#6b4e23", "#4d5a24", "#2f6144", "#2a5d66", "#345488", "#5b4687", "#7a3f68"];

/// The tile of an outlet, as a drawing of our own: nothing of the outlet's is in it but a letter.
pub fn of(key: &str) -> String {
    let named = key.strip_prefix("www.").unwrap_or(key);
    let letter = named.chars().find(|sign| sign.is_alphanumeric()).unwrap_or('·');
    let letter: String = letter.to_uppercase().take(2).collect();
    let digest = blake3::hash(key.as_bytes());
    let colour = digest.as_bytes().first().map_or(0, |byte| usize::from(*byte)) % COLOURS.len();
    let colour = COLOURS.get(colour).unwrap_or(&"#345488");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"32\" height=\"32\" viewBox=\"0 0 32 32\">\
         <rect width=\"32\" height=\"32\" rx=\"5\" fill=\"{colour}\"/>\
         <text x=\"16\" y=\"23\" text-anchor=\"middle\" font-family=\"Georgia,serif\" \
         font-size=\"20\" font-weight=\"bold\" fill=\"#fff\">{letter}</text></svg>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_has_a_letter_and_nothing_that_was_typed() {
        assert!(of("bay.example").contains(">B</text>"));
        assert!(of("www.kestener.example").contains(">K</text>"));
        assert!(of("日報.example").contains(">日</text>"));
        assert!(of("straße").contains(">S</text>"));
        assert!(of("").contains(">·</text>"));
        let hostile = of("<script>\"&");
        assert!(hostile.contains(">S</text>") && !hostile.contains("script"));
        assert_eq!(of("bay.example"), of("bay.example"));
    }
}
