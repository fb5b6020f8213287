//! The headline without the outlet's name.

use url::Url;

use super::{
    Claims,
    visible::{
        View,
        headline::{self, Headline},
    },
};
use crate::words::{fold, likeness, tokens};

const SEPARATORS: &[&str] =
    &[" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " ‹ ", " › ", " / ", ": "];

/// The headline, chosen among what the page's sources say, and the element where it stands.
pub(super) fn choose(
    view: &View<'_>,
    ld: &Claims,
    meta: &Claims,
    document: Option<&str>,
    site: Option<&str>,
    url: Option<&Url>,
) -> (Option<String>, Option<usize>) {
    let clean = |title: &str| without_site(title, site, url);
    let og = meta.title.as_deref().map(clean);
    let head = document.map(fold).filter(|title| !title.is_empty()).map(|title| clean(&title));
    let linked = ld.title.as_deref().map(clean);
    let claimed: Vec<&str> =
        [og.as_deref(), linked.as_deref(), head.as_deref()].into_iter().flatten().collect();
    let seen = headline::find(view, &claimed, &|line| is_site(line, site, url));
    let node = seen.as_ref().map(|seen| seen.node);
    let slug = url.and_then(slug);
    let in_slug = |title: &str| slug.as_deref().map_or(0.0, |slug| likeness(slug, title));
    // An address was often made of the headline: of two that differ it names the right one.
    let outdone = |seen: &Headline| {
        seen.alike < 0.5 && claimed.iter().any(|title| in_slug(title) > in_slug(&seen.text) + 0.3)
    };
    if let Some(seen) = seen.as_ref().filter(|seen| !outdone(seen))
        && (seen.alike >= 0.5 && tokens(&seen.text).len() >= 2 || seen.alike >= 1.0 || seen.certain)
    {
        return (Some(clean(&seen.text)), node);
    }
    let best = claimed.iter().max_by(|a, b| in_slug(a).total_cmp(&in_slug(b)));
    let named = best.filter(|title| in_slug(title) >= 0.5).map(|title| (*title).to_owned());
    let first = og.clone().or(linked.clone()).or(head.clone());
    // Of titles that fit the address as well the first source's stands.
    let title = match (named, first) {
        (Some(named), Some(first)) if in_slug(&named) > in_slug(&first) + 0.2 => Some(named),
        (_, first) => first.filter(|title| !title.is_empty()),
    };
    (title.or(seen.map(|seen| seen.text)), node)
}

/// The words of an address's last part, where those are several.
fn slug(url: &Url) -> Option<String> {
    let last = url.path_segments()?.rev().find(|part| !part.is_empty())?;
    let stem = last.split('.').next().unwrap_or(last);
    let words: Vec<&str> = stem.split(['-', '_']).filter(|word| !word.is_empty()).collect();
    (words.len() >= 3).then(|| words.join(" "))
}

/// Whether two lines have the same words.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    likeness(a, b) >= 0.9
}

/// The outlet's name at the end of a document's title, where the host agrees.
pub(super) fn site_in(title: &str, url: Option<&Url>) -> Option<String> {
    let (_, last) = SEPARATORS
        .iter()
        .filter_map(|separator| title.rsplit_once(separator))
        .min_by_key(|(_, last)| last.len())?;
    names_host(last, url).then(|| fold(last))
}

/// The first and the last part of a document's title, where it has several; short enough for an
/// outlet's name.
pub(super) fn ends(title: &str) -> Vec<String> {
    let mut found = Vec::new();
    for separator in SEPARATORS.iter().filter(|separator| **separator != ": ") {
        if let (Some((_, last)), Some((first, _))) =
            (title.rsplit_once(separator), title.split_once(separator))
        {
            found.extend(
                [last, first]
                    .into_iter()
                    .map(fold)
                    .filter(|part| (2..=40).contains(&part.len()) && tokens(part).len() <= 5),
            );
        }
    }
    found
}

fn names_host(name: &str, url: Option<&Url>) -> bool {
    let squeezed: String = tokens(name).concat();
    let Some(host) = url.and_then(Url::host_str) else { return false };
    let host = host.trim_start_matches("www.");
    let label = host.split('.').next().unwrap_or(host).replace('-', "");
    let all = host.replace(['.', '-'], "");
    squeezed.len() >= 3
        && (all.contains(&squeezed)
            || (label.len() >= 3
                && squeezed.contains(&label)
                // A headline may speak of its outlet.
                && 5 * label.len() >= 2 * squeezed.len()))
}

/// Whether a line is the outlet's name.
fn is_site(line: &str, site: Option<&str>, url: Option<&Url>) -> bool {
    site.is_some_and(|site| {
        likeness(line, site) >= 0.6 || tokens(line).concat() == tokens(site).concat()
    }) || names_host(line, url)
}

/// A title without the outlet's name before or after it.
fn without_site(title: &str, site: Option<&str>, url: Option<&Url>) -> String {
    let mut title = fold(title);
    for _ in 0..3 {
        let is_site = |part: &str| is_site(part, site, url);
        let shorter = SEPARATORS.iter().find_map(|separator| {
            if let Some((rest, last)) = title.rsplit_once(separator)
                && (is_site(last)
                    || (*separator == " | " && tokens(rest).len() >= 4 && tokens(last).len() <= 4))
                && tokens(rest).len() >= 2
            {
                return Some(rest.to_owned());
            }
            match title.split_once(separator) {
                Some((first, rest))
                    if is_site(first)
                        && tokens(rest).len() >= 2
                        // "Bugle: we were wrong" speaks of the outlet.
                        && (*separator != ": " || tokens(first).len() >= 2) =>
                {
                    Some(rest.to_owned())
                }
                _ => None,
            }
        });
        match shorter {
            Some(shorter) => title = shorter.trim().to_owned(),
            None => break,
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outlet_is_no_part_of_the_headline() {
        let url = Url::parse("https://www.dailybugle.example/x").expect("an address");
        assert_eq!(
            without_site("Big day for all - Daily Bugle", None, Some(&url)),
            "Big day for all"
        );
        assert_eq!(
            without_site("The Bugle | Big day for all", Some("The Bugle"), None),
            "Big day for all"
        );
        assert_eq!(
            without_site("Covid-19 - what we know", Some("The Bugle"), None),
            "Covid-19 - what we know"
        );
        assert_eq!(site_in("Big day - Daily Bugle", Some(&url)).as_deref(), Some("Daily Bugle"));
    }
}
