//! The tongues.

/// A language that Dateline speaks to people. The articles' own languages are another matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tongue {
    /// English, which is written first and stands in for what others lack.
    #[default]
    English,
    /// German.
    German,
    /// English made a third longer and full of accents, in brackets: shows texts that are not in
    /// the message files, and layouts that only fit short words. Never offered.
    Pseudo,
    /// The same from right to left. Never offered.
    Mirrored,
}

/// Which way a tongue is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Tongue {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 4] = [Self::English, Self::German, Self::Pseudo, Self::Mirrored];

    /// Those that people may choose.
    pub const OFFERED: [Self; 2] = [Self::English, Self::German];

    /// Its language tag (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Pseudo => "en-XA",
            Self::Mirrored => "en-XB",
        }
    }

    /// What those who speak it call it.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Pseudo => "Ƥşḗḗŭŭḓǿǿ",
            Self::Mirrored => "Mīīrrǿǿrḗḗḓ",
        }
    }

    /// Which way it is written.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::English | Self::German | Self::Pseudo => Direction::LeftToRight,
            Self::Mirrored => Direction::RightToLeft,
        }
    }

    /// The tongue of exactly this tag, those never offered among them.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tongue| tongue.tag() == tag)
    }

    /// What a browser's `Accept-Language` asks for (RFC 9110, 12.5.4), among those offered: the one
    /// of the greatest weight, of equal ones the first. `None` where it names none of them.
    #[must_use]
    pub fn wanted(accept_language: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for range in accept_language.split(',').take(50) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let weight =
                parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1.0, |told| {
                    told.parse::<f32>()
                        .ok()
                        .filter(|weight| (0.0..=1.0).contains(weight))
                        .unwrap_or(0.0)
                });
            let primary = tag.split('-').next().unwrap_or_default();
            let Some(tongue) = Self::OFFERED.into_iter().find(|tongue| tongue.tag() == primary)
            else {
                continue;
            };
            if weight > 0.0 && best.is_none_or(|(known, _)| weight > known) {
                best = Some((weight, tongue));
            }
        }
        best.map(|(_, tongue)| tongue)
    }
}

impl Direction {
    /// For the `dir` attribute.
    #[must_use]
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browsers_wish_is_read_by_its_weights() {
        for (header, wanted) in [
            ("de", Some(Tongue::German)),
            ("de-AT,de;q=0.9,en;q=0.5", Some(Tongue::German)),
            ("en-GB,en;q=0.9,de;q=0.8", Some(Tongue::English)),
            ("fr,de;q=0.3,en;q=0.7", Some(Tongue::English)),
            ("fr, es;q=0.5", None),
            ("de;q=0, en;q=0.1", Some(Tongue::English)),
            ("de;q=x", None),
            ("de;q=7,en;q=NaN", None),
            ("*", None),
            ("en-XA", Some(Tongue::English)),
            ("", None),
            (";;;,,;q=", None),
        ] {
            assert_eq!(Tongue::wanted(header), wanted, "{header}");
        }
    }

    #[test]
    fn tags_lead_back_to_their_tongue() {
        for tongue in Tongue::ALL {
            assert_eq!(Tongue::of_tag(tongue.tag()), Some(tongue));
        }
        assert_eq!(Tongue::of_tag("xx"), None);
        assert_eq!(Tongue::Mirrored.direction().attribute(), "rtl");
    }
}
