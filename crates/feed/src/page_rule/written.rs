//! A rule in one line, as it is typed at the command line: `item=li.story, title=h2, link=a`.

use std::fmt;
use std::str::FromStr;

use super::{PageRule, RulePart};

/// Why a line is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleLineError {
    /// It does not begin with a part.
    #[error(
        "“{text}” is no part of a rule: write “item=CSS, title=CSS, link=CSS, date=CSS”, of which only the item is needed"
    )]
    NoPart {
        /// What stands there.
        text: String,
    },
    /// A part is there twice.
    #[error("the rule has two selectors for the {part}")]
    Twice {
        /// Which.
        part: RulePart,
    },
    /// There is no selector for the items.
    #[error("the rule has no selector for the items: “item=CSS”")]
    NoItems,
}

const NAMES: [(&str, RulePart); 9] = [
    ("items", RulePart::Items),
    ("item", RulePart::Items),
    ("title", RulePart::Title),
    ("link", RulePart::Link),
    ("date", RulePart::Date),
    ("summary", RulePart::Summary),
    ("image", RulePart::Image),
    ("author", RulePart::Author),
    ("by", RulePart::Author),
];

impl PageRule {
    /// The selector for a part; `None` where the rule leaves it to what is usual.
    pub fn part(&self, part: RulePart) -> Option<&str> {
        let text = match part {
            RulePart::Items => Some(&self.items),
            RulePart::Title => self.title.as_ref(),
            RulePart::Link => self.link.as_ref(),
            RulePart::Date => self.date.as_ref(),
            RulePart::Summary => self.summary.as_ref(),
            RulePart::Image => self.image.as_ref(),
            RulePart::Author => self.author.as_ref(),
        };
        text.map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// Sets the selector for a part; an empty one leaves it to what is usual.
    pub fn set_part(&mut self, part: RulePart, css: &str) {
        let text = Some(css.trim().to_owned()).filter(|css| !css.is_empty());
        match part {
            RulePart::Items => self.items = text.unwrap_or_default(),
            RulePart::Title => self.title = text,
            RulePart::Link => self.link = text,
            RulePart::Date => self.date = text,
            RulePart::Summary => self.summary = text,
            RulePart::Image => self.image = text,
            RulePart::Author => self.author = text,
        }
    }
}

/// The part whose name begins a text, and the selector behind it.
fn named(text: &str) -> Option<(RulePart, &str)> {
    let (name, rest) = text.split_once('=')?;
    let name = name.trim().to_ascii_lowercase();
    let (_, part) = NAMES.iter().find(|(known, _)| *known == name)?;
    Some((*part, rest))
}

impl FromStr for PageRule {
    type Err = RuleLineError;

    /// A comma begins the next part only before the name of one, since selectors hold commas too.
    fn from_str(line: &str) -> Result<Self, RuleLineError> {
        let mut parts: Vec<(RulePart, String)> = Vec::new();
        for piece in line.split(',') {
            match (named(piece), parts.last_mut()) {
                (Some((part, css)), _) => {
                    if parts.iter().any(|(known, _)| *known == part) {
                        return Err(RuleLineError::Twice { part });
                    }
                    parts.push((part, css.to_owned()));
                }
                (None, Some((_, css))) => {
                    css.push(',');
                    css.push_str(piece);
                }
                (None, None) => {
                    let text = piece.trim().chars().take(80).collect();
                    return Err(RuleLineError::NoPart { text });
                }
            }
        }
        let mut rule = Self::default();
        for (part, css) in parts {
            rule.set_part(part, &css);
        }
        if rule.items.is_empty() { Err(RuleLineError::NoItems) } else { Ok(rule) }
    }
}

impl fmt::Display for PageRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item={}", self.items.trim())?;
        for (name, part) in NAMES.iter().skip(2).take(6) {
            if let Some(css) = self.part(*part) {
                write!(f, ", {name}={css}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_in_a_line() {
        let line = "item=div.story, li.story,title=h2, h3 ,link=a.more[href], date=time @datetime";
        let rule: PageRule = line.parse().unwrap();
        assert_eq!(rule.items, "div.story, li.story");
        assert_eq!(rule.title.as_deref(), Some("h2, h3"));
        assert_eq!(rule.date.as_deref(), Some("time @datetime"));
        assert_eq!(rule.to_string().parse(), Ok(rule));
    }

    #[test]
    fn what_is_no_rule_is_said() {
        let problem = |line: &str| line.parse::<PageRule>().unwrap_err().to_string();
        assert!(problem("li.story").contains("“li.story” is no part of a rule"));
        assert!(problem("").contains("is no part of a rule"));
        assert!(problem("title=h2").contains("no selector for the items"));
        assert!(problem("item=a,item=b").contains("two selectors for the items"));
    }

    #[test]
    fn equal_signs_of_selectors_are_none_of_parts() {
        let rule: PageRule = "item=a[rel=x],b[title=y], title=@title".parse().unwrap();
        assert_eq!(rule.items, "a[rel=x],b[title=y]");
        assert_eq!(rule.title.as_deref(), Some("@title"));
    }
}
