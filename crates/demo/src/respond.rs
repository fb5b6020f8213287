//! What the outlets answer to a request for a path.

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;

use crate::html::escape;
use crate::outlet::Outlet;
use crate::site::Site;
use crate::{feeds, pages, pictures};

/// An answer, before conditions are looked at.
pub(crate) struct Answer {
    pub status: u16,
    pub kind: &'static str,
    pub body: Vec<u8>,
    pub modified: Option<Timestamp>,
}

impl Answer {
    fn new(status: u16, kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, kind, body: body.into(), modified: None }
    }

    /// A strong validator made from the bytes.
    pub fn etag(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.body.hash(&mut hasher);
        format!("\"{:016x}\"", hasher.finish())
    }
}

const HTML: &str = "text/html; charset=utf-8";

/// The outlet's answer to a request for `path`.
pub(crate) fn outlet(outlet: &Outlet, path: &str, site: &Site) -> Answer {
    if path == outlet.feed_path {
        return feed(outlet, site);
    }
    match path {
        "/" => page(outlet, pages::home(outlet, site), newest(outlet, site)),
        "/robots.txt" => Answer::new(200, "text/plain; charset=utf-8", robots(outlet)),
        _ => {
            if let Some(slug) =
                path.strip_prefix("/media/").and_then(|name| name.strip_suffix(".png"))
            {
                return picture(outlet, slug, site);
            }
            let found =
                site.world.published(&outlet.key).find(|article| site.world.path(article) == path);
            found.map_or_else(
                || Answer::new(404, HTML, pages::missing(outlet)),
                |article| {
                    page(
                        outlet,
                        pages::article(outlet, article, site),
                        Some(site.world.updated(article)),
                    )
                },
            )
        }
    }
}

fn feed(outlet: &Outlet, site: &Site) -> Answer {
    let Some((body, kind)) = feeds::write(outlet, site) else {
        return Answer::new(
            410,
            HTML,
            "<!doctype html><title>Gone</title><p>This feed has ended.</p>",
        );
    };
    Answer { status: 200, kind, body, modified: newest(outlet, site) }
}

fn newest(outlet: &Outlet, site: &Site) -> Option<Timestamp> {
    site.items(outlet).iter().map(|item| site.world.updated(item)).max()
}

fn page(outlet: &Outlet, html: String, modified: Option<Timestamp>) -> Answer {
    let encoding = outlet
        .charset
        .as_deref()
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    let (kind, body) = match encoding {
        Some(encoding) => ("text/html", encoding.encode(&html).0.into_owned()),
        None => (HTML, html.into_bytes()),
    };
    Answer { status: 200, kind, body, modified }
}

fn picture(outlet: &Outlet, slug: &str, site: &Site) -> Answer {
    let found = site
        .world
        .published(&outlet.key)
        .find(|article| article.slug == slug && article.picture.is_some());
    found.map_or_else(
        || Answer::new(404, HTML, pages::missing(outlet)),
        |article| Answer {
            status: 200,
            kind: "image/png",
            body: pictures::landscape(outlet, slug),
            modified: Some(article.published),
        },
    )
}

fn robots(outlet: &Outlet) -> String {
    let mut out = String::from("User-agent: *\n");
    for path in &outlet.disallow {
        out.push_str(&format!("Disallow: {path}\n"));
    }
    if outlet.disallow.is_empty() {
        out.push_str("Disallow:\n");
    }
    out
}

/// The answer of the first address: a page that lists all outlets, and the subscription list.
pub(crate) fn index(path: &str, opml: &str, site: &Site) -> Answer {
    match path {
        "/" => {
            let rows: String = site
                .world
                .outlets()
                .iter()
                .map(|outlet| {
                    format!(
                        "<li><a href=\"{}/\">{}</a>: {} (<a href=\"{}\">feed</a>)</li>\n",
                        site.base(&outlet.key),
                        escape(&outlet.title),
                        escape(&outlet.motto),
                        site.feed(outlet)
                    )
                })
                .collect();
            let page = format!(
                "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>The demo world</title></head>\n\
                 <body><h1>The demo world</h1>\n<p>Every place, person and outlet here is invented. \
                 <a href=\"/world.opml\">All feeds as OPML</a>.</p>\n<ul>\n{rows}</ul></body></html>\n"
            );
            Answer::new(200, HTML, page)
        }
        "/world.opml" => Answer::new(200, "text/x-opml; charset=utf-8", opml),
        "/robots.txt" => {
            Answer::new(200, "text/plain; charset=utf-8", "User-agent: *\nDisallow:\n")
        }
        _ => Answer::new(
            404,
            HTML,
            "<!doctype html><title>Not found</title><p>There is nothing here.</p>",
        ),
    }
}
