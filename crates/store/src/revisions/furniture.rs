//! What of a text is the page's and not the article's: a change of it is no revision.

/// A longer line is a sentence of the article, whatever its words.
const MOST_WORDS: usize = 12;

/// Words that make a line with nothing but these and the ones of [`FILLING`] one of the page's.
const MARKS: &[&str] = &[
    "ago",
    "updated",
    "published",
    "posted",
    "comments",
    "comment",
    "shares",
    "share",
    "views",
    "likes",
    "advertisement",
    "read",
    "aktualisiert",
    "veröffentlicht",
    "kommentare",
    "anzeige",
    "teilen",
    "publié",
    "commentaires",
    "partager",
    "publicité",
    "actualizado",
    "publicado",
    "comentarios",
    "compartir",
    "publicidad",
    "aggiornato",
    "pubblicato",
    "commenti",
    "atualizado",
    "bijgewerkt",
    "reacties",
    "обновлено",
    "опубликовано",
    "комментарии",
    "oppdatert",
    "uppdaterad",
];

/// Words that stand beside them.
const FILLING: &[&str] = &[
    "last",
    "first",
    "on",
    "at",
    "in",
    "and",
    "this",
    "article",
    "story",
    "was",
    "min",
    "mins",
    "minute",
    "minutes",
    "hour",
    "hours",
    "hr",
    "hrs",
    "day",
    "days",
    "week",
    "weeks",
    "time",
    "reading",
    "am",
    "pm",
    "a.m.",
    "p.m.",
    "utc",
    "gmt",
    "bst",
    "est",
    "edt",
    "cst",
    "cdt",
    "pst",
    "pdt",
    "cet",
    "cest",
    "et",
    "pt",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "uhr",
    "am",
    "um",
    "vor",
    "minuten",
    "stunden",
    "zuletzt",
    "le",
    "à",
    "il",
    "y",
    "a",
    "mis",
    "jour",
    "heures",
    "el",
    "hace",
    "minutos",
    "horas",
    "il",
    "alle",
    "ore",
    "minuti",
    "fa",
    "om",
    "uur",
    "назад",
    "минут",
    "часа",
    "часов",
];

/// The words of a text that are the article's own, with plain signs.
pub(crate) fn own_words(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| !is_furniture(line))
        .flat_map(|line| {
            let plain = plain_signs(line);
            plain.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

/// A line such as "Updated 5 minutes ago", "12 comments" or "Advertisement".
fn is_furniture(line: &str) -> bool {
    if line.split_whitespace().nth(MOST_WORDS).is_some() {
        return false;
    }
    let lower = line.to_lowercase();
    let mut marked = false;
    for word in lower.split_whitespace() {
        let bare = word.trim_matches(|sign: char| !sign.is_alphabetic());
        if MARKS.contains(&bare) {
            marked = true;
        } else if !bare.is_empty() && !FILLING.contains(&bare) {
            return false;
        }
    }
    marked
}

/// A text whose quotation marks, dashes and dots are the plain ones, without signs that show nothing.
pub(crate) fn plain_signs(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '`' | '\u{b4}' => plain.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}'
            | '\u{2033}' => {
                plain.push('"');
            }
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            '\u{2026}' => plain.push_str("..."),
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            sign => plain.push(sign),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_page_are_known_by_their_words() {
        for line in [
            "Updated 5 minutes ago",
            "Published on Monday, 22 December 2025 at 14:05 GMT",
            "12 comments",
            "4 min read",
            "Advertisement",
            "Aktualisiert am 22.12.2025 um 14:05 Uhr",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "He published it two days ago.",
            "On Monday at 5 pm",
            "“May was right,” she said.",
            "",
            "Shares fell by 12 percent.",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }

    #[test]
    fn the_shape_of_signs_says_nothing() {
        assert_eq!(own_words("“It’s over” – he said…"), own_words("\"It's over\" - he said..."));
        assert_ne!(own_words("It is over."), own_words("It is not over."));
        let old = "The bridge is open.\n\nUpdated 2 hours ago";
        assert_eq!(own_words(old), own_words("Updated 3 hours ago\n\nThe bridge is open."));
    }
}
