//! Articles that go on over several pages, and other versions of the same page.

mod links;
pub(crate) mod shell;

use std::collections::HashSet;

use crate::{Page, dateline, edit, words};

pub(crate) use links::versions;
pub use shell::Shell;

/// A shorter block may be said twice without being the same.
const SHORT: usize = 25;

/// Joins the pages of one article, the first page first: its title, dates and address, the words
/// of all. What every page repeats around its own part — the standfirst, the byline, the last
/// line — is kept once.
pub fn join(pages: Vec<Page>) -> Page {
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let mut pages = pages.into_iter();
    let Some(mut whole) = pages.next() else { return Page::default() };
    for page in pages {
        append(&mut whole, page);
    }
    whole.pages = whole.pages.max(count);
    whole.words = words::count(&whole.text);
    whole.dateline = dateline::of_text(&whole.text);
    whole
}

fn blocks(text: &str) -> Vec<String> {
    text.split("\n\n").filter(|block| !block.trim().is_empty()).map(str::to_owned).collect()
}

fn append(whole: &mut Page, page: Page) {
    let mut known = blocks(&whole.text);
    let new = blocks(&page.text);
    let seen: HashSet<&str> = known.iter().map(String::as_str).collect();
    let leads = new.iter().take_while(|block| seen.contains(block.as_str())).count();
    let rest = new.get(leads..).unwrap_or_default();
    // The last lines of every page are the article's last lines.
    let shared = known
        .iter()
        .rev()
        .zip(rest.iter().rev())
        .take_while(|(a, b)| a == b && a.len() >= SHORT)
        .count();
    let last = known.split_off(known.len().saturating_sub(shared));
    whole.html = edit::without_blocks(&whole.html, &last, None);
    let led = new.get(..leads).unwrap_or_default();
    whole.html.push_str(&edit::without_blocks(&page.html, led, None));
    known.extend(rest.iter().cloned());
    whole.text = known.join("\n\n");
    whole.blocks.extend(page.blocks);
    for person in page.contributors {
        if !whole.contributors.iter().any(|known| known.name == person.name) {
            whole.contributors.push(person);
        }
    }
    whole.noarchive |= page.noarchive;
    whole.terms = std::mem::take(&mut whole.terms).and(page.terms);
    whole.first_appeared = whole.first_appeared.take().or(page.first_appeared);
    whole.image = whole.image.take().or(page.image);
    whole.paywalled = match (whole.paywalled, page.paywalled) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (a, b) => a.or(b),
    };
    for warning in page.warnings {
        if !whole.warnings.contains(&warning) {
            whole.warnings.push(warning);
        }
    }
    whole.pages = whole.pages.max(page.pages);
    whole.next = page.next;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lines: &[&str]) -> Page {
        let html: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
        Page { text: lines.join("\n\n"), html, ..Page::default() }
    }

    #[test]
    fn what_every_page_repeats_is_kept_once() {
        let lead = "The council met on Monday about the bridge.";
        let foot = "Ann Lee in Oslo contributed to this report.";
        let whole = join(vec![
            page(&[lead, "First part of it.", foot]),
            page(&[lead, "Second part of it.", foot]),
            page(&[lead, "Third part of it.", foot]),
        ]);
        let want = [lead, "First part of it.", "Second part of it.", "Third part of it.", foot];
        assert_eq!(whole.text, want.join("\n\n"));
        assert_eq!(whole.html.matches("contributed").count(), 1);
        assert_eq!(whole.html.matches("council").count(), 1);
        assert_eq!((whole.pages, whole.words), (3, words::count(&whole.text)));
    }

    #[test]
    fn a_refrain_within_a_page_stays() {
        let whole = join(vec![
            page(&["And so on it went.", "One."]),
            page(&["Two.", "And so on it went."]),
        ]);
        assert_eq!(whole.text.matches("And so on").count(), 2);
        assert_eq!(join(Vec::new()), Page::default());
    }
}
