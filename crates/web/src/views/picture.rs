//! Where a page's pictures are loaded from: our own proxy, by addresses that are signed for one
//! reader.
//!
//! The signature is over the reader, the width and the picture's address, with a key that only this
//! instance has. So nobody can have pictures fetched that no page of theirs shows, and an address
//! that somebody else got hold of opens nothing for them.

use dateline_auth::base64url;
use dateline_auth::random::same_secret;
use dateline_auth::token::SetupToken;
use dateline_desk::{WIDTHS, is_width, picture_address};
use dateline_markup::{NamedPicture, ShownPicture};
use dateline_model::{PictureSize, UserId};
use url::Url;

/// Bytes of a signature: enough that guessing one takes for ever.
const SIGNATURE: usize = 16;

/// The widths in which a picture may be loaded.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    narrowest: u32,
    widest: u32,
}

/// Beside a headline.
pub const SMALL: Frame = Frame { narrowest: 160, widest: 960 };

/// Over the width of a column or a page.
pub const LARGE: Frame = Frame { narrowest: 320, widest: 1600 };

/// How wide a picture stands in the text of an article.
const SIZES_IN_TEXT: &str = "(min-width: 44rem) 41rem, 100vw";

/// A picture ready for a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Where it is loaded from by browsers that know no sets.
    pub src: String,
    /// Its widths.
    pub srcset: String,
}

/// Signs addresses of pictures for one reader.
#[derive(Clone)]
pub struct Pictures {
    key: [u8; 32],
    reader: UserId,
}

impl std::fmt::Debug for Pictures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pictures(for {})", self.reader)
    }
}

impl Pictures {
    /// Those of a reader.
    pub fn of(secret: &SetupToken, reader: UserId) -> Self {
        let key = blake3::derive_key("dateline 2026 addresses of pictures", secret.bytes());
        Self { key, reader }
    }

    /// A picture in a frame; `None` where it has no address of the web, or only counts its readers.
    pub fn shown(&self, address: &str, frame: Frame) -> Option<Shown> {
        let url = of_the_web(address)?;
        let widths = WIDTHS.iter().filter(|width| (frame.narrowest..=frame.widest).contains(width));
        let srcset: Vec<String> =
            widths.map(|width| format!("{} {width}w", self.signed(&url, *width))).collect();
        let middle = WIDTHS.iter().find(|width| **width * 2 >= frame.widest)?;
        Some(Shown { src: self.signed(&url, *middle), srcset: srcset.join(", ") })
    }

    /// A picture in the text of an article, as large as its page had it, with the shape that it has
    /// where that is known.
    pub fn shown_in_text(
        &self,
        named: &NamedPicture,
        known: Option<PictureSize>,
    ) -> Option<ShownPicture> {
        let shown = self.shown(&named.address, LARGE)?;
        Some(ShownPicture {
            src: shown.src,
            srcset: shown.srcset,
            sizes: SIZES_IN_TEXT.to_owned(),
            size: size_in_text(named, known),
        })
    }

    fn signed(&self, url: &Url, width: u32) -> String {
        let signature = base64url::encode(&self.signature(url.as_str(), width));
        let address = base64url::encode(url.as_str().as_bytes());
        format!("/picture/{signature}/{width}/{address}")
    }

    fn signature(&self, address: &str, width: u32) -> [u8; SIGNATURE] {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(&self.reader.0.to_le_bytes());
        hasher.update(&width.to_le_bytes());
        hasher.update(address.as_bytes());
        let mut signature = [0; SIGNATURE];
        hasher.finalize_xof().fill(&mut signature);
        signature
    }

    /// The picture's address behind a signed one; `None` for one that was not signed here, for this
    /// reader and this width.
    pub fn opened(&self, signature: &str, width: u32, address: &str) -> Option<Url> {
        let address = String::from_utf8(base64url::decode(address)?).ok()?;
        let signature = base64url::decode(signature)?;
        let is_signed = same_secret(&signature, &self.signature(&address, width));
        picture_address(&address)
            .filter(|url| is_signed && is_width(width) && url.as_str() == address)
    }
}

/// What a page states may be wrong about the shape, but tells how large it was meant.
fn size_in_text(named: &NamedPicture, known: Option<PictureSize>) -> Option<(u32, u32)> {
    let Some(PictureSize { width: own_width, height: own_height }) = known else {
        return named.width.zip(named.height);
    };
    let width = named.width.unwrap_or(own_width).min(own_width).min(LARGE.widest);
    let height = u64::from(width) * u64::from(own_height) / u64::from(own_width.max(1));
    Some((width, u32::try_from(height).unwrap_or(u32::MAX).max(1)))
}

