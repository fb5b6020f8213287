//! What public pages are filled with. Nothing here knows of a user: the frame is another than that of
//! a signed-in person, so that nothing personal can slip in.

use dateline_model::{PublicArticle, PublicPaper, PublicStory};
use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use crate::assets::ASSETS;
use crate::say::tongue;
use crate::security::redirect::segment;
use crate::views::text::language;
use crate::when::{Moment, When};

/// How many outlets a line names before it counts the others.
const NAMED: usize = 4;

/// A link with its words.
#[derive(Debug, Clone)]
pub struct Link {
    /// What it says.
    pub name: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is the present page.
    pub current: bool,
}

impl Link {
    fn of(name: impl Into<String>, href: impl Into<String>) -> Self {
        Self { name: name.into(), href: href.into(), current: false }
    }

    /// The public page of an outlet.
    pub fn of_outlet(outlet: &dateline_model::Outlet) -> Self {
        Self::of(&outlet.name, outlet_path(&outlet.key))
    }
}

/// The public page of a section.
pub fn section_path(name: &str) -> String {
    format!("/public/section/{}", segment(name))
}

/// The public page of an outlet.
pub fn outlet_path(key: &str) -> String {
    format!("/public/outlet/{}", segment(key))
}

/// Where a page's robots and people who share it are told what it is.
#[derive(Debug, Clone)]
pub struct About {
    /// Its title.
    pub title: String,
    /// What it is, in a line.
    pub description: String,
    /// What `rel=canonical` names.
    pub canonical: Option<String>,
    /// What robots may do with it.
    pub robots: &'static str,
    /// Its kind in Open Graph.
    pub kind: &'static str,
    /// What it lists, as JSON-LD; empty where it lists nothing.
    pub json_ld: String,
    /// The part of `/public/feed/` under which it is a feed: `front`, `section/World`.
    pub feed: Option<String>,
}

/// The frame of a public page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The newspaper's name.
    pub name: String,
    /// The date of the instance's day.
    pub today: String,
    /// What the page is.
    pub about: About,
    /// Its sections.
    pub sections: Vec<Link>,
    /// Where publishers write to.
    pub contact: Link,
    /// The style sheet.
    pub css: &'static str,
    /// The icon.
    pub icon: &'static str,
    /// Whether this instance shows the invented world.
    pub demo: bool,
    /// Whether this is the front page, whose headline is the newspaper's name.
    pub front: bool,
    /// Its own address, for those who share it.
    pub own: Option<String>,
    /// The tag of the language of its own words.
    pub lang: &'static str,
    /// Which way that is written.
    pub dir: &'static str,
}

impl Frame {
    /// The frame of a page of this newspaper at this path.
    pub fn of(
        paper: &PublicPaper,
        base: Option<&Url>,
        path: &str,
        when: &When,
        about: About,
    ) -> Self {
        let sections = paper.sections.iter().map(|name| {
            let href = section_path(name);
            Link { current: href == path, ..Link::of(name, href) }
        });
        Self {
            name: paper.name.clone(),
            today: when.today(),
            sections: sections.collect(),
            contact: contact(&paper.contact),
            css: &ASSETS.css,
            icon: &ASSETS.icon,
            demo: false,
            front: path == "/public",
            own: absolute(base, path),
            lang: tongue().tag(),
            dir: tongue().direction().attribute(),
            about,
        }
    }
}

/// An address of this site in full, where the site knows where it stands.
pub fn absolute(base: Option<&Url>, path: &str) -> Option<String> {
    base.and_then(|base| base.join(path.trim_start_matches('/')).ok()).map(String::from)
}

/// Whom publishers write to, as a link.
fn contact(typed: &str) -> Link {
    match Url::parse(typed) {
        Ok(url) if dateline_model::address::is_web(&url) => Link::of(typed, url),
        Ok(url) if url.scheme() == "mailto" => Link::of(url.path(), url.as_str()),
        _ => Link::of(typed, format!("mailto:{}", typed.replace(['?', '&', ' ', '"'], ""))),
    }
}

/// An article as anybody sees it.
#[derive(Debug, Clone)]
pub struct ArticleView {
    /// Its headline.
    pub title: String,
    /// Where it is read at its outlet.
    pub href: String,
    /// Its page here, which leads there too.
    pub stub: String,
    /// Who published it.
    pub outlet: Link,
    /// When.
    pub when: Moment,
    /// Its first words, as many as its publisher allows.
    pub excerpt: String,
    /// Its language.
    pub language: Option<String>,
}

impl ArticleView {
    /// An article.
    pub fn of(article: &PublicArticle, when: &When) -> Self {
        Self {
            title: article.title.trim().to_owned(),
            href: article.address.clone(),
            stub: format!("/public/article/{}", article.id),
            outlet: Link::of_outlet(&article.outlet),
            when: when.tell(article.placed_at),
            excerpt: article.excerpt.clone(),
            language: language(article.language.as_deref()),
        }
    }
}

