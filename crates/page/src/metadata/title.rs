//! The headline without the outlet's name.

use url::Url;

use super::{Claims, visible};
use crate::{
    dom::Dom,
    words::{fold, likeness, tokens},
};

const SEPARATORS: &[&str] =
    &[" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " ‹ ", " › ", " / ", ": "];

/// The headline, chosen among what the page's sources say.
pub(super) fn choose(
    dom: &Dom,
    ld: &Claims,
    meta: &Claims,
    document: Option<&str>,
    site: Option<&str>,
    url: Option<&Url>,
) -> Option<String> {
    let clean = |title: &str| without_site(title, site, url);
    let og = meta.title.as_deref().map(clean);
    let head = document.map(fold).filter(|title| !title.is_empty()).map(|title| clean(&title));
    let linked = ld.title.as_deref().map(clean);
    let claimed: Vec<&str> =
        [og.as_deref(), linked.as_deref(), head.as_deref()].into_iter().flatten().collect();
    let seen = visible::headline(dom, &claimed);
    if let Some(seen) = &seen
        && claimed.iter().any(|title| likeness(seen, title) >= 0.5)
        && tokens(seen).len() >= 2
    {
        return Some(clean(seen));
    }
    og.or(linked).or(head).filter(|title| !title.is_empty()).or(seen)
}

/// The outlet's name at the end of a document's title, where the host agrees.
pub(super) fn site_in(title: &str, url: Option<&Url>) -> Option<String> {
    let (_, last) = SEPARATORS
        .iter()
        .filter_map(|separator| title.rsplit_once(separator))
        .min_by_key(|(_, last)| last.len())?;
    names_host(last, url).then(|| fold(last))
}

fn names_host(name: &str, url: Option<&Url>) -> bool {
    let squeezed: String = tokens(name).concat();
    let Some(host) = url.and_then(Url::host_str) else { return false };
    let host = host.trim_start_matches("www.");
    let label = host.split('.').next().unwrap_or(host).replace('-', "");
    let all = host.replace(['.', '-'], "");
    squeezed.len() >= 3
        && (all.contains(&squeezed) || (label.len() >= 3 && squeezed.contains(&label)))
}

/// A title without the outlet's name before or after it.
fn without_site(title: &str, site: Option<&str>, url: Option<&Url>) -> String {
    let mut title = fold(title);
    for _ in 0..3 {
        let is_site = |part: &str| {
            site.is_some_and(|site| {
                likeness(part, site) >= 0.6 || tokens(part).concat() == tokens(site).concat()
            }) || names_host(part, url)
        };
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
                    if is_site(first) && tokens(rest).len() >= 2 && *separator != ": " =>
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
