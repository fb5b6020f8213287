//! The manners of the public newspaper, a test for each of their sentences.

use std::collections::BTreeSet;

use axum::http::{Request, StatusCode, header};
use dateline_model::{ArticleId, PublisherTerms};

use super::seed::Story;
use super::{Answer, House, OWNER, story};

const FEED: &str = "https://bay.example/feed";

/// Stands behind the first 300 characters of every text here, and nowhere else.
const DEEP: &str = "Xylographers";

/// An article whose text goes on for long.
fn long(title: &'static str, path: &str, minutes: i64) -> Story {
    let mut story = story(title, path, minutes);
    let begin = format!("<p>{title}, the harbour office of the town said.</p>");
    let rest = format!("<p>More of {title} is told from {path} on, and then still more.</p>");
    let rest = rest.repeat(8);
    story.html = format!("{begin}{rest}<p>{DEEP} were on board, too.</p>");
    story.image = Some("https://bay.example/picture-of-it.jpg".to_owned());
    story.author = Some("Ada Reporter");
    story
}

/// An instance whose owner reads these articles in one feed, and what is public of it.
async fn with(stories: &[Story]) -> (House, Vec<ArticleId>) {
    let house = House::signed_in().await;
    let articles = house.feed(OWNER, FEED, stories).await;
    house.desk.form_stories().await.unwrap();
    (house, articles)
}

async fn number_of(house: &House, feed: &str) -> String {
    house.store.feed_by_url(feed).await.unwrap().unwrap().id.to_string()
}

/// Names it, chooses feeds, switches it on and signs out.
async fn publish(house: &mut House, feeds: &[&str]) {
    let named = [("name", "The Bay"), ("contact", "desk@bay.example")];
    assert_eq!(house.post_signed("/publish/name", &named).await.status, StatusCode::SEE_OTHER);
    let mut fields = Vec::new();
    for feed in feeds {
        fields.push(format!("feed-{}", number_of(house, feed).await));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|name| (name.as_str(), "1")).collect();
    assert_eq!(house.post_signed("/publish", &fields).await.location(), "/publish?done=chosen");
    let on = house.post_signed("/publish/on", &[("understood", "1")]).await;
    assert_eq!(on.location(), "/publish?done=on", "{}", on.body);
    house.forget_cookies();
}

async fn signed_in_again(house: &mut House) {
    house.forget_cookies();
    house.sign_in("ida", super::PASSWORD).await;
}

/// Every public page that links lead to from the front page, each with what it says.
async fn walk(house: &mut House) -> Vec<(String, Answer)> {
    let starts = ["/", "/public", "/public/about", "/robots.txt", "/sitemap.xml"];
    let mut waiting: Vec<String> = starts.map(str::to_owned).to_vec();
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut pages = Vec::new();
    while let Some(path) = waiting.pop() {
        let answer = house.get(&path).await;
        let links = answer.body.split(['"', '<', '>']).filter_map(|part| {
            let part = part.strip_prefix("http://localhost:7878").unwrap_or(part);
            (part == "/public" || part.starts_with("/public/")).then(|| part.to_owned())
        });
        for link in links.filter(|link| !link.starts_with("/public/feed/")) {
            if seen.insert(link.clone()) {
                waiting.push(link);
            }
        }
        pages.push((path, answer));
    }
    pages
}

