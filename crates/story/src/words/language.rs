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

    /// Whether articles of the two may share a story: yes unless both are known and differ.
    pub fn agrees(self, other: Self) -> bool {
        self == other || self == Self::UNKNOWN || other == Self::UNKNOWN
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
}
