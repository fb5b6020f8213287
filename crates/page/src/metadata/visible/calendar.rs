//! The dates that a reader sees.

use super::{DATE, PUBLISHED, Top, UPDATED, View, marks, short_text};
use jiff::civil::Date;

use crate::metadata::dates::{self, Stamp, mentions};

/// An element that marks one fact holds few nodes.
const MAX_NODES: usize = 60;

/// Of elements that mark the same fact only the first are looked at.
const MAX_MARKED: usize = 200;

/// A longer line is prose.
const MAX_LINE: usize = 160;

/// A line with more letters beside its date than this is a sentence.
const MAX_BESIDES: usize = 60;

/// What the words beside a date say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// "Published", "Posted on".
    Published,
    /// "Updated", "Last reviewed".
    Updated,
    /// "Received", "Accessed": another date than those.
    Other,
    /// Nothing.
    Bare,
}

/// A date that a reader sees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown {
    pub stamp: Stamp,
    pub label: Label,
    /// It stands around the headline.
    pub at_top: bool,
}

const CHANGED: &[&str] = &[
    "updated",
    "update",
    "modified",
    "reviewed",
    "edited",
    "revised",
    "changed",
    "corrected",
    "aktualisiert",
    "geändert",
    "stand",
    "mis à jour",
    "modifié",
    "actualizado",
    "aggiornato",
    "aggiornamento",
    "bijgewerkt",
    "atualizado",
    "обновлено",
    "изменено",
    "uppdaterad",
    "opdateret",
    "oppdatert",
    "aktualizacja",
    "aktualizováno",
    "güncelleme",
    "更新",
];

const APPEARED: &[&str] = &[
    "published",
    "posted",
    "publish",
    "post time",
    "publication date",
    "first appeared",
    "veröffentlicht",
    "publié",
    "publicado",
    "pubblicato",
    "gepubliceerd",
    "publicerad",
    "publiceret",
    "publisert",
    "opublikowano",
    "zveřejněno",
    "опубликовано",
    "опубліковано",
    "yayınlanma",
    "发布",
    "公開",
];

const OTHER: &[&str] = &["received", "accepted", "accessed", "retrieved", "archived", "expires"];

/// Where a word stands last in a short text: preparing a search takes longer than comparing.
fn last_place(text: &str, word: &str) -> Option<usize> {
    let word = word.as_bytes();
    text.as_bytes()
        .windows(word.len().max(1))
        .rposition(|part| part.first() == word.first() && part == word)
}

/// What the words before a date say: the label that stands nearest to it.
fn label(before: &str) -> Label {
    let lower = before.to_lowercase();
    let last = |words: &[&str]| words.iter().filter_map(|word| last_place(&lower, word)).max();
    match (last(APPEARED), last(CHANGED)) {
        (None, None) if last(OTHER).is_some() => Label::Other,
        (None, None) => Label::Bare,
        (Some(published), Some(updated)) if published > updated => Label::Published,
        (Some(_), None) => Label::Published,
        _ => Label::Updated,
    }
}

