//! The addresses of an article's other pages and versions.

use url::Url;

use crate::{dom::Dom, metadata};

/// An article of more pages than this is a list.
const MAX_PAGES: u32 = 60;

/// Where else the article, or the rest of it, stands.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Versions {
    /// The article's next page.
    pub next: Option<Url>,
    /// Of how many pages it consists, as far as this one says.
    pub pages: u32,
    /// A version to print, which often holds all pages.
    pub print: Option<Url>,
    /// A version in AMP.
    pub amp: Option<Url>,
}

/// Finds them; addresses are resolved against the base.
pub(crate) fn versions(dom: &Dom, url: Option<&Url>, base: Option<&Url>) -> Versions {
    let resolve = |address: &str| metadata::resolve(base.or(url), address);
    let linked = |wanted: &str| {
        let node = dom.named("link").find(|&node| has_rel(dom, node, wanted))?;
        dom.attr(node, "href").and_then(resolve)
    };
    let other = |address: &Url| url.is_none_or(|url| !is_same_page(url, address));
    let (next, pages) = url.map_or((None, 1), |url| following(dom, url, &resolve));
    let print = || {
        let node = dom.named("link").find(|&node| dom.attr(node, "media") == Some("print"))?;
        has_rel(dom, node, "alternate").then(|| dom.attr(node, "href").and_then(resolve))?
    };
    let on_site = |address: &Url| url.is_none_or(|url| url.host_str() == address.host_str());
    Versions {
        next,
        pages,
        print: print().or_else(|| print_link(dom, &resolve)).filter(on_site).filter(other),
        amp: linked("amphtml").filter(other),
    }
}

fn has_rel(dom: &Dom, node: usize, wanted: &str) -> bool {
    dom.attr(node, "rel").is_some_and(|rel| {
        rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(wanted))
    })
}

fn is_same_page(a: &Url, b: &Url) -> bool {
    let strip = |url: &Url| {
        let mut url = url.clone();
        url.set_fragment(None);
        url
    };
    strip(a) == strip(b)
}

/// The next page and the number of pages: links to this very address with a higher page number.
fn following(dom: &Dom, url: &Url, resolve: &impl Fn(&str) -> Option<Url>) -> (Option<Url>, u32) {
    // An address that ends in a number may be an article's own.
    let here = numbered(url, false);
    let near = Near::of(url);
    let mut next: Option<Url> = None;
    let mut last = here.number;
    let links = dom.elements().filter(|&node| matches!(dom.name(node), "a" | "link"));
    for node in links.take(5_000) {
        if dom.name(node) == "link" && !has_rel(dom, node, "next") {
            continue;
        }
        let Some(address) =
            dom.attr(node, "href").filter(|href| near.may_be(href)).and_then(resolve)
        else {
            continue;
        };
        // Only what differs in nothing but the number is a page of the same article.
        let ways = [numbered(&address, false), numbered(&address, true)];
        let Some(there) = ways.into_iter().find(|there| {
            there.stem == here.stem && there.number > here.number && there.number <= MAX_PAGES
        }) else {
            continue;
        };
        // A link in a text may lead to a part of another article; one that turns pages says so.
        let rel = has_rel(dom, node, "next");
        if dom.name(node) == "a" && !rel && !turns_page(dom, node, there.number) {
            continue;
        }
        last = last.max(there.number);
        if there.number == here.number + 1 && next.is_none() {
            next = Some(address);
        }
    }
    match next {
        Some(next) => (Some(next), last),
        // A path may end in a number that is a month or the article's own.
        None => (None, if url.query().is_some() { here.number } else { 1 }),
    }
}

/// What the addresses of an article's other pages have in common, seen without taking them apart:
/// a page has thousands of links.
struct Near<'u> {
    host: &'u str,
    /// The start of the longest part of the path, up to its first digit.
    name: &'u str,
}

