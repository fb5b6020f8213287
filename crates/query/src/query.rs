//! A query as it was understood.

use dateline_model::{OutletId, StoryId};
use jiff::Timestamp;

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Field {
    /// The headline and the text.
    #[default]
    Anywhere,
    /// The headline.
    Title,
    /// The outlet's name and its domain.
    Outlet,
    /// The names of authors and contributors.
    Author,
    /// The dateline's place.
    Place,
    /// The names of those whom it reports to say something.
    Said,
}

/// How words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// In any of its inflections.
    Word,
    /// As the beginning of a word: the last one of somebody who is still typing.
    Prefix,
    /// One after the other, as written; capitals and accents aside.
    Phrase,
}

/// What a reader or the desk says of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Is {
    /// The reader has not read it.
    Unread,
    /// The reader has read it.
    Read,
    /// The reader has starred it.
    Starred,
    /// Its text is another article's.
    Copy,
    /// It stands behind a paywall.
    Paywalled,
}

/// What an article has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Has {
    /// A picture.
    Image,
    /// Earlier texts.
    Revision,
    /// Somebody who denies or rebuts something.
    Denial,
    /// Somebody who accuses somebody.
    Accusation,
    /// Somebody who declined to comment, did not answer or gave no evidence.
    Silence,
}

/// A span of time, half open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// The clause as it was typed, `newer:3d`.
    pub clause: String,
    /// The same in words, "of the last 3 days".
    pub said: String,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Every article.
    All,
    /// Those that all parts find.
    And(Vec<Node>),
    /// Those that any part finds.
    Or(Vec<Node>),
    /// Those that the part does not find.
    Not(Box<Node>),
    /// Words in a field.
    Text {
        /// Where.
        field: Field,
        /// How.
        how: How,
        /// As they were typed, without quotation marks.
        words: String,
    },
    /// Words near each other in headline or text, in any order.
    Near {
        /// From the first to the last of them there are at most so many steps from word to word.
        within: u32,
        /// The words as they were typed.
        words: Vec<String>,
    },
    /// The outlet of this number: one chosen from a list, `outlet:#4`.
    Outlet(OutletId),
    /// A feed of the reader's, by number or title.
    Feed(String),
    /// A folder of the reader's and those below it.
    Folder(String),
    /// A language, by the two or three letters of ISO 639.
    Language(String),
    /// What is said of it.
    Is(Is),
    /// What it has.
    Has(Has),
    /// A story's articles.
    Story(StoryId),
    /// A span of time.
    When(When),
}

/// What somebody looks for. Its `Display` is text that parses to the same query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The whole of it.
    pub root: Node,
}

impl Query {
    /// The query that finds every article.
    pub const ALL: Self = Self { root: Node::All };

    /// The same, where also `node` must hold.
    #[must_use]
    pub fn and(self, node: Node) -> Self {
        let root = match self.root {
            Node::All => node,
            Node::And(mut nodes) => {
                nodes.push(node);
                Node::And(nodes)
            }
            other => Node::And(vec![other, node]),
        };
        Self { root }
    }

    /// Whether what it finds depends on what the reader has read or starred.
    pub fn is_personal(&self) -> bool {
        fn is_personal(node: &Node) -> bool {
            match node {
                Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(is_personal),
                Node::Not(node) => is_personal(node),
                Node::Is(is) => matches!(is, Is::Unread | Is::Read | Is::Starred),
                _ => false,
            }
        }
        is_personal(&self.root)
    }

    /// Whether it looks for any word, so that "best" is an order.
    pub fn has_words(&self) -> bool {
        fn has_words(node: &Node) -> bool {
            match node {
                Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(has_words),
                Node::Text { field, .. } => matches!(field, Field::Anywhere | Field::Title),
                Node::Near { .. } => true,
                _ => false,
            }
        }
        has_words(&self.root)
    }
}
