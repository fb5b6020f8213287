//! What an alert says.

use dateline_model::{AlertTask, TargetKind};
use dateline_words::{Args, Tongue, grouped, key};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use url::Url;

/// An article as an alert tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Item {
    pub title: String,
    pub outlet: Option<String>,
    /// When it was published, or else seen (RFC 3339, UTC).
    pub at: String,
    /// Where it can be read at its outlet.
    pub url: Option<String>,
    /// Where it can be read here, if this instance has an address.
    pub here: Option<String>,
    /// The same moment as its reader writes it.
    #[serde(skip)]
    pub said: String,
}

/// What an alert says, apart from its form.
pub(super) struct Told {
    pub headline: String,
    pub name: String,
    pub items: Vec<Item>,
    /// How many more there are than are told.
    pub more: u64,
    /// Where all of them can be read.
    pub all: Option<String>,
    /// What is said where there are no articles, a paragraph each.
    said: Vec<String>,
    /// The tongue of who gets it.
    tongue: Tongue,
}

/// Names of months as they stand within a date, January first.
const MONTHS: [&str; 12] = [
    key!("date-january"),
    key!("date-february"),
    key!("date-march"),
    key!("date-april"),
    key!("date-may"),
    key!("date-june"),
    key!("date-july"),
    key!("date-august"),
    key!("date-september"),
    key!("date-october"),
    key!("date-november"),
    key!("date-december"),
];

fn plain(tongue: Tongue, key: &str) -> String {
    dateline_words::plain(tongue, key).into_owned()
}

/// A text with one gap.
fn filled(tongue: Tongue, key: &str, gap: &str, with: &str) -> String {
    let mut args = Args::new();
    args.set(gap.to_owned(), with.to_owned());
    dateline_words::say(tongue, key, &args)
}

/// A text that counts something: the number as the tongue writes it, in the form that it asks for.
fn counted(tongue: Tongue, key: &str, name: &str, n: u64) -> String {
    let mut args = Args::new();
    args.set("n", n);
    args.set("number", grouped(tongue, n));
    args.set("name", name.to_owned());
    dateline_words::say(tongue, key, &args)
}

/// A moment as people write it in a letter, with its day.
fn day_and_time(tongue: Tongue, at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    let month = usize::try_from(at.month() - 1).ok().and_then(|month| MONTHS.get(month));
    let mut args = Args::new();
    args.set("day", at.day().to_string());
    args.set("month", plain(tongue, month.copied().unwrap_or_default()));
    args.set("time", at.strftime("%H:%M").to_string());
    dateline_words::say(tongue, key!("mail-day-and-time"), &args)
}

/// What an address of e-mail is told before its reader said that it is theirs: nothing that its user
/// could choose.
fn confirming(task: &AlertTask, base: Option<&Url>, tongue: Tongue) -> Vec<String> {
    let code = &task.target.secret;
    let path = format!("alerts?target={}&code={code}", task.target.id);
    let mut said = vec![plain(tongue, key!("mail-somebody-wants"))];
    if let Some(link) = base.and_then(|base| base.join(&path).ok()) {
        said.push(filled(tongue, key!("mail-confirm-here"), "link", link.as_str()));
    }
    said.push(filled(tongue, key!("mail-the-code"), "code", code));
    said.push(plain(tongue, key!("mail-do-nothing")));
    said
}

impl Told {
    pub(super) fn of(task: &AlertTask, base: Option<&Url>, zone: &TimeZone) -> Self {
        let tongue = task.tongue.and_then(|tag| Tongue::of_tag(tag.as_str())).unwrap_or_default();
        let here = |path: &str| base.and_then(|base| base.join(path).ok()).map(String::from);
        let items: Vec<Item> = task
            .articles
            .iter()
            .map(|article| Item {
                title: article.title.clone(),
                outlet: article.outlet.as_ref().map(|outlet| outlet.name.clone()),
                at: article.placed_at.to_string(),
                url: article.address.clone(),
                here: here(&format!("article/{}", article.id)),
                said: day_and_time(tongue, article.placed_at, zone),
            })
            .collect();
        let name = task.alert.name.clone();
        let is_unconfirmed =
            task.target.kind == TargetKind::Mail && task.target.confirmed_at.is_none();
        let said = match is_unconfirmed {
            true => confirming(task, base, tongue),
            false => vec![plain(tongue, key!("mail-alerts-arrive"))],
        };
        let headline = match (items.as_slice(), task.alert.search) {
            _ if is_unconfirmed => plain(tongue, key!("mail-is-this-yours")),
            ([], None) => plain(tongue, key!("mail-reaches-you")),
            ([only], _) => format!("{name}: {}", only.title),
            _ => counted(tongue, key!("mail-new-articles"), &name, task.alert.articles),
        };
        Self {
            headline,
            name,
            more: task.alert.articles.saturating_sub(items.len() as u64),
            items: if is_unconfirmed { Vec::new() } else { items },
            said,
            tongue,
            all: task.alert.search.and_then(|search| here(&format!("searches/{search}"))),
        }
    }

