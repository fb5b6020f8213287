//! Who may ask what: nobody reads or changes what is another's.

use axum::http::{Method, StatusCode};
use dateline_auth::session::{COOKIE, hash_token};
use dateline_fetch::FetchSettings;
use dateline_model::{NewSession, Scopes};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Furnished, is};
use crate::ApiSettings;
use crate::tests::{House, PASSWORD, entry, now};
use crate::v1::operation::{Operation, Scope};

/// What stands in a path's places: things that are Ida's alone.
struct Hers {
    feed: Value,
    entry: Value,
    article: Value,
    story: Value,
    search: Value,
    rule: Value,
    statement: String,
    person: String,
    report: String,
}

impl Hers {
    async fn of(house: &Furnished) -> Self {
        let speech = [
            "<p>“Nobody of Mine was hurt,” Mayor Anna Wombat said.</p>",
            "<p>“The harbour is open again,” Mayor Anna Wombat said.</p>",
        ];
        let told = speech.map(|html| {
            let mut told = entry(if html.contains("hurt") { "hurt" } else { "open" });
            told.html = html.to_owned();
            told.article.html = html.to_owned();
            told.article.text = html.replace("<p>", "").replace("</p>", "");
            told
        });
        let feed = house
            .house
            .feed(house.house.user, "https://said.example/feed", "Yours", told.into())
            .await;
        house.house.app.desk.form_stories().await.unwrap();
        house.house.app.desk.find_statements().await.unwrap();
        let mut said = Vec::new();
        for one in house.house.store.entries_of_feed(feed, 9).await.unwrap() {
            let user = house.house.user;
            said.extend(house.house.store.article_statements(user, one.article).await.unwrap());
        }
        let [one, other] = said.as_slice() else { panic!("{said:?}") };
        let statement = one.id.to_string();
        let person = one.speaker.as_ref().and_then(|speaker| speaker.person.clone()).unwrap();
        let wrong = format!("/statements/{}/report", other.id);
        let report =
            house.ida("POST", &wrong, json!({ "why": "misheard" })).await["report"].clone();
        let report = report.as_str().unwrap().to_owned();
        assert!(house.house.app.desk.follow_store(|_| {}).await.unwrap());
        let query = json!({ "query": "title:title" });
        let search = house.ida("POST", "/searches", query).await["id"].clone();
        let rule = json!({ "query": "nothing", "does": "star" });
        let rule = house.ida("POST", "/rules", rule).await["id"].clone();
        let feed =
            house.ida("GET", "/feeds?folder=Mine", Value::Null).await["feeds"][0]["id"].clone();
        let entries = house.ida("GET", &format!("/entries?feed={feed}"), Value::Null).await;
        let entry = entries["entries"][0].clone();
        let mark = json!({ "ids": [entry["id"]], "add_labels": ["hers"] });
        house.ida("PATCH", "/entries", mark).await;
        assert!(entry["story"].is_i64(), "{entry}");
        let (article, story) = (entry["article"].clone(), entry["story"].clone());
        Self {
            feed,
            entry: entry["id"].clone(),
            article,
            story,
            search,
            rule,
            statement,
            person,
            report,
        }
    }

    /// An operation's path with her numbers in it.
    fn path(&self, operation: &Operation) -> String {
        let levels = operation.path.split('/').map(|level| match level {
            "{feed}" => self.feed.to_string(),
            "{entry}" => self.entry.to_string(),
            "{article}" => self.article.to_string(),
            "{story}" => self.story.to_string(),
            "{search}" => self.search.to_string(),
            "{rule}" => self.rule.to_string(),
            "{user}" => "1".to_owned(),
            "{statement}" => self.statement.clone(),
            "{person}" => self.person.clone(),
            "{report}" => self.report.clone(),
            level => {
                assert!(!level.starts_with('{'), "a new place: say here what of hers stands in it");
                level.to_owned()
            }
        });
        levels.collect::<Vec<_>>().join("/")
    }

