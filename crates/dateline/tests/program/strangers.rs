//! Every API, asked by somebody with another user's ids: nothing of that user is read, and nothing
//! changes. What can be asked is read from where the APIs say it themselves: the document of
//! `/api/v1`, and the routes of Miniflux's and Google Reader's protocols. The pages have a test of
//! their own beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::running::Running;
use crate::support::{Outside, Program};

/// The owner's number. The stranger is the second user.
const OWNER: i64 = 1;
const STRANGER: i64 = 2;

/// What the store holds, by table, but for the stranger's own rows and what every process counts.
#[derive(Debug)]
struct Rows {
    tables: BTreeMap<String, BTreeSet<String>>,
    /// Headlines and names that only the owner may see.
    marks: Vec<String>,
}

impl Rows {
    fn of(program: &Program, file: &Path) -> Self {
        program.good(&["backup", file.to_str().unwrap()]);
        let packed = std::fs::read(file).unwrap();
        let text = String::from_utf8(zstd::decode_all(packed.as_slice()).unwrap()).unwrap();
        let mut lines = text.lines();
        let header: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
        let columns: BTreeMap<&str, &Vec<Value>> = header["tables"]
            .as_array()
            .unwrap()
            .iter()
            .map(|table| (table[0].as_str().unwrap(), table[1].as_array().unwrap()))
            .collect();
        let at = |table: &str, name: &str| {
            let of_table = columns.get(table)?;
            of_table.iter().position(|known| known == name).map(|place| place + 1)
        };
        let (mut tables, mut marks) = (BTreeMap::<_, BTreeSet<_>>::new(), Vec::new());
        for line in lines {
            let row: Value = serde_json::from_str(line).unwrap();
            let Some(table) = row[0].as_str() else { continue };
            let whose = at(table, if table == "users" { "id" } else { "user_id" });
            let user = whose.and_then(|place| row[place].as_i64());
            if ["counters", "secrets"].contains(&table) || user == Some(STRANGER) {
                continue;
            }
            if table == "articles"
                && let Some(title) = at(table, "title").and_then(|place| row[place].as_str())
                && title.len() > 20
                && title.is_ascii()
                && !title.contains(['"', '&', '\'', '<'])
            {
                marks.push(title.to_owned());
            }
            tables.entry(table.to_owned()).or_default().insert(line.to_owned());
        }
        Self { tables, marks }
    }

    /// What is gone or changed, and what the owner has that was not there.
    fn differs_from(&self, later: &Self) -> Vec<String> {
        let nothing = BTreeSet::new();
        let mut told = Vec::new();
        for (table, rows) in &self.tables {
            let now = later.tables.get(table).unwrap_or(&nothing);
            told.extend(rows.difference(now).map(|row| format!("gone or changed: {row}")));
        }
        for (table, rows) in &later.tables {
            let before = self.tables.get(table).unwrap_or(&nothing);
            let personal = [
                "users",
                "subscriptions",
                "article_states",
                "kept_searches",
                "rules",
                "alert_targets",
            ];
            if personal.contains(&table.as_str()) {
                told.extend(rows.difference(before).map(|row| format!("new: {row}")));
            }
        }
        told
    }
}

/// One request.
struct Ask {
    method: String,
    path: String,
    kind: &'static str,
    body: String,
}

impl Ask {
    fn bare(method: &str, path: String) -> Self {
        Self { method: method.to_owned(), path, kind: "", body: String::new() }
    }

    fn json(method: &str, path: String, body: &Value) -> Self {
        let kind = "application/json";
        Self { method: method.to_owned(), path, kind, body: body.to_string() }
    }

    fn form(path: String, body: String) -> Self {
        let kind = "application/x-www-form-urlencoded";
        Self { method: "POST".to_owned(), path, kind, body }
    }

    /// Sends it with an app password in all the ways in which programs send one; gives status and
    /// answer. An answer that goes on for ever is read for a moment.
    fn send(&self, address: &str, user: i64, secret: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(3))).unwrap();
        let Self { method, path, kind, body } = self;
        let google = path.contains("/reader/");
        let authorization = match google {
            true => format!("GoogleLogin auth={user}/{secret}"),
            false => format!("Bearer {secret}"),
        };
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: {authorization}\r\n\
             X-Auth-Token: {secret}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
             Accept-Encoding: identity\r\nConnection: close\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = Vec::new();
        let mut part = [0; 16 * 1024];
        while let Ok(read) = stream.read(&mut part) {
            answer.extend_from_slice(&part[..read]);
            if read == 0 || answer.len() > 4_000_000 {
                break;
            }
        }
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.unwrap_or_default(), answer)
    }
}

