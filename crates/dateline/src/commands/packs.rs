//! `dateline packs`: the packs of sources that come with Dateline, and the feeds of one.

use anyhow::Result;
use clap::{Arg, Command};
use dateline_desk::{FeedList, Pack, PackFeed, pack, pack_lists, packs};
use serde_json::{Value, json};

use super::{Arguments, Invocation};
use crate::cli::flags;
use crate::failure::{Ended, WrongUsage};
use crate::output;
use crate::terminal::{self, Page};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("List packs of sources by country and topic, or the feeds of one")
        .arg(Arg::new("pack").value_name("PACK").help("A pack by its id, such as fr or science"))
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline packs\n  dateline packs fr\n  dateline add --pack fr\n\nThe packs are chosen from openly licensed lists of feeds; the list of a pack's feeds names them.",
        )
}

/// Does it, without need of sound settings: packs come with the program.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let arguments = Arguments(invocation.arguments);
    let as_json = arguments.is_set("json");
    match arguments.text("pack").map(named).transpose()? {
        Some(pack) if as_json => {
            output::json(&json!({"pack": pack, "lists": lists_of(pack)}))?;
        }
        Some(pack) => output::text(&one(pack, Page::of_stdout()))?,
        None if as_json => {
            output::json(&json!({"packs": packs().iter().map(as_line).collect::<Vec<_>>()}))?;
        }
        None => output::text(&list(packs(), Page::of_stdout()))?,
    }
    Ok(Ended::Well)
}

/// The pack that somebody typed the id of.
///
/// # Errors
/// When there is none.
pub fn named(id: &str) -> Result<&'static Pack, WrongUsage> {
    pack(id).ok_or_else(|| {
        let typed = terminal::plain(id);
        WrongUsage(format!("there is no pack “{typed}”; “dateline packs” lists them"))
    })
}

fn as_line(pack: &Pack) -> Value {
    json!({
        "id": pack.id,
        "name": pack.name,
        "country": pack.country,
        "topic": pack.topic,
        "languages": pack.languages(),
        "feeds": pack.feeds.len(),
    })
}

fn lists_of(pack: &Pack) -> Vec<&'static FeedList> {
    let is_used = |list: &&FeedList| pack.feeds.iter().any(|feed| feed.list == list.id);
    pack_lists().iter().filter(is_used).collect()
}

fn list(packs: &[Pack], page: Page) -> String {
    let longest = packs.iter().map(|pack| pack.id.len()).max().unwrap_or_default();
    let (of_countries, of_topics): (Vec<&Pack>, Vec<&Pack>) =
        packs.iter().partition(|pack| pack.country.is_some());
    let mut text = String::new();
    for (heading, group) in
        [("Countries", of_countries), ("Topics and parts of the world", of_topics)]
    {
        text.push_str(&format!("{}\n", page.bold(heading)));
        for pack in group {
            let feeds = output::count(pack.feeds.len() as u64, "feed", "feeds");
            let room = page.width.saturating_sub(longest + 2);
            let line = format!("{}, {feeds} ({})", pack.name, pack.languages().join(", "));
            let id = format!("{:longest$}", pack.id);
            text.push_str(&format!("{id}  {}\n", terminal::cut(&line, room)));
        }
        text.push('\n');
    }
    text.push_str("Follow all feeds of one: dateline add --pack ID\n");
    text
}

fn one(pack: &Pack, page: Page) -> String {
    let feeds = output::count(pack.feeds.len() as u64, "feed", "feeds");
    let mut text = format!("{}\n", page.bold(&format!("{}, {feeds}", pack.name)));
    for feed in &pack.feeds {
        text.push_str(&format!("  {}\n", terminal::cut(&title(feed, pack), page.width - 2)));
        text.push_str(&format!("      {}\n", page.dim(&feed.url)));
    }
    text.push_str("\nAddresses from:\n");
    for list in lists_of(pack) {
        let FeedList { name, repository, license, .. } = list;
        let source = format!("{name} ({license}), https://github.com/{repository}");
        for line in terminal::wrap(&source, page.width - 2) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    text.push_str(&format!("\nFollow them all: dateline add --pack {}\n", pack.id));
    text
}

/// The title, with what is not as in the rest of the pack.
fn title(feed: &PackFeed, pack: &Pack) -> String {
    let mut odd = Vec::new();
    if feed.language != pack.language {
        odd.push(feed.language.as_str());
    }
    if feed.topic != pack.topic {
        odd.push(feed.topic.as_str());
    }
    if odd.is_empty() { feed.title.clone() } else { format!("{} ({})", feed.title, odd.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_a_line_a_pack_and_none_is_too_wide() {
        let text = list(packs(), Page { width: 40, styled: false });
        assert!(text.lines().all(|line| terminal::width(line) <= 50), "{text}");
        for pack in packs() {
            let start = format!("{} ", pack.id);
            assert_eq!(text.lines().filter(|line| line.starts_with(&start)).count(), 1, "{start}");
        }
    }

    #[test]
    fn what_is_odd_about_a_feed_is_told() {
        let pack = pack("be").unwrap();
        let (mut own, mut other) = (pack.feeds[0].clone(), pack.feeds[0].clone());
        own.title = "Krant".to_owned();
        other.title = "Journal".to_owned();
        other.language = "fr".to_owned();
        other.topic = dateline_desk::Topic::Business;
        assert_eq!(title(&own, pack), "Krant");
        assert_eq!(title(&other, pack), "Journal (fr, business)");
    }
}
