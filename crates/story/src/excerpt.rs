//! The beginning of an article, cut to size for lists.

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
}
