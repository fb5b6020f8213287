//! Which words of a headline and a text were found, and the passage that shows them best.

use std::ops::Range;

use crate::matches::how_near;
use crate::query::{Field, How, Node, Query};
use crate::words::{Language, Pattern, Stems, TermKind, pattern, stem_term, terms};

/// A text is looked through so far for a passage, in bytes.
const FARTHEST: usize = 200_000;
/// More places than these are not marked.
const MOST: usize = 2000;

/// A part of a text, with what was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// The bytes of the text that are shown.
    pub passage: Range<usize>,
    /// The bytes of the passage that were found; ascending, apart.
    pub found: Vec<Range<usize>>,
    /// The text has more before it.
    pub cut_before: bool,
    /// The text has more after it.
    pub cut_after: bool,
}

/// Finds the words of a query in texts of one language.
pub struct Marker {
    sought: Vec<Sought>,
    stems: Stems,
}

struct Sought {
    is_title_only: bool,
    terms: Vec<String>,
    prefix: Option<String>,
    steps: Vec<(u32, String)>,
}

struct Place {
    range: Range<usize>,
    sought: usize,
}

impl Marker {
    /// For what a query looks for in headline and text; `language` is the article's tag.
    pub fn new(query: &Query, language: Option<&str>) -> Self {
        let language = language.and_then(Language::of_tag).unwrap_or_default();
        let stems = Stems::of(language);
        let mut sought = Vec::new();
        collect(&query.root, &stems, &mut sought);
        Self { sought, stems }
    }

    /// The bytes of a headline that were found; ascending, apart.
    pub fn title(&self, title: &str) -> Vec<Range<usize>> {
        apart(self.places(title, true).into_iter().map(|place| place.range).collect())
    }

    /// The passage of a text, about so many characters long, that shows best what was found; the
    /// beginning where nothing was.
    pub fn passage(&self, text: &str, length: usize) -> Marked {
        let mut end = text.len().min(FARTHEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let places = self.places(text.get(..end).unwrap_or_default(), false);
        let passage = passage(text, &best(&places, length), length);
        let within = places
            .into_iter()
            .map(|place| place.range)
            .filter(|range| range.start >= passage.start && range.end <= passage.end);
        let shifted = within.map(|range| range.start - passage.start..range.end - passage.start);
        Marked {
            found: apart(shifted.collect()),
            cut_before: !text.get(..passage.start).unwrap_or_default().trim().is_empty(),
            cut_after: !text.get(passage.end..).unwrap_or_default().trim().is_empty(),
            passage,
        }
    }

    fn places(&self, text: &str, is_title: bool) -> Vec<Place> {
        let mut places = Vec::new();
        if self.sought.is_empty() {
            return places;
        }
        // The phrases that have begun: which, how far, from which byte and position.
        let mut begun: Vec<(usize, usize, usize, u32)> = Vec::new();
        terms(text, &self.stems, 0, |term| {
            if places.len() >= MOST {
                return;
            }
            for (number, sought) in self.sought.iter().enumerate() {
                if sought.is_title_only && !is_title {
                    continue;
                }
                let is_found = sought.terms.iter().any(|sought| sought == term.term)
                    || term.kind != TermKind::Stem
                        && sought.prefix.as_ref().is_some_and(|start| term.term.starts_with(start));
                if is_found {
                    places.push(Place { range: term.range.clone(), sought: number });
                }
                if sought.steps.first().is_some_and(|(_, first)| first == term.term) {
                    begun.push((number, 0, term.range.start, term.position));
                }
            }
            begun.retain_mut(|(number, done, start, position)| {
                let Some(sought) = self.sought.get(*number) else { return false };
                let Some((first, _)) = sought.steps.first() else { return false };
                let Some((step, next)) = sought.steps.get(*done) else { return false };
                let due = *position + (step - first);
                if term.position == due && next == term.term {
                    *done += 1;
                    if *done == sought.steps.len() {
                        places.push(Place { range: *start..term.range.end, sought: *number });
                        return false;
                    }
                }
                term.position <= due
            });
        });
        places.sort_by_key(|place| (place.range.start, place.range.end));
        places
    }
}

fn collect(node: &Node, stems: &Stems, sought: &mut Vec<Sought>) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => {
            nodes.iter().for_each(|node| collect(node, stems, sought));
        }
        Node::Text { field: field @ (Field::Anywhere | Field::Title), how, words } => {
            sought.extend(sought_for(words, *how, *field == Field::Title, stems));
        }
        Node::Near { words, .. } => {
            let each = words.iter();
            sought
                .extend(each.filter_map(|words| sought_for(words, how_near(words), false, stems)));
        }
        _ => {}
    }
}

