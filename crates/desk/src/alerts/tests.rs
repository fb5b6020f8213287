//! Alerts, sent to servers that the tests run. The clock stands still until a test moves it.

use std::sync::{Arc, Mutex};

use dateline_clock::Clock;
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_mail::MailSettings;
use dateline_model::{AlertState, ReadingChoices, TargetId, TongueTag, UserId};
use dateline_store::{Location, Options, Store, Trial};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use url::Url;

use super::*;
use crate::DeskSettings;

const OWNER: UserId = UserId(1);

fn noon() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// What a server was sent: the head and the body of a request, or a mail.
type Got = Arc<Mutex<Vec<(String, String)>>>;

/// A receiver of posts that answers with this status line.
async fn receiver(status: &'static str) -> (String, Got) {
    receiver_at("127.0.0.1", status, Duration::ZERO).await
}

/// The same at another host, after a wait.
async fn receiver_at(ip: &str, status: &'static str, wait: Duration) -> (String, Got) {
    let listener = TcpListener::bind((ip, 0)).await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let got = Got::default();
    let shared = got.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let Ok(byte) = stream.read_u8().await else { break };
                head.push(byte);
            }
            let head = String::from_utf8_lossy(&head).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let mut body = vec![0; length.map_or(0, |text| text.parse().unwrap())];
            stream.read_exact(&mut body).await.unwrap();
            shared.lock().unwrap().push((head, String::from_utf8(body).unwrap()));
            sleep(wait).await;
            let answer =
                format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (address, got)
}

/// A server that takes mail.
async fn sink() -> (Url, Got) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("smtp+plain://{}", listener.local_addr().unwrap())).unwrap();
    let got = Got::default();
    let shared = got.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            stream.write_all(b"220 sink\r\n").await.unwrap();
            let (mut to, mut mail, mut in_mail) = (String::new(), String::new(), false);
            loop {
                let mut line = String::new();
                if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                    break;
                }
                if in_mail && line != ".\r\n" {
                    mail.push_str(&line);
                    continue;
                }
                let answer = if in_mail {
                    in_mail = false;
                    shared.lock().unwrap().push((to.clone(), mail.clone()));
                    "250 taken\r\n"
                } else if line.starts_with("DATA") {
                    in_mail = true;
                    "354 go on\r\n"
                } else if line.starts_with("RCPT") {
                    to = line;
                    "250 fine\r\n"
                } else {
                    "250 fine\r\n"
                };
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        }
    });
    (url, got)
}

/// Sends what is due; gives how many alerts were in hand.
pub(super) async fn send_due(desk: &Arc<Inner>) -> Result<usize, DeskError> {
    let mut sending = Sending::default();
    let mut claimed = sending.claim(desk).await;
    let (mut count, mut failed) = (0, None);
    loop {
        match claimed {
            Ok(more) => count += more,
            Err(error) => failed = failed.or(Some(error)),
        }
        let Some(ended) = sending.next().await else { break };
        failed = failed.or(ended.err());
        claimed = if failed.is_none() { sending.claim(desk).await } else { Ok(0) };
    }
    failed.map_or(Ok(count), Err)
}

impl Desk {
    /// Sends what is due now; gives how many alerts were in hand.
    async fn send_alerts(&self) -> Result<usize, DeskError> {
        send_due(&self.inner).await
    }
}

async fn desk_with(folder: &std::path::Path, mail: Option<Url>) -> Desk {
    let location = Location::from_setting(None, folder).unwrap();
    let store = Store::open(&location, Options::default(), noon()).await.unwrap();
    let fetcher = Fetcher::new(FetchSettings {
        alerts_allow: "127.0.0.0/8".parse().unwrap(),
        per_host: 9,
        host_pause: Duration::ZERO,
        ..FetchSettings::default()
    })
    .unwrap();
    let settings = DeskSettings {
        mail: mail.map(|server| MailSettings {
            server,
            user: None,
            password: None,
            from: "Dateline <news@example.org>".to_owned(),
        }),
        public_url: Some(Url::parse("https://news.example.org/").unwrap()),
        ..DeskSettings::default()
    };
    Desk::new(store, fetcher, Clock::trial(noon(), 0.0), settings).await.unwrap()
}

