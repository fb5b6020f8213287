//! Pages that are no article but what stands before one: a shell for scripts, a check, a wall.

use std::fmt;

/// What stands before an article, or in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// A check whether its reader is human.
    Check,
    /// A question for consent to cookies.
    Consent,
    /// A page that shows its text with scripts only; it may still say what it is about.
    Scripts,
    /// A page that only leads on to another address.
    LeadsOn,
}

impl Shell {
    /// What it means, in plain words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Check => "the page only checks whether its reader is human",
            Self::Consent => "the page asks for consent to cookies first",
            Self::Scripts => "the page shows its text only with scripts",
            Self::LeadsOn => "the page only leads on to another address",
        }
    }
}

impl fmt::Display for Shell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// A page of more words than this is read as it is.
const FEW_WORDS: usize = 20;

/// What pages say, or what they are made of, and what that means.
const MARKS: &[(&[&str], Shell)] = &[
    (
        &[
            "checking your browser",
            "verify you are human",
            "verifying you are human",
            "are you a robot",
            "unusual traffic",
            "cf-challenge",
            "cf_chl_opt",
            "g-recaptcha",
            "h-captcha",
            "px-captcha",
            "captcha-delivery",
            "attention required! | cloudflare",
        ],
        Shell::Check,
    ),
    (
        &[
            "before you continue to",
            "consent.google",
            "we value your privacy",
            "accept all cookies",
        ],
        Shell::Consent,
    ),
    (
        &[
            "id=\"root\"",
            "id=\"app\"",
            "id=\"__next\"",
            "id=\"___gatsby\"",
            "id=\"__nuxt\"",
            "id='root'",
            "id='app'",
            "id=root",
            "id=app",
            "<app-root",
            "enable javascript",
            "requires javascript",
            "javascript is disabled",
            "javascript is required",
            "javascript aktivieren",
            "activer javascript",
            "activar javascript",
        ],
        Shell::Scripts,
    ),
    (&["http-equiv=\"refresh\"", "http-equiv=refresh"], Shell::LeadsOn),
];

/// Why a page of so few words is no article.
pub(crate) fn reason(html: &str, words: usize) -> Option<Shell> {
    if words >= FEW_WORDS {
        return None;
    }
    let lower = html.to_ascii_lowercase();
    let scripts = lower.contains("<script");
    MARKS.iter().find_map(|(marks, meaning)| {
        let applies = scripts || *meaning != Shell::Scripts;
        (applies && marks.iter().any(|mark| lower.contains(mark))).then_some(*meaning)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_an_article_is_named() {
        let of = |html: &str| reason(html, 3);
        assert_eq!(of("<div id=\"root\"></div><script src=a.js></script>"), Some(Shell::Scripts));
        assert_eq!(of("<h1>Just a moment</h1>Verify you are human"), Some(Shell::Check));
        assert_eq!(of("<div id=\"root\"><p>A short note.</p></div>"), None);
        assert_eq!(reason("<div id=app></div><script></script>", 400), None);
    }
}
