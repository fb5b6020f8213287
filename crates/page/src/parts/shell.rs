//! Pages that are no article but what stands before one: a shell for scripts, a check, a wall.

/// A page of more words than this is read as it is.
const FEW_WORDS: usize = 20;

/// What pages say, or what they are made of, and what that means.
const MARKS: &[(&[&str], &str)] = &[
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
        "the page only checks whether its reader is human",
    ),
    (
        &[
            "before you continue to",
            "consent.google",
            "we value your privacy",
            "accept all cookies",
        ],
        "the page asks for consent to cookies first",
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
        "the page shows its text only with scripts",
    ),
    (
        &["http-equiv=\"refresh\"", "http-equiv=refresh"],
        "the page only leads on to another address",
    ),
];

/// Why a page of so few words is no article, in plain words.
pub(crate) fn reason(html: &str, words: usize) -> Option<&'static str> {
    if words >= FEW_WORDS {
        return None;
    }
    let lower = html.to_ascii_lowercase();
    let scripts = lower.contains("<script");
    MARKS.iter().find_map(|(marks, meaning)| {
        let applies = scripts || !meaning.ends_with("scripts");
        (applies && marks.iter().any(|mark| lower.contains(mark))).then_some(*meaning)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_an_article_is_named() {
        let of = |html: &str| reason(html, 3);
        assert_eq!(
            of("<div id=\"root\"></div><script src=a.js></script>"),
            Some("the page shows its text only with scripts")
        );
        assert_eq!(
            of("<h1>Just a moment</h1>Verify you are human"),
            Some("the page only checks whether its reader is human")
        );
        assert_eq!(of("<div id=\"root\"><p>A short note.</p></div>"), None);
        assert_eq!(reason("<div id=app></div><script></script>", 400), None);
    }
}