    /// What somebody else sends who means her things.
    fn body(&self, operation: &Operation) -> Value {
        match operation.name {
            "mark_entries" => json!({
                "ids": [self.entry], "read": true, "starred": true,
                "add_labels": ["his"], "remove_labels": ["hers"],
            }),
            "mark_all_entries_read" => {
                json!({ "seen_until": "2030-01-01T00:00:00Z", "feed": self.feed })
            }
            "change_feed" => json!({ "title": "His", "folder": "His" }),
            "rename_folder" => json!({ "from": "Mine", "to": "His" }),
            "remove_folder" => json!({ "name": "Mine" }),
            "rename_label" => json!({ "from": "hers", "to": "his" }),
            "remove_label" => json!({ "name": "hers" }),
            "mark_article" => json!({ "read": true, "starred": true }),
            "mark_story" => json!({ "read": true, "mark": "mute" }),
            "keep_search" => json!({ "query": "title:title" }),
            "change_search" => json!({ "name": "his", "query": "his", "section": false }),
            "add_rule" => json!({ "query": "title:title", "does": "mute" }),
            "clip" => json!({ "text": "Words of his.", "title": "His" }),
            "report_person" | "report_statement" => json!({ "why": "his" }),
            "change_me" => json!({ "spreads_read": false }),
            "add_user" => json!({ "name": "mallory", "role": "admin" }),
            "change_user" => json!({ "role": "member" }),
            "import_feeds" => Value::String("<opml version=\"2.0\"><body/></opml>".to_owned()),
            // Nothing is asked of the network here.
            "add_feed" => json!({ "url": "http://127.0.0.1:1/feed" }),
            name => {
                assert!(operation.body.is_none(), "{name}: say here what he sends");
                Value::Null
            }
        }
    }
}

/// All that Ida has, as she is told it.
async fn all_of_hers(house: &Furnished, hers: &Hers) -> Vec<Value> {
    let mut all = Vec::new();
    for path in [
        "/me",
        "/feeds",
        "/folders",
        "/labels",
        "/unread",
        "/entries",
        "/articles",
        "/stories",
        "/front",
        "/sections",
        "/searches",
        "/rules",
        "/alerts",
        "/users",
    ] {
        all.push(house.ida("GET", path, Value::Null).await);
    }
    for path in [
        format!("/articles/{}", hers.article),
        format!("/stories/{}", hers.story),
        format!("/searches/{}/articles", hers.search),
        format!("/people/{}", hers.person),
    ] {
        all.push(house.ida("GET", &path, Value::Null).await);
    }
    // When a feed is polled is no user's alone: whoever reads it may ask for that.
    for feed in all[1]["feeds"].as_array_mut().unwrap() {
        feed.as_object_mut().unwrap().remove("next_poll");
    }
    all
}

/// Class 8 of the peers' history: broken object-level authorisation.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_users_things_are_neither_read_nor_changed_by_any_route() {
    let house = Furnished::new().await;
    let hers = Hers::of(&house).await;
    let tom = house.house.other_secret.clone();
    let before = all_of_hers(&house, &hers).await;
    for operation in &house.table.operations {
        let (path, body) = (hers.path(operation), hers.body(operation));
        let answer = house.ask(&tom, operation.method.as_str(), &path, body).await;
        let told = format!("{} {path}: {} {}", operation.method, answer.status, answer.body);
        let is_hers = ["Title of a", "Title of b", "ida.example", "\"hers\"", "\"Mine\""];
        assert!(is_hers.iter().all(|word| !answer.body.contains(word)), "{told}");
        if operation.path.contains('{') {
            let refused = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN];
            assert!(refused.contains(&answer.status), "{told}");
        }
        if operation.scope == Scope::Admin {
            is(&answer, StatusCode::FORBIDDEN);
        }
    }
    for query in [
        format!("/entries?feed={}", hers.feed),
        format!("/entries/ids?feed={}", hers.feed),
        "/entries?folder=Mine".to_owned(),
        "/entries?label=hers".to_owned(),
        format!("/articles?feed={}", hers.feed),
        "/articles?folder=Mine".to_owned(),
        "/stories?folder=Mine".to_owned(),
        format!("/search?q=feed:{}", hers.feed),
    ] {
        let answer = house.ask(&tom, "GET", &query, Value::Null).await;
        is(&answer, StatusCode::OK);
        assert!(!answer.body.contains("Title of a"), "{query}: {}", answer.body);
        assert!(!answer.body.contains(&format!("[{}", hers.entry)), "{query}: {}", answer.body);
    }
    for (after, before) in all_of_hers(&house, &hers).await.iter().zip(&before) {
        assert_eq!(after, before);
    }
}

#[tokio::test]
async fn a_password_does_what_it_is_good_for_and_no_more() {
    let house = Furnished::new().await;
    let scopes = |write, admin| Scopes { write, admin };
    let (ida, tom) = (house.house.user, house.house.other);
    let reads = house.house.app_password(ida, "ida", scopes(false, false)).await;
    let writes = house.house.app_password(ida, "ida", scopes(true, false)).await;
    let not_an_admin = house.house.app_password(tom, "tom", scopes(true, true)).await;
    for operation in &house.table.operations {
        let path = operation.path.replace("{feed}", "1").replace(['{', '}'], "");
        let refused = |secret: &str| {
            let secret = secret.to_owned();
            let (house, path) = (&house, path.clone());
            async move {
                let method = operation.method.clone();
                let bearer = format!("Bearer {secret}");
                let headers = [("authorization", bearer.as_str())];
                let path = format!("/api/v1{path}");
                let answer = house.house.call(method, &path, &headers, "").await;
                answer.status == StatusCode::FORBIDDEN
            }
        };
        let told = operation.name;
        assert_eq!(refused(&reads).await, operation.scope != Scope::Read, "{told}");
        assert_eq!(refused(&writes).await, operation.scope == Scope::Admin, "{told}");
        assert_eq!(refused(&not_an_admin).await, operation.scope == Scope::Admin, "{told}");
    }
}