async fn trial(desk: &Desk, kind: TargetKind, address: &str, secret: &str) -> TargetId {
    let store = desk.store();
    let target = store.add_alert_target(OWNER, kind, address, secret, noon()).await.unwrap();
    assert_eq!(store.try_alert_target(OWNER, target, noon()).await.unwrap(), Trial::Opened);
    target
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_gets_signed_json() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_with(folder.path(), None).await;
    let (address, got) = receiver("204 No Content").await;
    trial(&desk, TargetKind::Webhook, &format!("{address}/hook"), "Jefe").await;
    assert_eq!(desk.send_alerts().await.unwrap(), 1);
    let (head, body) = got.lock().unwrap().pop().unwrap();
    assert!(head.starts_with("post /hook "), "{head}");
    let field = |name: &str| {
        let line = head.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().to_owned()
    };
    let timestamp: i64 = field("x-dateline-timestamp:").parse().unwrap();
    let signature = field("x-dateline-signature:");
    assert_eq!(signature, post::signature("Jefe", timestamp, body.as_bytes()));
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["event"], "test");
    let alert = desk.store().alerts_of(OWNER, 9).await.unwrap().remove(0);
    assert_eq!(alert.state, AlertState::Sent);
    // What was sent is not sent again.
    assert_eq!(desk.send_alerts().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ntfy_gets_a_topic_and_the_token() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_with(folder.path(), None).await;
    let (address, got) = receiver("200 OK").await;
    trial(&desk, TargetKind::Ntfy, &format!("{address}/my-topic"), "tk_1").await;
    desk.send_alerts().await.unwrap();
    let (head, body) = got.lock().unwrap().pop().unwrap();
    assert!(head.starts_with("post / "), "{head}");
    assert!(head.contains("authorization: bearer tk_1"), "{head}");
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["topic"], "my-topic");
    assert_eq!(body["title"], "Dateline reaches you here");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_is_sent_by_the_server_of_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let (server, got) = sink().await;
    let desk = desk_with(folder.path(), Some(server)).await;
    let target = trial(&desk, TargetKind::Mail, "ada@example.net", "c0de").await;
    desk.send_alerts().await.unwrap();
    let (to, mail) = got.lock().unwrap().pop().unwrap();
    assert!(to.contains("<ada@example.net>"), "{to}");
    assert!(mail.contains("Subject: Is this your address?") && mail.contains("c0de"), "{mail}");

    let store = desk.store();
    assert!(store.confirm_alert_target(OWNER, target, "c0de", noon()).await.unwrap());
    assert_eq!(store.try_alert_target(OWNER, target, noon()).await.unwrap(), Trial::Opened);
    desk.send_alerts().await.unwrap();
    let (_, mail) = got.lock().unwrap().pop().unwrap();
    assert!(mail.contains("Subject: Dateline reaches you here"), "{mail}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alert_speaks_the_tongue_of_its_reader() {
    let folder = tempfile::tempdir().unwrap();
    let (address, got) = receiver("200 OK").await;
    let desk = desk_with(folder.path(), None).await;
    let store = desk.store();
    let choices = ReadingChoices { tongue: Some(TongueTag::from("de")), ..Default::default() };
    assert!(store.set_reading_choices(OWNER, choices).await.unwrap());
    trial(&desk, TargetKind::Ntfy, &format!("{address}/topic"), "").await;
    desk.send_alerts().await.unwrap();
    let (_, body) = got.lock().unwrap().pop().unwrap();
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["title"], "Dateline erreicht Sie hier");
    assert_eq!(body["message"], "Diese Nachricht zeigt, dass Meldungen ankommen.\n");
    // A tongue that this version does not know is no reason to stay silent.
    let choices = ReadingChoices { tongue: Some(TongueTag::from("xx")), ..Default::default() };
    assert!(store.set_reading_choices(OWNER, choices).await.unwrap());
    trial(&desk, TargetKind::Ntfy, &format!("{address}/other"), "").await;
    desk.send_alerts().await.unwrap();
    let (_, body) = got.lock().unwrap().pop().unwrap();
    assert!(body.contains("Dateline reaches you here"), "{body}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fails_is_tried_again_later_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_with(folder.path(), None).await;
    let (busy, _) = receiver("503 Service Unavailable").await;
    let (gone, _) = receiver("410 Gone").await;
    let [waits, given_up] = [
        trial(&desk, TargetKind::Webhook, &busy, "s").await,
        trial(&desk, TargetKind::Webhook, &gone, "s").await,
    ];
    // No server for mail is set, which somebody may put right.
    let mail = trial(&desk, TargetKind::Mail, "ada@example.net", "").await;
    assert_eq!(desk.send_alerts().await.unwrap(), 3);
    let alerts = desk.store().alerts_of(OWNER, 9).await.unwrap();
    let of = |target: TargetId| alerts.iter().find(|alert| alert.target == target).unwrap();
    let again = noon() + all_waits().first().copied().unwrap();
    assert_eq!((of(waits).state, of(waits).due_at), (AlertState::Waiting, Some(again)));
    assert_eq!(of(mail).due_at, Some(again));
    assert_eq!((of(given_up).state, of(given_up).due_at), (AlertState::Failed, None));
    assert_eq!(of(waits).last_error.as_deref(), Some("the server answered 503"));
    let targets = desk.store().alert_targets(OWNER).await.unwrap();
    assert!(targets.iter().all(|target| target.failing_since == Some(noon())));
    assert_eq!(desk.send_alerts().await.unwrap(), 0, "not before its time");
}

