//! The lines in which publishers declare corrections.

use crate::sentences::paragraphs;

/// The longest paragraph that is taken for one, in bytes.
const LONGEST: usize = 1_200;

/// How many of them a text may declare before they are no corrections.
const MOST: usize = 5;

/// What such a line begins with, in lower case.
const BEGINNINGS: &[&str] = &[
    "correction:",
    "correction –",
    "correction —",
    "correction -",
    "corrections:",
    "correction (",
    "clarification:",
    "corrected:",
    "editor's note: an earlier",
    "editor’s note: an earlier",
    "this article has been corrected",
    "this story has been corrected",
    "this article was corrected",
    "this story was corrected",
    "this article was amended",
    "this story was amended",
    "this article has been amended",
    "berichtigung:",
    "korrektur:",
    "anmerkung der redaktion: in einer früheren",
    "richtigstellung:",
    "rectificatif",
    "correction :",
    "erratum",
    "corrección:",
    "fe de errores",
    "rettelse:",
    "rättelse:",
    "correctie:",
    "errata corrige",
];

/// What such a line says somewhere, in lower case.
const INSIDE: &[&str] = &[
    "an earlier version of this",
    "a previous version of this",
    "an earlier version incorrectly",
    "an earlier version misstated",
    "in einer früheren version dieses",
    "in einer früheren fassung",
    "une version précédente de cet",
    "une première version de cet",
    "una versión anterior de este",
];

/// The paragraphs of a text that declare a correction, word for word.
pub(super) fn declared(text: &str) -> Vec<&str> {
    paragraphs(text)
        .map(str::trim)
        .filter(|paragraph| paragraph.len() <= LONGEST && is_correction(paragraph))
        .take(MOST)
        .collect()
}

fn is_correction(paragraph: &str) -> bool {
    let lower = paragraph.trim_start_matches(['*', '[', '(', ' ', '•']).to_lowercase();
    BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning))
        || INSIDE.iter().any(|inside| lower.contains(inside))
}