/// The address of a picture that may be shown: of the web, and of none that only counts its readers.
pub fn of_the_web(address: &str) -> Option<Url> {
    picture_address(address).filter(|url| !dateline_markup::is_tracker(url.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://img.example/640/harbour.jpg?q=1&w=2";

    fn of(secret: &str, reader: i64) -> Pictures {
        Pictures::of(&SetupToken::new(secret), UserId(reader))
    }

    fn parts(path: &str) -> (String, u32, String) {
        let parts: Vec<&str> = path.split('/').collect();
        assert_eq!((parts.len(), parts[1]), (5, "picture"), "{path}");
        (parts[2].to_owned(), parts[3].parse().unwrap(), parts[4].to_owned())
    }

    #[test]
    fn what_was_signed_opens_for_its_reader_and_nobody_else() {
        let shown = of("secret", 7).shown(ADDRESS, LARGE).unwrap();
        let (signature, width, address) = parts(&shown.src);
        let open = |by: &Pictures, signature: &str, width, address: &str| {
            by.opened(signature, width, address).map(String::from)
        };
        let own = of("secret", 7);
        assert_eq!(open(&own, &signature, width, &address).unwrap(), ADDRESS);
        assert_eq!(open(&of("secret", 8), &signature, width, &address), None, "another reader");
        assert_eq!(open(&of("other", 7), &signature, width, &address), None, "another instance");
        let wider = shown.srcset.split(", ").last().unwrap().split(' ').next().unwrap();
        let (other_signature, other_width, _) = parts(wider);
        assert_ne!(width, other_width);
        assert_eq!(open(&own, &signature, other_width, &address), None, "another width's");
        assert_eq!(open(&own, &other_signature, width, &address), None, "another width's");
        let elsewhere = base64url::encode(b"https://evil.example/");
        assert_eq!(open(&own, &signature, width, &elsewhere), None);
        for bad in ["", "A", "!!!!", &signature[..20], &format!("{signature}AA")] {
            assert_eq!(open(&own, bad, width, &address), None, "{bad}");
        }
    }

    #[test]
    fn the_widths_of_a_frame_are_those_of_the_ladder() {
        let shown = of("secret", 7).shown(ADDRESS, SMALL).unwrap();
        let widths: Vec<&str> =
            shown.srcset.split(", ").map(|one| one.split(' ').nth(1).unwrap()).collect();
        assert_eq!(widths, ["160w", "320w", "480w", "640w", "960w"]);
        assert_eq!(parts(&shown.src).1, 480);
        for frame in [SMALL, LARGE] {
            assert!(is_width(frame.narrowest) && is_width(frame.widest));
        }
    }

    #[test]
    fn the_shape_that_is_known_counts_over_the_one_that_is_stated() {
        let named = |width, height| NamedPicture { address: String::new(), width, height };
        let known = Some(PictureSize { width: 4000, height: 3000 });
        assert_eq!(size_in_text(&named(Some(600), Some(100)), None), Some((600, 100)));
        assert_eq!(size_in_text(&named(Some(600), None), None), None);
        assert_eq!(size_in_text(&named(Some(600), Some(100)), known), Some((600, 450)));
        assert_eq!(size_in_text(&named(None, None), known), Some((1600, 1200)));
        let small = Some(PictureSize { width: 40, height: 30 });
        assert_eq!(size_in_text(&named(Some(600), Some(450)), small), Some((40, 30)));
        let line = Some(PictureSize { width: 3000, height: 3 });
        assert_eq!(size_in_text(&named(Some(100), None), line), Some((100, 1)));
    }

    #[test]
    fn odd_addresses_are_not_shown_and_passwords_not_signed() {
        let own = of("secret", 7);
        for odd in [
            "",
            "javascript:alert(1)",
            "data:image/png;base64,AA",
            "/a.png",
            "file:///etc/passwd",
            "https://pixel.wp.com/b.gif?x",
        ] {
            assert_eq!(own.shown(odd, SMALL), None, "{odd}");
        }
        let shown = own.shown("https://u:p@img.example/a.png#x", SMALL).unwrap();
        let (signature, width, address) = parts(&shown.src);
        let opened = own.opened(&signature, width, &address).unwrap();
        assert_eq!(opened.as_str(), "https://img.example/a.png");
    }
}
