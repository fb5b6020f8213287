//! The language of an article.

/// So much of a text says its language; more costs time and changes nothing.
const MOST: usize = 600;
/// Shorter texts than this, in bytes, are told apart too badly.
const LEAST: usize = 160;

/// A language by the two letters of ISO 639-1, or unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(crate) struct Language(pub [u8; 2]);

impl Language {
    pub const UNKNOWN: Self = Self([0; 2]);
    pub const ENGLISH: Self = Self(*b"en");

    /// Of a language tag (RFC 5646), by its first part.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next()?;
        match first.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                let tag = [a.to_ascii_lowercase(), b.to_ascii_lowercase()];
                // Both ways of writing Norwegian are one language to its readers.
                Some(Self(if matches!(&tag, b"nb" | b"nn") { *b"no" } else { tag }))
            }
            [_, _, _] => Self::of_three(first),
            _ => None,
        }
    }

    /// What the article says, or what its words look like where it says nothing.
    pub fn of_article(said: Option<&str>, title: &str, text: &str) -> Self {
        if let Some(language) = said.and_then(Self::of_tag) {
            return language;
        }
        if let Some(language) = Self::of_script(title, text) {
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
        found.and_then(|info| Self::of_three(info.lang().code())).unwrap_or_default()
    }

    /// The language whose script hardly another one is written in: a headline is enough for it.
    fn of_script(title: &str, text: &str) -> Option<Self> {
        let signs = || title.chars().chain(text.chars().take(MOST));
        // Latin letters, whatever stands among them, say nothing.
        let first = signs().find(|sign| *sign >= '\u{0370}' && sign.is_alphabetic())?;
        let (mut own, mut latin) = (0, 0);
        for sign in signs().filter(|sign| sign.is_alphabetic()) {
            *(if sign < '\u{0370}' { &mut latin } else { &mut own }) += 1;
        }
        if own < latin {
            return None;
        }
        let code = match first {
            '\u{0370}'..='\u{03FF}' => b"el",
            '\u{0530}'..='\u{058F}' => b"hy",
            '\u{0E00}'..='\u{0E7F}' => b"th",
            '\u{0E80}'..='\u{0EFF}' => b"lo",
            '\u{1000}'..='\u{109F}' => b"my",
            '\u{10A0}'..='\u{10FF}' => b"ka",
            '\u{1780}'..='\u{17FF}' => b"km",
            '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}' => b"ko",
            '\u{3040}'..='\u{30FF}' => b"ja",
            // Chinese signs stand in Japanese texts too, among kana.
            '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => {
                if signs().any(|sign| matches!(sign, '\u{3040}'..='\u{30FF}')) {
                    b"ja"
                } else {
                    b"zh"
                }
            }
            _ => return None,
        };
        Some(Self(*code))
    }

    /// Whether articles of the two may share a story: yes unless both are known and differ.
    pub fn agrees(self, other: Self) -> bool {
        self == other || self == Self::UNKNOWN || other == Self::UNKNOWN
    }

    /// Whether it is written without spaces, so that its terms are pairs of signs.
    pub fn is_unspaced(self) -> bool {
        matches!(&self.0, b"zh" | b"ja" | b"th" | b"lo" | b"my" | b"km")
    }

    /// Whether the background of word counts is of this language. A text whose language is not
    /// known is read as English, so that two of them are read alike.
    pub fn is_english(self) -> bool {
        self == Self::ENGLISH || self == Self::UNKNOWN
    }

    fn of_three(code: &str) -> Option<Self> {
        let two = match code {
            "eng" => b"en",
            "deu" | "ger" => b"de",
            "fra" | "fre" => b"fr",
            "spa" => b"es",
            "ita" => b"it",
            "por" => b"pt",
            "nld" | "dut" => b"nl",
            "swe" => b"sv",
            "dan" => b"da",
            "nob" | "nno" | "nor" => b"no",
            "fin" => b"fi",
            "rus" => b"ru",
            "ukr" => b"uk",
            "bel" => b"be",
            "bul" => b"bg",
            "srp" => b"sr",
            "hrv" => b"hr",
            "pol" => b"pl",
            "ces" | "cze" => b"cs",
            "slk" | "slo" => b"sk",
            "slv" => b"sl",
            "hun" => b"hu",
            "ron" | "rum" => b"ro",
            "ell" | "gre" => b"el",
            "tur" => b"tr",
            "ara" => b"ar",
            "heb" => b"he",
            "pes" | "fas" | "per" => b"fa",
            "urd" => b"ur",
            "hin" => b"hi",
            "ben" => b"bn",
            "tam" => b"ta",
            "cmn" | "zho" | "chi" => b"zh",
            "jpn" => b"ja",
            "kor" => b"ko",
            "tha" => b"th",
            "vie" => b"vi",
            "ind" => b"id",
            "cat" => b"ca",
            "lit" => b"lt",
            "lav" => b"lv",
            "est" => b"et",
            "kat" | "geo" => b"ka",
            "hye" | "arm" => b"hy",
            "aze" => b"az",
            _ => return None,
        };
        Some(Self(*two))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_gives_its_first_part() {
        assert_eq!(Language::of_tag("pt-BR"), Some(Language(*b"pt")));
        assert_eq!(Language::of_tag("EN_us"), Some(Language::ENGLISH));
        assert_eq!(Language::of_tag("deu"), Some(Language(*b"de")));
        assert_eq!(Language::of_tag("english"), None);
    }

    #[test]
    fn a_long_text_tells_its_language_and_a_headline_does_not() {
        let text = "Die Regierung hat am Montag beschlossen, die Steuern für kleine Betriebe zu \
                    senken. Die Opposition hält das für zu wenig und verlangt eine Reform, die \
                    auch den Gemeinden hilft.";
        assert_eq!(Language::of_article(None, "Steuern", text), Language(*b"de"));
        assert_eq!(Language::of_article(None, "Steuern", ""), Language::UNKNOWN);
    }

    #[test]
    fn a_script_of_one_language_tells_it_in_a_headline() {
        for (title, text, language) in [
            ("首相は辞任", "", b"ja"),
            ("东京 2026：首相辞职", "", b"zh"),
            ("首相辞任", "首相は月曜日に辞任した。", b"ja"),
            ("นายกฯ ลาออก", "", b"th"),
            ("Ο πρωθυπουργός παραιτείται", "", b"el"),
            ("총리 사임", "", b"ko"),
        ] {
            assert_eq!(Language::of_article(None, title, text), Language(*language), "{title}");
        }
        // Not one that shares its script, and no sign among Latin letters.
        for title in ["Премьер уходит", "Das Zeichen 水 in der Kunst", "The Ω particle"]
        {
            assert_eq!(Language::of_article(None, title, ""), Language::UNKNOWN, "{title}");
        }
    }
}