impl<'u> Near<'u> {
    fn of(url: &'u Url) -> Self {
        let longest = url.path().split('/').max_by_key(|part| part.len()).unwrap_or("");
        let plain = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'-';
        let length = longest.bytes().take(12).take_while(plain).count();
        let name = longest.get(..length).unwrap_or("");
        Self { host: url.host_str().unwrap_or(""), name }
    }

    /// Whether an address may be that of another page of the article.
    fn may_be(&self, href: &str) -> bool {
        let href = href.trim_start();
        let has_number = href.bytes().any(|byte| byte.is_ascii_digit() || byte == b'%');
        let is_whole = href.starts_with("//") || href.contains("://");
        let is_rooted = is_whole || href.starts_with('/');
        has_number
            && (!is_whole || href.contains(self.host) || !href.is_ascii())
            && (!is_rooted || href.contains(self.name))
    }
}

/// Whether a link shows a page number or a word for "next".
fn turns_page(dom: &Dom, node: usize, number: u32) -> bool {
    let line = dom.line(node).to_lowercase();
    let line = line.trim_matches(|letter: char| !letter.is_alphanumeric());
    let number = number.to_string();
    let named = [
        "next",
        "next page",
        "continue",
        "continue reading",
        "read on",
        "page",
        "weiter",
        "nächste seite",
        "seite",
        "suivante",
        "page suivante",
        "suivant",
        "siguiente",
        "página siguiente",
        "avanti",
        "pagina successiva",
        "volgende",
        "volgende pagina",
        "próxima",
        "nästa",
        "næste",
        "neste",
        "далее",
        "следующая",
        "下一页",
        "次へ",
        "",
    ];
    let bare = line.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
    line == number || line.ends_with(&number) && named.contains(&bare) || {
        named.contains(&line) && (!line.is_empty() || dom.line(node).contains(['›', '»', '→', '>']))
    }
}

/// An address without its page number, and the number.
struct Numbered {
    stem: String,
    number: u32,
}

/// `loosely` takes a number at the end of a name for a page number too: `story-2.html`.
fn numbered(url: &Url, loosely: bool) -> Numbered {
    const NAMES: &[&str] =
        &["page", "p", "pg", "pagenum", "paged", "seite", "pagina", "sida", "side", "pageno"];
    let mut number = None;
    let mut query: Vec<String> = Vec::new();
    for (name, value) in url.query_pairs() {
        match value.parse::<u32>() {
            Ok(found)
                if NAMES.contains(&name.to_ascii_lowercase().as_str()) && number.is_none() =>
            {
                number = Some(found);
            }
            _ => query.push(format!("{name}={value}")),
        }
    }
    query.sort();
    let mut path = url.path().trim_end_matches('/').to_owned();
    if number.is_none()
        && let Some((stem, found)) = in_path(&path, loosely)
    {
        path = stem;
        number = Some(found);
    }
    // What stands at a site's root is no article.
    let root = path.trim_matches('/').is_empty();
    let host = url.host_str().unwrap_or_default();
    let stem =
        if root { url.as_str().to_owned() } else { format!("{host}{path}?{}", query.join("&")) };
    Numbered { stem, number: number.unwrap_or(1).max(1) }
}

/// `/story/2`, `/story/page-2`, `/story-2.html`, `/story,2.html`, `/story/seite-2`.
fn in_path(path: &str, loosely: bool) -> Option<(String, u32)> {
    let (stem, extension) = match path.rsplit_once('.') {
        Some((stem, extension)) if extension.len() <= 5 && !extension.contains('/') => {
            (stem, format!(".{extension}"))
        }
        _ => (path, String::new()),
    };
    let digits = stem.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number: u32 =
        stem.get(digits.len()..)?.parse().ok().filter(|n| (2..=MAX_PAGES).contains(n))?;
    let before = digits.strip_suffix(['/', '-', '_', ','])?;
    let marked = ["/page", "/seite", "/pagina", "-page", "-seite", "/p"]
        .iter()
        .find_map(|word| before.strip_suffix(word));
    if marked.is_none() && !digits.ends_with('/') && !loosely {
        return None;
    }
    let before = marked.unwrap_or(before);
    Some((format!("{before}{extension}"), number))
}