#[tokio::test]
async fn it_is_private_by_default() {
    let (mut house, articles) = with(&[long("Ferry aground off Kesten", "/one", 50)]).await;
    house.forget_cookies();
    assert_eq!(house.get("/").await.location(), "/login");
    let article = format!("/public/article/{}", articles[0]);
    for path in ["/public", "/public/about", "/public/section/Local", &article, "/sitemap.xml"] {
        assert_eq!(house.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(house.get("/robots.txt").await.body, "User-agent: *\nDisallow: /\n");
}

#[tokio::test]
async fn a_public_newspaper_is_an_opt_in_with_a_warning() {
    let (mut house, _) = with(&[long("Ferry aground off Kesten", "/one", 50)]).await;
    let page = house.get("/publish").await.body;
    for said in ["It is off", "You are the one who shows them", "at most 300 characters"] {
        assert!(page.contains(said), "{said}");
    }
    let without_contact = house.post_signed("/publish/on", &[("understood", "1")]).await;
    assert_eq!(without_contact.status, StatusCode::UNPROCESSABLE_ENTITY);
    let named = [("name", "The Bay"), ("contact", "desk@bay.example")];
    house.post_signed("/publish/name", &named).await;
    let unread = house.post_signed("/publish/on", &[]).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY, "the warning is to be confirmed");
    assert_eq!(house.get("/public").await.status, StatusCode::NOT_FOUND);

    house.post_signed("/publish/on", &[("understood", "1")]).await;
    let empty = house.get("/public").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.body.contains("Nothing stands here yet"), "no feed was chosen");
    house.post_signed("/publish/off", &[]).await;
    assert_eq!(house.get("/public").await.status, StatusCode::NOT_FOUND, "at once");
    let log = house.get("/publish").await.body;
    assert!(log.contains("ida switched it on") && log.contains("ida switched it off"));
}

