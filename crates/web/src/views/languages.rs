//! The names of languages.

use dateline_words::key;

use crate::say::{plain, tongue};

/// BCP 47 primary languages that newspapers are written in, and the keys of their names.
const NAMES: &[(&str, &str)] = &[
    ("af", key!("language-af")),
    ("am", key!("language-am")),
    ("ar", key!("language-ar")),
    ("az", key!("language-az")),
    ("be", key!("language-be")),
    ("bg", key!("language-bg")),
    ("bn", key!("language-bn")),
    ("bs", key!("language-bs")),
    ("ca", key!("language-ca")),
    ("cs", key!("language-cs")),
    ("cy", key!("language-cy")),
    ("da", key!("language-da")),
    ("de", key!("language-de")),
    ("el", key!("language-el")),
    ("en", key!("language-en")),
    ("es", key!("language-es")),
    ("et", key!("language-et")),
    ("eu", key!("language-eu")),
    ("fa", key!("language-fa")),
    ("fi", key!("language-fi")),
    ("fr", key!("language-fr")),
    ("ga", key!("language-ga")),
    ("gl", key!("language-gl")),
    ("gu", key!("language-gu")),
    ("he", key!("language-he")),
    ("hi", key!("language-hi")),
    ("hr", key!("language-hr")),
    ("hu", key!("language-hu")),
    ("hy", key!("language-hy")),
    ("id", key!("language-id")),
    ("is", key!("language-is")),
    ("it", key!("language-it")),
    ("ja", key!("language-ja")),
    ("ka", key!("language-ka")),
    ("kk", key!("language-kk")),
    ("km", key!("language-km")),
    ("kn", key!("language-kn")),
    ("ko", key!("language-ko")),
    ("lt", key!("language-lt")),
    ("lv", key!("language-lv")),
    ("mk", key!("language-mk")),
    ("ml", key!("language-ml")),
    ("mr", key!("language-mr")),
    ("ms", key!("language-ms")),
    ("my", key!("language-my")),
    ("nb", key!("language-nb")),
    ("ne", key!("language-ne")),
    ("nl", key!("language-nl")),
    ("nn", key!("language-nn")),
    ("no", key!("language-no")),
    ("pa", key!("language-pa")),
    ("pl", key!("language-pl")),
    ("ps", key!("language-ps")),
    ("pt", key!("language-pt")),
    ("ro", key!("language-ro")),
    ("ru", key!("language-ru")),
    ("sk", key!("language-sk")),
    ("sl", key!("language-sl")),
    ("so", key!("language-so")),
    ("sq", key!("language-sq")),
    ("sr", key!("language-sr")),
    ("sv", key!("language-sv")),
    ("sw", key!("language-sw")),
    ("ta", key!("language-ta")),
    ("te", key!("language-te")),
    ("th", key!("language-th")),
    ("tl", key!("language-tl")),
    ("tr", key!("language-tr")),
    ("uk", key!("language-uk")),
    ("ur", key!("language-ur")),
    ("uz", key!("language-uz")),
    ("vi", key!("language-vi")),
    ("yi", key!("language-yi")),
    ("zh", key!("language-zh")),
    ("zu", key!("language-zu")),
];

/// The name of a language that is not the one of these pages; `None` for that one and for what is no
/// language.
pub fn foreign(tag: &str) -> Option<String> {
    let primary = primary(tag);
    let own = self::primary(tongue().tag());
    let (_, key) = NAMES.iter().find(|(code, _)| *code == primary && primary != own)?;
    Some(plain(key))
}

/// The name of a language; `None` for what is no language.
pub fn named(tag: &str) -> Option<String> {
    let primary = primary(tag);
    NAMES.iter().find(|(code, _)| *code == primary).map(|(_, key)| plain(key))
}

fn primary(tag: &str) -> String {
    tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_named_but_ones_own() {
        assert_eq!(foreign("de-AT").as_deref(), Some("German"));
        assert_eq!(foreign("PT_BR").as_deref(), Some("Portuguese"));
        assert_eq!(foreign("en-GB"), None);
        assert_eq!(foreign("\" onload"), None);
        crate::say::within(dateline_words::Tongue::German, || {
            assert_eq!(foreign("de-AT"), None);
            assert_eq!(foreign("en").as_deref(), Some("Englisch"));
        });
    }
}
