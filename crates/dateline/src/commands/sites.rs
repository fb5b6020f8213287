//! `dateline sites`: rules for sites that read badly, tried, set and shared as a file.

use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::{Arg, ArgAction, Command};
use dateline_desk::{SitePart, SiteReading, SiteRule, SiteTrial};
use serde_json::{Value, json};

use super::{Arguments, Invocation};
use crate::cli::flags;
use crate::failure::{Ended, WrongUsage};
use crate::settings::Settings;
use crate::terminal::{self, Page};
use crate::{output, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    let parts = SitePart::ALL.into_iter().map(|part| {
        Arg::new(part.name())
            .long(part.name())
            .value_name("CSS")
            .action(ArgAction::Append)
            .requires("site")
            .help(help(part))
    });
    command
        .about("List rules for sites that read badly; try, set or remove them, or share them as a file")
        .arg(
            Arg::new("site")
                .value_name("SITE")
                .help("A site such as example.org; its subdomains are meant too"),
        )
        .args(parts)
        .arg(
            Arg::new("try")
                .long("try")
                .action(ArgAction::SetTrue)
                .requires("site")
                .help("Only show what the rules do to the pages that are kept of the site"),
        )
        .arg(
            Arg::new("remove")
                .long("remove")
                .action(ArgAction::SetTrue)
                .requires("site")
                .conflicts_with("try")
                .help("Remove the site’s rules"),
        )
        .arg(
            Arg::new("import")
                .long("import")
                .value_name("FILE")
                .conflicts_with_all(["site", "export"])
                .help("Take over the rules of a file, in TOML or JSON; - is standard input"),
        )
        .arg(
            Arg::new("export")
                .long("export")
                .action(ArgAction::SetTrue)
                .help("Print the rules as a file that “--import” takes, of all sites or one"),
        )
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline sites\n  dateline sites news.example --drop .related --try\n  dateline sites news.example --keep 'article .body' --drop .related --drop .newsletter\n  dateline sites news.example --remove\n  dateline sites --export > site-rules.toml\n  dateline sites --import site-rules.toml\n\nSelectors that are given take the place of all the rules that the site has. The last few pages of a site are kept when they are read, and read anew when its rules change.",
        )
}

fn help(part: SitePart) -> &'static str {
    match part {
        SitePart::Keep => "The elements that are the article; everything else is left out",
        SitePart::Drop => "Elements that are no part of the article",
        SitePart::Title => "Where the headline stands",
        SitePart::Author => "Where the authors stand",
        SitePart::Date => "Where the day of publication stands",
        SitePart::Next => "The link to the article’s next page",
    }
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let rule = typed(&arguments);
    match arguments.text("site") {
        Some(site) if arguments.is_set("export") => export(&settings, Some(site)).await,
        Some(site) if arguments.is_set("remove") && !rule.is_empty() => {
            let wrong = format!("either new rules for {site} or --remove, not both");
            Err(WrongUsage(wrong).into())
        }
        Some(site) if arguments.is_set("remove") => {
            set(&settings, &arguments, site, &SiteRule::default()).await
        }
        Some(site) if arguments.is_set("try") => try_on(&settings, &arguments, site, &rule).await,
        Some(site) if rule.is_empty() => list(&settings, &arguments, Some(site)).await,
        Some(site) => set(&settings, &arguments, site, &rule).await,
        None if arguments.is_set("export") => export(&settings, None).await,
        None => match arguments.text("import") {
            Some(file) => import(&settings, &arguments, file).await,
            None => list(&settings, &arguments, None).await,
        },
    }
}

fn typed(arguments: &Arguments) -> SiteRule {
    let mut rule = SiteRule::default();
    for part in SitePart::ALL {
        rule.set_part(part, &arguments.texts(part.name()).join("\n"));
    }
    rule
}

fn as_json(rule: &SiteRule) -> Value {
    let parts = SitePart::ALL.into_iter().filter(|part| !rule.part(*part).is_empty());
    parts.map(|part| (part.name().to_owned(), json!(rule.part(part)))).collect()
}

async fn list(settings: &Settings, arguments: &Arguments, site: Option<&str>) -> Result<Ended> {
    let mut rules = wiring::with_desk(settings, async |desk| Ok(desk.site_rules().await?)).await?;
    rules.retain(|(row, _)| site.is_none_or(|site| row.site == site));
    if let (Some(site), true) = (site, rules.is_empty()) {
        bail!("there are no rules for {site}");
    }
    if arguments.is_set("json") {
        let sites = rules.iter().map(|(row, rule)| {
            json!({"site": row.site, "rules": as_json(rule), "changed_at": row.changed_at})
        });
        output::json(&json!({"sites": sites.collect::<Vec<_>>()}))?;
        return Ok(Ended::Well);
    }
    if rules.is_empty() {
        output::text("No site has rules. “dateline sites --help” shows how to set some.\n")?;
        return Ok(Ended::Well);
    }
    let page = Page::of_stdout();
    let mut text = String::new();
    for (row, rule) in &rules {
        text.push_str(&format!("{}\n", page.bold(&terminal::plain(&row.site))));
        for part in SitePart::ALL {
            for selector in rule.part(part) {
                text.push_str(&format!("  {:<7}{}\n", part.name(), terminal::plain(selector)));
            }
        }
    }
    output::text(&text)?;
    Ok(Ended::Well)
}

