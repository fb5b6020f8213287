//! RSS 1.0 (RDF) with Dublin Core and a teaser.

use crate::article::Article;
use crate::html::{self, escape};
use crate::outlet::Outlet;
use crate::site::Site;
use crate::times;

pub(super) fn write(outlet: &Outlet, items: &[&Article], site: &Site) -> String {
    let list: String = items
        .iter()
        .map(|item| format!("<rdf:li rdf:resource=\"{}\"/>\n", escape(&site.link(item))))
        .collect();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
         xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <channel rdf:about=\"{}\">\n<title>{}</title>\n<link>{}/</link>\n<description>{}</description>\n\
         <dc:language>{}</dc:language>\n<items>\n<rdf:Seq>\n{list}</rdf:Seq>\n</items>\n</channel>\n",
        site.feed(outlet),
        escape(&outlet.title),
        outlet.public(),
        escape(&outlet.motto),
        outlet.lang,
    );
    for item in items {
        let link = escape(&site.link(item));
        out.push_str(&format!(
            "<item rdf:about=\"{link}\">\n<title>{}</title>\n<link>{link}</link>\n<description>{}</description>\n\
             <dc:creator>{}</dc:creator>\n<dc:date>{}</dc:date>\n<dc:subject>{}</dc:subject>\n</item>\n",
            escape(site.world.headline(item)),
            escape(&html::teaser(item, site.world.body(item))),
            escape(&html::names(&item.authors, &item.lang)),
            times::rfc3339(item.published, outlet.offset_hours),
            escape(&item.section),
        ));
    }
    out.push_str("</rdf:RDF>\n");
    out
}
