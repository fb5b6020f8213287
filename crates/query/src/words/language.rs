//! The language of a text, for its stems.

/// So much of a text says its language; more costs time and changes nothing.
const MOST: usize = 600;
/// Shorter texts than this, in bytes, are told apart too badly.
const LEAST: usize = 160;

/// A language: the two or three letters of ISO 639, or unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Language([u8; 3]);

impl Language {
    /// Nothing tells.
    pub const UNKNOWN: Self = Self([0; 3]);

    /// Of a language tag (RFC 5646), by its first part.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next()?;
        let lower = first.to_ascii_lowercase();
        let letters = lower.as_bytes();
        if !letters.iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        match letters {
            // Both ways of writing Norwegian are one language to its readers.
            b"nb" | b"nn" | b"nob" | b"nno" => Some(Self(*b"no\0")),
            [a, b] => Some(Self([*a, *b, 0])),
            [_, _, _] => Some(Self::of_three(&lower)),
            _ => None,
        }
    }

    /// Of its English name or its own ("German", "Deutsch"), or a tag.
    pub fn named(name: &str) -> Option<Self> {
        let folded = super::fold::fold(name.trim());
        let known = NAMES.iter().find(|(_, english, own)| folded == *english || folded == *own);
        known.and_then(|(tag, ..)| Self::of_tag(tag)).or_else(|| Self::of_tag(name))
    }

    /// What the article says, or what its words look like where it says nothing.
    pub fn of_article(said: Option<&str>, title: &str, text: &str) -> Self {
        if let Some(language) = said.and_then(Self::of_tag) {
            return language;
        }
        if title.len() + text.len() < LEAST {
            return Self::UNKNOWN;
        }
        let mut end = MOST.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let sample = format!("{title}\n{}", text.get(..end).unwrap_or_default());
        let found = whatlang::detect(&sample).filter(whatlang::Info::is_reliable);
        found.map_or(Self::UNKNOWN, |info| Self::of_three(info.lang().code()))
    }

    /// Its letters; empty where it is unknown.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|letter| *letter == 0).unwrap_or(3);
        self.0.get(..end).and_then(|letters| std::str::from_utf8(letters).ok()).unwrap_or_default()
    }

    /// Its letters as a number, zero where it is unknown.
    pub fn to_number(self) -> u64 {
        let [a, b, c] = self.0;
        u64::from(a) << 16 | u64::from(b) << 8 | u64::from(c)
    }

    /// The language of a number that [`Self::to_number`] gave.
    pub fn from_number(number: u64) -> Self {
        let [.., a, b, c] = number.to_be_bytes();
        Self([a, b, c])
    }

    /// Its name in English, or its letters.
    pub fn name(&self) -> String {
        let known = NAMES.iter().find(|(tag, ..)| *tag == self.as_str());
        known.map_or_else(
            || self.as_str().to_owned(),
            |(_, name, _)| {
                let mut letters = name.chars();
                letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
            },
        )
    }

    fn of_three(code: &str) -> Self {
        let known = THREE.iter().find(|(three, _)| *three == code);
        let letters = known.map_or(code, |(_, two)| two).as_bytes();
        match letters {
            [a, b] => Self([*a, *b, 0]),
            [a, b, c] => Self([*a, *b, *c]),
            _ => Self::UNKNOWN,
        }
    }
}

