//! Apps of Google Reader's protocol against the running program: NewsFlash's client, and Debian's
//! newsboat.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use greader_api::models::{State, Stream, StreamQuery, StreamType};
use greader_api::{AuthData, AuthInput, GReaderApi, GoogleAuthInput};
use reqwest::Client;
use url::Url;

use crate::running::Running;
use crate::support::{Outside, Program};
use crate::walks::needed;

/// A Dateline that serves some feeds of the demo's world to its owner.
struct Reading {
    program: Program,
    running: Running,
    outside: Outside,
    secret: String,
}

impl Reading {
    fn new() -> Self {
        Self::with(Vec::new())
    }

    /// With settings in its environment.
    fn with(environment: Vec<(&'static str, String)>) -> Self {
        let outside = Outside::new();
        let program = Program::with(environment);
        let secret = program.good(&["user", "app-password", "owner", "--write"]).trim().to_owned();
        let running = Running::start(&program, &["serve", "--listen", "127.0.0.1:0"]);
        Self { program, running, outside, secret }
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.running.address)).unwrap()
    }

    /// The addresses of the world's feeds.
    fn feeds(&self) -> Vec<Url> {
        let feeds = self.outside.served.feeds().into_iter();
        feeds.map(|feed| Url::parse(&feed.url).unwrap()).collect()
    }

    /// The same without those of odd servers, which a client would have to try twice.
    fn some_feeds(&self) -> Vec<Url> {
        self.feeds().into_iter().take(3).collect()
    }
}

/// NewsFlash's client, signed in.
struct NewsFlash {
    api: GReaderApi,
    client: Client,
}

impl NewsFlash {
    #[expect(clippy::disallowed_methods, reason = "an app opens its own connections")]
    async fn of(reading: &Reading, base: &str) -> Self {
        let api = GReaderApi::new(reading.url(base), AuthData::Uninitialized);
        // Loopback needs none, but the library wants to know of one. It may be known already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::new();
        let input = AuthInput::Google(GoogleAuthInput {
            username: "owner".to_owned(),
            password: reading.secret.clone(),
        });
        api.login(&input, &client).await.unwrap();
        Self { api, client }
    }

    /// All ids of a stream, page by page.
    async fn ids(&self, stream: &str, without: Option<&str>, page: u64) -> Vec<String> {
        let mut ids = Vec::new();
        let mut continuation: Option<String> = None;
        loop {
            let query = StreamQuery {
                stream_id: Some(stream),
                exclude_stream: without,
                amount: Some(page),
                continuation: continuation.as_deref(),
                ..StreamQuery::default()
            };
            let refs = self.api.items_ids(&query, &self.client).await.unwrap();
            ids.extend(refs.item_refs.unwrap_or_default().into_iter().map(|item| item.id));
            match refs.continuation {
                Some(next) => continuation = Some(next),
                None => return ids,
            }
        }
    }

    async fn contents(&self, ids: &[String]) -> Stream {
        self.api.items_contents(ids, &self.client).await.unwrap()
    }

    async fn unread(&self, stream: &str) -> u64 {
        let counts = self.api.unread_count(&self.client).await.unwrap();
        counts.unreadcounts.iter().find(|one| one.id == stream).map_or(0, |one| one.count)
    }
}

#[test]
fn newsflash_adds_syncs_marks_moves_renames_and_deletes() {
    let reading = Reading::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(newsflash_does_all_it_can(&reading));
    let front = reading.program.json(&["front", "--json"]);
    assert!(front["articles"].as_array().is_some_and(|articles| !articles.is_empty()));
}

