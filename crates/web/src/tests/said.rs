//! Who said what on the pages, and every face that must not repeat a disputed claim alone.

use axum::http::StatusCode;

use super::{House, OWNER, PASSWORD, story};

const FEED: &str = "https://a.example/feed";
const OTHER: &str = "https://b.example/feed";

const ACCUSES: &str = "<p>HOLM — Mayor Anna Lind accused port director <b>Per Holm</b> on Monday of \
    hiding harbour repair costs behind crane invoices.</p><p>“The cranes were never &amp; nowhere \
    delivered,” Lind said. <script>alert(1)</script></p>";
const DENIES: &str = "<p>HOLM — Port director Per Holm denied on Tuesday that he had hidden harbour \
    repair costs behind crane invoices.</p><p>“The cranes are standing there,” Holm said.</p>";

/// An instance with an accusation and its denial in two feeds, one story.
async fn with_dispute() -> (House, Vec<dateline_model::ArticleId>) {
    let house = House::signed_in().await;
    let mut accuses = story("Mayor accuses port of hiding crane costs at the harbour", "/one", 50);
    accuses.html = ACCUSES.to_owned();
    let mut denies = story("Port denies hiding crane costs at the harbour, mayor says", "/two", 30);
    denies.html = DENIES.to_owned();
    let mut all = house.feed(OWNER, FEED, &[accuses]).await;
    all.extend(house.feed(OWNER, OTHER, &[denies]).await);
    house.desk.form_stories().await.unwrap();
    assert_eq!(house.desk.find_statements().await.unwrap(), 0);
    (house, all)
}

fn form_of<'a>(page: &'a str, action_end: &str) -> &'a str {
    let at = page.find(action_end).expect("a form");
    let (before, _) = page.split_at(at);
    let start = before.rfind("action=\"").expect("its action") + 8;
    page[start..].split('"').next().unwrap()
}

#[tokio::test]
async fn an_article_marks_its_statements_when_asked() {
    let (mut house, articles) = with_dispute().await;
    let path = format!("/article/{}", articles[0]);
    let plain = house.get(&path).await.body;
    assert!(plain.contains("?said=1#who-said") && !plain.contains("<mark"));
    let page = house.get(&format!("{path}?said=1")).await.body;
    assert!(page.contains("id=\"who-said\""));
    assert!(page.contains("“The cranes were never &amp; nowhere delivered,”</mark>"), "{page}");
    assert!(page.contains("Anna Lind") && page.contains("accuses"));
    // What it denies stands under it, with the denial's own article.
    let list = page.split("id=\"who-said\"").nth(1).unwrap();
    let answers = list.split("said__answers").nth(1).expect("an answer");
    assert!(answers.contains("Per Holm") && answers.contains("denies"), "{answers}");
    assert!(answers.contains(&format!("/article/{}?said=1", articles[1])));
    assert!(!page.contains("<script>alert"));
}

#[tokio::test]
async fn every_face_puts_the_denial_beside_the_claim() {
    let (mut house, _) = with_dispute().await;
    let denial = "denied on Tuesday that he had hidden";
    let claim = "of hiding harbour repair costs";
    let stories = house.get("/stories").await.body;
    let path = stories
        .split("href=\"/story/")
        .nth(1)
        .unwrap()
        .split(['"', '?'])
        .next()
        .unwrap()
        .to_owned();
    assert!(house.desk.follow_store(|_| {}).await.unwrap());
    let story = format!("/story/{path}");
    for face in ["/", "/stories", "/all", story.as_str(), "/search?q=crane", "/search/live?q=crane"]
    {
        let page = house.get(face).await.body;
        let claims = page.matches(claim).count();
        assert!(page.matches(denial).count() >= usize::from(claims > 0), "{face}: {page}");
        if face != "/" && face != "/stories" {
            assert!(claims > 0, "{face} repeats the claim");
        }
    }
    let page = house.get(&story).await.body;
    assert!(page.contains("id=\"who-said\""));
}

#[tokio::test]
async fn a_report_hides_at_once_and_is_taken_back() {
    let (mut house, articles) = with_dispute().await;
    let path = format!("/article/{}?said=1", articles[1]);
    let page = house.get(&path).await.body;
    assert!(page.contains("The cranes are standing there"));
    let lines = page.matches("class=\"said__line").count();
    let action = form_of(&page, "/report\"").to_owned();
    let done = house.post_signed(&action, &[("back", &path), ("why", "he did not")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let told = house.get(done.location()).await.body;
    assert!(told.contains("hidden from you"));
    assert!(house.get(&path).await.body.matches("class=\"said__line").count() < lines);
    let key = told.split("name=\"key\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let undone = house.post_signed("/statements/withdraw", &[("key", key), ("back", &path)]).await;
    assert_eq!(undone.location(), path);
    assert_eq!(house.get(&path).await.body.matches("class=\"said__line").count(), lines);
    let evil = [("back", "https://evil.example/"), ("why", "")];
    let done = house.post_signed(&action, &evil).await;
    assert!(done.location().starts_with("/statements/reported?"));
    assert!(!house.get(done.location()).await.body.contains("evil.example"));
}

#[tokio::test]
async fn a_person_has_a_page_for_who_reads_their_words_and_for_nobody_else() {
    let (mut house, articles) = with_dispute().await;
    let page = house.get(&format!("/article/{}?said=1", articles[0])).await.body;
    let path = page.split("href=\"/person/").nth(1).expect("a person").split('"').next().unwrap();
    let path = format!("/person/{path}");
    let answer = house.get(&path).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["x-robots-tag"], "noindex, noarchive");
    assert!(answer.body.contains("Anna Lind") && answer.body.contains("never &#38; nowhere"));
    let statement = page.split("href=\"/statements/").nth(1).unwrap().split('"').next().unwrap();
    let one = house.get(&format!("/statements/{statement}")).await;
    assert!(one.body.contains("@article{dateline-") && one.body.contains("container-title"));
    // A neighbour who reads neither feed finds neither.
    house.neighbour().await;
    house.forget_cookies();
    assert!(house.get(&path).await.location().starts_with("/login"));
    house.sign_in("tom", PASSWORD).await;
    assert_eq!(house.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get(&format!("/statements/{statement}")).await.status, StatusCode::NOT_FOUND);
    house.forget_cookies();
    house.sign_in("ida", PASSWORD).await;
    let done = house.post_signed(&format!("{path}/report"), &[]).await;
    assert!(done.location().starts_with("/statements/reported?what=person"));
    assert_eq!(house.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_spoke_can_be_searched_for() {
    let (mut house, articles) = with_dispute().await;
    assert!(house.desk.follow_store(|_| {}).await.unwrap());
    let found = |page: &str, id| page.contains(&format!("href=\"/article/{id}\""));
    let page = house.get("/search?q=said:%22Per+Holm%22+crane").await.body;
    assert!(found(&page, articles[1]) && !found(&page, articles[0]), "{page}");
    let page = house.get("/search?q=denied:yes").await.body;
    assert!(found(&page, articles[1]) && !found(&page, articles[0]));
    let page = house.get("/search?q=accused:yes+crane").await.body;
    assert!(found(&page, articles[0]) && !found(&page, articles[1]), "{page}");
    // Where two spoke, one may be chosen.
    let page = house.get("/search?q=crane").await.body;
    let (_, filter) = page.split_once("Who spoke").expect("a choice");
    let filter = filter.split("</details>").next().unwrap();
    assert!(filter.contains(">Anna Lind<") && filter.contains(">Per Holm<"), "{filter}");
    assert!(filter.contains("said%3A"), "{filter}");
}
