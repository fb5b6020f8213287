//! Rules for sites as a file: one table a site, in TOML.

use dateline_page::SiteRules;
use dateline_store::RuleChange;

use super::{SitePart, SiteRule};

const HEAD: &str = "\
# Rules for sites that Dateline reads badly without them. Each table is named by a site; its
# subdomains are meant too. Each part takes a CSS selector, or a list of which the first that finds
# something counts: keep (the article; all else is left out), drop, title, author, date, next.
";

/// Rules as a file.
pub(super) fn written<'a>(rules: impl Iterator<Item = (&'a str, &'a SiteRule)>) -> String {
    let mut text = HEAD.to_owned();
    for (site, rule) in rules {
        text.push_str(&format!("\n[{}]\n", quoted(site)));
        for part in SitePart::ALL {
            let selectors: Vec<String> = rule.part(part).iter().map(|css| quoted(css)).collect();
            match selectors.as_slice() {
                [] => {}
                [one] => text.push_str(&format!("{} = {one}\n", part.name())),
                many => text.push_str(&format!("{} = [{}]\n", part.name(), many.join(", "))),
            }
        }
    }
    text
}

/// A basic string (TOML 1.0, "String").
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            sign if sign.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(sign))),
            sign => out.push(sign),
        }
    }
    out.push('"');
    out
}

/// The changes that take the rules of a file over.
pub(super) fn changes(rules: &SiteRules) -> Vec<RuleChange> {
    let serde_json::Value::Object(tables) = rules.to_json() else { return Vec::new() };
    let change = |(site, rule): (String, serde_json::Value)| {
        // One selector and a list of one mean the same and are stored alike.
        let rule = SiteRule::from_stored(&rule.to_string());
        RuleChange { site, rule: (!rule.is_empty()).then(|| rule.to_stored().to_string()) }
    };
    tables.into_iter().map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_was_written_into_it() {
        let mut rule = SiteRule::default();
        rule.set_part(SitePart::Keep, "article[data-x=\"a\\\\b\"]\n  main > .story  \n\n");
        rule.set_part(SitePart::Next, "a[rel=next]");
        let text = written([("news.example.org", &rule), ("127.0.0.1", &rule)].into_iter());
        let changes = changes(&SiteRules::parse(&text).unwrap());
        assert_eq!(changes.len(), 2);
        for change in changes {
            assert_eq!(SiteRule::from_stored(&change.rule.unwrap()), rule);
        }
    }

    #[test]
    fn signs_that_show_nothing_are_written_as_numbers() {
        assert_eq!(quoted("a\u{7f}\u{1}\"\\\t"), "\"a\\u007F\\u0001\\\"\\\\\\t\"");
    }

    #[test]
    fn an_empty_file_changes_nothing() {
        let text = written(std::iter::empty());
        assert!(changes(&SiteRules::parse(&text).unwrap()).is_empty());
    }
}