async fn newsflash_does_all_it_can(reading: &Reading) {
    let NewsFlash { api, client } = &NewsFlash::of(reading, "/api/greader.php").await;
    let app = NewsFlash { api: api.clone(), client: client.clone() };
    assert_eq!(api.user_info(client).await.unwrap().user_name, "owner");
    let feeds = reading.some_feeds();

    // Add.
    let first = api.subscription_quickadd(&feeds[0], client).await.unwrap();
    assert_eq!(first.num_results, 1);
    api.subscription_create(&feeds[1], Some("Second"), Some("user/-/label/Bay"), client)
        .await
        .unwrap();
    api.subscription_create(&feeds[2], None, None, client).await.unwrap();
    let nowhere = Url::parse("http://127.0.0.1:9/feed").unwrap();
    assert!(api.subscription_quickadd(&nowhere, client).await.is_err());

    // List.
    let list = api.subscription_list(client).await.unwrap().subscriptions;
    assert_eq!(list.len(), 3);
    let second = list.iter().find(|feed| feed.title == "Second").unwrap();
    assert_eq!(second.categories[0].label, "Bay");
    assert!(api.subscribed(&second.id, client).await.unwrap());
    let tags = api.tag_list(client).await.unwrap().tags;
    assert!(tags.iter().any(|tag| tag.id == "user/-/label/Bay"));

    // Sync all items: ids by small pages, contents by those ids.
    let ids = app.ids(State::All.as_str(), None, 7).await;
    assert!(ids.len() > 10, "{} items", ids.len());
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    let whole = app.contents(&ids).await;
    assert_eq!(whole.items.len(), ids.len());
    for item in &whole.items {
        assert!(item.title.as_ref().is_some_and(|title| !title.is_empty()));
        assert!(item.content.as_ref().is_some_and(|content| !content.content.is_empty()));
        assert!(item.alternate[0].href.starts_with("http"));
        assert!(item.published.is_some() && item.crawl_time_msec.is_some());
        assert!(list.iter().any(|feed| feed.id == item.origin.stream_id));
    }
    let query = StreamQuery { stream_id: Some(&first.stream_id), ..StreamQuery::default() };
    let of_first = api.stream_contents(&query, client).await.unwrap();
    assert!(!of_first.items.is_empty());
    let count = api.items_count(State::All.as_str(), true, client).await.unwrap();
    assert_eq!(count.count as usize, ids.len());
    assert!(count.latest_date.is_some());
    assert_eq!(app.unread(State::All.as_str()).await as usize, ids.len());

    // Mark, by the long form that contents gave.
    let (some, rest) = whole.items.split_at(2);
    let some: Vec<&str> = some.iter().map(|item| item.id.as_str()).collect();
    let (read, starred) = (State::Read.as_str(), State::Starred.as_str());
    api.tag_edit(&some, &[read, starred, "user/-/label/later"], &[], client).await.unwrap();
    assert_eq!(app.ids(starred, None, 100).await.len(), 2);
    assert_eq!(app.ids("user/-/label/later", None, 100).await.len(), 2);
    let unread = app.ids(State::All.as_str(), Some(read), 100).await;
    assert!(unread.len() <= rest.len() && !unread.contains(&ids[0]) && !unread.contains(&ids[1]));
    api.tag_edit(&some[..1], &[], &[read, starred], client).await.unwrap();
    assert_eq!(app.ids(starred, None, 100).await.len(), 1);
    assert!(app.ids(State::All.as_str(), Some(read), 100).await.contains(&ids[0]));
    api.mark_all_as_read(&second.id, None, client).await.unwrap();
    assert_eq!(app.unread(&second.id).await, 0);

    // Move, rename, delete.
    let to = Some("user/-/label/Sea");
    api.subscription_edit(&second.id, Some("Renamed"), Some("user/-/label/Bay"), to, client)
        .await
        .unwrap();
    api.tag_rename(StreamType::Stream, "user/-/label/Sea", "user/-/label/Coast", client)
        .await
        .unwrap();
    let list = api.subscription_list(client).await.unwrap().subscriptions;
    let renamed = list.iter().find(|feed| feed.id == second.id).unwrap();
    assert_eq!(
        (renamed.title.as_str(), renamed.categories[0].label.as_str()),
        ("Renamed", "Coast")
    );
    api.tag_rename(StreamType::Category, "later", "user/-/label/soon", client).await.unwrap();
    api.tag_delete(StreamType::Stream, "user/-/label/soon", client).await.unwrap();
    api.tag_delete(StreamType::Stream, "user/-/label/Coast", client).await.unwrap();
    let opml = api.export(client).await.unwrap();
    api.subscription_delete(&second.id, client).await.unwrap();
    assert!(!api.subscribed(&second.id, client).await.unwrap());
    assert_eq!(api.import(&opml, client).await.unwrap(), Some(1), "it is there again");
    assert!(api.preference_stream_list(client).await.unwrap().streamprefs.is_empty());

    // What one app did, another reads, also where it asks Miniflux's way.
    let other = NewsFlash::of(reading, "/").await;
    assert_eq!(other.ids(starred, None, 100).await, app.ids(starred, None, 100).await);
    let all: Vec<String> = app.ids(State::All.as_str(), None, 100).await;
    assert_eq!(other.ids(State::All.as_str(), None, 100).await, all);
}

#[test]
fn no_secret_is_ever_logged() {
    let reading = Reading::with(vec![("DATELINE_LOG_LEVEL", "trace".to_owned())]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let feed = reading.some_feeds().remove(0);
    let token = runtime.block_on(async {
        let app = NewsFlash::of(&reading, "/").await;
        app.api.subscription_quickadd(&feed, &app.client).await.unwrap();
        app.ids(State::All.as_str(), None, 100).await;
        let AuthData::Google(auth) = app.api.get_auth_data().await else { panic!("signed in") };
        auth.auth_token.unwrap()
    });
    // In an address, as old apps send it, and wrong.
    reading.running.get(&format!("/accounts/ClientLogin?Email=owner&Passwd={}", reading.secret));
    reading.running.get("/accounts/ClientLogin?Email=owner&Passwd=mistyped-secret");
    let log = reading.running.log();
    assert!(log.contains("TRACE") || log.contains("DEBUG"), "{log}");
    for secret in [reading.secret.as_str(), token.as_str(), "mistyped-secret"] {
        assert!(!log.contains(secret), "a secret is in the log");
    }
}

/// A newsboat whose folder is its own.
struct Newsboat<'a> {
    folder: &'a Path,
}

