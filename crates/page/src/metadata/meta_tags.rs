//! What `<meta>`, `<link>` and `<title>` say: Open Graph, the names of the citation and tracking
//! services, Dublin Core, and plain HTML.

use std::collections::HashMap;

use super::{
    Claims,
    dates::{self, Stamp},
    people,
};
use crate::{dom::Dom, words::fold};

/// The page's `<meta>` elements by their lower-case name, property or itemprop.
pub(crate) struct MetaTags {
    values: HashMap<String, Vec<String>>,
}

impl MetaTags {
    /// Collects them.
    pub fn of(dom: &Dom) -> Self {
        let mut values: HashMap<String, Vec<String>> = HashMap::new();
        for node in dom.named("meta") {
            let Some(content) = dom.attr(node, "content").map(fold).filter(|c| !c.is_empty())
            else {
                continue;
            };
            for key in ["name", "property", "itemprop", "http-equiv"] {
                if let Some(name) = dom.attr(node, key) {
                    values
                        .entry(name.trim().to_ascii_lowercase())
                        .or_default()
                        .push(content.clone());
                }
            }
        }
        Self { values }
    }

    /// The first value under the first of these names that has one.
    pub fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.values.get(*name)?.first()).map(String::as_str)
    }

    /// Every value under one name.
    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// The dates under these names, the most trusted first.
    fn dates(&self, names: &[&str]) -> Vec<Stamp> {
        let values = names.iter().flat_map(|name| self.all(name));
        values.filter_map(|value| dates::parse(value)).take(12).collect()
    }

    /// The article's authors under the names that services gave the field.
    fn authors(&self) -> Vec<String> {
        const NAMES: &[&str] = &[
            "citation_author",
            "parsely-author",
            "sailthru.author",
            "author",
            "article:author",
            "article:author_name",
            "dc.creator",
            "dcterms.creator",
            "dc.author",
            "byl",
            "og:article:author",
            "authors",
            "article.author",
            "cxenseparse:author",
            "twitter:data1",
            "shareaholic:article_author_name",
            "rbauthors",
            "creator",
        ];
        for name in NAMES {
            if *name == "twitter:data1"
                && !self
                    .first(&["twitter:label1"])
                    .is_some_and(|label| label.to_lowercase().contains("by"))
            {
                continue;
            }
            let mut found = Vec::new();
            for value in self.all(name).iter().take(20) {
                if value.contains("://") {
                    continue;
                }
                // Citation services write the family name first.
                let value = match value.split_once(", ") {
                    Some((family, given)) if *name == "citation_author" => {
                        format!("{given} {family}")
                    }
                    _ => dateline_markup::one_line(value),
                };
                for person in people::of_byline(&value) {
                    if !found.contains(&person) {
                        found.push(person);
                    }
                }
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Everything these elements say of the article.
    pub fn claims(&self) -> Claims {
        let text = |names: &[&str]| self.first(names).map(dateline_markup::one_line);
        Claims {
            title: text(&[
                "og:title",
                "twitter:title",
                "parsely-title",
                "sailthru.title",
                "dc.title",
                "citation_title",
            ]),
            authors: self.authors(),
            outlets: Vec::new(),
            handle: self.first(&["author"]).and_then(people::handle),
            published: self.dates(&[
                "article:published_time",
                "og:article:published_time",
                "article:published",
                "parsely-pub-date",
                "datepublished",
                "citation_publication_date",
                "sailthru.date",
                "dc.date.issued",
                "dcterms.issued",
                "dc.date",
                "dcterms.date",
                "dcterms.created",
                "dc.date.created",
                "pubdate",
                "publishdate",
                "published_on",
                "publish-date",
                "publish_date",
                "publication_date",
                "ptime",
                "pdate",
                "cxenseparse:recs:publishtime",
                "article.published",
                "date",
                "dc.created",
                "article_date_original",
                "originalpublicationdate",
                "rnews:datepublished",
                "og:published_time",
                "og:pubdate",
                "release_date",
                "datecreated",
                "published",
                "published-date",
                "published_date",
                "published_at",
                "publishedat",
                "publication-date",
                "article-date",
                "article:published_date",
                "article:publish_date",
                "article:date",
                "dateissued",
                "publishtime",
                "publish_time",
                "publisheddate",
                "post_date",
            ]),
            modified: self.dates(&[
                "article:modified_time",
                "og:updated_time",
                "og:modified_time",
                "datemodified",
                "article:updated",
                "dc.date.modified",
                "dcterms.modified",
                "last-modified",
                "revised",
                "lastmod",
                "modified",
                "modified-date",
                "modified_date",
                "modified-time",
                "modified_time",
                "updated",
                "updated_at",
            ]),
            site: text(&[
                "og:site_name",
                "application-name",
                "apple-mobile-web-app-title",
                "twitter:app:name:iphone",
                "dc.publisher",
                "al:ios:app_name",
            ]),
            description: text(&[
                "og:description",
                "description",
                "twitter:description",
                "dc.description",
            ]),
            section: text(&["article:section", "parsely-section", "section"]),
            tags: self.tags(),
            image: self
                .first(&[
                    "og:image:secure_url",
                    "og:image",
                    "og:image:url",
                    "twitter:image",
                    "twitter:image:src",
                    "parsely-image-url",
                ])
                .map(str::to_owned),
            language: text(&["og:locale", "content-language", "dc.language", "language"]),
            paywalled: self.first(&["article:content_tier"]).and_then(|tier| {
                match tier.to_ascii_lowercase().as_str() {
                    "locked" | "metered" => Some(true),
                    "free" => Some(false),
                    _ => None,
                }
            }),
            is_article: self
                .first(&["og:type"])
                .is_some_and(|kind| kind.eq_ignore_ascii_case("article")),
            listing: false,
        }
    }

    fn tags(&self) -> Vec<String> {
        let mut tags: Vec<String> = self.all("article:tag").to_vec();
        if tags.is_empty() {
            let list = self.first(&["news_keywords", "keywords", "parsely-tags", "sailthru.tags"]);
            tags = list.unwrap_or("").split(',').map(fold).filter(|tag| !tag.is_empty()).collect();
        }
        tags.truncate(40);
        tags
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_services() {
        let dom = Dom::parse(
            "<meta property='og:title' content='A &amp;amp; B'><meta name=Author content='By Ann Lee'>\
             <meta name=citation_author content='Roy, Bob'><meta property='article:author' content='https://x.example/ann'>\
             <meta name=robots content='noarchive, max-snippet:-1'><meta property='article:published_time' content='2025-12-29T01:02:03Z'>",
        );
        let tags = MetaTags::of(&dom);
        let claims = tags.claims();
        assert_eq!(claims.title.as_deref(), Some("A & B"));
        assert_eq!(claims.authors, ["Bob Roy"]);
        assert_eq!(
            claims.published.first().map(|stamp| stamp.date().to_string()).as_deref(),
            Some("2025-12-29T01:02:03Z")
        );
    }
}
