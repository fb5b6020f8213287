//! OPML 1 and 2 (opml.org): lists of subscriptions, read tolerantly and written without loss.

mod read;
mod write;

pub use read::read;
pub use write::write;

/// How deep folders may nest.
pub const DEEPEST: usize = 32;
/// How many outlines a list may have.
pub const MOST_OUTLINES: usize = 50_000;
/// How many bytes a list may have.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;

/// A list of subscriptions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opml {
    /// The title of the list.
    pub title: Option<String>,
    /// The name of its owner.
    pub owner: Option<String>,
    /// The outlines in the order of the document, folders flattened into [`Outline::folder`].
    pub outlines: Vec<Outline>,
    /// Folders that hold nothing, as paths from the top.
    pub empty_folders: Vec<Vec<String>>,
    /// What was wrong and how it was read all the same, in plain words.
    pub warnings: Vec<String>,
}

/// One line of the list: a subscription, or a bookmark where `xml_url` is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// What the owner calls it (`title`, else `text`).
    pub title: Option<String>,
    /// The address of the feed.
    pub xml_url: Option<String>,
    /// The web page of the feed.
    pub html_url: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// The format (`rss`, `atom`, `link`), as written.
    pub kind: Option<String>,
    /// The folders it lies in, from the top.
    pub folder: Vec<String>,
    /// The `category` attribute, split at commas.
    pub categories: Vec<String>,
    /// All other attributes, name and value, as written.
    pub other: Vec<(String, String)>,
}

/// Why a list could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpmlError {
    /// There is nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// It is larger than [`MOST_BYTES`].
    #[error("the file has {bytes} bytes; lists of subscriptions may have {MOST_BYTES}")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// There is no outline in it, nor any other sign of OPML.
    #[error("this is not an OPML file: {what}")]
    NotOpml {
        /// What it is instead.
        what: String,
    },
}

#[cfg(test)]
mod tests;
