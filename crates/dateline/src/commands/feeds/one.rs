//! One feed: how it fares, what its last polls brought, what is wrong and what can be done.

use anyhow::{Result, bail};
use dateline_desk::{Added, Ailment, PageRule, ailment, rule_of_feed};
use dateline_model::{FeedId, FeedOverview, PollNote, address};
use dateline_store::{FeedChange, Store};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::super::Arguments;
use crate::failure::{Ended, WrongUsage};
use crate::settings::Settings;
use crate::terminal::{self, Page};
use crate::{feed_choice, output, wiring};

/// Shows a feed, or changes it.
pub async fn run(settings: &Settings, arguments: &Arguments, word: &str) -> Result<Ended> {
    let rule: Option<PageRule> = arguments.text("rule").map(str::parse).transpose()?;
    let pace = arguments.text("every").map(pace).transpose()?;
    if let Some(typed) = arguments.text("address") {
        return give_address(settings, word, typed).await;
    }
    if let Some(rule) = rule {
        return give_rule(settings, word, &rule).await;
    }
    if let Some(pace) = pace {
        wiring::with_store(settings, async |store| {
            let feed = own(store, settings, word).await?.feed.id;
            let change = FeedChange { interval_seconds: Some(pace), ..FeedChange::default() };
            Ok(store.change_feed(feed, change).await?)
        })
        .await?;
    }
    let (overview, polls) = wiring::with_store_to_read(settings, async |store| {
        let overview = own(store, settings, word).await?;
        let polls = store.last_polls(overview.feed.id).await?;
        Ok((overview, polls))
    })
    .await?;
    let wrong = ailment(&overview.feed, polls.first());
    if arguments.is_set("json") {
        let mut document = super::as_json(&overview);
        if let Some(members) = document.as_object_mut() {
            members.insert("last_polls".to_owned(), json!(polls));
            members.insert("ailment".to_owned(), json!(wrong));
            let rule = rule_of_feed(&overview.feed).map(|rule| rule.to_string());
            members.insert("rule".to_owned(), json!(rule));
            let every = overview.feed.choices.interval_seconds;
            members.insert("chosen_seconds".to_owned(), json!(every));
        }
        output::json(&document)?;
    } else {
        let page = Page::of_stdout();
        output::text(&all_about(&overview, &polls, wrong.as_ref(), page, settings.clock.now()))?;
    }
    Ok(Ended::Well)
}

async fn own(store: &Store, settings: &Settings, word: &str) -> Result<FeedOverview> {
    let user = wiring::user(store, settings).await?;
    let feeds = store.overview(user.id).await?;
    let chosen: Vec<FeedId> = feed_choice::choose(&[word.to_owned()], &feeds)?;
    let found = feeds.into_iter().find(|overview| chosen.contains(&overview.feed.id));
    match found {
        Some(overview) => Ok(overview),
        None => bail!("no feed is meant by “{}”", terminal::plain(word)),
    }
}

async fn give_address(settings: &Settings, word: &str, typed: &str) -> Result<Ended> {
    let added = wiring::with_desk(settings, async |desk| {
        let user = wiring::user(desk.store(), settings).await?;
        let feed = own(desk.store(), settings, word).await?.feed.id;
        Ok(desk.readdress(user.id, feed, typed).await?)
    })
    .await?;
    match added {
        Added::Subscribed { feed, url, title, .. } => {
            let (title, url) = (terminal::plain(&title), terminal::plain(&url));
            output::text(&format!("“{title}” (feed {feed}) is now polled at {url}\n"))?;
            Ok(Ended::Well)
        }
        Added::Choice(found) => {
            let lines: String =
                found.iter().map(|feed| format!("  {}\n", terminal::plain(&feed.url))).collect();
            output::text(&format!("The page names several feeds. Give one of them:\n{lines}"))?;
            Ok(Ended::WithProblems)
        }
        Added::Offer(offer) => bail!("{} names no feed", terminal::plain(&offer.url)),
    }
}

async fn give_rule(settings: &Settings, word: &str, rule: &PageRule) -> Result<Ended> {
    let preview = wiring::with_desk(settings, async |desk| {
        let user = wiring::user(desk.store(), settings).await?;
        let feed = own(desk.store(), settings, word).await?.feed.id;
        Ok(desk.set_rule(user.id, feed, rule).await?)
    })
    .await?;
    output::text(&super::super::add::rule_lines(&preview))?;
    Ok(Ended::Well)
}

