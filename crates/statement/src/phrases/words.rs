//! Small words that phrases and verbs are made with.

pub(crate) const BE: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "'m", "’s", "’re", "’m",
    "get", "got",
];
pub(crate) const HAVE: &[&str] = &["has", "have", "had", "having", "'ve", "’ve", "'d", "’d"];
pub(crate) const DO: &[&str] = &["do", "does", "did"];
pub(crate) const MODAL: &[&str] = &[
    "would", "could", "may", "might", "should", "must", "can", "shall", "will", "'ll", "’ll", "ca",
    "wo", "cannot",
];
pub(crate) const NOT: &[&str] = &["not", "n't", "n’t", "never", "hardly", "rarely"];
/// Days and the like, which stand between words without being anybody.
pub(crate) const TIMES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
    "tonight",
    "tomorrow",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
];
pub(crate) const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan.",
    "feb.",
    "aug.",
    "sept.",
    "oct.",
    "nov.",
    "dec.",
];
/// What stands behind a name after a comma without being anybody.
pub(crate) const DEGREES: &[&str] = &[
    "md", "m.d.", "phd", "ph.d.", "msc", "mph", "jr.", "sr.", "jr", "sr", "rn", "mba", "dds", "jd",
    "esq.", "rd", "ms", "dnp", "do",
];
pub(crate) const PREPOSITIONS: &[&str] = &[
    "of", "for", "in", "at", "from", "with", "on", "to", "by", "inside", "within", "near",
    "against", "behind", "about", "under",
];
/// Small words inside surnames: "Alex de los Santos".
pub(crate) const PARTICLES: &[&str] = &[
    "de", "van", "von", "bin", "al", "del", "della", "la", "las", "los", "der", "den", "du", "da",
    "di", "dos", "ben", "el", "ibn", "ter",
];

pub(crate) const SUBORDINATORS: &[&str] = &[
    "after", "when", "as", "while", "if", "because", "although", "though", "before", "since",
    "until", "unless", "whether", "once", "where", "how", "why", "what",
];
