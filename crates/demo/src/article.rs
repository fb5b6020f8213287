//! An article and the blocks of its text.

use jiff::Timestamp;

/// One block of an article's text. Words may carry `*emphasis*` and `[words](address)` links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A subheading.
    Heading(String),
    /// A bulleted list.
    List(Vec<String>),
    /// A block quotation.
    Quote(String),
}

impl Block {
    /// The block's words, with the small markup still in them; a list's points are joined with spaces.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Paragraph(words) | Self::Heading(words) | Self::Quote(words) => words.clone(),
            Self::List(points) => points.join(" "),
        }
    }
}

/// The picture of an article.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The caption under it.
    pub caption: String,
    /// Who is credited.
    pub credit: String,
}

/// What an article becomes when it is edited after publication.
#[derive(Clone, Debug)]
pub struct Edit {
    /// When the outlet changes it by itself.
    pub at: Timestamp,
    /// The new headline.
    pub headline: String,
    /// The new text.
    pub body: Vec<Block>,
}

/// One article of the world.
#[derive(Clone, Debug)]
pub struct Article {
    /// The key of its outlet.
    pub outlet: String,
    /// The file's name without its ending, unique within the outlet.
    pub slug: String,
    /// The headline at publication.
    pub headline: String,
    /// The deck under the headline, which is also the feed's teaser.
    pub deck: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published; may lie ahead of the world's start.
    pub published: Timestamp,
    /// The section of the outlet.
    pub section: String,
    /// Keywords.
    pub tags: Vec<String>,
    /// The language (BCP 47).
    pub lang: String,
    /// The event that it covers. For tests only: it is never served.
    pub event: Option<String>,
    /// The `outlet/slug` that it reprints. For tests only: the page says so in its words.
    pub reprint_of: Option<String>,
    /// Whether `rel=canonical` names the original of a reprint.
    pub canonical_to_original: bool,
    /// Whether the page shows the first paragraph only.
    pub paywalled: bool,
    /// The path, where it does not follow the outlet's pattern.
    pub path: Option<String>,
    /// The picture.
    pub picture: Option<Picture>,
    /// The text at publication.
    pub body: Vec<Block>,
    /// The edit after publication.
    pub edit: Option<Edit>,
}

impl Article {
    /// `outlet/slug`, unique in the world.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}", self.outlet, self.slug)
    }

    /// A number for the outlets whose addresses carry one.
    pub(crate) fn number(&self) -> u32 {
        let hash = self
            .slug
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        100_000 + hash % 900_000
    }
}