async fn try_on(
    settings: &Settings,
    arguments: &Arguments,
    site: &str,
    rule: &SiteRule,
) -> Result<Ended> {
    let trials = wiring::with_desk(settings, async |desk| {
        let user = wiring::user(desk.store(), settings).await?;
        Ok(desk.try_site_rule(user.id, site, rule).await?)
    })
    .await?;
    if arguments.is_set("json") {
        output::json(&json!({"trials": trials}))?;
        return Ok(Ended::Well);
    }
    if trials.is_empty() {
        output::text(&format!("No page of {} is kept.\n", terminal::plain(site)))?;
        return Ok(Ended::Well);
    }
    let page = Page::of_stdout();
    output::text(&trials.iter().map(|trial| told(trial, page)).collect::<String>())?;
    Ok(Ended::Well)
}

/// What rules do to an article, paragraph by paragraph.
fn told(trial: &SiteTrial, page: Page) -> String {
    let title = |reading: &SiteReading| {
        reading.title.as_deref().map_or("no headline".to_owned(), terminal::plain)
    };
    let blocks = |reading: &SiteReading| -> Vec<String> {
        let blocks = reading.text.split("\n\n").map(terminal::plain);
        blocks.filter(|block| !block.is_empty()).collect()
    };
    let (now, then) = (&trial.now, &trial.then);
    let mut text = format!("{} {}\n", page.bold(&title(then)), terminal::plain(&trial.address));
    let words = format!("{} words, now {}", then.words, now.words);
    text.push_str(&format!("  {}\n", page.dim(&words)));
    if title(now) != title(then) {
        text.push_str(&format!("  - {}\n  + {}\n", title(now), title(then)));
    }
    if now.authors != then.authors {
        let list = |names: &[String]| terminal::plain(&names.join(", "));
        text.push_str(&format!("  - by {}\n  + by {}\n", list(&now.authors), list(&then.authors)));
    }
    let (was, is) = (blocks(now), blocks(then));
    let short = |block: &str| terminal::cut(block, page.width.saturating_sub(4));
    for block in was.iter().filter(|block| !is.contains(block)) {
        text.push_str(&format!("  - {}\n", short(block)));
    }
    for block in is.iter().filter(|block| !was.contains(block)) {
        text.push_str(&format!("  + {}\n", short(block)));
    }
    for warning in &trial.warnings {
        text.push_str(&format!("  {}\n", page.dim(&terminal::plain(warning))));
    }
    text
}

async fn set(
    settings: &Settings,
    arguments: &Arguments,
    site: &str,
    rule: &SiteRule,
) -> Result<Ended> {
    let changed = wiring::with_desk(settings, async |desk| {
        let mut changed = desk.set_site_rule(site, rule).await?;
        changed.articles = desk.read_sites_anew(&changed.sites).await?;
        Ok(changed)
    })
    .await?;
    if arguments.is_set("json") {
        output::json(&json!({"changed": changed}))?;
        return Ok(Ended::Well);
    }
    let anew = output::count(changed.articles as u64, "article", "articles");
    let done = if rule.is_empty() { "removed" } else { "set" };
    let site = terminal::plain(&changed.sites.join(", "));
    output::text(&format!("The rules for {site} are {done}; {anew} read anew.\n"))?;
    Ok(Ended::Well)
}

async fn export(settings: &Settings, site: Option<&str>) -> Result<Ended> {
    let file =
        wiring::with_desk(settings, async |desk| Ok(desk.export_site_rules(site).await?)).await?;
    output::text(&file)?;
    Ok(Ended::Well)
}

async fn import(settings: &Settings, arguments: &Arguments, file: &str) -> Result<Ended> {
    let text = read(file)?;
    let changed = wiring::with_desk(settings, async |desk| {
        let mut changed = desk.import_site_rules(&text).await?;
        changed.articles = desk.read_sites_anew(&changed.sites).await?;
        Ok(changed)
    })
    .await?;
    if arguments.is_set("json") {
        output::json(&json!({"changed": changed}))?;
        return Ok(Ended::Well);
    }
    let sites = output::count(changed.sites.len() as u64, "site", "sites");
    let anew = output::count(changed.articles as u64, "article", "articles");
    output::text(&format!("Taken over: the rules for {sites}; {anew} read anew.\n"))?;
    Ok(Ended::Well)
}

/// A file of rules, or standard input.
///
/// # Errors
/// When it cannot be read or is no text.
pub fn read(file: &str) -> Result<String> {
    if file == "-" {
        return std::io::read_to_string(std::io::stdin()).context("standard input cannot be read");
    }
    let path = Path::new(file);
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}
