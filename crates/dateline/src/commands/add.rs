//! `dateline add`: subscribes to a feed, to one that a page names, to a plain page by a rule, or to
//! all feeds of a pack.

use anyhow::Result;
use clap::{Arg, ArgAction, Command};
use dateline_desk::{Added, Found, ImportReport, Pack, PageOffer, PageRule, RulePreview};
use serde_json::json;

use super::{Invocation, packs};
use crate::cli::flags;
use crate::failure::Ended;
use crate::settings::Settings;
use crate::{output, terminal, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Follow a feed, by its address or that of its site, or a pack of feeds")
        .arg(
            Arg::new("url")
                .value_name("URL")
                .required_unless_present("pack")
                .help("The feed, or a page of its site"),
        )
        .arg(
            Arg::new("folder")
                .long("folder")
                .value_name("FOLDER")
                .default_value("")
                .hide_default_value(true)
                .help("The folder to put it in, such as News/Local"),
        )
        .arg(Arg::new("title").long("title").value_name("TITLE").help("Your own title for it"))
        .arg(
            Arg::new("rule")
                .long("rule")
                .value_name("RULE")
                .help("Follow a page that has no feed by this rule, such as item=li.story,title=h2"),
        )
        .arg(
            Arg::new("preview")
                .long("preview")
                .action(ArgAction::SetTrue)
                .help("Show what rules for the page give, the one of --rule or likely ones; add nothing"),
        )
        .arg(
            Arg::new("pack")
                .long("pack")
                .value_name("PACK")
                .conflicts_with_all(["url", "folder", "title", "rule", "preview"])
                .help("Follow all feeds of this pack, in a folder of its name; see “dateline packs”"),
        )
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline add https://news.example/feed.xml\n  dateline add news.example --folder News\n  dateline add https://t.me/s/harbour\n  dateline add news.example/news --preview\n  dateline add news.example/news --rule 'item=li.story,title=h2,date=time'\n  dateline add --pack science\n\nA site that names several feeds lists them and changes nothing; add one of them then. So does a page without a feed: it shows rules by which it can be followed. A rule names CSS selectors for item (the element that holds one article), and where the usual place is not right for title, link, date, summary, image and author.",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let as_json = arguments.is_set("json");
    if let Some(id) = arguments.text("pack") {
        return add_pack(&settings, packs::named(id)?, as_json).await;
    }
    let typed = arguments.text("url").unwrap_or_default();
    let folder = arguments.text("folder").unwrap_or_default();
    let title = arguments.text("title");
    let rule: Option<PageRule> = arguments.text("rule").map(str::parse).transpose()?;
    if arguments.is_set("preview") {
        let offer = wiring::with_desk(&settings, async |desk| match &rule {
            Some(rule) => Ok(Previewed::One(desk.preview_rule(typed, rule).await?)),
            None => Ok(Previewed::Likely(desk.offer_rules(typed).await?)),
        })
        .await?;
        return previewed(&offer, as_json);
    }
    let added = wiring::with_desk(&settings, async |desk| {
        let user = wiring::user(desk.store(), &settings).await?;
        Ok(match &rule {
            Some(rule) => desk.add_page(user.id, typed, rule, folder, title).await?,
            None => desk.add(user.id, typed, folder, title).await?,
        })
    })
    .await?;
    tell(added, as_json)
}

async fn add_pack(settings: &Settings, pack: &Pack, as_json: bool) -> Result<Ended> {
    let report = wiring::with_desk(settings, async |desk| {
        let user = wiring::user(desk.store(), settings).await?;
        Ok(desk.add_pack(user.id, pack).await?)
    })
    .await?;
    if as_json {
        output::json(&json!({"pack": pack.id, "folder": pack.name, "report": report}))?;
    } else {
        output::text(&pack_line(pack, &report))?;
    }
    Ok(Ended::Well)
}

