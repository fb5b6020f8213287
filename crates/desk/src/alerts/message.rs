//! What an alert says.

use dateline_model::{AlertTask, TargetKind};
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
}

/// What an address of e-mail is told before its reader said that it is theirs: nothing that its user
/// could choose.
fn confirming(task: &AlertTask, base: Option<&Url>) -> Vec<String> {
    let code = &task.target.secret;
    let path = format!("alerts?target={}&code={code}", task.target.id);
    let mut said = vec!["Somebody wants Dateline to send alerts to this address.".to_owned()];
    if let Some(link) = base.and_then(|base| base.join(&path).ok()) {
        said.push(format!("If that is you, confirm it here: {link}"));
    }
    said.push(format!("The code that the page of alerts asks for is {code}"));
    said.push("If it is not you, do nothing: no alert is sent here then.".to_owned());
    said
}

impl Told {
    pub(super) fn of(task: &AlertTask, base: Option<&Url>, zone: &TimeZone) -> Self {
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
                said: article.placed_at.to_zoned(zone.clone()).strftime("%d %B, %H:%M").to_string(),
            })
            .collect();
        let name = task.alert.name.clone();
        let is_unconfirmed =
            task.target.kind == TargetKind::Mail && task.target.confirmed_at.is_none();
        let said = match is_unconfirmed {
            true => confirming(task, base),
            false => vec!["This message shows that alerts arrive.".to_owned()],
        };
        let headline = match (items.as_slice(), task.alert.search) {
            _ if is_unconfirmed => "Is this your address?".to_owned(),
            ([], None) => "Dateline reaches you here".to_owned(),
            ([only], _) => format!("{name}: {}", only.title),
            _ => format!("{name}: {} new articles", task.alert.articles),
        };
        Self {
            headline,
            name,
            more: task.alert.articles.saturating_sub(items.len() as u64),
            items: if is_unconfirmed { Vec::new() } else { items },
            said,
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
            text.push_str(&format!("And {} more.\n", self.more));
        }
        if let Some(all) = &self.all {
            text.push_str(&format!("All of them: {all}\n"));
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
            html.push_str(&format!("<p>And {} more.</p>\n", self.more));
        }
        if let Some(all) = &self.all {
            html.push_str(&format!("<p><a href=\"{}\">All of them</a></p>\n", escaped(all)));
        }
        html
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
