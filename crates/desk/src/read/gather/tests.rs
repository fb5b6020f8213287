use std::collections::HashMap;
use std::sync::Mutex;

use super::*;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn words(count: usize, name: &str) -> String {
    (0..count).map(|number| format!("{name}{number}")).collect::<Vec<_>>().join(" ")
}

fn part(address: &str, page: Page) -> Part {
    let at = "2026-01-05T12:00:00Z".parse().unwrap();
    let page = Page { kind: Kind::Article, words: page.text.split_whitespace().count(), ..page };
    let kept = KeptPage { address: address.to_owned(), fetched_at: at, html: page.text.clone() };
    Part { url: url(address), page, kept: Some(kept) }
}

/// A part with so many words of a name, which goes on at an address.
fn long(address: &str, count: usize, name: &str, next: Option<&str>) -> Part {
    part(address, Page { text: words(count, name), next: next.map(url), ..Page::default() })
}

#[derive(Default)]
struct Shelf {
    parts: HashMap<Url, Part>,
    asked: Mutex<Vec<String>>,
}

impl Shelf {
    fn of(parts: impl IntoIterator<Item = Part>) -> Self {
        let parts = parts.into_iter().map(|part| (part.url.clone(), part)).collect();
        Self { parts, asked: Mutex::default() }
    }
}

impl Pages for Shelf {
    async fn get(&self, url: &Url) -> Result<Part, Problem> {
        self.asked.lock().unwrap().push(url.to_string());
        self.parts.get(url).cloned().ok_or_else(|| Problem::of_status(404, None))
    }
}

const ONE: &str = "https://bay.example/story";
const TWO: &str = "https://bay.example/story?page=2";
const THREE: &str = "https://bay.example/story?page=3";

#[tokio::test]
async fn pages_that_an_article_goes_on_with_are_joined() {
    let shelf = Shelf::of([long(TWO, 90, "two", Some(THREE)), long(THREE, 90, "three", Some(ONE))]);
    let whole = gather(long(ONE, 90, "one", Some(TWO)), &shelf).await;
    assert_eq!((whole.parts(), whole.kept.len(), &whole.missing), (3, 3, &None));
    assert!(whole.article().text.contains("one0") && whole.article().text.contains("three89"));
    assert_eq!(whole.url, url(ONE));
}

#[tokio::test]
async fn a_page_that_is_missing_leaves_the_others() {
    let shelf = Shelf::of([long(TWO, 90, "two", Some(THREE))]);
    let whole = gather(long(ONE, 90, "one", Some(TWO)), &shelf).await;
    assert_eq!(whole.parts(), 2);
    assert!(whole.missing.unwrap().line.contains("404"));
}

#[tokio::test]
async fn no_more_than_ten_pages_are_read() {
    let address = |number: usize| format!("https://bay.example/story?page={number}");
    let parts = (2..40).map(|number| {
        long(&address(number), 90, &format!("p{number}n"), Some(&address(number + 1)))
    });
    let shelf = Shelf::of(parts);
    let whole = gather(long(ONE, 90, "one", Some(TWO)), &shelf).await;
    assert_eq!(whole.parts(), 10);
    assert!(whole.missing.is_some());
    assert_eq!(shelf.asked.lock().unwrap().len(), 9);
}

#[tokio::test]
async fn another_host_or_the_same_text_is_no_further_page() {
    let elsewhere = "https://elsewhere.example/story?page=2";
    let shelf = Shelf::of([long(elsewhere, 90, "two", None), long(TWO, 90, "one", None)]);
    assert_eq!(gather(long(ONE, 90, "one", Some(elsewhere)), &shelf).await.parts(), 1);
    assert!(shelf.asked.lock().unwrap().is_empty());
    assert_eq!(gather(long(ONE, 90, "one", Some(TWO)), &shelf).await.parts(), 1);
}

#[tokio::test]
async fn a_thin_page_is_read_in_its_other_version() {
    let amp = "https://bay.example/amp/story";
    let shelf = Shelf::of([long(amp, 200, "amp", None)]);
    let mut thin = long(ONE, 10, "one", None);
    thin.page.title = Some("The headline".to_owned());
    thin.page.amp = Some(url(amp));
    let whole = gather(thin.clone(), &shelf).await;
    assert_eq!((whole.version, whole.article().words), (PageVersion::Amp, 200));
    assert_eq!(whole.article().title.as_deref(), Some("The headline"));
    assert_eq!((whole.url.clone(), whole.kept.len()), (url(ONE), 2));

    // What a reader must pay for is not looked for elsewhere.
    thin.page.paywalled = Some(true);
    assert_eq!(gather(thin, &shelf).await.version, PageVersion::Page);
    assert_eq!(shelf.asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_version_for_printing_spares_the_further_pages() {
    let print = "https://bay.example/print/story";
    let shelf = Shelf::of([long(print, 300, "print", None), long(TWO, 90, "two", None)]);
    let mut first = long(ONE, 90, "one", Some(TWO));
    first.page.print = Some(url(print));
    let whole = gather(first.clone(), &shelf).await;
    assert_eq!((whole.version, whole.parts(), whole.article().words), (PageVersion::Print, 1, 300));
    // One that holds no more than the page itself is not taken.
    let shelf = Shelf::of([long(print, 90, "print", None), long(TWO, 90, "two", None)]);
    let whole = gather(first, &shelf).await;
    assert_eq!((whole.version, whole.parts()), (PageVersion::Page, 2));
}

#[tokio::test]
async fn where_one_page_must_not_be_kept_none_is() {
    let mut two = long(TWO, 90, "two", None);
    two.kept = None;
    let whole = gather(long(ONE, 90, "one", Some(TWO)), &Shelf::of([two])).await;
    assert_eq!((whole.parts(), whole.kept.len()), (2, 0));
}
