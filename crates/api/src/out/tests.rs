//! The feeds as other readers get them.

use axum::http::{Method, StatusCode};
use dateline_feed::{Entry, Feed, Hints};
use dateline_model::{
    ArticleId, FrontQuery, NewEntry, Origin, OutScope, SearchMatch, StoryId, UserId,
};
use serde_json::Value;
use url::Url;

use super::hub;
use crate::ApiSettings;
use crate::tests::{Answer, House, entry, now};

const TOKEN: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const FORMS: [&str; 3] = ["atom", "rss", "json"];

/// An entry with these words, as long as its outlet's own text.
fn told(name: &str, title: &str, text: &str) -> NewEntry {
    let mut entry = entry(name);
    entry.title = Some(title.to_owned());
    entry.article.title = Some(title.to_owned());
    entry.article.html = format!("<p>{text}</p>");
    entry.article.text = text.to_owned();
    entry
}

const AGROUND: &str = "The ferry Orla ran aground off Kesten with 212 passengers on board on \
    Monday, the harbour office said. Tugs from Port Sarel pulled it free in the evening, and \
    nobody was hurt. The line hopes to sail again from Thursday on, at first without cars, while \
    divers look at the hull and the pilots’ union asks for a review of the winter timetable.";

async fn open(house: &House, user: UserId, scope: &OutScope) {
    house.store.open_feed_out(user, scope, TOKEN, now()).await.unwrap();
}

async fn get(house: &House, form: &str, headers: &[(&str, &str)]) -> Answer {
    house.call(Method::GET, &format!("/feed/{TOKEN}.{form}"), headers, "").await
}

/// A feed as Dateline itself reads it.
fn read(answer: &Answer) -> Feed {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let hints = Hints::default();
    let read = dateline_feed::parse(answer.body.as_bytes(), &hints).unwrap();
    assert_eq!(read.warnings, Vec::<String>::new(), "{}", answer.body);
    read
}

fn titles(feed: &Feed) -> Vec<&str> {
    feed.entries.iter().map(|entry| entry.title.as_deref().unwrap()).collect()
}

fn words(entry: &Entry) -> &str {
    entry.summary.as_deref().or(entry.content.first().map(String::as_str)).unwrap()
}

fn at_home() -> ApiSettings {
    ApiSettings {
        base_url: Url::parse("https://paper.example.org/").ok(),
        ..ApiSettings::default()
    }
}

#[tokio::test]
async fn all_forms_say_the_same_and_little() {
    let house = House::with(at_home(), dateline_fetch::FetchSettings::default()).await;
    let mut copied = told("orla", "Ferry “Orla” aground & stuck <off Kesten>", AGROUND);
    copied.article.first_appeared = Some(Origin {
        outlet: "Northern Wire".to_owned(),
        url: Some("https://wire.example/orla".to_owned()),
    });
    let feed = "https://news.example.org/rss/world.xml";
    house.feed(house.user, feed, "News", vec![copied, entry("zoo")]).await;
    let key = OutScope::Outlet("example.org".to_owned());
    open(&house, house.user, &key).await;
    let mut ids = Vec::new();
    for form in FORMS {
        let answer = get(&house, form, &[]).await;
        let kind = if form == "json" { "feed+json" } else { form };
        assert!(answer.header("content-type").contains(kind), "{form}");
        let feed = read(&answer);
        assert_eq!(feed.title.as_deref(), Some("Example News"), "{form}");
        assert_eq!(feed.entries.len(), 2, "{form}");
        let orla = feed.entries.iter().find(|one| words(one).contains("Orla")).unwrap();
        assert_eq!(
            orla.title_text().as_deref(),
            Some("Ferry “Orla” aground & stuck <off Kesten>"),
            "{form}"
        );
        assert_eq!(orla.link.as_deref(), Some("https://news.example.org/orla"), "{form}");
        let length = words(orla).chars().count();
        assert!((200..=300).contains(&length), "{form}: {length}");
        assert!(orla.published.is_some(), "{form}");
        assert_eq!(orla.authors[0].name.as_deref(), Some("Example News"), "{form}");
        ids.push(feed.entries.iter().map(|entry| entry.id.clone().unwrap()).collect::<Vec<_>>());
        let own = format!("https://paper.example.org/feed/{TOKEN}.{form}");
        assert!(answer.body.contains(&own), "{form}: it names itself");
        assert!(answer.body.contains("https://paper.example.org/outlet/example.org"), "{form}");
        assert!(answer.body.contains(feed_address()), "{form}: where it is from");
        assert!(answer.body.contains("https://wire.example/orla"), "{form}: where it was first");
    }
    assert_eq!(ids[0], ids[1]);
    assert_eq!(ids[0], ids[2]);
    assert_ne!(ids[0][0], ids[0][1]);

    fn feed_address() -> &'static str {
        "https://news.example.org/rss/world.xml"
    }
}

