//! Texts cut to size.

use dateline_model::Byline;
pub use dateline_story::excerpt::excerpt;

use crate::say::list;

/// Words a minute of an unhurried reader.
const PACE: u32 = 230;

/// "By Ida Quell and Tom Reyes"; `None` where nobody is named.
pub fn byline(byline: &Byline) -> Option<String> {
    let names = list(&byline.authors)?;
    Some(say!("article-by", names = names))
}

/// "Ada Bly in Port Sarel and Jon Tarr"; `None` where there are none but the authors.
pub fn contributors(byline: &Byline) -> Option<String> {
    let told: Vec<String> = byline
        .contributors
        .iter()
        .filter(|person| !byline.authors.contains(&person.name))
        .map(|person| match &person.place {
            Some(place) => {
                say!("article-person-in", name = person.name.as_str(), place = place.as_str())
            }
            None => person.name.clone(),
        })
        .collect();
    list(&told)
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

/// A line of the crates below, such as an error's, as a sentence for a page.
pub fn sentence(error: &impl std::fmt::Display) -> String {
    ended(&super::lines::told(&error.to_string()))
}

/// A line with a capital and an end, as sentences have them.
pub fn ended(line: &str) -> String {
    let line = super::feed::capital(line);
    if line.ends_with(['.', '!', '?', '…']) { line } else { format!("{line}.") }
}

/// An address that may stand in a link or a picture: http or https. What is stored is clean
/// already; this is the second line.
pub fn web_address(address: Option<&str>) -> Option<String> {
    let address = address?.trim();
    let url = url::Url::parse(address).ok()?;
    dateline_model::address::is_web(&url).then(|| address.to_owned())
}

/// The address of an article's picture, where it can be shown.
pub fn picture_address(address: Option<&str>) -> Option<String> {
    super::picture::of_the_web(address?).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

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
