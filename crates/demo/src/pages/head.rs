//! What pages say of themselves in their heads.

use serde_json::{Value, json};

use super::Leaf;
use crate::html::{self, escape};
use crate::outlet::Outlet;
use crate::pictures;

/// The head that all templates share: encoding, title, icon-free style, feed and canonical address.
pub(super) fn open(
    outlet: &Outlet,
    title: &str,
    canonical: &str,
    lang: &str,
    more: &str,
) -> String {
    let [strong, light] = &outlet.colours;
    let kind = match outlet.format {
        crate::FeedFormat::AtomFull | crate::FeedFormat::AtomSummary => "application/atom+xml",
        crate::FeedFormat::JsonFull => "application/feed+json",
        _ => "application/rss+xml",
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"{charset}\">\n<title>{title} | {name}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"alternate\" type=\"{kind}\" title=\"{name}\" href=\"{feed}\">\n\
         <link rel=\"canonical\" href=\"{canonical}\">\n{more}\
         <style>body{{margin:0;font:17px/1.5 Georgia,serif;color:#222;background:#fff}}header,footer,nav{{background:{strong};color:#fff;padding:12px 24px}}\
         nav a,header a,footer a{{color:#fff;margin-right:14px}}main,.wrap{{max-width:760px;margin:0 auto;padding:0 20px}}\
         aside,.box{{background:{light};padding:12px;margin:18px 0}}figure{{margin:18px 0}}img{{max-width:100%;height:auto}}</style>\n</head>\n",
        charset = outlet.charset.as_deref().unwrap_or("utf-8"),
        name = escape(&outlet.title),
        feed = outlet.feed_path,
        canonical = escape(canonical),
    )
}

/// Open Graph, with the picture's size, and the `article:` tags where asked for.
pub(super) fn open_graph(leaf: &Leaf<'_>, article_tags: bool) -> String {
    let teaser = escape(&html::teaser(leaf.article, leaf.site.world.body(leaf.article)));
    let mut out = format!(
        "<meta name=\"description\" content=\"{teaser}\">\n<meta property=\"og:type\" content=\"article\">\n\
         <meta property=\"og:site_name\" content=\"{}\">\n<meta property=\"og:title\" content=\"{}\">\n\
         <meta property=\"og:description\" content=\"{teaser}\">\n<meta property=\"og:url\" content=\"{}\">\n",
        escape(&leaf.outlet.title),
        leaf.headline,
        escape(&leaf.site.canonical(leaf.article)),
    );
    if let Some(picture) = leaf.site.picture(leaf.article) {
        let (width, height) = pictures::SIZE;
        out.push_str(&format!(
            "<meta property=\"og:image\" content=\"{picture}\">\n<meta property=\"og:image:width\" content=\"{width}\">\n\
             <meta property=\"og:image:height\" content=\"{height}\">\n"
        ));
    }
    if article_tags {
        out.push_str(&format!(
            "<meta property=\"article:published_time\" content=\"{0}\">\n<meta property=\"article:modified_time\" content=\"{1}\">\n\
             <meta property=\"article:section\" content=\"{2}\">\n",
            leaf.published,
            leaf.updated.as_ref().unwrap_or(&leaf.published),
            escape(&leaf.article.section),
        ));
        for author in &leaf.article.authors {
            out.push_str(&format!("<meta name=\"author\" content=\"{}\">\n", escape(author)));
        }
    }
    out
}

/// A schema.org `NewsArticle` as JSON-LD, alone or within an `@graph`.
pub(super) fn json_ld(leaf: &Leaf<'_>, graph: bool) -> String {
    let article = leaf.article;
    let authors: Vec<Value> =
        article.authors.iter().map(|name| json!({ "@type": "Person", "name": name })).collect();
    let mut value = json!({
        "@type": "NewsArticle",
        "headline": leaf.site.world.headline(article),
        "datePublished": leaf.published,
        "dateModified": leaf.updated.as_ref().unwrap_or(&leaf.published),
        "author": authors,
        "publisher": { "@type": "NewsMediaOrganization", "name": leaf.outlet.title, "url": leaf.outlet.public() },
        "mainEntityOfPage": leaf.site.canonical(article),
        "articleSection": article.section,
        "keywords": article.tags,
        "inLanguage": article.lang,
        "isAccessibleForFree": !article.paywalled,
    });
    if let Some(fields) = value.as_object_mut() {
        if let Some(picture) = leaf.site.picture(article) {
            fields.insert("image".to_owned(), json!([picture]));
        }
        if article.paywalled {
            let part = json!({ "@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": ".story-text" });
            fields.insert("hasPart".to_owned(), part);
        }
        if !graph {
            fields.insert("@context".to_owned(), json!("https://schema.org"));
        }
    }
    if graph {
        let site =
            json!({ "@type": "WebSite", "name": leaf.outlet.title, "url": leaf.outlet.public() });
        value = json!({ "@context": "https://schema.org", "@graph": [site, value] });
    }
    // `</` inside a script would end it, whatever the JSON says.
    let words = value.to_string().replace("</", "<\\/");
    format!("<script type=\"application/ld+json\">{words}</script>\n")
}