#[tokio::test]
async fn ids_stay_and_differ_between_instances() {
    let (one, two) = (House::new().await, House::new().await);
    let mut seen = Vec::new();
    for house in [&one, &two] {
        house.feed(house.user, "https://a.example/feed", "", vec![entry("a")]).await;
        open(house, house.user, &OutScope::Outlet("example.org".to_owned())).await;
        let first = read(&get(house, "atom", &[]).await);
        let again = read(&get(house, "atom", &[]).await);
        assert_eq!(first.entries[0].id, again.entries[0].id);
        seen.push((first.id.clone(), first.entries[0].id.clone()));
    }
    assert_ne!(seen[0].0, seen[1].0);
    assert_ne!(seen[0].1, seen[1].1);
}

#[tokio::test]
async fn the_front_page_and_a_section_list_stories_once() {
    let house = House::new().await;
    let two = vec![
        told("one", "Ferry Orla runs aground off Kesten with 212 on board", AGROUND),
        told(
            "two",
            "Ferry Orla aground off Kesten: 212 passengers ashore",
            "The ferry Orla lies aground off Kesten; its 212 passengers were brought ashore by \
             the harbour office’s boats on Monday.",
        ),
    ];
    house.feed(house.user, "https://a.example/feed", "News/Local", two).await;
    let zoo = "Quenby zoo shows its first okapi calf, born in May, from Tuesday on.";
    let zoo = told("zoo", "Quenby zoo shows its first okapi calf", zoo);
    house.feed(house.user, "https://b.example/feed", "Fun", vec![zoo]).await;
    house.app.desk.form_stories().await.unwrap();

    open(&house, house.user, &OutScope::Front).await;
    let front = read(&get(&house, "atom", &[]).await);
    assert_eq!(front.entries.len(), 2, "{:?}", titles(&front));
    assert!(front.entries.iter().all(|one| words(one).chars().count() <= 300));
    house.store.open_feed_out(house.user, &OutScope::Front, "other", now()).await.unwrap();
    open(&house, house.user, &OutScope::Section("News".to_owned())).await;
    let section = read(&get(&house, "rss", &[]).await);
    assert_eq!(section.entries.len(), 1);
    assert!(titles(&section)[0].contains("Orla"));
}

#[tokio::test]
async fn a_storys_feed_does_not_repeat_copies() {
    let house = House::new().await;
    let title = "Ferry Orla runs aground off Kesten with 212 on board";
    let mut reprint = told("reprint", title, AGROUND);
    let elsewhere = Url::parse("https://herald.example/reprint").unwrap();
    reprint.article.key = dateline_model::address::article_key(&elsewhere);
    reprint.article.address = Some(elsewhere.to_string());
    reprint.article.outlet.address = Some(elsewhere);
    reprint.article.outlet.name = Some("Herald".to_owned());
    let both = vec![told("one", title, AGROUND), reprint];
    house.feed(house.user, "https://a.example/feed", "", both).await;
    house.app.desk.form_stories().await.unwrap();
    let query = dateline_model::StoryQuery::first(house.user, 9);
    let stories = house.store.front_stories(&query).await.unwrap();
    assert_eq!(stories.len(), 1);
    assert_eq!((stories[0].articles, stories[0].copies), (1, 1), "{stories:?}");
    open(&house, house.user, &OutScope::Story(stories[0].id)).await;
    for form in FORMS {
        let story = read(&get(&house, form, &[]).await);
        assert_eq!(story.entries.len(), 1, "{form}");
        assert_eq!(story.title.as_deref(), Some(title), "{form}");
    }
    house.store.close_feed_out(house.user, dateline_model::FeedOutId(1)).await.unwrap();
    open(&house, house.user, &OutScope::Story(StoryId(99))).await;
    assert_eq!(get(&house, "atom", &[]).await.status, StatusCode::NOT_FOUND);
}

