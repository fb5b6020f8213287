//! RSS 2.0, with the text in `content:encoded` or a teaser only.

use crate::article::Article;
use crate::html::{self, escape};
use crate::outlet::Outlet;
use crate::pictures;
use crate::site::Site;
use crate::times;

pub(super) fn write(outlet: &Outlet, items: &[&Article], site: &Site, full: bool) -> String {
    let newest = items.first().map_or_else(|| site.world.start(), |item| item.published);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:atom=\"http://www.w3.org/2005/Atom\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel>\n<title>{}</title>\n<link>{}/</link>\n\
         <description>{}</description>\n<language>{}</language>\n<lastBuildDate>{}</lastBuildDate>\n<ttl>15</ttl>\n\
         <atom:link href=\"{}\" rel=\"self\" type=\"application/rss+xml\"/>\n",
        escape(&outlet.title),
        outlet.public(),
        escape(&outlet.motto),
        outlet.lang,
        times::rfc2822(newest, outlet.offset_hours),
        site.feed(outlet),
    );
    for item in items {
        out.push_str(&entry(outlet, item, site, full));
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

fn entry(outlet: &Outlet, item: &Article, site: &Site, full: bool) -> String {
    let body = site.world.body(item);
    let mut out = format!(
        "<item>\n<title>{}</title>\n<link>{}</link>\n<guid isPermaLink=\"false\">{}:{}</guid>\n<pubDate>{}</pubDate>\n",
        escape(site.world.headline(item)),
        escape(&site.link(item)),
        outlet.domain,
        item.number(),
        times::rfc2822(item.published, outlet.offset_hours),
    );
    for author in &item.authors {
        out.push_str(&format!("<dc:creator>{}</dc:creator>\n", escape(author)));
    }
    for tag in std::iter::once(&item.section).chain(&item.tags) {
        out.push_str(&format!("<category>{}</category>\n", escape(tag)));
    }
    out.push_str(&format!("<description>{}</description>\n", escape(&html::teaser(item, body))));
    if let Some(picture) = site.picture(item) {
        let (width, height) = pictures::SIZE;
        out.push_str(&format!(
            "<media:content url=\"{picture}\" type=\"image/png\" medium=\"image\" width=\"{width}\" height=\"{height}\"/>\n"
        ));
    }
    if full {
        let words = html::blocks(body, "", site).replace("]]>", "]]&gt;");
        out.push_str(&format!("<content:encoded><![CDATA[{words}]]></content:encoded>\n"));
    }
    out.push_str("</item>\n");
    out
}
