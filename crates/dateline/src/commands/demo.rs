//! `dateline demo`: an invented world on loopback, and a temporary Dateline that reads it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Arg, ArgAction, Command};
use dateline_auth::token::SetupToken;
use dateline_clock::Clock;
use dateline_demo::{Ports, Served, World};
use dateline_desk::{Desk, PollAsk};
use dateline_fetch::AllowList;
use dateline_model::{FrontQuery, StoryQuery};
use dateline_web::WebSettings;
use jiff::tz::TimeZone;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

use super::{Arguments, Gathered, Invocation, front, poll};
use crate::cli::flags;
use crate::failure::Ended;
use crate::settings::{Settings, Values};
use crate::terminal::Page;
use crate::{measure, output, overseen, serving, wiring};

/// Who signs in to the demo, and how.
const NAME: &str = "demo";
const PASSWORD: &str = "demo-demo";

/// Where the demo is served unless told otherwise: beside a Dateline that runs already.
const LISTEN: &str = "127.0.0.1:7879";

/// How often the world is looked at, in real time: its news come by the hour, its visitors stay
/// for minutes.
const LOOK_AGAIN: Duration = Duration::from_secs(20);

/// The pause between two requests to an invented host, which minds nothing.
const HOST_PAUSE: Duration = Duration::from_millis(10);

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Try Dateline with an invented world of outlets; needs no network")
        .arg(
            Arg::new("keep")
                .long("keep")
                .value_name("DIR")
                .help("Keep the demo's data in this folder instead of a temporary one"),
        )
        .arg(
            Arg::new("once")
                .long("once")
                .action(ArgAction::SetTrue)
                .help("Read the world, print the front page and end"),
        )
        .arg(
            Arg::new("world-only")
                .long("world-only")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["once", "keep"])
                .help("Only serve the world, and print the address of its list of feeds"),
        )
        .arg(flags::json())
        .arg(flags::quiet())
        .after_help(
            "Examples:\n  dateline demo\n  dateline demo --listen 127.0.0.1:9000\n  dateline demo --once --json",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let Gathered { values, settings } = invocation.gathered?;
    let arguments = Arguments(invocation.arguments);
    let world = serve_world(&settings.clock).await?;
    if arguments.is_set("world-only") {
        output::text(&format!("{}\n", opml_address(&world)))?;
        let mut stop = serving::stop_signal()?;
        let _ = stop.wait_for(|stop| *stop).await;
        world.shutdown().await;
        return Ok(Ended::Well);
    }
    let folder = Folder::new(arguments.text("keep"))?;
    let settings = demo_settings(settings, &world, folder.path())?;
    let result = if arguments.is_set("once") {
        once(&settings, &world, &arguments).await
    } else {
        stay(&settings, &values, &world, &arguments).await
    };
    world.shutdown().await;
    result?;
    Ok(Ended::Well)
}

async fn serve_world(clock: &Clock) -> Result<Served> {
    let shown = clock.clone();
    let world = World::load(clock.now(), Arc::new(move || shown.now()))?;
    Ok(dateline_demo::serve(Arc::new(world), Ports::default()).await?)
}

fn opml_address(world: &Served) -> String {
    format!("{}/world.opml", world.index())
}

/// The folder of the demo's data: removed at the end, unless it is to be kept.
enum Folder {
    Temporary(TempDir),
    Kept(PathBuf),
}

impl Folder {
    fn new(keep: Option<&str>) -> Result<Self> {
        match keep {
            Some(folder) => Ok(Self::Kept(PathBuf::from(folder))),
            None => tempfile::Builder::new()
                .prefix("dateline-demo-")
                .tempdir()
                .map(Self::Temporary)
                .context("a temporary folder cannot be made"),
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::Temporary(folder) => folder.path(),
            Self::Kept(folder) => folder,
        }
    }
}

/// The settings of the demo: its own folder and store, and nothing but its world to be fetched.
fn demo_settings(settings: Settings, world: &Served, folder: &Path) -> Result<Settings> {
    let mut demo = Settings { data: folder.to_owned(), store: None, ..settings };
    demo.fetch.allow = allowed(world)?;
    demo.fetch.host_pause = HOST_PAUSE;
    demo.keep_days = None;
    demo.keep_megabytes = None;
    Ok(demo)
}