impl<'a> Newsboat<'a> {
    fn of(reading: &'a Reading, mode: &str) -> Option<Self> {
        let found = Command::new("newsboat").arg("--version").output();
        if !needed(found.is_ok(), "newsboat") {
            return None;
        }
        let folder = reading.program.data();
        let base = reading.url("/api/greader.php");
        let config = format!(
            "urls-source \"{mode}\"\n{mode}-url \"{base}\"\n{mode}-login \"owner\"\n\
             {mode}-password \"{}\"\n{mode}-min-items 100\n{mode}-show-special-feeds no\n",
            reading.secret
        );
        std::fs::write(folder.join("newsboat.config"), config).unwrap();
        std::fs::write(folder.join("newsboat.urls"), "").unwrap();
        Some(Self { folder })
    }

    /// A command with nothing of this machine's environment.
    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.env_clear().env("HOME", self.folder).env("TERM", "xterm");
        command.env("PATH", "/usr/bin:/bin").env("LANG", "C.UTF-8").current_dir(self.folder);
        command
    }

    fn run(&self, words: &[&str]) -> String {
        let mut command = self.command("newsboat");
        command.args(FILES);
        for word in words {
            command.arg("-x").arg(word);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Opens it as people do, in a terminal, of which `script` makes one.
    fn open(&self) -> Terminal {
        // It outlives a terminal that goes, and would read from nothing for ever.
        let words = format!("timeout --foreground -k 1 90 newsboat {}", FILES.join(" "));
        let mut command = self.command("script");
        command.args(["-q", "-c", &words, "/dev/null"]);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        Terminal(child)
    }
}

/// The files of newsboat in its folder.
const FILES: [&str; 6] = ["-u", "newsboat.urls", "-c", "newsboat.cache", "-C", "newsboat.config"];

/// A newsboat that waits for keys.
struct Terminal(Child);

impl Terminal {
    /// Presses keys, after a moment in which it shows what came of the last ones.
    fn press(&mut self, keys: &str) {
        std::thread::sleep(Duration::from_secs(1));
        self.0.stdin.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if let Some(mut keys) = self.0.stdin.take() {
            let _ = keys.write_all(b"qqQ");
            std::thread::sleep(Duration::from_secs(1));
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn newsboat_reads_all_feeds_by_its_feedhq_mode() {
    let reading = Reading::new();
    for feed in reading.some_feeds() {
        reading.program.good(&["add", feed.as_str()]);
    }
    let Some(newsboat) = Newsboat::of(&reading, "feedhq") else { return };
    newsboat.run(&["reload"]);
    let unread = newsboat.run(&["print-unread"]);
    let counted = unread_articles(&unread);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (ids, read) = runtime.block_on(async {
        let app = NewsFlash::of(&reading, "/").await;
        let ids = app.ids(State::All.as_str(), None, 100).await;
        let read = State::Read.as_str();
        app.api.tag_edit(&ids[..3], &[read], &[], &app.client).await.unwrap();
        (ids.clone(), app.ids(read, None, 100).await.len())
    });
    assert_eq!(counted, ids.len(), "{unread}");
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        newsboat.run(&["reload"]);
        let counted = unread_articles(&newsboat.run(&["print-unread"]));
        if counted == ids.len() - read {
            break;
        }
        assert!(Instant::now() < deadline, "{counted} of {} without {read}", ids.len());
    }
    // What is marked there, NewsFlash sees: the first article of a feed, then all of it.
    let app = runtime.block_on(NewsFlash::of(&reading, "/"));
    let unread = || runtime.block_on(app.unread(State::All.as_str())) as usize;
    let before = unread();
    let mut terminal = newsboat.open();
    terminal.press("\r");
    terminal.press("N");
    wait_until(|| unread() < before);
    let after = unread();
    terminal.press("q");
    terminal.press("A");
    wait_until(|| unread() < after);
    terminal.press("Q");
}

#[track_caller]
fn wait_until(mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < deadline, "it never comes");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// The number in "12 unread articles".
fn unread_articles(said: &str) -> usize {
    said.split_whitespace().next().unwrap_or_default().parse().unwrap_or_else(|_| panic!("{said}"))
}
