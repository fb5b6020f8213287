//! Which report was the earliest that this instance saw.

use dateline_model::ArticleId;
use jiff::Timestamp;

use super::Report;

/// The earliest report of a story that this instance saw. Nothing is said of who was first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earliest {
    /// The article.
    pub article: ArticleId,
    /// Its outlet, as people know it.
    pub outlet: Option<String>,
    /// When it was published, as it says itself.
    pub published: Option<Timestamp>,
    /// When this instance found it listed in a feed.
    pub seen_at: Timestamp,
    /// When this instance fetched its page.
    pub fetched_at: Option<Timestamp>,
    /// How many seconds later another outlet's report was seen; `None` where there is none.
    pub lead: Option<i64>,
    /// All this in plain words, without times of day.
    pub words: String,
}

/// The earliest report that this instance saw; `None` where that cannot be told: another outlet's
/// report, or a copy, may have stood in its feed as early, since that feed had not been polled in
/// between.
pub fn earliest(reports: &[Report<'_>]) -> Option<Earliest> {
    let first = reports.iter().min_by_key(|report| (report.seen_at, report.at(), report.id))?;
    if first.copy {
        return None;
    }
    let others = || reports.iter().filter(|other| teller(other) != teller(first));
    let mut lead: Option<i64> = None;
    for other in others() {
        let later = other.seen_at.as_second() - first.seen_at.as_second();
        if other.polling_gap.is_none_or(|gap| gap >= later) {
            return None;
        }
        lead = Some(lead.map_or(later, |lead| lead.min(later)));
    }
    let claims_earlier = others()
        .filter(|other| match (other.published, first.published) {
            (Some(other), Some(first)) => other < first,
            (Some(other), None) => other < first.seen_at,
            (None, _) => false,
        })
        .min_by_key(|other| other.published);
    Some(Earliest {
        article: first.id,
        outlet: first.outlet_name.or(first.outlet).map(str::to_owned),
        published: first.published,
        seen_at: first.seen_at,
        fetched_at: first.fetched_at,
        lead,
        words: words(first, lead, claims_earlier),
    })
}

/// What tells reports apart: the outlet, or the article itself where none is known.
fn teller<'a>(report: &Report<'a>) -> Result<&'a str, ArticleId> {
    report.outlet.ok_or(report.id)
}

fn words(first: &Report<'_>, lead: Option<i64>, earlier: Option<&Report<'_>>) -> String {
    let mut words = format!("Earliest report that we saw: {}", first.teller());
    match lead {
        None => words.push_str("; no other outlet's report was seen"),
        Some(lead) => {
            let span = span(lead);
            words.push_str(&format!(", {span} before another outlet's was seen"));
        }
    }
    if let Some(other) = earlier {
        words.push_str(&format!(
            ". {} was seen later, but says that it published earlier",
            other.teller()
        ));
    }
    words
}

/// A span of time in one unit.
fn span(seconds: i64) -> String {
    let (count, unit) = match seconds {
        ..120 => (seconds, "second"),
        120..7_200 => (seconds / 60, "minute"),
        7_200..172_800 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}