/// Exactly the addresses of the world, with their ports.
fn allowed(world: &Served) -> Result<AllowList> {
    let feeds = world.feeds();
    let addresses = feeds.iter().flat_map(|feed| [feed.url.as_str(), feed.site.as_str()]);
    let mut places: Vec<String> = Vec::new();
    for address in addresses {
        let url = Url::parse(address).context("an address of the invented world is none")?;
        let host = url.host_str().unwrap_or_default();
        let place = format!("{host}:{}", url.port_or_known_default().unwrap_or(80));
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Ok(places.join(",").parse()?)
}

async fn once(settings: &Settings, world: &Served, arguments: &Arguments) -> Result<()> {
    let (stories, articles) = wiring::with_desk(settings, async |desk| {
        fill(desk, world, is_quiet(arguments)).await?;
        let owner = desk.store().owner().await?;
        let (stories, articles) =
            (StoryQuery::first(owner.id, 1000), FrontQuery::newest(owner.id, 1000));
        let store = desk.store();
        Ok((store.front_stories(&stories).await?, store.front(&articles).await?))
    })
    .await?;
    if arguments.is_set("json") {
        return output::json(&front::document(&stories, &articles));
    }
    output::text(&front::stories_page(&stories, Page::of_stdout(), settings.clock.now()))
}

fn is_quiet(arguments: &Arguments) -> bool {
    arguments.is_set("json") || arguments.is_set("quiet")
}

/// Subscribes the owner to the world and reads all of it.
async fn fill(desk: &Desk, world: &Served, quiet: bool) -> Result<()> {
    let owner = desk.store().owner().await?;
    desk.import(owner.id, world.opml().as_bytes()).await?;
    poll::poll(desk, PollAsk::default(), quiet).await?;
    Ok(())
}

async fn stay(
    settings: &Settings,
    values: &Values,
    world: &Served,
    arguments: &Arguments,
) -> Result<()> {
    let stop = serving::stop_signal()?;
    let listener = listen(settings).await?;
    let recorder = measure::start()?;
    let store = wiring::open_store(settings).await?;
    let desk = wiring::open_desk(&store, settings).await?;
    let mut stopped = stop.clone();
    tokio::select! {
        filled = fill(&desk, world, is_quiet(arguments)) => filled?,
        _ = stopped.wait_for(|stop| *stop) => {}
    }
    let hash = dateline_auth::password::hash_password(PASSWORD)?;
    store.claim_owner(NAME, &hash, desk.clock().now()).await?;
    let token = SetupToken::of(&store).await?;
    let web = WebSettings {
        base_url: settings.base_url.clone(),
        metrics_public: false,
        demo: true,
        public: settings.public.clone(),
        time_zone: TimeZone::system(),
        stop: Some(stop.clone()),
        admin: Some(overseen::instance(settings, values, &store)),
        ..WebSettings::default()
    };
    let address = listener.local_addr()?;
    let pages = dateline_web::router(desk.clone(), web, token, Some(recorder.clone()));
    let programs = dateline_api::router(desk.clone(), wiring::api_settings(settings, &stop));
    let router = pages.merge(programs);
    if !*stop.borrow() {
        output::text(&format!(
            "The demo is ready at {}\nSign in as {NAME} with the password {PASSWORD}. Ctrl-C ends it.\n",
            serving::local_url(address)
        ))?;
    }
    let watching = measure::watch(recorder, store);
    let looking = tokio::spawn(look_again(desk.clone(), stop.clone()));
    let result = serving::run(&desk, Some((listener, router)), stop).await;
    watching.abort();
    looking.abort();
    result
}

/// The chosen address; without a choice the demo's own, or any port where that one is taken.
async fn listen(settings: &Settings) -> Result<TcpListener> {
    if let Some(chosen) = &settings.listen {
        return serving::listen(chosen).await;
    }
    match serving::listen(LISTEN).await {
        Ok(listener) => Ok(listener),
        Err(_) => serving::listen("127.0.0.1:0").await,
    }
}

/// The manners of polling, which keep an hour between two polls, are for servers of others.
async fn look_again(desk: Desk, stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        tokio::time::sleep(LOOK_AGAIN).await;
        let asked = async {
            let feeds = desk.store().all_feed_ids(None).await?;
            desk.poll_soon(&feeds).await
        };
        if let Err(error) = asked.await {
            tracing::warn!(error = %error, "the demo's feeds could not be polled");
        }
    }
}