/// An interval as it is typed, in seconds; `None` for “auto”.
fn pace(typed: &str) -> Result<Option<i64>, WrongUsage> {
    const SHORTEST: i64 = 5 * 60;
    const LONGEST: i64 = 24 * 60 * 60;
    let typed = typed.trim();
    if typed == "auto" {
        return Ok(None);
    }
    let seconds = typed.parse::<SignedDuration>().ok().map(|duration| duration.as_secs());
    let days = typed.strip_suffix('d').and_then(|days| days.trim().parse::<i64>().ok());
    let seconds = seconds.or(days.and_then(|days| days.checked_mul(LONGEST)));
    match seconds {
        Some(seconds) if (SHORTEST..=LONGEST).contains(&seconds) => Ok(Some(seconds)),
        Some(_) => Err(WrongUsage("a feed is polled every 5 minutes to once a day".to_owned())),
        None => Err(WrongUsage(format!(
            "“{}” is no interval: write 30m, 2h, 1d or auto",
            terminal::plain(typed)
        ))),
    }
}

fn all_about(
    overview: &FeedOverview,
    polls: &[PollNote],
    wrong: Option<&Ailment>,
    page: Page,
    now: Timestamp,
) -> String {
    let feed = &overview.feed;
    let polling = &feed.polling;
    let mut text = format!("{}\n", page.bold(&terminal::plain(overview.title())));
    let mut fact = |name: &str, told: Option<&str>| {
        if let Some(told) = told {
            let lines = terminal::wrap(&terminal::plain(told), page.width.saturating_sub(10));
            for (nth, line) in lines.iter().enumerate() {
                let name = if nth == 0 { name } else { "" };
                text.push_str(&format!("{} {line}\n", page.dim(&format!("{name:<9}"))));
            }
        }
    };
    fact("state", Some(polling.status.as_str()));
    fact("address", Some(&address::without_login(&feed.url)));
    fact("format", feed.format.as_deref());
    fact("rule", rule_of_feed(feed).map(|rule| rule.to_string()).as_deref());
    fact("holds", Some(&output::count(overview.entries, "entry", "entries")));
    let why = polling.interval_reason.as_deref().unwrap_or_default();
    let next = polling.next_poll_at.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string());
    fact("next poll", Some(&[next.as_deref().unwrap_or("none"), why].join(", ")));
    fact("odd", polling.last_warning.as_deref());
    if let Some(wrong) = wrong {
        fact("wrong", polling.last_error.as_deref());
        fact("", Some(wrong.in_words()));
        fact("", help(wrong, feed.id).as_deref());
    }
    if !polls.is_empty() {
        text.push_str(&format!("\n{}\n", page.bold("Its last polls")));
    }
    for poll in polls {
        let at = poll.at.strftime("%Y-%m-%d %H:%M UTC");
        let failed = if poll.failed { "failed: " } else { "" };
        let line =
            format!("{failed}{}, {}", terminal::plain(&poll.result), terminal::ago(poll.at, now));
        text.push_str(&format!("  {at}  {line}\n"));
    }
    text
}

/// The command that helps.
fn help(wrong: &Ailment, feed: FeedId) -> Option<String> {
    Some(match wrong {
        Ailment::Moved { to } | Ailment::Replaced { by: to } => {
            format!("To use {to} instead: dateline feeds {feed} --address {to}")
        }
        Ailment::IsPage | Ailment::RuleFails => {
            format!("To follow the page by a rule: dateline feeds {feed} --rule 'item=CSS'")
        }
        Ailment::Left { to } => format!("What is new is in the feed at {to}"),
        Ailment::Gone => format!("To ask it once more: dateline poll {feed}"),
        Ailment::Locked => {
            format!("To sign in to it: dateline feeds {feed} --address https://NAME:PASSWORD@…")
        }
        Ailment::Refused | Ailment::TooOften => {
            format!("To ask it only once a day: dateline feeds {feed} --every 1d")
        }
        Ailment::Missing => {
            format!("To give it another address: dateline feeds {feed} --address URL")
        }
        Ailment::Unreadable | Ailment::Unreachable => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_as_they_are_typed() {
        assert_eq!(pace("30m").unwrap(), Some(1800));
        assert_eq!(pace("1d").unwrap(), Some(86_400));
        assert_eq!(pace("2h").unwrap(), Some(7200));
        assert_eq!(pace("auto").unwrap(), None);
        for wrong in ["", "5", "1m", "2d", "never", "-1h"] {
            assert!(pace(wrong).is_err(), "{wrong}");
        }
    }
}