/// A copy in a list, with the article whose text it has.
#[derive(Debug, Clone)]
pub struct CopyView {
    /// The article.
    pub article: ArticleView,
    /// "The same text as" or "A copy of", where it is one.
    pub words: String,
    /// The article whose text it has.
    pub original: Option<ArticleView>,
}

impl CopyView {
    /// An article and the one whose text it has.
    pub fn of(article: &PublicArticle, original: Option<&PublicArticle>, when: &When) -> Self {
        Self {
            article: ArticleView::of(article, when),
            words: match article.copy_credited {
                true => say!("public-copy-of"),
                false => say!("public-same-text-as"),
            },
            original: original.map(|original| ArticleView::of(original, when)),
        }
    }
}

/// A story in a list.
#[derive(Debug, Clone)]
pub struct StoryView {
    /// The article that stands for it.
    pub lead: ArticleView,
    /// The story's page; `None` where one article is all of it.
    pub page: Option<String>,
    /// The outlets with articles of their own, where it is several.
    pub outlets: Vec<Link>,
    /// "and 6 more".
    pub more: Option<String>,
    /// When it grew last.
    pub grown: Moment,
    /// When it began.
    pub opened: Moment,
}

impl StoryView {
    /// A story.
    pub fn of(story: &PublicStory, when: &When) -> Self {
        let several = story.articles + story.copies > 1;
        let more = story.outlets.len().saturating_sub(NAMED);
        Self {
            lead: ArticleView::of(&story.lead, when),
            page: several.then(|| format!("/public/story/{}", story.id)),
            outlets: story.outlets.iter().take(NAMED).map(Link::of_outlet).collect(),
            more: (more > 0).then(|| say!("public-and-more", n = more)),
            grown: when.tell(story.grown_at),
            opened: when.tell(story.opened_at),
        }
    }

    /// Where its headline leads: to its page, or to its only article at the outlet.
    pub fn href(&self) -> &str {
        self.page.as_deref().unwrap_or(&self.lead.href)
    }
}

/// "7 articles by 5 outlets, and 2 with the text of another".
pub fn size(story: &PublicStory) -> String {
    let articles = say!("public-articles", n = story.articles);
    let outlets = say!("public-outlets", n = story.outlets.len());
    let size = say!("public-size", articles = articles, outlets = outlets);
    match story.copies {
        0 => size,
        copies => say!("public-size-copies", size = size, copies = copies),
    }
}

/// A page that lists articles of outlets (schema.org), as it stands between script tags: what could
/// end the script or begin a comment is written by its number.
pub fn json_ld(name: &str, url: Option<&str>, paper: &str, articles: &[&PublicArticle]) -> String {
    let items: Vec<Value> = articles
        .iter()
        .enumerate()
        .map(|(at, article)| json!({ "@type": "ListItem", "position": at + 1, "item": item(article) }))
        .collect();
    let mut page = json!({
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": name,
        "isPartOf": { "@type": "WebSite", "name": paper },
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": items.len(),
            "itemListElement": items,
        },
    });
    if let (Some(url), Some(page)) = (url, page.as_object_mut()) {
        page.insert("url".to_owned(), json!(url));
    }
    escaped(&page)
}

fn item(article: &PublicArticle) -> Value {
    let mut publisher = json!({ "@type": "NewsMediaOrganization", "name": article.outlet.name });
    let home = article.outlet.home.as_deref().and_then(|home| Url::parse(home).ok());
    if let (Some(home), Some(publisher)) =
        (home.filter(dateline_model::address::is_web), publisher.as_object_mut())
    {
        publisher.insert("url".to_owned(), json!(home.as_str()));
    }
    let mut item = json!({
        "@type": "NewsArticle",
        "headline": article.title,
        "url": article.address,
        "datePublished": whole_seconds(article.placed_at),
        "publisher": publisher,
    });
    if let (Some(tag), Some(item)) = (language(article.language.as_deref()), item.as_object_mut()) {
        item.insert("inLanguage".to_owned(), json!(tag));
    }
    item
}

/// A moment as machines are told: RFC 3339 without parts of a second.
pub fn whole_seconds(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}

fn escaped(value: &Value) -> String {
    let text = value.to_string();
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(sign)));
            }
            _ => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_headline_ends_the_script_it_stands_in() {
        let text = escaped(&json!({ "headline": "</script><!-- & \u{2028}" }));
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["headline"], "</script><!-- & \u{2028}");
    }

    #[test]
    fn whom_publishers_write_to_is_a_page_or_an_address_of_e_mail() {
        assert_eq!(contact("https://a.example/contact").href, "https://a.example/contact");
        assert_eq!(contact("desk@a.example").href, "mailto:desk@a.example");
        assert_eq!(contact("mailto:desk@a.example").name, "desk@a.example");
        assert_eq!(contact("javascript:alert(1)").href, "mailto:javascript:alert(1)");
    }
}