    /// As plain text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for item in &self.items {
            text.push_str(&item.title);
            let from: Vec<&str> =
                item.outlet.as_deref().into_iter().chain([item.said.as_str()]).collect();
            text.push_str(&format!("\n{}\n", from.join(", ")));
            if let Some(url) = item.here.as_ref().or(item.url.as_ref()) {
                text.push_str(&format!("{url}\n"));
            }
            text.push('\n');
        }
        if self.items.is_empty() {
            text.push_str(&format!("{}\n", self.said.join("\n\n")));
        }
        if self.more > 0 {
            text.push_str(&format!("{}\n", counted(self.tongue, key!("mail-more"), "", self.more)));
        }
        if let Some(all) = &self.all {
            text.push_str(&format!("{}: {all}\n", plain(self.tongue, key!("mail-all"))));
        }
        text
    }

    /// As HTML.
    pub(super) fn html(&self) -> String {
        let mut html = format!("<h1>{}</h1>\n", escaped(&self.headline));
        for item in &self.items {
            let title = escaped(&item.title);
            let title = match item.here.as_ref().or(item.url.as_ref()) {
                Some(url) => format!("<a href=\"{}\">{title}</a>", escaped(url)),
                None => title,
            };
            let outlet = item.outlet.as_deref().map(|name| format!("{}, ", escaped(name)));
            let outlet = outlet.unwrap_or_default();
            html.push_str(&format!("<p>{title}<br><small>{outlet}{}</small></p>\n", item.said));
        }
        if self.items.is_empty() {
            for said in &self.said {
                html.push_str(&format!("<p>{}</p>\n", escaped(said)));
            }
        }
        if self.more > 0 {
            let more = counted(self.tongue, key!("mail-more"), "", self.more);
            html.push_str(&format!("<p>{more}</p>\n"));
        }
        if let Some(all) = &self.all {
            let words = plain(self.tongue, key!("mail-all"));
            html.push_str(&format!("<p><a href=\"{}\">{words}</a></p>\n", escaped(all)));
        }
        html
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(tongue: Tongue) -> Told {
        let at = "2026-03-01T12:05:00Z".parse().unwrap();
        let item = Item {
            title: "Hafen <gesperrt>".to_owned(),
            outlet: Some("Küstenblatt".to_owned()),
            at: String::new(),
            url: Some("https://kueste.example/1".to_owned()),
            here: None,
            said: day_and_time(tongue, at, &TimeZone::UTC),
        };
        Told {
            headline: counted(tongue, key!("mail-new-articles"), "Häfen", 1_234),
            name: "Häfen".to_owned(),
            items: vec![item],
            more: 1_233,
            all: Some("https://news.example/searches/3".to_owned()),
            said: Vec::new(),
            tongue,
        }
    }

    #[test]
    fn a_german_letter_has_no_english_word() {
        let told = told(Tongue::German);
        assert_eq!(told.headline, "Häfen: 1.234 neue Artikel");
        let text = "Hafen <gesperrt>\nKüstenblatt, 1. März, 12:05 Uhr\nhttps://kueste.example/1\n\n\
            Und 1.233 weitere.\nAlle ansehen: https://news.example/searches/3\n";
        assert_eq!(told.text(), text);
        let html = told.html();
        assert!(html.contains("<h1>Häfen: 1.234 neue Artikel</h1>"), "{html}");
        assert!(
            html.contains(">Alle ansehen</a>") && html.contains("Und 1.233 weitere."),
            "{html}"
        );
    }

    #[test]
    fn an_english_letter_counts_and_dates_in_english() {
        let told = told(Tongue::English);
        assert_eq!(told.headline, "Häfen: 1,234 new articles");
        assert!(told.text().contains("Küstenblatt, 1 March, 12:05"), "{}", told.text());
        assert!(told.text().contains("And 1,233 more.\nAll of them: https"), "{}", told.text());
    }
}