/// Tag, English name, own name; names folded.
const NAMES: [(&str, &str, &str); 44] = [
    ("en", "english", "english"),
    ("de", "german", "deutsch"),
    ("fr", "french", "francais"),
    ("es", "spanish", "espanol"),
    ("it", "italian", "italiano"),
    ("pt", "portuguese", "portugues"),
    ("nl", "dutch", "nederlands"),
    ("sv", "swedish", "svenska"),
    ("da", "danish", "dansk"),
    ("no", "norwegian", "norsk"),
    ("fi", "finnish", "suomi"),
    ("ru", "russian", "русский"),
    ("uk", "ukrainian", "українська"),
    ("be", "belarusian", "беларуская"),
    ("bg", "bulgarian", "български"),
    ("sr", "serbian", "srpski"),
    ("hr", "croatian", "hrvatski"),
    ("pl", "polish", "polski"),
    ("cs", "czech", "cestina"),
    ("sk", "slovak", "slovencina"),
    ("sl", "slovenian", "slovenscina"),
    ("hu", "hungarian", "magyar"),
    ("ro", "romanian", "romana"),
    ("el", "greek", "ελληνικα"),
    ("tr", "turkish", "turkce"),
    ("ar", "arabic", "العربيه"),
    ("he", "hebrew", "עברית"),
    ("fa", "persian", "فارسي"),
    ("ur", "urdu", "اردو"),
    ("hi", "hindi", "हिन्दी"),
    ("bn", "bengali", "বাংলা"),
    ("ta", "tamil", "தமிழ்"),
    ("zh", "chinese", "中文"),
    ("ja", "japanese", "日本語"),
    ("ko", "korean", "한국어"),
    ("th", "thai", "ไทย"),
    ("vi", "vietnamese", "tieng viet"),
    ("id", "indonesian", "bahasa indonesia"),
    ("ca", "catalan", "catala"),
    ("lt", "lithuanian", "lietuviu"),
    ("lv", "latvian", "latviesu"),
    ("et", "estonian", "eesti"),
    ("ka", "georgian", "ქართული"),
    ("hy", "armenian", "հայերեն"),
];

const THREE: [(&str, &str); 55] = [
    ("eng", "en"),
    ("deu", "de"),
    ("ger", "de"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("spa", "es"),
    ("ita", "it"),
    ("por", "pt"),
    ("nld", "nl"),
    ("dut", "nl"),
    ("swe", "sv"),
    ("dan", "da"),
    ("nor", "no"),
    ("nob", "no"),
    ("nno", "no"),
    ("fin", "fi"),
    ("rus", "ru"),
    ("ukr", "uk"),
    ("bel", "be"),
    ("bul", "bg"),
    ("srp", "sr"),
    ("hrv", "hr"),
    ("pol", "pl"),
    ("ces", "cs"),
    ("cze", "cs"),
    ("slk", "sk"),
    ("slo", "sk"),
    ("slv", "sl"),
    ("hun", "hu"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("ell", "el"),
    ("gre", "el"),
    ("tur", "tr"),
    ("ara", "ar"),
    ("heb", "he"),
    ("fas", "fa"),
    ("per", "fa"),
    ("pes", "fa"),
    ("urd", "ur"),
    ("hin", "hi"),
    ("ben", "bn"),
    ("tam", "ta"),
    ("cmn", "zh"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("tha", "th"),
    ("vie", "vi"),
    ("ind", "id"),
    ("cat", "ca"),
    ("lit", "lt"),
    ("lav", "lv"),
    ("est", "et"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_goes_by_tags_and_names() {
        let german = Language::of_tag("de-AT");
        assert_eq!(german.map(|language| language.as_str().to_owned()), Some("de".to_owned()));
        for name in ["German", "deutsch", "deu", "DE_de"] {
            assert_eq!(Language::named(name), german, "{name}");
        }
        assert_eq!(Language::named("Français"), Language::of_tag("fr"));
        assert_eq!(Language::named("Klingonish"), None);
        assert_eq!(german.map(|language| language.name()), Some("German".to_owned()));
    }

    #[test]
    fn a_number_keeps_it() {
        for tag in ["en", "gsw"] {
            let language = Language::of_tag(tag).unwrap();
            assert_eq!(Language::from_number(language.to_number()), language);
        }
        assert_eq!(Language::UNKNOWN.to_number(), 0);
    }

    #[test]
    fn a_long_text_tells_and_a_headline_does_not() {
        let text = "Die Regierung hat am Montag beschlossen, die Steuern für kleine Betriebe zu \
                    senken. Die Opposition hält das für zu wenig und verlangt eine Reform, die \
                    auch den Gemeinden hilft.";
        assert_eq!(Language::of_article(None, "Steuern", text).as_str(), "de");
        assert_eq!(Language::of_article(None, "Steuern", ""), Language::UNKNOWN);
    }
}
