//! What an alert says.

use dateline_model::AlertTask;
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
        let headline = match (items.as_slice(), task.alert.search) {
            ([], None) => "Dateline reaches you here".to_owned(),
            ([only], _) => format!("{name}: {}", only.title),
            _ => format!("{name}: {} new articles", task.alert.articles),
        };
        Self {
            headline,
            name,
            more: task.alert.articles.saturating_sub(items.len() as u64),
            items,
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
            text.push_str("This message shows that alerts arrive.\n");
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
            html.push_str("<p>This message shows that alerts arrive.</p>\n");
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