fn sought_for(words: &str, how: How, is_title_only: bool, stems: &Stems) -> Option<Sought> {
    let mut sought = Sought { is_title_only, terms: Vec::new(), prefix: None, steps: Vec::new() };
    match pattern(words, how) {
        Pattern::Nothing => return None,
        Pattern::Word { exact, inflected } => {
            sought.terms.push(exact);
            sought.terms.extend(inflected.and_then(|word| stem_term(stems, &word)));
        }
        Pattern::Prefix(start) => {
            sought.terms.extend(stem_term(stems, &start));
            sought.prefix = Some(start);
        }
        Pattern::Phrase(steps) => sought.steps = steps,
    }
    Some(sought)
}

/// The bytes around the places that say most: many different words, then many, then early.
fn best(places: &[Place], length: usize) -> Range<usize> {
    let mut best = 0..0;
    let mut highest = 0;
    for (at, first) in places.iter().enumerate() {
        let mut kinds: Vec<usize> = Vec::new();
        let mut count = 0;
        let mut end = first.range.end;
        for place in places.get(at..).unwrap_or_default().iter().take(40) {
            if place.range.end > first.range.start + length {
                break;
            }
            end = end.max(place.range.end);
            count += 1;
            if !kinds.contains(&place.sought) {
                kinds.push(place.sought);
            }
        }
        let score = kinds.len() * 100 + count;
        if score > highest {
            highest = score;
            best = first.range.start..end;
        }
    }
    best
}

/// The bytes of a passage of about so many characters around the given ones, from the beginning of
/// a word, or of the sentence where that is near.
fn passage(text: &str, around: &Range<usize>, length: usize) -> Range<usize> {
    let before = text.get(..around.start).unwrap_or_default();
    let inside = text.get(around.clone()).map_or(0, |found| found.chars().count());
    let most_before = length.saturating_sub(inside) / 2;
    let mut start = around.start;
    let mut sentence = None;
    for (at, character) in before.char_indices().rev().take(most_before) {
        let is_end = matches!(character, '.' | '!' | '?' | '\n' | '。' | '！' | '？');
        let after = at + character.len_utf8();
        if is_end && text.get(after..).is_some_and(|rest| rest.starts_with(char::is_whitespace))
            || character == '\n'
            || matches!(character, '。' | '！' | '？')
        {
            sentence.get_or_insert(after);
        }
        if character.is_whitespace() || !character.is_ascii() && !character.is_alphanumeric() {
            start = after;
        }
        if at == 0 {
            start = 0;
            sentence.get_or_insert(0);
        }
    }
    let start = sentence.unwrap_or(start);
    let start = start + text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    let rest = text.get(start..).unwrap_or_default();
    let end = match rest.char_indices().nth(length) {
        None => text.len(),
        Some((cut, _)) => {
            let cut = start + cut;
            let shown = text.get(start..cut).unwrap_or_default();
            let space = shown.rfind(char::is_whitespace).map(|at| start + at);
            // A script without spaces is cut anywhere.
            space
                .filter(|space| *space >= around.end && (cut - space) * 4 < cut - start)
                .unwrap_or(cut)
        }
    };
    let end = end.max(around.end);
    start.min(end)..start + text.get(start..end).map_or(0, |shown| shown.trim_end().len())
}

/// Sorted ranges with those that overlap made one.
fn apart(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

#[cfg(test)]
mod tests;
