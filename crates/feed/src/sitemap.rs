//! Which parts of a sitemap index hold the newest articles.

use std::cmp::Reverse;

use jiff::Timestamp;

use crate::dates::parse_date;
use crate::types::Part;

/// Words in the names of parts that list no articles.
const APPARATUS: [&str; 14] = [
    "author", "categor", "tag", "topic", "page", "section", "product", "video", "image", "event",
    "static", "profile", "search", "misc",
];

/// The parts of an index that are worth asking for articles, those that changed last first.
///
/// News sitemaps stand alone where there are some; parts whose name says that they list sections,
/// tags or pages are left out unless there are no others. Where the index gives no dates, names
/// with the greatest numbers come first, as `sitemap-2026-11.xml` before `sitemap-2026-10.xml`.
pub fn newest_first(parts: &[Part]) -> Vec<&Part> {
    let best = parts.iter().map(kind).min().unwrap_or(Kind::Apparatus);
    let mut chosen: Vec<(Rank, &Part)> =
        parts.iter().filter(|part| kind(part) == best).map(|part| (rank(part), part)).collect();
    chosen.sort_by(|a, b| a.0.cmp(&b.0));
    chosen.into_iter().map(|(_, part)| part).collect()
}

type Rank = (Reverse<Option<Timestamp>>, Reverse<Vec<u64>>);

fn rank(part: &Part) -> Rank {
    let changed = part.changed.as_deref().and_then(parse_date);
    (Reverse(changed), Reverse(numbers(name(part))))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    News,
    Usual,
    Apparatus,
}

fn kind(part: &Part) -> Kind {
    let name = name(part).to_ascii_lowercase();
    if name.contains("news") && !name.contains("newsletter") {
        Kind::News
    } else if APPARATUS.iter().any(|word| name.contains(word)) {
        Kind::Apparatus
    } else {
        Kind::Usual
    }
}

/// The address from its last folder on: names of hosts say nothing about one part.
fn name(part: &Part) -> &str {
    let start = part.href.find("://").map_or(0, |at| at + 3);
    let rest = part.href.get(start..).unwrap_or_default();
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    let tail = path.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
    path.get(tail..).unwrap_or_default()
}

fn numbers(name: &str) -> Vec<u64> {
    let runs = name.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.take(6).filter_map(|run| run.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(parts: &[(&str, &str)]) -> Vec<String> {
        let parts: Vec<Part> = parts
            .iter()
            .map(|(name, changed)| Part {
                href: format!("https://news.example/maps/{name}"),
                changed: Some((*changed).to_owned()).filter(|changed| !changed.is_empty()),
            })
            .collect();
        let newest = newest_first(&parts).into_iter();
        newest.map(|part| part.href.rsplit('/').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn the_last_changed_comes_first() {
        assert_eq!(
            order(&[("a.xml", "2026-10-01"), ("b.xml", "2026-11-02T10:00:00Z"), ("c.xml", "")]),
            ["b.xml", "a.xml", "c.xml"]
        );
    }

    #[test]
    fn without_dates_the_greatest_numbers_do() {
        assert_eq!(
            order(&[("s-2025-12.xml", ""), ("s-2026-2.xml", ""), ("s-2026-10.xml", "")]),
            ["s-2026-10.xml", "s-2026-2.xml", "s-2025-12.xml"]
        );
    }

    #[test]
    fn news_stand_alone_and_sections_are_left_out() {
        let dated = "2026-11-20";
        assert_eq!(
            order(&[("post-1.xml", dated), ("news.xml.gz", "2026-11-19"), ("tag.xml", dated)]),
            ["news.xml.gz"]
        );
        assert_eq!(order(&[("post-1.xml", dated), ("category.xml", dated)]), ["post-1.xml"]);
        assert_eq!(order(&[("category.xml", dated)]), ["category.xml"]);
        assert!(order(&[]).is_empty());
    }
}
