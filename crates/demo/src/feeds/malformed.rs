//! An RSS 2.0 feed as somebody's script writes it: text is not escaped, `<br>` is not closed, and HTML's named
//! entities are used though XML does not know them. A person could still read it.

use crate::article::Article;
use crate::html;
use crate::outlet::Outlet;
use crate::site::Site;
use crate::times;

pub(super) fn write(outlet: &Outlet, items: &[&Article], site: &Site) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\">\n<channel>\n<title>{} & District</title>\n<link>{}/</link>\n\
         <description>{} &copy; the editor</description>\n",
        outlet.title,
        outlet.public(),
        outlet.motto,
    );
    for item in items {
        let teaser = html::teaser(item, site.world.body(item))
            .replace('é', "&eacute;")
            .replace(" – ", "&nbsp;&ndash; ");
        out.push_str(&format!(
            "<item>\n<title>{}</title>\n<link>{}?from=feed&ref=rss</link>\n<description>{teaser}<br>Read more &raquo;</description>\n\
             <category>{}\n<pubDate>{}</pubDate>\n</item>\n",
            site.world.headline(item),
            site.link(item),
            item.section,
            times::rfc2822(item.published, outlet.offset_hours),
        ));
    }
    out.push_str("</channel>\n</rss>\n");
    out
}
