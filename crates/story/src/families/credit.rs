//! Which agency an article credits.

use dateline_model::Origin;

use super::Families;

/// How far into a text a dateline with its agency stands, in bytes.
const HEAD: usize = 160;

/// Where an article names whose text it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Credit<'a> {
    /// Its outlet's key.
    pub outlet: Option<&'a str>,
    /// Its authors.
    pub authors: &'a [String],
    /// Where it says that it first appeared.
    pub origin: Option<&'a Origin>,
    /// Its plain text, whose first line may carry a dateline such as "RIGA (Reuters) -".
    pub text: &'a str,
}

impl Families {
    /// The agency whose text an article says it is: by its dateline, an author or its origin.
    pub fn agency_credited(&self, credit: &Credit<'_>) -> Option<&str> {
        self.in_dateline(credit.text)
            .or_else(|| credit.authors.iter().find_map(|author| self.in_author(author)))
            .or_else(|| credit.origin.and_then(|origin| self.in_origin(origin)))
    }

    fn credited(&self, words: &str) -> Option<&str> {
        self.by_credit.get(words.trim()).map(String::as_str)
    }

    /// "RIGA (Reuters) -", "Berlin (dpa/epd) –": the first agency in parentheses before a dash.
    fn in_dateline(&self, text: &str) -> Option<&str> {
        let head = head_of(text.trim_start());
        let (before, rest) = head.split_once('(')?;
        let (inside, after) = rest.split_once(')')?;
        let dash = after.trim_start().chars().next()?;
        let opens = matches!(dash, '-' | '–' | '—' | '―' | '.' | ':');
        if !opens || before.contains('\n') || before.split_whitespace().count() > 6 {
            return None;
        }
        inside.split(['/', ',']).find_map(|part| self.credited(part))
    }

    /// An author who is an agency, or whose line names one: "Associated Press", "By Jo Roy, AP",
    /// "Le Monde avec AFP". Names stand whole, so that a person called Ansa is no agency.
    fn in_author(&self, author: &str) -> Option<&str> {
        let line = author.trim();
        let line = ["By ", "by ", "BY ", "Von ", "Par "]
            .iter()
            .find_map(|word| line.strip_prefix(word))
            .unwrap_or(line);
        let with = [" avec ", " mit ", " with ", " con ", " | ", " / "];
        self.credited(line)
            .or_else(|| line.split([',', '/', '(', ')', ';', '|']).find_map(|it| self.credited(it)))
            .or_else(|| with.iter().find_map(|word| self.credited(line.split_once(word)?.1)))
    }

    fn in_origin(&self, origin: &Origin) -> Option<&str> {
        let by_address = origin.url.as_deref().and_then(|address| {
            let host = address.split_once("://").map_or(address, |(_, rest)| rest);
            let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
            self.agency_of_domain(host)
        });
        self.credited(&origin.outlet)
            .or(by_address)
            .or_else(|| self.agency_of_domain(&origin.outlet.to_lowercase()))
    }

    fn agency_of_domain(&self, domain: &str) -> Option<&str> {
        let family = self.family_of(domain);
        self.families.get_key_value(family).filter(|(_, known)| known.agency).map(|(id, _)| &**id)
    }
}

fn head_of(text: &str) -> &str {
    let mut end = HEAD.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}