/// Security class 8: neither is its headline told, where it leads a story.
#[tokio::test]
async fn a_headline_that_a_login_opened_names_no_feed_of_a_story() {
    let house = House::new().await;
    let title = "Ferry Orla runs aground off Kesten with 212 on board";
    let mut members = told("members", title, AGROUND);
    let feed = "https://ida:secret@club.example/feed";
    members.article.key = dateline_model::address::article_key_in_feed(feed, &members.key);
    house.feed(house.user, feed, "", vec![members]).await;
    house.app.desk.form_stories().await.unwrap();
    let query = dateline_model::StoryQuery::first(house.user, 9);
    let stories = house.store.front_stories(&query).await.unwrap();
    assert_eq!(stories[0].title, title);
    open(&house, house.user, &OutScope::Story(stories[0].id)).await;
    for form in FORMS {
        let answer = get(&house, form, &[]).await;
        assert_eq!(read(&answer).title.as_deref(), Some("A story"), "{form}");
        assert!(!answer.body.contains("Orla") && !answer.body.contains("club"), "{form}");
    }
}

async fn star_all(house: &House, user: UserId) -> Vec<ArticleId> {
    let found = house.store.front(&FrontQuery::newest(user, 50)).await.unwrap();
    for article in &found {
        assert!(house.store.set_starred(user, article.id, true, now()).await.unwrap());
    }
    found.into_iter().map(|article| article.id).collect()
}

/// Security class 8: what a login opened is its user's, by no feed either.
#[tokio::test]
async fn what_a_login_opened_stands_in_no_feed() {
    let house = House::new().await;
    let mut members = told("members", "For members", "Behind a login.");
    let feed = "https://ida:secret@club.example/feed";
    members.article.key = dateline_model::address::article_key_in_feed(feed, &members.key);
    house.feed(house.user, feed, "", vec![members]).await;
    house.feed(house.user, "https://a.example/feed", "", vec![entry("open")]).await;
    assert_eq!(star_all(&house, house.user).await.len(), 2);
    open(&house, house.user, &OutScope::Starred).await;
    for form in FORMS {
        let answer = get(&house, form, &[]).await;
        assert_eq!(titles(&read(&answer)), ["Title of open"], "{form}");
        assert!(!answer.body.contains("secret") && !answer.body.contains("club"), "{form}");
    }
    // Nor is a secret address of a feed told, or which feeds others read.
    let secret = "https://b.example/8d7f6a5s4d3f2g1h/feed";
    house.feed(house.user, secret, "", vec![entry("secret")]).await;
    house.feed(house.other, "https://toms.example/feed", "", vec![entry("open")]).await;
    star_all(&house, house.user).await;
    let answer = get(&house, "atom", &[]).await;
    assert!(answer.body.contains("Title of secret"));
    assert!(!answer.body.contains("8d7f6a5s4d3f2g1h") && !answer.body.contains("toms"));
}

