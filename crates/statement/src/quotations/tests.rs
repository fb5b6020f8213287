use super::*;
use crate::sentences::paragraphs;

fn quoted(text: &str) -> Vec<&str> {
    quotations(text, &paragraphs(text))
        .iter()
        .map(|quotation| &text[quotation.start..quotation.end])
        .collect()
}

#[test]
fn marks_of_many_languages_are_matched() {
    assert_eq!(quoted("He said “yes” and \"no\"."), ["“yes”", "\"no\""]);
    assert_eq!(quoted("„Ja“, sagte er. »Nein«, sagte sie."), ["„Ja“", "»Nein«"]);
    assert_eq!(quoted("« Oui », dit-il."), ["« Oui »"]);
    assert_eq!(quoted("‘It’s fine,’ she said."), ["‘It’s fine,’"]);
}

#[test]
fn single_marks_inside_double_ones_begin_nothing() {
    assert_eq!(quoted("“She said ‘no’ twice,” he said."), ["“She said ‘no’ twice,”"]);
}

#[test]
fn a_quotation_goes_on_in_the_next_paragraph_where_it_was_left_open() {
    let text = "“One.\n\n“Two,” he said.\n\n“Three,” he said.";
    let found = quotations(text, &paragraphs(text));
    let states: Vec<(bool, bool)> =
        found.iter().map(|quotation| (quotation.closed, quotation.goes_on)).collect();
    assert_eq!(states, [(false, false), (true, true), (true, false)]);
}
