//! Texts cut to size.

use dateline_model::Byline;

/// Words a minute of an unhurried reader.
const PACE: u32 = 230;

/// The beginning of a text in one line of at most `most` characters: whole sentences where they
/// fill a good part of it, else whole words and an ellipsis. Blocks that only repeat the headline
/// are passed over.
pub fn excerpt(text: &str, headline: &str, most: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    for block in text.split("\n\n").map(str::trim) {
        if block.is_empty() || (line.is_empty() && same_words(block, headline)) {
            continue;
        }
        for word in block.split_whitespace() {
            if length > most {
                break;
            }
            if !line.is_empty() {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += word.chars().count();
        }
    }
    if length <= most { line } else { cut(&line, most) }
}

fn same_words(block: &str, headline: &str) -> bool {
    let fold = |text: &str| -> String {
        text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    fold(block) == fold(headline)
}

fn cut(line: &str, most: usize) -> String {
    let end = line.char_indices().nth(most).map_or(line.len(), |(at, _)| at);
    let head = line.get(..end).unwrap_or(line);
    let sentence = head
        .match_indices([' '])
        .filter(|(at, _)| ends_sentence(head.get(..*at).unwrap_or_default()))
        .map(|(at, _)| at)
        .next_back();
    if let Some(whole) = sentence.and_then(|at| head.get(..at))
        && whole.chars().count() * 5 >= most * 3
    {
        return whole.to_owned();
    }
    let words = match head.rfind(' ') {
        Some(at) if at * 2 > head.len() => head.get(..at).unwrap_or(head),
        _ => head,
    };
    let trimmed = words.trim_end_matches(|sign: char| !sign.is_alphanumeric() && sign != ')');
    format!("{trimmed}…")
}

/// Whether a text ends with a sentence. A full stop after a short word with a capital, as in
/// "Mr." or "U.S.", most likely ends none.
fn ends_sentence(head: &str) -> bool {
    let bare = head.trim_end_matches(['"', '\'', '”', '’', ')', '»']);
    let Some(last) = bare.chars().next_back() else { return false };
    if matches!(last, '!' | '?' | '…' | '。') {
        return true;
    }
    let word = bare.rsplit(' ').next().unwrap_or_default();
    let short = word.chars().count() <= 4 && word.chars().next().is_some_and(char::is_uppercase);
    last == '.' && !short
}

/// "By Ida Quell and Tom Reyes"; `None` where nobody is named.
pub fn byline(byline: &Byline) -> Option<String> {
    let names = list(&byline.authors)?;
    Some(format!("By {names}"))
}

/// "Ada Bly in Port Sarel and Jon Tarr"; `None` where there are none but the authors.
pub fn contributors(byline: &Byline) -> Option<String> {
    let told: Vec<String> = byline
        .contributors
        .iter()
        .filter(|person| !byline.authors.contains(&person.name))
        .map(|person| match &person.place {
            Some(place) => format!("{} in {place}", person.name),
            None => person.name.clone(),
        })
        .collect();
    list(&told)
}

/// Names as a sentence has them: "A", "A and B", "A, B and C".
fn list(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [one] => Some(one.clone()),
        [first @ .., last] => Some(format!("{} and {last}", first.join(", "))),
    }
}

/// How many minutes a text takes to read; `None` where it is too short to say.
pub fn minutes(words: u32) -> Option<u32> {
    (words >= PACE / 2).then(|| words.div_ceil(PACE))
}

/// A language tag that can stand in a `lang` attribute; `None` for anything else.
pub fn language(tag: Option<&str>) -> Option<String> {
    let tag = tag?.trim().replace('_', "-");
    let sound = (2..=35).contains(&tag.len())
        && tag.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-')
        && tag.starts_with(|first: char| first.is_ascii_alphabetic());
    sound.then_some(tag)
}

/// A line, such as an error's, as a sentence for a page: with a capital and an end.
pub fn sentence(error: &impl std::fmt::Display) -> String {
    let line = super::feed::capital(&error.to_string());
    if line.ends_with(['.', '!', '?', '…']) { line } else { format!("{line}.") }
}

/// An address that may stand in a link or a picture: http or https. What is stored is clean
/// already; this is the second line.
pub fn web_address(address: Option<&str>) -> Option<String> {
    let address = address?.trim();
    let url = url::Url::parse(address).ok()?;
    dateline_model::address::is_web(&url).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_ends_with_a_sentence_where_it_can() {
        let text = "The bridge opened at nine on Monday. Hundreds of people walked over it, and \
                    the mayor of the town spoke for an hour.";
        assert_eq!(excerpt(text, "", 50), "The bridge opened at nine on Monday.");
        assert_eq!(excerpt(text, "", 500), text);
        assert_eq!(
            excerpt("One very long sentence that, as it goes on, never comes to an end", "", 30),
            "One very long sentence that…"
        );
    }

    #[test]
    fn titles_of_people_end_no_sentence() {
        let text = "The harbour was visited today by Mr. Brandt of the ministry of the sea in the \
                    north.";
        assert_eq!(excerpt(text, "", 50), "The harbour was visited today by Mr. Brandt of…");
    }

    #[test]
    fn a_text_that_begins_with_its_headline_is_not_read_twice() {
        let text = "Bridge opens!\n\nIt opened at nine.";
        assert_eq!(excerpt(text, "Bridge opens", 100), "It opened at nine.");
    }

    #[test]
    fn a_word_without_end_is_cut_within_its_signs() {
        let long = "あ".repeat(400);
        assert_eq!(excerpt(&long, "", 100).chars().count(), 101);
    }

    #[test]
    fn names_are_listed_as_in_a_sentence() {
        let names = |names: &[&str]| Byline {
            authors: names.iter().map(|name| (*name).to_owned()).collect(),
            contributors: Vec::new(),
        };
        assert_eq!(byline(&names(&[])), None);
        assert_eq!(byline(&names(&["A", "B", "C"])).unwrap(), "By A, B and C");
    }

    #[test]
    fn sentences_end_once() {
        assert_eq!(sentence(&"the page is gone"), "The page is gone.");
        assert_eq!(sentence(&"Only a part could be read."), "Only a part could be read.");
    }

    #[test]
    fn odd_languages_and_addresses_are_left_out() {
        assert_eq!(language(Some("en_GB")).unwrap(), "en-GB");
        assert_eq!(language(Some("x\" onload=")), None);
        assert_eq!(web_address(Some("javascript:alert(1)")), None);
        assert!(web_address(Some("https://a.example/x.jpg")).is_some());
    }
}
