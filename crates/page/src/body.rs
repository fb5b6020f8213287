//! The article's own words: the page's blocks of text, each judged by a small learned model.

mod blocks;
mod features;
mod model;
mod names;
mod output;
mod page_map;
mod second;
pub(crate) mod study;
mod tokens;
mod veto;

use url::Url;

use crate::dom::Dom;
use blocks::Block;
use features::{Claimed, Table};
use model::Model;
use page_map::PageMap;
use second::Second;

/// The words and the HTML of the article.
pub(crate) struct Body {
    pub text: String,
    pub html: String,
    /// Characters of the article that stand in links, as a share.
    pub link_density: f64,
    /// The last lines around the article that were judged not to be its own, for what they say of
    /// contributors and origin.
    pub tail: Vec<String>,
}

/// From these odds on a block is the article's.
const ENOUGH: f32 = 0.0;

/// Below this the first look is not followed by a second one, which has never helped.
const HOPELESS: f32 = -4.0;

/// A page's blocks with all that is known of them before they are judged.
struct Sheet<'d> {
    dom: &'d Dom,
    blocks: Vec<Block>,
    map: PageMap,
    claimed: Claimed,
}

impl<'d> Sheet<'d> {
    fn of(dom: &'d Dom, title: Option<&str>, description: Option<&str>) -> Self {
        let blocks = blocks::collect(dom);
        let map = PageMap::of(dom, &blocks);
        let claimed = Claimed::of(dom, &blocks, title, description);
        Self { dom, blocks, map, claimed }
    }

    fn first(&self, weighed: &[[f32; names::WEIGHED]]) -> Table {
        features::table(self.dom, &self.blocks, &self.map, &self.claimed, weighed)
    }

    fn second<'s>(&'s self, scores: &'s [f32]) -> Second<'s> {
        Second::of(self.dom, &self.blocks, scores)
    }

    /// The odds of every block: the mean of what both looks say.
    fn judge(&self, model: &Model) -> Vec<f32> {
        let first = self.first(&names::weigh(self.dom, &self.blocks, model));
        let rows: Vec<&[f32]> = (0..self.blocks.len()).map(|index| first.row(index)).collect();
        let mut odds = model.first.odds(&rows);
        let scores: Vec<f32> = odds.iter().map(|&odds| model::share(odds)).collect();
        let second = self.second(&scores);
        let hopeful: Vec<usize> = (0..odds.len())
            .filter(|&index| odds.get(index).is_some_and(|&odds| odds >= HOPELESS))
            .collect();
        let mut table = Table::default();
        for &index in &hopeful {
            table.values.extend_from_slice(first.row(index));
            second.push(index, &mut table.values);
            table.end_row();
        }
        let rows: Vec<&[f32]> = (0..hopeful.len()).map(|row| table.row(row)).collect();
        for (index, again) in hopeful.into_iter().zip(model.second.odds(&rows)) {
            if let Some(odds) = odds.get_mut(index) {
                *odds = (*odds + again) / 2.0;
            }
        }
        odds
    }
}

/// Finds the article of which the page says that this is its title and its description.
pub(crate) fn read(
    dom: &Dom,
    title: Option<&str>,
    description: Option<&str>,
    base: Option<&Url>,
) -> Body {
    let mut sheet = Sheet::of(dom, title, description);
    let odds = sheet.judge(Model::own());
    for (block, odds) in sheet.blocks.iter_mut().zip(&odds) {
        block.kept = *odds >= ENOUGH;
    }
    veto::apply(dom, &sheet.map, &mut sheet.blocks);
    veto::drop_next_articles(dom, &sheet.claimed, &mut sheet.blocks);
    let letters: usize = sheet.blocks.iter().filter(|block| block.kept).map(|b| b.letters).sum();
    let linked: usize = sheet.blocks.iter().filter(|block| block.kept).map(|b| b.linked).sum();
    Body {
        text: output::text(&sheet.blocks),
        html: output::html(dom, &sheet.blocks, base),
        link_density: if letters == 0 { 0.0 } else { linked as f64 / letters as f64 },
        tail: tail(&sheet.blocks),
    }
}

/// The last blocks of the article and what follows it at once.
fn tail(blocks: &[Block]) -> Vec<String> {
    let end = blocks.iter().rposition(|block| block.kept).map_or(0, |last| last + 1);
    let around = end.saturating_sub(6)..(end + 8).min(blocks.len());
    blocks.get(around).unwrap_or(&[]).iter().rev().map(|block| block.text.clone()).collect()
}