/// The routes in a source, as method and path.
fn routes(source: &str) -> Vec<(&'static str, String)> {
    let mut routes = Vec::new();
    for part in source.split(".route(").skip(1) {
        let Some(path) = part.strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
            continue;
        };
        let handlers = part.split("\n}").next().unwrap_or_default();
        for method in ["get", "put", "post", "delete", "patch"] {
            let called = format!("{method}(");
            let named = handlers.match_indices(&called).any(|(at, _)| {
                !handlers[..at].ends_with(|sign: char| sign.is_alphanumeric() || sign == '_')
            });
            if named {
                routes.push((method, path.to_owned()));
            }
        }
    }
    routes
}

/// A path with a number in each of its places.
fn filled(path: &str, number: i64) -> String {
    let mut filled = String::new();
    for level in path.split('/').skip(1) {
        filled.push('/');
        match level.starts_with('{') {
            true => filled.push_str(&number.to_string()),
            false => filled.push_str(level),
        }
    }
    filled
}

/// Fields that some request or other understands, each with something that is the owner's.
fn fields(id: i64) -> Value {
    json!({
        "id": id, "ids": [id], "entry_ids": [id], "entries": [id], "articles": [id],
        "feed_id": id, "feed": id, "category_id": id, "folder": "Mine", "story": id, "other": id,
        "status": "read", "read": true, "starred": true, "star": true, "mark": "follow",
        "title": "Taken", "name": "Taken", "query": "title:taken", "action": "mute",
        "user_id": OWNER, "user": OWNER, "username": "taken", "password": "a good password",
        "is_admin": true, "role": "admin", "labels": ["taken"], "add": ["taken"], "on": true,
        "content": "taken", "full_text": "always", "disabled": true, "target": id, "description": "x",
    })
}

fn of_v1(address: &str, secret: &str) -> Vec<Ask> {
    let document = Ask::bare("GET", "/api/v1/openapi.json".to_owned());
    let (status, answer) = document.send(address, STRANGER, secret);
    assert_eq!(status, 200, "{answer}");
    let document = &answer[answer.find("\r\n\r\n").unwrap() + 4..];
    let start = document.find('{').unwrap();
    let end = document.rfind('}').unwrap();
    let document: Value = serde_json::from_str(&document[start..=end]).unwrap();
    let mut asks = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let path = format!("/api/v1{}", path.strip_prefix("/api/v1").unwrap_or(path));
        for method in methods.as_object().unwrap().keys() {
            if !["get", "put", "post", "delete", "patch"].contains(&method.as_str()) {
                continue;
            }
            for id in 1..=6 {
                let method = method.to_uppercase();
                asks.push(match method.as_str() {
                    "GET" | "DELETE" => Ask::bare(&method, filled(&path, id)),
                    _ => Ask::json(&method, filled(&path, id), &fields(id)),
                });
                if !path.contains('{') {
                    break;
                }
            }
        }
    }
    asks
}

fn of_miniflux() -> Vec<Ask> {
    let mut asks = Vec::new();
    for (method, path) in routes(include_str!("../../../api/src/miniflux.rs")) {
        for id in 1..=6 {
            let method = method.to_uppercase();
            asks.push(match method.as_str() {
                "GET" | "DELETE" => Ask::bare(&method, filled(&path, id)),
                _ => Ask::json(&method, filled(&path, id), &fields(id)),
            });
            if !path.contains('{') {
                break;
            }
        }
    }
    asks
}

fn of_google_reader() -> Vec<Ask> {
    let mut asks = Vec::new();
    for (method, path) in routes(include_str!("../../../api/src/greader.rs")) {
        if path.is_empty() || path == "/" || path == "/ClientLogin" {
            continue;
        }
        for id in 1..=6 {
            for stream in [format!("feed/{id}"), "user/-/label/Town".to_owned()] {
                let path = path.replace("{*stream}", &stream);
                for base in ["/api/greader.php/reader/api/0", "/reader/api/0"] {
                    let query = format!(
                        "i={id}&s={stream}&t=Taken&a=user/-/state/com.google/read&ac=unsubscribe\
                         &n=100&dest=user/-/label/Taken&ts=99999999999999999&output=json"
                    );
                    asks.push(match method {
                        "get" => Ask::bare("GET", format!("{base}{path}?{query}")),
                        _ => Ask::form(format!("{base}{path}"), query),
                    });
                }
            }
        }
    }
    for stream in ["", "user/-/state/com.google/reading-list", "feed/1"] {
        asks.push(Ask::bare("GET", format!("/reader/atom/{stream}")));
    }
    asks
}

