//! Where else on a site a feed may be: in `robots.txt`, or at an address of old habit.

use url::Url;

use super::MOST_FOUND;

/// The sitemaps that a `robots.txt` names (sitemaps.org, “Specifying the Sitemap location in your
/// robots.txt file”), in order, each once. `base` is the address of the file.
pub fn sitemaps_of_robots(text: &str, base: &Url) -> Vec<Url> {
    let mut found: Vec<Url> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let Some((field, value)) = line.split_once(':') else { continue };
        let field = field.trim();
        if !field.eq_ignore_ascii_case("sitemap") && !field.eq_ignore_ascii_case("site-map") {
            continue;
        }
        // A fragment may follow an address directly; a comment is set off by a space.
        let value = value.split_ascii_whitespace().next().unwrap_or_default();
        if value.is_empty() || value.starts_with('#') {
            continue;
        }
        let Ok(mut url) = base.join(value) else { continue };
        url.set_fragment(None);
        let web = matches!(url.scheme(), "http" | "https");
        if web && found.len() < MOST_FOUND && !found.contains(&url) {
            found.push(url);
        }
    }
    found
}

/// Paths at which publishing programs put their feeds, the most usual first.
const FEEDS: [&str; 9] = [
    "feed",
    "rss",
    "feed.xml",
    "rss.xml",
    "atom.xml",
    "index.xml",
    "feed.json",
    "feeds/posts/default",
    "index.rdf",
];

/// Whether the name of a sitemap says that it lists news.
pub fn is_news_sitemap(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    path.contains("news") && !path.contains("newsletter")
}

const NEWS_SITEMAPS: [&str; 4] =
    ["news-sitemap.xml", "sitemap-news.xml", "sitemap_news.xml", "sitemap.xml"];

/// Addresses worth a try where a page names no feed, the likeliest first, at most 17: beside the
/// page itself, at the root of its site, then the usual places of a news sitemap.
pub fn well_known(base: &Url) -> Vec<Url> {
    let mut found: Vec<Url> = Vec::new();
    if !matches!(base.scheme(), "http" | "https") {
        return found;
    }
    let mut folder = base.clone();
    folder.set_query(None);
    folder.set_fragment(None);
    let last = folder.path().rsplit('/').next().unwrap_or_default();
    if !last.is_empty() && !last.contains('.') {
        let path = format!("{}/", folder.path());
        folder.set_path(&path);
    }
    let mut root = folder.clone();
    root.set_path("/");
    let beside = FEEDS.iter().take(4).filter_map(|path| folder.join(path).ok());
    let at_root = FEEDS.iter().chain(&NEWS_SITEMAPS).filter_map(|path| root.join(path).ok());
    for url in beside.chain(at_root) {
        if !found.contains(&url) {
            found.push(url);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn robots() {
        let base = Url::parse("https://news.example/robots.txt").unwrap();
        let text = "\u{feff}Sitemap: https://news.example/a.xml\r\nUser-agent: *\nDisallow: /sitemap: x\n\
                    SITEMAP : /b.xml # news\n#Sitemap: /no.xml\nsitemap:https://cdn.example/c.xml.gz\nSitemap:\nSitemap: ftp://x/y\n\
                    Sitemap: /b.xml";
        let found: Vec<String> =
            sitemaps_of_robots(text, &base).iter().map(Url::to_string).collect();
        assert_eq!(
            found,
            [
                "https://news.example/a.xml",
                "https://news.example/b.xml",
                "https://cdn.example/c.xml.gz"
            ]
        );
    }

    #[test]
    fn candidates() {
        let of = |address: &str| -> Vec<String> {
            well_known(&Url::parse(address).unwrap()).iter().map(Url::to_string).collect()
        };
        let blog = of("https://news.example/blog?page=2#top");
        assert_eq!(blog[0], "https://news.example/blog/feed");
        assert!(blog.contains(&"https://news.example/atom.xml".to_owned()));
        assert_eq!(blog.len(), 17);
        let home = of("https://news.example/index.html");
        assert_eq!(home[0], "https://news.example/feed");
        assert_eq!(home.len(), 13);
        assert!(of("mailto:a@b.example").is_empty());
    }
}