#[tokio::test]
async fn a_feed_is_its_users_and_ends_with_its_token() {
    let house = House::new().await;
    house.feed(house.other, "https://a.example/feed", "", vec![entry("toms")]).await;
    star_all(&house, house.other).await;
    open(&house, house.user, &OutScope::Starred).await;
    assert_eq!(read(&get(&house, "atom", &[]).await).entries.len(), 0, "nothing of Tom's");
    for path in [
        format!("/feed/{TOKEN}.html"),
        format!("/feed/{TOKEN}"),
        format!("/feed/{}.atom", TOKEN.replace('0', "1")),
        "/feed/.atom".to_owned(),
        "/feed/short.atom".to_owned(),
    ] {
        let answer = house.call(Method::GET, &path, &[], "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let feed = house.store.feeds_out(house.user).await.unwrap().remove(0);
    assert!(feed.read_at.is_some());
    house.store.close_feed_out(house.user, feed.id).await.unwrap();
    assert_eq!(get(&house, "atom", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_kept_search_keeps_its_address() {
    let house = House::new().await;
    house.feed(house.user, "https://a.example/feed", "", vec![entry("a"), entry("b")]).await;
    let club = "https://ida:secret@club.example/feed";
    let mut members = told("members", "Title of b", "Behind a login.");
    members.article.key = dateline_model::address::article_key_in_feed(club, &members.key);
    house.feed(house.user, club, "", vec![members]).await;
    let search = house.store.keep_search(house.user, "My search", "b", now()).await.unwrap();
    let found = house.store.front(&FrontQuery::newest(house.user, 9)).await.unwrap();
    let kept = house.store.kept_search(house.user, search).await.unwrap().unwrap();
    let matches: Vec<SearchMatch> = found
        .iter()
        .filter(|article| article.title == "Title of b")
        .map(|article| SearchMatch {
            article: article.id,
            searches: vec![(search, kept.changed_at)],
            rules: Vec::new(),
        })
        .collect();
    assert_eq!(matches.len(), 2, "its user has both");
    house.store.settle_search(&[], matches, &[], now()).await.unwrap();
    house.store.set_search_feed(house.user, search, Some(TOKEN)).await.unwrap();
    for form in FORMS {
        let feed = read(&get(&house, form, &[]).await);
        assert_eq!(feed.title.as_deref(), Some("My search"), "{form}");
        assert_eq!(titles(&feed), ["Title of b"], "{form}");
    }
    house.store.set_search_feed(house.user, search, None).await.unwrap();
    assert_eq!(get(&house, "atom", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_unchanged_feed_is_not_sent_again() {
    let house = House::new().await;
    let feed = house.feed(house.user, "https://a.example/feed", "", vec![entry("a")]).await;
    open(&house, house.user, &OutScope::Outlet("example.org".to_owned())).await;
    let first = get(&house, "rss", &[]).await;
    let (tag, date) = (first.header("etag").to_owned(), first.header("last-modified").to_owned());
    assert!(date.ends_with(" GMT"), "{date}");
    assert_eq!(first.header("cache-control"), "private, no-cache");
    assert_eq!(first.header("x-content-type-options"), "nosniff");
    for header in [("if-none-match", tag.as_str()), ("if-modified-since", date.as_str())] {
        let again = get(&house, "rss", &[header]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{header:?}");
        assert_eq!((again.body.as_str(), again.header("etag")), ("", tag.as_str()));
    }
    house.bring(feed, 20, vec![entry("b")]).await;
    for header in [("if-none-match", tag.as_str()), ("if-modified-since", date.as_str())] {
        let again = get(&house, "rss", &[header]).await;
        assert_eq!(read(&again).entries.len(), 2, "{header:?}");
    }
    let head = house.call(Method::HEAD, &format!("/feed/{TOKEN}.rss"), &[], "").await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
}

/// Security class 12: a name that only a request gives is put into no address.
#[tokio::test]
async fn host_header_poisoning_a_strange_host_is_not_repeated() {
    let house = House::new().await;
    house.feed(house.user, "https://a.example/feed", "", vec![entry("a")]).await;
    open(&house, house.user, &OutScope::Starred).await;
    for form in FORMS {
        for host in ["evil.example", "evil.example:80", "a@evil.example", "127.0.0.1@evil.example"]
        {
            let answer = get(&house, form, &[("host", host)]).await;
            read(&answer);
            assert!(!answer.body.contains("evil"), "{form} {host}: {}", answer.body);
        }
        let here = get(&house, form, &[("host", "127.0.0.1:7878")]).await;
        assert!(here.body.contains("http://127.0.0.1:7878/starred"), "{form}: {}", here.body);
    }
}

#[tokio::test]
async fn a_hub_is_named_and_told_of_what_changed() {
    let got = std::sync::Arc::new(std::sync::Mutex::new(Vec::<String>::new()));
    let (address, shared) = ("127.0.0.1:0", got.clone());
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    let hub_url = Url::parse(&format!("http://{}/hub", listener.local_addr().unwrap())).unwrap();
    let told = move |body: String| {
        let shared = shared.clone();
        async move {
            shared.lock().unwrap().push(body);
            StatusCode::NO_CONTENT
        }
    };
    let server = axum::Router::new().route("/hub", axum::routing::post(told));
    tokio::spawn(async move { axum_serve(listener, server).await });
    let settings = ApiSettings { hub: Some(hub_url.clone()), ..at_home() };
    let fetch = dateline_fetch::FetchSettings {
        allow: "127.0.0.1".parse().unwrap(),
        host_pause: std::time::Duration::ZERO,
        ..Default::default()
    };
    let house = House::with(settings, fetch).await;
    let feed = house.feed(house.user, "https://a.example/feed", "", vec![entry("a")]).await;
    open(&house, house.user, &OutScope::Outlet("example.org".to_owned())).await;
    let base = at_home().base_url.unwrap();
    let mut known = std::collections::HashMap::new();
    let tell = async |known: &mut _| hub::tell(&house.app, &hub_url, &base, known).await.unwrap();
    assert_eq!(tell(&mut known).await, 0, "nobody has read it");
    for form in FORMS {
        let answer = get(&house, form, &[]).await;
        assert!(answer.body.contains(hub_url.as_str()), "{form}");
        let links: Vec<&str> =
            answer.headers.get_all("link").iter().map(|value| value.to_str().unwrap()).collect();
        let own = format!("<https://paper.example.org/feed/{TOKEN}.{form}>; rel=\"self\"");
        assert_eq!(links, [format!("<{hub_url}>; rel=\"hub\""), own]);
    }
    assert_eq!(tell(&mut known).await, 3);
    assert_eq!(tell(&mut known).await, 0, "nothing has changed");
    house.bring(feed, 20, vec![entry("b")]).await;
    assert_eq!(tell(&mut known).await, 3);
    let got = got.lock().unwrap().clone();
    assert_eq!(got.len(), 2);
    let form: Vec<(String, String)> =
        url::form_urlencoded::parse(got[0].as_bytes()).into_owned().collect();
    assert_eq!(form[0], ("hub.mode".to_owned(), "publish".to_owned()));
    let topic = format!("https://paper.example.org/feed/{TOKEN}.atom");
    assert!(form.contains(&("hub.url".to_owned(), topic)), "{form:?}");
}

/// Serves a router without the features of axum that the program does not need.
async fn axum_serve(listener: tokio::net::TcpListener, router: axum::Router) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tower::ServiceExt;
    while let Ok((mut stream, _)) = listener.accept().await {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let Ok(byte) = stream.read_u8().await else { break };
            head.push(byte);
        }
        let head = String::from_utf8(head).unwrap().to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |text| text.parse().unwrap())];
        stream.read_exact(&mut body).await.unwrap();
        let path = head.split(' ').nth(1).unwrap().to_owned();
        let request = axum::http::Request::post(path).body(axum::body::Body::from(body)).unwrap();
        let status = router.clone().oneshot(request).await.unwrap().status().as_u16();
        let answer =
            format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

/// What the W3C's validator asks of every feed, as far as a program can see it here.
#[tokio::test]
async fn feeds_keep_the_rules_of_validators() {
    let house = House::with(at_home(), dateline_fetch::FetchSettings::default()).await;
    let mut bare = told("bare", "", "");
    bare.article.title = None;
    bare.title = None;
    let entries = vec![entry("a"), bare, told("odd", "A\u{0}\u{b}B", "<b>")];
    house.feed(house.user, "https://a.example/feed", "", entries).await;
    star_all(&house, house.user).await;
    open(&house, house.user, &OutScope::Starred).await;
    let atom = get(&house, "atom", &[]).await.body;
    for wanted in ["<id>urn:uuid:", "<updated>", "rel=\"self\"", "<author>", "<title>"] {
        assert!(atom.contains(wanted), "{wanted}: {atom}");
    }
    assert_eq!(atom.matches("<entry").count(), 3);
    assert_eq!(atom.matches("<summary").count(), 3);
    assert_eq!(atom.matches("<updated>").count(), 1 + 2 * 3, "one for each source, too");
    assert!(!atom.contains("<title></title>") && !atom.contains('\u{b}'));
    let rss = get(&house, "rss", &[]).await.body;
    assert_eq!(rss.matches("<guid isPermaLink=\"false\">urn:uuid:").count(), 3);
    assert_eq!(rss.matches("<link>https://").count(), 4, "the channel's and each item's");
    assert!(rss.contains("<atom:link rel=\"self\"") && rss.contains("+0000</pubDate>"), "{rss}");
    let json: Value = serde_json::from_str(&get(&house, "json", &[]).await.body).unwrap();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    for item in json["items"].as_array().unwrap() {
        assert!(item["id"].is_string() && item["content_text"].is_string(), "{item}");
    }
}

#[tokio::test]
async fn public_feeds_need_no_token_and_hold_no_more_than_public_pages() {
    use dateline_model::PublicFeed;
    let house = House::with(at_home(), dateline_fetch::FetchSettings::default()).await;
    let deep = format!("{AGROUND} Only whoever is signed in reads of xylographers.");
    let feed = "https://news.example.org/rss/world.xml";
    let mut entry = told("orla", "Ferry Orla aground off Kesten", &deep);
    entry.html = format!("<p>{deep}</p>");
    house.feed(house.user, feed, "Private folder", vec![entry]).await;
    let hidden = told("zoo", "Zyzzyva weevils", &deep);
    house.feed(house.user, "https://hidden.example/feed", "", vec![hidden]).await;
    house.app.desk.form_stories().await.unwrap();
    let paths =
        ["/public/feed/front", "/public/feed/section/World", "/public/feed/outlet/example.org"];
    for path in paths {
        let answer = house.call(Method::GET, &format!("{path}.atom"), &[], "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "it is off: {path}");
    }
    let store = &house.store;
    let id = store.feed_by_url(feed).await.unwrap().unwrap().id;
    let chosen = [PublicFeed { feed: id, section: "World".to_owned() }];
    store.choose_public_feeds(house.user, &chosen, now()).await.unwrap();
    store.name_public_paper("The Bay", "desk@bay.example", "en").await.unwrap();
    store.switch_public_paper(house.user, true, now()).await.unwrap();
    for path in paths {
        for form in FORMS {
            let answer = house.call(Method::GET, &format!("{path}.{form}"), &[], "").await;
            let feed = read(&answer);
            assert_eq!(titles(&feed), ["Ferry Orla aground off Kesten"], "{path}.{form}");
            assert!((100..=300).contains(&words(&feed.entries[0]).chars().count()));
            for secret in ["xylographers", "Private folder", "Zyzzyva", "ida", "rss/world.xml"] {
                assert!(!answer.body.contains(secret), "{path}.{form} says {secret}");
            }
            assert_eq!(answer.headers["cache-control"], "public, max-age=60, s-maxage=60");
            let tag = answer.headers["etag"].to_str().unwrap();
            let again = [("if-none-match", tag)];
            let again = house.call(Method::GET, &format!("{path}.{form}"), &again, "").await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}.{form}");
        }
    }
    store.remove_from_public(house.user, "example.org", now()).await.unwrap();
    let front = house.call(Method::GET, "/public/feed/front.json", &[], "").await;
    assert_eq!(titles(&read(&front)), [""; 0]);
    let outlet = house.call(Method::GET, "/public/feed/outlet/example.org.atom", &[], "").await;
    assert_eq!(outlet.status, StatusCode::NOT_FOUND);
    let unknown = house.call(Method::GET, "/public/feed/section/Private.atom", &[], "").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
