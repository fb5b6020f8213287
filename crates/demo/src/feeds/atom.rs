//! Atom 1.0 (RFC 4287), with the text as `content` or a summary only.

use crate::article::Article;
use crate::html::{self, escape};
use crate::outlet::Outlet;
use crate::site::Site;
use crate::times;

pub(super) fn write(outlet: &Outlet, items: &[&Article], site: &Site, full: bool) -> String {
    let updated = items
        .iter()
        .map(|item| site.world.updated(item))
        .max()
        .unwrap_or_else(|| site.world.start());
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<subtitle>{}</subtitle>\n<id>tag:{},2020:feed</id>\n<updated>{}</updated>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}/\"/>\n<link rel=\"self\" href=\"{}\"/>\n",
        outlet.lang,
        escape(&outlet.title),
        escape(&outlet.motto),
        outlet.domain,
        times::rfc3339(updated, outlet.offset_hours),
        outlet.public(),
        site.feed(outlet),
    );
    for item in items {
        out.push_str(&entry(outlet, item, site, full));
    }
    out.push_str("</feed>\n");
    out
}

fn entry(outlet: &Outlet, item: &Article, site: &Site, full: bool) -> String {
    let world = &site.world;
    let body = world.body(item);
    let mut out = format!(
        "<entry>\n<title>{}</title>\n<id>tag:{},2020:{}</id>\n<link rel=\"alternate\" href=\"{}\"/>\n\
         <published>{}</published>\n<updated>{}</updated>\n",
        escape(world.headline(item)),
        outlet.domain,
        item.number(),
        escape(&site.link(item)),
        times::rfc3339(item.published, outlet.offset_hours),
        times::rfc3339(world.updated(item), outlet.offset_hours),
    );
    for author in &item.authors {
        out.push_str(&format!("<author><name>{}</name></author>\n", escape(author)));
    }
    for tag in std::iter::once(&item.section).chain(&item.tags) {
        out.push_str(&format!("<category term=\"{}\"/>\n", escape(tag)));
    }
    if item.outlet != outlet.key
        && let Some(source) = world.outlet(&item.outlet)
    {
        out.push_str(&format!(
            "<source><id>tag:{},2020:feed</id><title>{}</title><updated>{}</updated></source>\n",
            source.domain,
            escape(&source.title),
            times::rfc3339(world.updated(item), outlet.offset_hours)
        ));
    }
    out.push_str(&format!("<summary>{}</summary>\n", escape(&html::teaser(item, body))));
    if full {
        let mut words = String::new();
        if let (Some(address), Some(picture)) = (site.picture(item), &item.picture) {
            words = format!(
                "<figure><img src=\"{address}\" alt=\"\"><figcaption>{}</figcaption></figure>\n",
                escape(&picture.caption)
            );
        }
        words.push_str(&html::blocks(body, "", site));
        out.push_str(&format!("<content type=\"html\">{}</content>\n", escape(&words)));
    }
    out.push_str("</entry>\n");
    out
}
