//! Places in bytes and in code points.

use crate::statement::{Span, Statement};

/// Fills in the code points of all spans, in one pass over the text.
pub(crate) fn count_chars(text: &str, statements: &mut [Statement]) {
    let mut places: Vec<usize> = Vec::new();
    for statement in statements.iter_mut() {
        for_each(statement, |span| places.extend([span.start, span.end]));
    }
    places.sort_unstable();
    places.dedup();
    let mut counted = Vec::with_capacity(places.len());
    let (mut at, mut chars) = (0, 0);
    for place in &places {
        chars += text.get(at..*place).map_or(0, |piece| piece.chars().count());
        at = *place;
        counted.push(chars);
    }
    let count = |place: usize| {
        places
            .binary_search(&place)
            .ok()
            .and_then(|found| counted.get(found).copied())
            .unwrap_or_default()
    };
    for statement in statements.iter_mut() {
        for_each(statement, |span| {
            span.start_char = count(span.start);
            span.end_char = count(span.end);
        });
    }
}

fn for_each(statement: &mut Statement, mut change: impl FnMut(&mut Span)) {
    if let Some(speaker) = &mut statement.speaker {
        change(&mut speaker.mention);
    }
    if let Some(cue) = &mut statement.cue {
        change(cue);
    }
    statement.content.iter_mut().for_each(&mut change);
    change(&mut statement.sentence);
}
