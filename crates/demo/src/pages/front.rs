//! Home pages, and the page for an address that an outlet does not know.

use super::{head, parts};
use crate::html::{self, escape};
use crate::outlet::Outlet;
use crate::site::Site;
use crate::times;

/// The outlet's home page: its newest headlines, with a link to its feed in the head.
pub(crate) fn home(outlet: &Outlet, site: &Site) -> String {
    let more = format!("<meta property=\"og:site_name\" content=\"{}\">\n", escape(&outlet.title));
    let canonical = format!("{}/", outlet.public());
    let mut out = head::open(outlet, &escape(&outlet.motto), &canonical, &outlet.lang, &more);
    out.push_str(&format!(
        "<body class=\"home\">\n<header><h1>{}</h1><p>{}</p></header>\n{}<main>\n",
        escape(&outlet.title),
        escape(&outlet.motto),
        parts::navigation(outlet)
    ));
    for item in site.items(outlet).iter().take(15) {
        out.push_str(&format!(
            "<article><h2><a href=\"{}\">{}</a></h2><p>{}</p><p class=\"when\">{}</p></article>\n",
            escape(&site.link(item)),
            escape(site.world.headline(item)),
            escape(&html::teaser(item, site.world.body(item))),
            times::spoken(item.published, outlet.offset_hours, &outlet.lang)
        ));
    }
    out.push_str(&format!(
        "</main>\n{}{}{}</body>\n</html>\n",
        parts::newsletter(outlet),
        parts::cookies(outlet),
        parts::footer(outlet, site)
    ));
    out
}

/// The body of a 404.
pub(crate) fn missing(outlet: &Outlet) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>404 | {1}</title></head>\
         <body><h1>404</h1><p>This page is not here. <a href=\"/\">{1}</a></p></body></html>\n",
        outlet.lang,
        escape(&outlet.title)
    )
}
