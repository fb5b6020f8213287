//! What repeats across the pages of one site is the site's and not the article's: boxes, notices,
//! requests to subscribe. A [`SiteMemory`] learns it page by page.

use std::collections::{HashSet, VecDeque};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::{Page, words::fold};

/// How many blocks of a site are remembered.
const MAX_BLOCKS: usize = 2_000;

/// How many pages are told apart.
const MAX_PAGES: usize = 128;

/// After so many pages all counts are halved, so that a site may change.
const FADE_AFTER: u32 = 256;

/// On so many different pages a block must have stood before it counts as the site's own.
const LEAST_PAGES: u16 = 3;

/// A block must stand on at least one page in so many; an agency's background paragraph, which
/// stands under many stories of a paper, stands on fewer.
const ONE_PAGE_IN: u32 = 5;

/// The hash of a block's words, the same wherever and however often it stands.
pub(crate) fn hash(block: &str) -> u64 {
    xxh3_64(fold(block).to_lowercase().as_bytes())
}

/// Which blocks of text stood on how many different pages of one site. Bounded: at most about 40
/// kilobytes as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteMemory {
    /// How many different pages were seen.
    pages: u32,
    /// The latest pages, so that one read twice counts once.
    seen: VecDeque<u64>,
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Block {
    hash: u64,
    pages: u16,
    /// The number of the page on which it stood last.
    last: u32,
}

impl SiteMemory {
    /// Learns from a page of the site; a page that was seen already changes nothing.
    ///
    /// Pages are told apart by their titles, one story under several addresses is one page; and by
    /// their blocks, one text under several headlines is one page too.
    pub fn fold(&mut self, page: &Page) {
        let Some(title) = page.title.as_deref().filter(|title| !title.is_empty()) else { return };
        let key = hash(title);
        let own: HashSet<u64> = page.blocks.iter().copied().collect();
        if self.seen.contains(&key) || self.holds_most_of(&own) {
            return;
        }
        self.seen.push_back(key);
        if self.seen.len() > MAX_PAGES {
            self.seen.pop_front();
        }
        self.pages = self.pages.saturating_add(1);
        for block in own {
            match self.blocks.binary_search_by_key(&block, |known| known.hash) {
                Ok(at) => {
                    if let Some(known) = self.blocks.get_mut(at) {
                        known.pages = known.pages.saturating_add(1);
                        known.last = self.pages;
                    }
                }
                Err(at) => {
                    self.blocks.insert(at, Block { hash: block, pages: 1, last: self.pages });
                }
            }
        }
        self.forget();
    }

    /// How many different pages it has seen.
    pub fn pages(&self) -> u32 {
        self.pages
    }

    /// Whether a block of text stands on so many of the site's pages that it is the site's.
    pub fn repeats(&self, block: &str) -> bool {
        self.is_repeated(hash(block))
    }

    pub(crate) fn is_repeated(&self, block: u64) -> bool {
        let known = self.blocks.binary_search_by_key(&block, |known| known.hash).ok();
        known.and_then(|at| self.blocks.get(at)).is_some_and(|known| {
            known.pages >= LEAST_PAGES && u32::from(known.pages) * ONE_PAGE_IN >= self.pages
        })
    }

    /// Whether more than two in three of a page's blocks are known without being the site's own: then
    /// its text stood on the site before.
    fn holds_most_of(&self, blocks: &HashSet<u64>) -> bool {
        let judged: Vec<u64> =
            blocks.iter().copied().filter(|&block| !self.is_repeated(block)).collect();
        let is_known =
            |block: &&u64| self.blocks.binary_search_by_key(*block, |known| known.hash).is_ok();
        judged.iter().filter(is_known).count() * 3 > judged.len() * 2
    }

    /// Keeps the memory within its bounds: what stood on one page long ago goes first.
    fn forget(&mut self) {
        if self.pages >= FADE_AFTER {
            self.pages /= 2;
            for block in &mut self.blocks {
                block.pages /= 2;
                block.last /= 2;
            }
            self.blocks.retain(|block| block.pages > 0);
        }
        if self.blocks.len() > MAX_BLOCKS {
            let mut order: Vec<(u16, u32)> =
                self.blocks.iter().map(|block| (block.pages, block.last)).collect();
            order.sort_unstable();
            let least = order.get(order.len().saturating_sub(MAX_BLOCKS * 3 / 4)).copied();
            let least = least.unwrap_or_default();
            self.blocks.retain(|block| (block.pages, block.last) >= least);
            self.blocks.truncate(MAX_BLOCKS);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;
    use crate::{PageHints, read_html};

    const BOX: &str = "Our paper is made by people of this town, and you can support their work with a small gift each month.";

    fn html(number: usize) -> String {
        let prose: String = (0..5)
            .map(|line| format!("<p>Story {number} goes on in line {line}, with words that no other story has, and so it is told.</p>"))
            .collect();
        format!(
            "<h1>The story of number {number} is told</h1><article>{prose}<p>{BOX}</p>{prose}</article>"
        )
    }

    #[test]
    fn a_box_on_every_page_is_learnt_and_dropped() {
        let url = Url::parse("https://bugle.example/story").expect("an address");
        let mut memory = SiteMemory::default();
        for number in 0..4 {
            let page =
                read_html(&html(number), &PageHints { url: Some(&url), ..PageHints::default() });
            assert!(page.text.contains(BOX));
            memory.fold(&page);
            memory.fold(&page);
        }
        assert_eq!(memory.pages(), 4);
        assert!(memory.repeats(BOX));
        let hints = PageHints { url: Some(&url), memory: Some(&memory), ..PageHints::default() };
        let page = read_html(&html(9), &hints);
        assert!(!page.text.contains(BOX) && !page.html.contains(BOX));
        assert!(page.text.contains("Story 9 goes on in line 4"));
        // What is dropped is still counted, else it would come back.
        assert!(page.blocks.contains(&hash(BOX)));
        let json = serde_json::to_string(&memory).expect("json");
        assert_eq!(serde_json::from_str::<SiteMemory>(&json).expect("a memory"), memory);
    }

    #[test]
    fn a_text_under_several_headlines_is_one_page() {
        let url = Url::parse("https://bugle.example/story").expect("an address");
        let hints = PageHints { url: Some(&url), ..PageHints::default() };
        let mut memory = SiteMemory::default();
        for number in 0..9 {
            memory.fold(&read_html(&html(number), &hints));
        }
        for headline in ["Talks falter in the north", "No deal is near", "Envoys leave again"] {
            let page = html(77).replace("The story of number 77 is told", headline);
            memory.fold(&read_html(&page, &hints));
        }
        assert_eq!(memory.pages(), 10);
        let line =
            "Story 77 goes on in line 3, with words that no other story has, and so it is told.";
        assert!(!memory.repeats(line), "another article may quote it");
        assert!(memory.repeats(BOX));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn it_stays_small_and_sorted(pages in prop::collection::vec((0u16..500, prop::collection::vec(any::<u64>(), 0..120)), 0..80)) {
            let mut memory = SiteMemory::default();
            for (title, blocks) in pages {
                memory.fold(&Page { title: Some(format!("page {title}")), blocks, ..Page::default() });
                prop_assert!(memory.blocks.len() <= MAX_BLOCKS && memory.seen.len() <= MAX_PAGES);
                prop_assert!(memory.blocks.is_sorted_by_key(|block| block.hash));
            }
        }
    }
}
