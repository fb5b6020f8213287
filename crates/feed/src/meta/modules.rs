//! What the extension vocabularies add: Dublin Core, iTunes, Podcasting 2.0, Media RSS, news
//! sitemaps.

use super::{LONGEST_TITLE, Meta, Role, put, put_date};
use crate::people;
use crate::text::{self, Default as Kind, Text};
use crate::types::Person;
use crate::xml::namespaces::Ns;
use crate::xml::tree::Node;

impl Meta {
    pub(super) fn take_dublin(&mut self, node: &Node<'_>, role: Role) {
        match &*node.name {
            "title" => {
                put(&mut self.title, text::read(node, Kind::Guess).map(|t| t.cut(LONGEST_TITLE)))
            }
            "description" | "abstract" => self.describe(node, role),
            "creator" | "author" => people::add(&mut self.authors, people::from_node(node)),
            "contributor" => people::add(&mut self.contributors, people::from_node(node)),
            "date" | "modified" => put_date(&mut self.updated, node),
            "issued" | "available" => put_date(&mut self.published, node),
            "created" => put_date(&mut self.created, node),
            "subject" => self.tag(node.some_text()),
            "rights" => put(&mut self.rights, text::read(node, Kind::Guess).map(Text::into_html)),
            "language" => put(&mut self.language, node.some_text()),
            "identifier" => put(&mut self.id, node.some_text()),
            _ => {}
        }
    }

    pub(super) fn take_itunes(&mut self, node: &Node<'_>, role: Role) {
        match &*node.name {
            "author" => people::add(&mut self.authors, people::from_node(node)),
            "title" => self.take_other_title(node),
            "subtitle" | "summary" => {
                let text = text::read(node, Kind::Guess).map(Text::into_html);
                if role == Role::Feed && node.name == "subtitle" {
                    put(&mut self.summary, text);
                } else if node.name == "summary" || self.itunes_summary.is_none() {
                    self.itunes_summary = text.or(self.itunes_summary.take());
                }
            }
            "image" => {
                let image = node.address("href").or_else(|| node.address("url"));
                match role {
                    Role::Feed => put(&mut self.image, image),
                    Role::Entry => self.thumbnails.extend(image),
                }
            }
            "link" if node.attribute("rel") == Some("image") => {
                put(&mut self.image, node.address("href"))
            }
            "category" => {
                self.tag(node.attribute("text").map(str::to_owned));
                for inner in node.nodes().filter(|n| n.name == "category") {
                    self.tag(inner.attribute("text").map(str::to_owned));
                }
            }
            "keywords" => self.keywords(&node.text()),
            "person" if node.ns == Ns::Podcast => {
                let person =
                    Person { name: node.some_text(), email: None, uri: node.address("href") };
                people::add(&mut self.contributors, Some(person).filter(|p| p.name.is_some()));
            }
            _ => {}
        }
    }

    pub(super) fn take_media(&mut self, node: &Node<'_>) {
        match &*node.name {
            "thumbnail" => {
                self.thumbnails.extend(node.address("url").or_else(|| node.address_text()))
            }
            "content" => {
                self.media.extend(node.address("url"));
                node.nodes().for_each(|n| self.take_media_inner(n));
            }
            "group" => node.nodes().filter(|n| n.ns == Ns::Media).for_each(|n| self.take_media(n)),
            _ => self.take_media_inner(node),
        }
    }

    pub(super) fn take_media_inner(&mut self, node: &Node<'_>) {
        match &*node.name {
            "thumbnail" => self.thumbnails.extend(node.address("url")),
            "description" => {
                put(&mut self.itunes_summary, text::read(node, Kind::Guess).map(Text::into_html));
            }
            "title" => self.take_other_title(node),
            "category" => self.tag(node.some_text()),
            "keywords" => self.keywords(&node.text()),
            _ => {}
        }
    }

    pub(super) fn take_other_title(&mut self, node: &Node<'_>) {
        put(&mut self.other_title, text::read(node, Kind::Guess).map(|t| t.cut(LONGEST_TITLE)));
    }

    pub(super) fn take_sitemap_news(&mut self, node: &Node<'_>) {
        for child in node.nodes() {
            match &*child.name {
                "title" => put(&mut self.title, text::read(child, Kind::Guess)),
                "publication_date" => put_date(&mut self.published, child),
                "keywords" => self.keywords(&child.text()),
                "publication" => {
                    put(&mut self.source_title, child.child("name").and_then(Node::some_text));
                    put(&mut self.language, child.child("language").and_then(Node::some_text));
                }
                _ => {}
            }
        }
    }
}

/// Minutes of an `updatePeriod` (RSS 1.0 syndication module).
pub(super) fn period(name: &str) -> Option<u32> {
    const DAY: u32 = 24 * 60;
    Some(match name.to_ascii_lowercase().as_str() {
        "hourly" => 60,
        "daily" => DAY,
        "weekly" => 7 * DAY,
        "monthly" => 30 * DAY,
        "yearly" => 365 * DAY,
        _ => return None,
    })
}