fn of_fever(key: &str) -> Vec<Ask> {
    let mut asks = Vec::new();
    let wants = "groups&feeds&favicons&items&links&unread_item_ids&saved_item_ids";
    for path in ["/fever", "/fever/", "/fever.php", "/api/fever.php"] {
        asks.push(Ask::form(format!("{path}?api&{wants}&since_id=0"), format!("api_key={key}")));
        asks.push(Ask::form(
            format!("{path}?api&items&with_ids=1,2,3,4"),
            format!("api_key={key}"),
        ));
        for id in 0..=6 {
            for (what, done) in [
                ("item", "read"),
                ("item", "saved"),
                ("item", "unsaved"),
                ("feed", "read"),
                ("group", "read"),
            ] {
                let change = format!("mark={what}&as={done}&id={id}&before=9999999999");
                let body = format!("api_key={key}&{change}");
                asks.push(Ask::form(format!("{path}?api"), body));
            }
        }
    }
    asks
}

#[test]
fn with_anothers_ids_no_api_reads_or_changes_anything() {
    let (program, outside) = (Program::new(), Outside::new());
    let feeds: Vec<String> =
        outside.served.feeds().into_iter().take(4).map(|feed| feed.url).collect();
    let outlines: String =
        feeds.iter().map(|url| format!("<outline text=\"\" xmlUrl=\"{url}\"/>")).collect();
    let list = format!(
        "<opml version=\"2.0\"><body><outline text=\"Town\">{outlines}</outline></body></opml>"
    );
    assert_eq!(program.run_with_input(&["import", "-"], &list).code, 0);
    program.json(&["poll", "--json"]);
    let add = ["user", "add", "tom", "--password-stdin"];
    assert_eq!(program.run_with_input(&add, "a good password\n").code, 0);
    let secret = program.good(&["user", "app-password", "tom", "--write"]).trim().to_owned();
    let made = ["user", "app-password", "owner", "--admin"];
    let owners = program.good(&made).trim().to_owned();

    let folder = tempfile::tempdir().unwrap();
    let before = Rows::of(&program, &folder.path().join("before"));
    assert!(before.marks.len() > 5, "{:?}", before.marks);
    // Nothing but the faces: a desk that polls would change feeds by itself.
    let serve = ["serve", "--roles", "web", "--listen", "127.0.0.1:0"];
    let running = Running::start(&program, &serve);
    let key = dateline_auth::app_password::fever_key("tom", &secret);
    let v1 = of_v1(&running.address, &secret);
    let (miniflux, google) = (of_miniflux(), of_google_reader());
    assert!(v1.len() > 60 && miniflux.len() > 100 && google.len() > 100);
    let mut wrong = Vec::new();
    for ask in v1.iter().chain(&miniflux).chain(&google).chain(&of_fever(&key)) {
        let (status, answer) = ask.send(&running.address, STRANGER, &secret);
        let Ask { method, path, body, .. } = ask;
        if status == 0 || status >= 500 {
            wrong.push(format!("{method} {path} {body} answers {status}"));
        }
        if let Some(mark) = before.marks.iter().find(|mark| answer.contains(mark.as_str())) {
            wrong.push(format!("{method} {path} shows “{mark}”"));
        }
    }
    let after = Rows::of(&program, &folder.path().join("after"));
    wrong.extend(before.differs_from(&after));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    // The owner sees by the same ways what the stranger did not.
    for path in ["/v1/entries", "/reader/api/0/stream/contents/feed/1?n=100", "/api/v1/entries"] {
        let (status, answer) =
            Ask::bare("GET", path.to_owned()).send(&running.address, OWNER, &owners);
        assert_eq!(status, 200, "{path}: {answer}");
        let seen = before.marks.iter().any(|mark| answer.contains(mark.as_str()));
        assert!(seen, "{path} shows its owner nothing");
    }
}

#[test]
fn routes_are_read_from_a_source() {
    let source = "r.route(\"/v1/x/{id}\", get(a::b).put(c::get_d))\n  .route(base, get(y))\n}";
    assert_eq!(
        routes(source),
        [("get", "/v1/x/{id}".to_owned()), ("put", "/v1/x/{id}".to_owned())]
    );
    assert_eq!(filled("/v1/x/{id}/y", 3), "/v1/x/3/y");
}