/// Every date of the article that a reader sees, those around the headline first.
pub(crate) fn shown(view: &View<'_>, top: Top) -> Vec<Shown> {
    let dom = view.dom;
    // A column before the headline lists other articles; one after it is about this article.
    let beside = |view: &View<'_>, node: usize| {
        view.in_others(node) || view.in_aside(node) && !top.below().contains(&node)
    };
    let mut found = Vec::new();
    for node in top.nodes() {
        if dom.name(node) == "time" || dom.own_text(node).is_some() {
            of_node(view, node, true, &beside, &mut found);
        }
        if found.len() >= 12 {
            break;
        }
    }
    let marked: Vec<usize> = (1..dom.len())
        .filter(|&node| !top.holds(node))
        .filter(|&node| match dom.own_text(node) {
            Some(text) => says_published(text),
            None => {
                (dom.name(node) == "time" || view.is(node, DATE))
                    && dom.end(node) - node < MAX_NODES
            }
        })
        .take(MAX_MARKED)
        .collect();
    // Some set the date in a column beside the article, where others list their other articles.
    for strictly in [true, false] {
        let belongs_elsewhere = |view: &View<'_>, node: usize| {
            if strictly { view.in_furniture(node) } else { view.in_others(node) }
        };
        for &node in &marked {
            of_node(view, node, false, &belongs_elsewhere, &mut found);
            if found.len() >= 24 {
                break;
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    if found.is_empty() {
        found.extend(alone(view));
    }
    found
}

/// The only day of the page that stands on a line of its own, however far from the headline.
fn alone(view: &View<'_>) -> Option<Shown> {
    const LONGEST: usize = 40;
    let dom = view.dom;
    let mut only: Option<Stamp> = None;
    for node in 1..dom.len() {
        let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
        if !dom.own_text(node).is_some_and(|text| text.len() <= 4 * LONGEST && has_digit(text)) {
            continue;
        }
        let Some(line) = short_text(dom, node, LONGEST) else { continue };
        let written = mentions(&line);
        let [mention] = written.as_slice() else { continue };
        let before = line.get(..mention.start).unwrap_or("");
        let is_whole = !before.contains(char::is_alphabetic) && line.split(' ').count() <= 4;
        if !is_whole || view.in_furniture(node) || view.in_others(node) || view.in_comment(node) {
            continue;
        }
        match only {
            Some(known) if known.day != mention.stamp.day => return None,
            Some(_) => {}
            None => only = Some(mention.stamp),
        }
    }
    only.map(|stamp| Shown { stamp, label: Label::Bare, at_top: false })
}

/// Whether a short text opens with a word for publication and goes on with a date.
fn says_published(text: &str) -> bool {
    let text = text.trim_start();
    text.len() <= 80
        && text.starts_with(char::is_alphabetic)
        && text.contains(|letter: char| letter.is_ascii_digit())
        && text.split_whitespace().next().is_some_and(|first| label(first) == Label::Published)
}

fn apart(a: Date, b: Date) -> i32 {
    a.until(b).map_or(i32::MAX, |span| span.get_days().abs())
}

fn of_node(
    view: &View<'_>,
    node: usize,
    at_top: bool,
    belongs_elsewhere: &dyn Fn(&View<'_>, usize) -> bool,
    found: &mut Vec<Shown>,
) {
    let dom = view.dom;
    let machine = (dom.name(node) == "time")
        .then(|| dom.attr(node, "datetime").and_then(dates::parse))
        .flatten();
    let line = match dom.own_text(node) {
        Some(_) => short_text(dom, node, MAX_LINE),
        None => Some(dom.line(node)).filter(|line| line.len() <= MAX_LINE),
    };
    let Some(line) = line else { return };
    let written = mentions(&line);
    if machine.is_none() && written.is_empty() || belongs_elsewhere(view, node) {
        return;
    }
    // Some pages keep a stand-in in the attribute and write the date beside it.
    let agrees = |stamp: &Stamp| {
        written.first().is_none_or(|mention| apart(mention.stamp.day, stamp.day) <= 1)
    };
    let machine = machine.filter(agrees);
    let besides = line.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_sentence = machine.is_none() && besides > MAX_BESIDES + 10 * written.len();
    let named = || named_label(view, node);
    let around = |before: &str| match label(before) {
        Label::Bare => {
            let nearest = (node.saturating_sub(8)..node)
                .rev()
                .find_map(|at| short_text(dom, at, MAX_LINE))
                .filter(|text| text.len() <= 40 && mentions(text).is_empty());
            match nearest.map_or(Label::Bare, |text| label(&text)) {
                Label::Bare => named(),
                said => said,
            }
        }
        said => said,
    };
    if let Some(stamp) = machine {
        let before = written.first().and_then(|mention| line.get(..mention.start));
        // The wall clock that is shown tells the zone that a machine's `Z` hides.
        let clock = written.first().and_then(|mention| mention.stamp.clock);
        let label = around(before.unwrap_or(&line));
        found.push(Shown { stamp, label, at_top });
        if let Some(mention) = written.first().filter(|_| clock.is_some()) {
            found.push(Shown { stamp: mention.stamp, label, at_top });
        }
        return;
    }
    let mut from = 0;
    for mention in written {
        // A date in the middle of a sentence is what the sentence is about.
        if is_sentence && mention.start > from + 30 {
            continue;
        }
        let before = line.get(from..mention.start).unwrap_or("");
        let label = if from == 0 { around(before) } else { label(before) };
        found.push(Shown { stamp: mention.stamp, label, at_top });
        from = mention.start;
    }
}

/// What the element's class, or that of the elements around it, calls the date.
fn named_label(view: &View<'_>, node: usize) -> Label {
    for at in std::iter::once(node).chain(view.dom.ancestors(node)).take(3) {
        // WordPress marks a date that is both with both words.
        if view.is(at, UPDATED) && !view.is(at, PUBLISHED) {
            return Label::Updated;
        }
    }
    Label::Bare
}

/// The date that microdata mark (`itemprop`), such as `datePublished`.
pub(crate) fn marked(view: &View<'_>, property: &str) -> Option<Stamp> {
    let dom = view.dom;
    dom.elements()
        .filter(|&node| marks(dom, node, property) && dom.end(node) - node < MAX_NODES)
        .take(MAX_MARKED)
        .filter(|&node| !view.in_comment(node))
        .find_map(|node| {
            ["datetime", "content"]
                .iter()
                .find_map(|name| dom.attr(node, name).and_then(dates::parse))
                .or_else(|| dates::first(&dom.line(node)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dom::Dom;

    fn labels(html: &str) -> Vec<(String, Label)> {
        let dom = Dom::parse(html);
        let top = Top::of(&dom, dom.named("h1").next());
        shown(&View::of(&dom), top)
            .iter()
            .map(|seen| (seen.stamp.day.to_string(), seen.label))
            .collect()
    }

    #[test]
    fn dates_with_their_labels() {
        let found = labels(
            "<h1>Big day</h1><p>Published Dec 28, 2025 | Updated Dec 29, 2025</p>\
             <div><h4>Mis à jour</h4><span>30/12/2025</span></div>",
        );
        let want = [
            ("2025-12-28", Label::Published),
            ("2025-12-29", Label::Updated),
            ("2025-12-30", Label::Updated),
        ];
        assert_eq!(found, want.map(|(day, label)| (day.to_owned(), label)));
    }

    #[test]
    fn a_day_alone_on_its_line_is_found_far_from_the_headline() {
        let prose = "<p>A long paragraph of the article that says nothing of any day but goes on for a good while, so that it is taken for prose and for nothing else by whoever looks at it.</p>".repeat(4);
        let of = |dates: &str| labels(&format!("<h1>Big day</h1>{prose}{dates}"));
        let one = [("2024-04-08".to_owned(), Label::Bare)];
        assert_eq!(of("<p>Ann Lee</p><small>April 8, 2024</small>"), one);
        assert!(of("<b>April 8, 2024</b><b>April 9, 2024</b>").is_empty());
        assert!(of("<p>By April 8, 2024 it will open</p>").is_empty());
    }

    #[test]
    fn a_date_in_the_articles_own_aside_is_the_articles() {
        let found =
            labels("<article><aside><time>6 June 2021</time></aside><h1>Git</h1></article>");
        assert_eq!(found.first(), Some(&("2021-06-06".to_owned(), Label::Bare)));
    }

    #[test]
    fn other_articles_dates_are_not_this_ones() {
        let found = labels(
            "<aside><time datetime=2020-01-01>old</time></aside><h1>Big day</h1><p>1 May 2025</p>",
        );
        assert_eq!(found, [("2025-05-01".to_owned(), Label::Bare)]);
    }
}