/// The waits between attempts.
fn all_waits() -> Vec<SignedDuration> {
    WAITS.iter().map(|wait| SignedDuration::from_mins(*wait)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_webhook_reaches_the_house() {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::from_setting(None, folder.path()).unwrap();
    let store = Store::open(&location, Options::default(), noon()).await.unwrap();
    // That feeds may be fetched from the house lets no alert into it.
    let allow = "127.0.0.0/8".parse().unwrap();
    let fetcher = Fetcher::new(FetchSettings { allow, ..FetchSettings::default() }).unwrap();
    let clock = Clock::trial(noon(), 0.0);
    let desk = Desk::new(store, fetcher, clock, DeskSettings::default()).await.unwrap();
    let (address, got) = receiver("200 OK").await;
    trial(&desk, TargetKind::Webhook, &address, "s").await;
    desk.send_alerts().await.unwrap();
    assert!(got.lock().unwrap().is_empty(), "a private address was reached");
    let alert = desk.store().alerts_of(OWNER, 9).await.unwrap().remove(0);
    let why = alert.last_error.unwrap();
    assert!(why.contains("127.0.0.1") && why.contains("alerts.allow"), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_for_a_pause_gets_it_for_that_alert_and_for_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_with(folder.path(), None).await;
    let (busy, _) = receiver("429 Too Many Requests\r\nRetry-After: 7200").await;
    trial(&desk, TargetKind::Webhook, &busy, "s").await;
    assert_eq!(desk.send_alerts().await.unwrap(), 1);
    let alert = desk.store().alerts_of(OWNER, 9).await.unwrap().remove(0);
    let again = noon() + SignedDuration::from_hours(2);
    assert_eq!((alert.state, alert.due_at), (AlertState::Waiting, Some(again)));
    assert!(desk.store().paused_hosts(noon()).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_that_does_not_answer_keeps_no_other_from_its_alert() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_with(folder.path(), None).await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", silent.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let open = asked.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = silent.accept().await {
            open.lock().unwrap().push(stream);
        }
    });
    let target = trial(&desk, TargetKind::Webhook, &address, "s").await;
    for _ in 0..8 {
        let tried = desk.store().try_alert_target(OWNER, target, noon()).await.unwrap();
        assert_eq!(tried, Trial::Opened);
    }
    let (quick, got) = receiver_at("127.0.0.2", "200 OK", Duration::ZERO).await;
    trial(&desk, TargetKind::Webhook, &quick, "s").await;
    let (_stop, stopped) = watch::channel(false);
    let inner = desk.inner.clone();
    let keeping = tokio::spawn(async move { keep(&inner, stopped).await });
    let told = async {
        while got.lock().unwrap().is_empty() || asked.lock().unwrap().is_empty() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    let told = tokio::time::timeout(Duration::from_secs(20), told).await;
    keeping.abort();
    told.expect("the alert was sent meanwhile");
    assert!(asked.lock().unwrap().len() <= 2, "as many as are in hand of one target");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outcome_that_cannot_be_stored_breaks_no_other_off() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_with(folder.path(), None).await;
    let (quick, _) = receiver("200 OK").await;
    let (slow, got) = receiver_at("127.0.0.2", "200 OK", Duration::from_millis(300)).await;
    let broken = trial(&desk, TargetKind::Webhook, &quick, "s").await;
    let fine = trial(&desk, TargetKind::Webhook, &slow, "s").await;
    let Location::Sqlite(path) = Location::from_setting(None, folder.path()).unwrap() else {
        panic!("not a file")
    };
    let file = rusqlite::Connection::open(path.join("dateline.db")).unwrap();
    file.execute_batch(&format!(
        "CREATE TRIGGER refuse BEFORE UPDATE OF sent_at ON alerts WHEN NEW.target_id = {} \
         BEGIN SELECT RAISE(ABORT, 'refused'); END",
        broken.0
    ))
    .unwrap();
    assert!(desk.send_alerts().await.is_err());
    let alerts = desk.store().alerts_of(OWNER, 9).await.unwrap();
    let of = |target: TargetId| alerts.iter().find(|alert| alert.target == target).unwrap();
    assert_eq!(of(fine).state, AlertState::Sent);
    assert_eq!(of(broken).state, AlertState::Waiting);
    assert_eq!(got.lock().unwrap().len(), 1);
    assert_eq!(desk.send_alerts().await.unwrap(), 0, "nothing is sent twice at once");
}

#[test]
fn attempts_end_within_two_days() {
    let all: SignedDuration =
        all_waits().into_iter().fold(SignedDuration::ZERO, |sum, one| sum + one);
    assert!(all < SignedDuration::from_hours(48), "{all}");
    assert!(all_waits().is_sorted());
}