#[tokio::test]
async fn only_app_passwords_open_and_revoked_ones_open_nothing() {
    let house = Furnished::new().await;
    let ask = async |given: &str| {
        let headers = [("authorization", given)];
        house.house.call(Method::GET, "/api/v1/me", &headers, "").await
    };
    use_basic(&house, &ask).await;
    for bad in ["", "Bearer", "Bearer x", "Basic !!", "Digest x", "GoogleLogin auth=x"] {
        let answer = ask(bad).await;
        is(&answer, StatusCode::UNAUTHORIZED);
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
    let good = format!("Bearer {}", house.house.secret);
    is(&ask(&good).await, StatusCode::OK);
    for password in house.house.store.app_passwords(house.house.user).await.unwrap() {
        let store = &house.house.store;
        assert!(store.revoke_app_password(house.house.user, password.id).await.unwrap());
    }
    is(&ask(&good).await, StatusCode::UNAUTHORIZED);
}

async fn use_basic(house: &Furnished, ask: &impl AsyncFn(&str) -> crate::tests::Answer) {
    for (name, secret, opens) in [
        ("ida", house.house.secret.as_str(), true),
        ("Ida", house.house.secret.as_str(), true),
        ("tom", house.house.secret.as_str(), false),
        ("ida", PASSWORD, false),
    ] {
        let answer = ask(&format!("Basic {}", base64(&format!("{name}:{secret}")))).await;
        assert_eq!(answer.status == StatusCode::OK, opens, "{name}: {}", answer.body);
    }
}

fn base64(text: &str) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for bytes in text.as_bytes().chunks(3) {
        let bits = bytes.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - bytes.len()));
        for place in 0..4 {
            let sign = (bits >> (18 - 6 * place) & 63) as usize;
            out.push(if place <= bytes.len() { char::from(SIGNS[sign]) } else { '=' });
        }
    }
    out
}

/// Gives the cookie of a new session of Ida's.
async fn session(house: &House) -> String {
    let token = "a".repeat(64);
    let session = NewSession {
        user: house.user,
        token_hash: hash_token(&token),
        csrf: "x".to_owned(),
        created_at: now(),
        expires_at: now() + SignedDuration::from_hours(1),
        browser: String::new(),
    };
    house.store.create_session(session).await.unwrap();
    format!("{COOKIE}={token}")
}

/// The pages believe the proxy and not the cookie, which may be somebody else's.
#[tokio::test]
async fn where_a_proxy_signs_people_in_no_session_is_heard() {
    for (proxy_signs_in, status) in [(false, StatusCode::OK), (true, StatusCode::UNAUTHORIZED)] {
        let settings = ApiSettings { proxy_signs_in, ..ApiSettings::default() };
        let house = House::with(settings, FetchSettings::default()).await;
        let cookie = session(&house).await;
        let headers = [("cookie", cookie.as_str())];
        let answer = house.call(Method::GET, "/api/v1/me", &headers, "").await;
        assert_eq!(answer.status, status, "{}", answer.body);
        let secret = format!("Bearer {}", house.secret);
        let headers = [("authorization", secret.as_str())];
        let answer = house.call(Method::GET, "/api/v1/me", &headers, "").await;
        assert_eq!(answer.status, StatusCode::OK, "an app password is heard all the same");
    }
}

/// Class 7: what a browser sends by itself changes nothing.
#[tokio::test]
async fn a_session_may_read_and_change_nothing() {
    let house = Furnished::new().await;
    let cookie = session(&house.house).await;
    for operation in &house.table.operations {
        let path =
            format!("/api/v1{}", operation.path.replace("{feed}", "1").replace(['{', '}'], ""));
        let headers = [("cookie", cookie.as_str()), ("content-type", "application/json")];
        let answer = house.house.call(operation.method.clone(), &path, &headers, "{}").await;
        let told = format!("{} {path}: {} {}", operation.method, answer.status, answer.body);
        if operation.method == Method::GET {
            assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{told}");
        } else {
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{told}");
        }
    }
}