#[tokio::test]
async fn only_admins_decide() {
    let (mut house, _) = with(&[]).await;
    house.neighbour().await;
    house.forget_cookies();
    house.sign_in("tom", super::PASSWORD).await;
    assert_eq!(house.get("/publish").await.status, StatusCode::NOT_FOUND);
    let named = [("name", "Mine"), ("contact", "tom@bay.example")];
    assert_eq!(house.post_signed("/publish/name", &named).await.status, StatusCode::NOT_FOUND);
    let remove = [("key", "bay.example")];
    assert_eq!(house.post_signed("/publish/remove", &remove).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_article_is_headline_excerpt_and_link_to_the_outlet() {
    let (mut house, articles) = with(&[long("Ferry aground off Kesten", "/one", 50)]).await;
    publish(&mut house, &[FEED]).await;
    let page = house.get(&format!("/public/article/{}", articles[0])).await.body;
    assert!(page.contains("<link rel=\"canonical\" href=\"https://bay.example/one\">"), "{page}");
    assert!(page.contains("<meta name=\"robots\" content=\"noindex, follow\">"));
    assert!(page.contains("Read it at Bay Tribune"));
    let words = page.split("<p class=\"paper__words\" dir=\"auto\">").nth(1).unwrap();
    let words = words.split("</p>").next().unwrap();
    let length = words.chars().count();
    assert!(length > 100 && length <= 300, "{length}: {words}");
    let front = house.get("/public").await.body;
    assert!(front.contains("<a href=\"https://bay.example/one\" rel=\"noopener external\">Ferry"));
}

#[tokio::test]
async fn no_full_text_and_no_picture_reaches_anyone_who_is_not_signed_in() {
    let told = [
        long("Ferry Orla runs aground off Kesten with 212 on board", "/one", 50),
        long("Ferry Orla aground off Kesten: 212 passengers ashore", "/two", 30),
        long("Quenby zoo shows its first okapi calf", "/calf", 20),
    ];
    let (mut house, articles) = with(&told).await;
    let hidden = [long("Zyzzyva weevils are found in the mill", "/mill", 10)];
    let of_hidden = house.feed(OWNER, "https://private.example/feed", &hidden).await;
    house.desk.form_stories().await.unwrap();
    assert!(house.desk.follow_store(|_| {}).await.unwrap());
    publish(&mut house, &[FEED]).await;
    let pages = walk(&mut house).await;
    let paths: Vec<&str> = pages.iter().map(|(path, _)| path.as_str()).collect();
    assert!(paths.iter().any(|path| path.starts_with("/public/story/")), "{paths:?}");
    assert!(paths.iter().any(|path| path.starts_with("/public/outlet/")), "{paths:?}");
    let mut all: Vec<(String, String)> =
        pages.into_iter().map(|(path, answer)| (path, answer.body)).collect();
    // Every route there is, with the articles' numbers in it.
    for route in super::strangers::routes(include_str!("../router.rs")) {
        let Some(template) = route.strip_prefix("GET ") else { continue };
        for article in articles.iter().chain(&of_hidden) {
            for id in [article.0.to_string(), "1".to_owned(), "bay.example".to_owned()] {
                let path: Vec<String> = template
                    .split('/')
                    .map(|part| if part.starts_with('{') { id.clone() } else { part.to_owned() })
                    .collect();
                let path = path.join("/");
                let body = house.get(&path).await.body;
                all.push((path, body));
            }
        }
    }
    assert!(all.len() > 300, "{}", all.len());
    for (path, body) in &all {
        for secret in [DEEP, "Zyzzyva", "picture-of-it", "<img", "articleBody", "private.example"] {
            assert!(!body.contains(secret), "{path} shows {secret}");
        }
    }
    assert!(all.iter().any(|(_, body)| body.contains("okapi calf")), "and the rest is there");
}

#[tokio::test]
async fn a_notice_and_an_address_for_publishers_stand_on_every_page() {
    let told = [
        long("Ferry Orla runs aground off Kesten with 212 on board", "/one", 50),
        long("Ferry Orla aground off Kesten: 212 passengers ashore", "/two", 30),
    ];
    let (mut house, _) = with(&told).await;
    publish(&mut house, &[FEED]).await;
    let mut pages = 0;
    for (path, answer) in walk(&mut house).await {
        let kind = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
        if !kind.starts_with("text/html") {
            continue;
        }
        pages += 1;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let contact = "<a href=\"mailto:desk@bay.example\">desk@bay.example</a>";
        assert!(answer.body.contains(contact), "{path}");
        assert!(answer.body.contains("<a href=\"/public/about\">For publishers</a>"), "{path}");
    }
    assert!(pages >= 7, "{pages}");
    let about = house.get("/public/about").await.body;
    for said in ["nosnippet", "max-snippet", "noindex", "tdm-reservation", "RSL", "one click"] {
        assert!(about.contains(said), "{said}");
    }
}

#[tokio::test]
async fn one_click_removes_an_outlet_at_once_and_is_logged_and_can_be_undone() {
    let (mut house, articles) = with(&[long("Ferry aground off Kesten", "/one", 50)]).await;
    publish(&mut house, &[FEED]).await;
    let article = format!("/public/article/{}", articles[0]);
    let paths = ["/public", "/", "/public/section/Local", "/public/outlet/bay.example", &article];
    for path in paths {
        assert!(house.get(path).await.body.contains("Ferry aground"), "{path}");
    }
    signed_in_again(&mut house).await;
    let removed = house.post_signed("/publish/remove", &[("key", "www.bay.example")]).await;
    assert_eq!(removed.location(), "/publish?done=removed");
    assert!(house.get("/publish").await.body.contains("ida removed bay.example"));
    assert!(house.get("/all").await.body.contains("Ferry aground"), "its readers keep it");
    house.forget_cookies();
    for path in paths {
        assert!(!house.get(path).await.body.contains("Ferry aground"), "{path}");
    }
    signed_in_again(&mut house).await;
    house.post_signed("/publish/return", &[("key", "bay.example")]).await;
    house.forget_cookies();
    for path in paths {
        assert!(house.get(path).await.body.contains("Ferry aground"), "{path}");
    }
}

fn asking(terms: PublisherTerms, title: &'static str, path: &str) -> Story {
    Story { terms: Some(terms), ..long(title, path, 30) }
}

fn words_of(page: &str) -> Option<&str> {
    page.split("<p class=\"paper__words\" dir=\"auto\">").nth(1)?.split("</p>").next()
}

#[tokio::test]
async fn what_publishers_ask_robots_is_obeyed() {
    let nothing = PublisherTerms::default;
    let told = [
        asking(nothing(), "Ferry aground off Kesten", "/plain"),
        asking(PublisherTerms { snippet: Some(0), ..nothing() }, "Okapi calf is born", "/none"),
        asking(PublisherTerms { snippet: Some(40), ..nothing() }, "Bank holds its rate", "/few"),
        asking(PublisherTerms { unlisted: true, ..nothing() }, "Mill is closed", "/unlisted"),
    ];
    let (mut house, articles) = with(&told).await;
    publish(&mut house, &[FEED]).await;
    let mut pages = Vec::new();
    for article in articles {
        pages.push(house.get(&format!("/public/article/{article}")).await);
    }
    assert!(words_of(&pages[0].body).unwrap().chars().count() > 200);
    assert!(pages[1].body.contains("Okapi calf is born") && words_of(&pages[1].body).is_none());
    let few = words_of(&pages[2].body).unwrap();
    assert!(few.chars().count() <= 40 && few.ends_with('…'), "max-snippet: {few}");
    assert_eq!(pages[3].status, StatusCode::NOT_FOUND, "noindex");
    assert!(!house.get("/public").await.body.contains("Mill is closed"));
}

#[tokio::test]
async fn reservations_and_licence_terms_leave_headline_and_link() {
    let licence = Some("https://bay.example/license.xml".to_owned());
    let told = [
        asking(PublisherTerms { reserved: true, ..Default::default() }, "Ferry aground", "/one"),
        asking(PublisherTerms { licence, ..Default::default() }, "Okapi calf is born", "/two"),
    ];
    let (mut house, articles) = with(&told).await;
    publish(&mut house, &[FEED]).await;
    for (article, path) in articles.iter().zip(["/one", "/two"]) {
        let page = house.get(&format!("/public/article/{article}")).await.body;
        assert!(page.contains(&format!("href=\"https://bay.example{path}\"")), "{page}");
        assert_eq!(words_of(&page), None);
    }
}

#[tokio::test]
async fn what_a_login_opened_and_what_somebody_kept_is_never_public() {
    let (mut house, _) = with(&[long("Ferry aground off Kesten", "/one", 50)]).await;
    let secret = "https://ida:pass@paid.example/feed";
    house.feed(OWNER, secret, &[long("Zyzzyva weevils in the mill", "/mill", 10)]).await;
    let page = house.get("/publish").await.body;
    assert!(page.contains("opened by a login: never public"));
    let csrf = super::token(&house.get("/clip").await.body);
    let clip = [("csrf", csrf.as_str()), ("url", ""), ("title", "Numbat"), ("text", "Quoll quoll")];
    house.post("/clip", &clip).await;
    house.desk.form_stories().await.unwrap();
    // Whatever a form says.
    let overview = house.store.subscriptions(OWNER).await.unwrap();
    let fields: Vec<String> =
        overview.iter().map(|(feed, _)| format!("feed-{}", feed.id)).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|name| (name.as_str(), "1")).collect();
    house.post_signed("/publish", &fields).await;
    let public = house.store.public_feeds().await.unwrap();
    assert_eq!(public.len(), 1, "{public:?}");
    publish(&mut house, &[FEED, secret]).await;
    for (path, answer) in walk(&mut house).await {
        for word in ["Zyzzyva", "Numbat", "Quoll", "paid.example"] {
            assert!(!answer.body.contains(word), "{path} shows {word}");
        }
    }
}

#[tokio::test]
async fn a_copy_is_no_voice_of_its_own_and_leads_to_its_original() {
    let text = "<p>The harbour office said on Monday that the ferry Orla will be towed to Kesten \
                once the wind has dropped, and that the 212 people who were on board were taken \
                ashore in the night by three boats of the coast guard, none of them hurt.</p>"
        .repeat(3);
    let of =
        |title, path: &str, minutes| Story { html: text.clone(), ..story(title, path, minutes) };
    let house = House::signed_in().await;
    house.feed(OWNER, FEED, &[of("Ferry Orla to be towed to Kesten", "/one", 50)]).await;
    let other = "https://echo.example/feed";
    let copies = house.feed(OWNER, other, &[of("Ferry Orla to be towed", "/two", 20)]).await;
    house.desk.form_stories().await.unwrap();
    let mut house = house;
    publish(&mut house, &[FEED, other]).await;
    let page = house.get(&format!("/public/article/{}", copies[0])).await.body;
    let original = "The same text as <a href=\"https://bay.example/one\"";
    assert!(page.contains(original), "{page}");
    let front = house.get("/public").await.body;
    let story = front.split("\"/public/story/").nth(1).unwrap().split('"').next().unwrap();
    let story = house.get(&format!("/public/story/{story}")).await.body;
    assert!(story.contains("1 article by 1 outlet, and 1 with the text of another"), "{story}");
    assert!(story.contains("The same text at <a href=\"https://echo.example/two\""), "{story}");
}

#[tokio::test]
async fn nothing_personal_stands_in_public_and_the_page_is_the_same_for_everybody() {
    let told = [
        long("Ferry Orla runs aground off Kesten with 212 on board", "/one", 50),
        long("Quenby zoo shows its first okapi calf", "/calf", 20),
    ];
    let (mut house, articles) = with(&told).await;
    publish(&mut house, &[FEED]).await;
    let stranger = house.get("/public").await;
    assert!(stranger.headers.get(header::SET_COOKIE).is_none());
    assert_eq!(stranger.headers[header::CACHE_CONTROL], "public, max-age=60, s-maxage=60");
    for (path, answer) in walk(&mut house).await {
        assert!(answer.headers.get(header::SET_COOKIE).is_none(), "{path}");
        for word in ["ida", "News/Local", "unread", "csrf"] {
            let words = answer.body.split(|sign: char| !sign.is_alphanumeric() && sign != '/');
            assert!(!words.clone().any(|known| known == word), "{path} says {word}");
        }
    }
    signed_in_again(&mut house).await;
    house.store.set_starred(OWNER, articles[0], true, super::now()).await.unwrap();
    house.post_signed(&format!("/article/{}/read", articles[0]), &[("read", "true")]).await;
    // Another version is made anew, so that this is no page that was remembered.
    house.post_signed("/publish/remove", &[("key", "nobody.example")]).await;
    assert_eq!(house.get("/public").await.body, stranger.body);
    let own = house.get("/").await;
    assert!(own.body.contains("/logout"), "whoever is signed in sees their own");
    assert_eq!(own.headers[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn a_page_is_kept_for_a_minute_and_asked_for_by_its_tag() {
    let (mut house, _) = with(&[long("Ferry aground off Kesten", "/one", 50)]).await;
    publish(&mut house, &[FEED]).await;
    let first = house.get("/public").await;
    let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
    let again = Request::get("/public").header(header::IF_NONE_MATCH, &tag);
    let again = house.send(again.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let door = house.get("/").await;
    assert_eq!(door.headers[header::CACHE_CONTROL], "private, no-cache");
    assert!(door.body.contains("Ferry aground"));
}

#[tokio::test]
async fn machines_are_told_of_own_pages_only() {
    let told = [
        long("Ferry Orla runs aground off Kesten with 212 on board", "/one", 50),
        long("Ferry Orla aground off Kesten: 212 passengers ashore", "/two", 30),
        long("Quenby zoo shows its first okapi calf", "/calf", 20),
    ];
    let (mut house, _) = with(&told).await;
    publish(&mut house, &[FEED]).await;
    let robots = house.get("/robots.txt").await.body;
    for line in ["Allow: /public/", "Disallow: /", "Sitemap: http://localhost:7878/sitemap.xml"] {
        assert!(robots.lines().any(|known| known == line), "{robots}");
    }
    let index = house.get("/sitemap.xml").await.body;
    assert_eq!(index.matches("<loc>http://localhost:7878/public/sitemap/").count(), 2, "{index}");
    let pages = house.get("/public/sitemap/pages.xml").await.body;
    assert!(pages.contains("/public/section/Local</loc>") && !pages.contains("bay.example"));
    assert_eq!(pages.matches("/public/story/").count(), 1, "one article is no page of ours");
    let news = house.get("/public/sitemap/news.xml").await.body;
    assert!(news.contains("<news:name>The Bay</news:name>") && news.contains("212"));

    let front = house.get("/public").await.body;
    let data = front.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    let data: serde_json::Value =
        serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
    let items = data["mainEntity"]["itemListElement"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    for item in items {
        assert!(item["item"]["url"].as_str().unwrap().starts_with("https://bay.example/"));
        assert_eq!(item["item"]["publisher"]["name"], "Bay Tribune");
    }
    assert!(front.contains("<meta property=\"og:title\" content=\"The Bay\">"));
    assert!(front.contains("<link rel=\"canonical\" href=\"http://localhost:7878/public\">"));
}

#[tokio::test]
async fn there_are_no_public_pages_of_people_and_no_public_search() {
    let (mut house, _) = with(&[long("Ferry aground off Kesten", "/one", 50)]).await;
    publish(&mut house, &[FEED]).await;
    for path in ["/public/person/Ada", "/public/people", "/public/search?q=ferry"] {
        assert_eq!(house.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!house.get("/public").await.body.contains("Ada Reporter"));
}

#[tokio::test]
async fn who_comes_with_a_session_that_ended_is_nobody_to_the_worker_in_their_browser() {
    let (mut house, _) = with(&[long("Ferry aground off Kesten", "/one", 50)]).await;
    publish(&mut house, &[FEED]).await;
    signed_in_again(&mut house).await;
    let own = house.get("/").await;
    assert_ne!(own.headers["dateline-reader"], "nobody");
    assert!(own.headers.contains_key("dateline-keep"));
    let session = house.cookie("dateline_session").unwrap();
    house.post_signed("/logout", &[]).await;
    house.set_cookie("dateline_session", &session);
    let door = house.get("/").await;
    assert!(door.body.contains("Ferry aground"));
    assert_eq!(door.headers["dateline-reader"], "nobody", "what was kept is forgotten");
    assert!(!door.headers.contains_key("dateline-keep"));
}

/// All public pages and feeds, by address, byte for byte but for what tells when a feed was made.
async fn everything_public(house: &mut House) -> Vec<(String, String)> {
    house.forget_cookies();
    let mut all = Vec::new();
    for (path, answer) in walk(house).await {
        let feeds: Vec<String> = answer
            .body
            .split('"')
            .map(|part| part.strip_prefix("http://localhost:7878").unwrap_or(part))
            .filter(|part| part.starts_with("/public/feed/"))
            .map(str::to_owned)
            .collect();
        for feed in feeds {
            let body = house.get(&feed).await.body;
            all.push((feed, body));
        }
        all.push((path, answer.body));
    }
    for map in ["/public/sitemap/pages.xml", "/public/sitemap/news.xml"] {
        let body = house.get(map).await.body;
        all.push((map.to_owned(), body));
    }
    all.sort();
    all.dedup();
    all
}

#[tokio::test]
async fn what_two_readers_do_changes_no_byte_of_what_is_public() {
    let told = [
        long("Ferry Orla runs aground off Kesten with 212 on board", "/one", 50),
        long("Ferry Orla aground off Kesten: 212 passengers ashore", "/two", 30),
        long("Quenby zoo shows its first okapi calf", "/calf", 20),
    ];
    let (mut house, articles) = with(&told).await;
    house.neighbour().await;
    publish(&mut house, &[FEED]).await;
    let before = everything_public(&mut house).await;
    assert!(before.iter().filter(|(path, _)| path.starts_with("/public/feed/")).count() > 3);
    let feed = number_of(&house, FEED).await;
    let tom = house.store.user_by_name("tom").await.unwrap().unwrap().id;
    let id = house.store.feed_by_url(FEED).await.unwrap().unwrap().id;
    house
        .store
        .subscribe(tom, id, Some("Toms harbour"), "Toms folder", super::now())
        .await
        .unwrap();
    for name in ["ida", "tom"] {
        house.forget_cookies();
        house.sign_in(name, super::PASSWORD).await;
        for article in &articles {
            let article = format!("/article/{article}");
            house.get(&article).await;
            house.post_signed(&format!("{article}/read"), &[("read", "true")]).await;
            house.post_signed(&format!("{article}/star"), &[("starred", "true")]).await;
            house.post_signed(&format!("{article}/place"), &[("place", "400")]).await;
        }
        let search = [("query", "title:okapi"), ("name", "Wombats of mine")];
        assert_eq!(house.post_signed("/searches", &search).await.status, StatusCode::SEE_OTHER);
        let note = [("url", ""), ("title", "Numbat note"), ("text", "Quoll quoll quoll")];
        assert_eq!(house.post_signed("/clip", &note).await.status, StatusCode::SEE_OTHER);
        house.post_signed("/story/1/mark", &[("mark", "follow")]).await;
        let own = [("title", "My harbour"), ("folder", "Secret/Folder"), ("full_text", "always")];
        house.post_signed(&format!("/feeds/{feed}"), &own).await;
        house.post_signed("/account/reading", &[("spreads", "true")]).await;
    }
    assert!(house.store.set_starred(tom, articles[0], true, super::now()).await.is_ok());
    house.forget_cookies();
    house.sign_in("ida", super::PASSWORD).await;
    // Another version is made anew, so that these are no pages that were remembered.
    house.post_signed("/publish/remove", &[("key", "nobody.example")]).await;
    let after = everything_public(&mut house).await;
    assert_eq!(after.len(), before.len());
    for (one, other) in after.iter().zip(&before) {
        assert_eq!(one, other, "{}", one.0);
    }
    for (path, body) in &after {
        for secret in ["Wombat", "Numbat", "Quoll", "My harbour", "Toms", "Secret"] {
            assert!(!body.contains(secret), "{path} shows {secret}");
        }
    }
}

#[tokio::test]
async fn what_a_site_reserves_holds_for_pages_that_were_never_read() {
    let told = [
        long("Ferry aground off Kesten", "/news/one", 50),
        long("Okapi calf is born", "/open/two", 40),
        long("Mill is closed", "/paid/three", 30),
    ];
    let (mut house, articles) = with(&told).await;
    publish(&mut house, &[FEED]).await;
    let terms = dateline_model::SiteTerms {
        mining: vec![("/open/".to_owned(), false), ("/".to_owned(), true)],
        unlisted: vec!["/paid/".to_owned()],
        ..Default::default()
    };
    let now = super::now();
    let site = url::Url::parse("https://bay.example/").unwrap();
    house.store.save_site_terms(&site, &terms, now, now).await.unwrap();
    let mut pages = Vec::new();
    for article in articles {
        pages.push(house.get(&format!("/public/article/{article}")).await);
    }
    assert!(pages[0].body.contains("Ferry aground") && words_of(&pages[0].body).is_none());
    assert!(words_of(&pages[1].body).is_some(), "not reserved there");
    assert_eq!(pages[2].status, StatusCode::NOT_FOUND, "its licence keeps it out of lists");
    assert!(!house.get("/public").await.body.contains("Mill is closed"));
}