/// A link that offers the article for printing.
fn print_link(dom: &Dom, resolve: &impl Fn(&str) -> Option<Url>) -> Option<Url> {
    dom.named("a").find_map(|node| {
        let href = dom.attr(node, "href")?;
        let may_be = |stem: &&[u8]| {
            href.as_bytes().windows(stem.len()).any(|part| part.eq_ignore_ascii_case(stem))
        };
        // Most links need not be taken apart to see that they are none.
        if !href.contains('%') && ![&b"rint"[..], b"drucken", b"imprim"].iter().any(may_be) {
            return None;
        }
        let address = resolve(href)?;
        let tail = format!("{}?{}", address.path(), address.query().unwrap_or(""));
        let tail = tail.to_lowercase();
        let words = || tail.split(|letter: char| !letter.is_alphanumeric());
        let prints = words()
            .any(|w| matches!(w, "print" | "printable" | "drucken" | "imprimir" | "imprimer"));
        let line = dom.line(node).to_lowercase();
        let says = ["print", "drucken", "imprimir", "imprimer", "stampa", "afdrukken"]
            .iter()
            .any(|word| line.starts_with(word))
            || dom.attr(node, "class").is_some_and(|class| class.to_lowercase().contains("print"));
        (prints && says).then_some(address)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(at: &str, html: &str) -> Versions {
        let url = Url::parse(at).expect("an address");
        versions(&Dom::parse(html), Some(&url), Some(&url))
    }

    fn next(at: &str, html: &str) -> Option<String> {
        of(at, html).next.map(String::from)
    }

    #[test]
    fn pages_of_the_same_article() {
        let at = "https://bugle.example/story.html";
        let links =
            "<a href='?page=2'>2</a><a href='?page=3'>3</a><a href='?page=2'>Next page »</a>";
        let found = of(at, links);
        assert_eq!(
            found.next.as_ref().map(Url::as_str),
            Some("https://bugle.example/story.html?page=2")
        );
        assert_eq!(found.pages, 3);
        let at = "https://bugle.example/news/story/2";
        assert_eq!(
            next(at, "<link rel=next href=/news/story/3>").as_deref(),
            Some("https://bugle.example/news/story/3")
        );
        let at = "https://bugle.example/news/story.html";
        assert_eq!(
            next(at, "<a href=story-2.html>weiter</a>").as_deref(),
            Some("https://bugle.example/news/story-2.html")
        );
    }

    #[test]
    fn neither_the_next_article_nor_a_list() {
        let at = "https://bugle.example/news/story-4711";
        assert_eq!(
            next(at, "<link rel=next href=/news/other-4712><a href=/news/story-4712>Next</a>"),
            None
        );
        assert_eq!(next(at, "<a rel=next href='/news?page=2'>Next</a>"), None);
        assert_eq!(
            next(
                "https://bugle.example/",
                "<link rel=next href='/?page=2'><link rel=next href=/page/2>"
            ),
            None
        );
        assert_eq!(next(at, "<a href='?page=2#comments'>120 comments</a>"), None);
        let dated = "https://bugle.example/news/story-2023-12-24";
        let found = of(dated, "<a href=/news/story-2023-12-25>Next</a>");
        assert_eq!((found.next, found.pages), (None, 1));
    }

    #[test]
    fn versions_to_print_and_in_amp() {
        let found = of(
            "https://bugle.example/story",
            "<link rel=amphtml href=/amp/story><a class=tool href='/story?print=1'>Print</a>\
             <a href='javascript:print()'>Print</a><a href=/printers>Printers</a>",
        );
        assert_eq!(found.amp.as_ref().map(Url::as_str), Some("https://bugle.example/amp/story"));
        assert_eq!(
            found.print.as_ref().map(Url::as_str),
            Some("https://bugle.example/story?print=1")
        );
    }
}