fn pack_line(pack: &Pack, report: &ImportReport) -> String {
    let added = output::count(report.added, "feed", "feeds");
    let already = match report.already {
        0 => String::new(),
        already => format!("; {already} among yours already"),
    };
    format!("Added {added} in the folder “{}”{already}.\n", pack.name)
}

/// What a preview shows.
enum Previewed {
    One(RulePreview),
    Likely(PageOffer),
}

fn previewed(offer: &Previewed, as_json: bool) -> Result<Ended> {
    match offer {
        Previewed::One(rule) if as_json => output::json(rule)?,
        Previewed::Likely(offer) if as_json => output::json(offer)?,
        Previewed::One(rule) => output::text(&rule_lines(rule))?,
        Previewed::Likely(offer) => output::text(&offer_lines(offer))?,
    }
    Ok(Ended::Well)
}

fn tell(added: Added, as_json: bool) -> Result<Ended> {
    match added {
        Added::Subscribed { feed, url, title, new, entries } => {
            if as_json {
                output::json(&json!({
                    "feed": feed, "url": url, "title": title, "new": new, "entries": entries,
                }))?;
            } else {
                let title = terminal::plain(&title);
                let count = output::count(entries.into(), "entry", "entries");
                output::text(&if new {
                    format!("Added “{title}” (feed {feed}) with {count}.\n")
                } else {
                    format!("“{title}” (feed {feed}) is among your feeds already.\n")
                })?;
            }
            Ok(Ended::Well)
        }
        Added::Choice(found) => {
            if as_json {
                output::json(&json!({"choice": found}))?;
            } else {
                let text = format!(
                    "The page names several feeds. Add one of them:\n{}",
                    found_lines(&found)
                );
                output::text(&text)?;
            }
            Ok(Ended::WithProblems)
        }
        Added::Offer(offer) => {
            if as_json {
                output::json(&json!({"offer": offer}))?;
            } else {
                output::text(&offer_lines(&offer))?;
            }
            Ok(Ended::WithProblems)
        }
    }
}

fn found_lines(found: &[Found]) -> String {
    found
        .iter()
        .map(|feed| {
            let title = feed.title.as_deref().map(terminal::plain).unwrap_or_default();
            let (url, kind) = (terminal::plain(&feed.url), terminal::plain(&feed.kind));
            format!("  {url}  {title} ({kind})\n")
        })
        .collect()
}

fn offer_lines(offer: &PageOffer) -> String {
    let url = terminal::plain(&offer.url);
    let mut text = format!("{url} is a web page that names no feed.\n");
    if offer.rules.is_empty() {
        text.push_str(
            "No list of articles was found on it. A rule of your own may find one: --rule 'item=CSS'\n",
        );
    } else {
        text.push_str("It can be followed as a page, by one of these rules:\n");
    }
    for rule in &offer.rules {
        text.push_str(&format!("\n{}", rule_lines(rule)));
    }
    if !offer.sitemaps.is_empty() {
        text.push_str("\nIts site has sitemaps, which list everything and not only news:\n");
        text.push_str(&found_lines(&offer.sitemaps));
    }
    text
}

/// What a rule gives, in lines.
pub fn rule_lines(rule: &RulePreview) -> String {
    let count = output::count(rule.found as u64, "article", "articles");
    let mut text = format!("--rule '{}'\n  finds {count}:\n", terminal::plain(&rule.rule));
    for item in &rule.items {
        let title = item.title.as_deref().map(terminal::plain).unwrap_or_default();
        let date = item.published.map(|at| format!(" ({})", at.strftime("%Y-%m-%d %H:%M")));
        text.push_str(&format!(
            "    {title}{}\n      {}\n",
            date.unwrap_or_default(),
            terminal::plain(&item.link)
        ));
    }
    for warning in &rule.warnings {
        text.push_str(&format!("  odd: {}\n", terminal::plain(warning)));
    }
    text
}
