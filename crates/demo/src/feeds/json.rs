//! JSON Feed 1.1 with `content_html`.

use serde_json::{Value, json};

use crate::article::Article;
use crate::html;
use crate::outlet::Outlet;
use crate::site::Site;
use crate::times;

pub(super) fn write(outlet: &Outlet, items: &[&Article], site: &Site) -> String {
    let items: Vec<Value> = items.iter().map(|item| entry(outlet, item, site)).collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.title,
        "description": outlet.motto,
        "home_page_url": format!("{}/", outlet.public()),
        "feed_url": site.feed(outlet),
        "language": outlet.lang,
        "items": items,
    })
    .to_string()
}

fn entry(outlet: &Outlet, item: &Article, site: &Site) -> Value {
    let body = site.world.body(item);
    let authors: Vec<Value> = item.authors.iter().map(|name| json!({ "name": name })).collect();
    let mut value = json!({
        "id": format!("{}/{}", outlet.domain, item.number()),
        "url": site.link(item),
        "title": site.world.headline(item),
        "summary": html::teaser(item, body),
        "content_html": html::blocks(body, "", site),
        "date_published": times::rfc3339(item.published, outlet.offset_hours),
        "date_modified": times::rfc3339(site.world.updated(item), outlet.offset_hours),
        "authors": authors,
        "tags": item.tags,
    });
    if let (Some(picture), Some(fields)) = (site.picture(item), value.as_object_mut()) {
        fields.insert("image".to_owned(), Value::String(picture));
    }
    value
}
