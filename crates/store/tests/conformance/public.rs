//! The public newspaper: what of a store anybody may see, and that nothing of its readers is in it.

use dateline_model::{
    ArticleId, FeedId, PublicFeed, PublicFront, PublisherTerms, Role, SiteTerms, StoryId, WorkerId,
};
use dateline_store::Store;

use crate::kit::{OWNER, Place, at, bring, page, read, subscribed, teaser, url};
use crate::stories::{of_outlet, put, started};

const DAY: i64 = 24 * 60;

/// Two public feeds and a private one, which report one event together and one each alone: articles
/// 1 and 2 are of `a.example`, 3 and 4 of `b.example`, 5 and 6 of `c.example`; story 1 is of all.
async fn reported(place: &Place) -> (Store, Vec<FeedId>, WorkerId) {
    let (store, worker) = started(place).await;
    let mut feeds = Vec::new();
    for outlet in ["a.example", "b.example", "c.example"] {
        let feed = subscribed(&store, &format!("https://{outlet}/feed")).await;
        let both = ["one", "two"].map(|name| of_outlet(outlet, name));
        bring(&store, &worker, feed, 0, both.into()).await;
        feeds.push(feed);
    }
    let places =
        [(1, 1, None), (3, 1, None), (5, 1, None), (2, 2, None), (4, 3, None), (6, 4, None)];
    put(&store, &worker, 1, &places).await;
    let chosen = public(&feeds);
    assert_eq!(store.choose_public_feeds(OWNER, &chosen, at(2)).await.unwrap(), 2);
    (store, feeds, worker)
}

fn public(feeds: &[FeedId]) -> Vec<PublicFeed> {
    let sections = ["Local", "World"];
    let both = feeds.iter().zip(sections);
    both.map(|(feed, section)| PublicFeed { feed: *feed, section: section.to_owned() }).collect()
}

async fn front(store: &Store) -> PublicFront {
    let sections = ["Local", "World"].map(str::to_owned);
    store.public_front(50, &sections, 50).await.unwrap()
}

/// The numbers of the stories of a front page: all, and those of each section.
fn numbers(front: &PublicFront) -> (Vec<i64>, Vec<Vec<i64>>) {
    let of = |stories: &[dateline_model::PublicStory]| -> Vec<i64> {
        let mut numbers: Vec<i64> = stories.iter().map(|story| story.id.0).collect();
        numbers.sort_unstable();
        numbers
    };
    (of(&front.stories), front.sections.iter().map(|(_, stories)| of(stories)).collect())
}

async fn article(store: &Store, id: i64) -> Option<dateline_model::PublicArticle> {
    store.public_article(ArticleId(id)).await.unwrap().map(|(article, _)| article)
}

async fn only_what_chosen_feeds_carry_is_public(place: &Place) {
    let (store, _, _) = reported(place).await;
    let front = front(&store).await;
    assert_eq!(numbers(&front), (vec![1, 2, 3], vec![vec![1, 2], vec![1, 3]]));
    let first = front.stories.iter().find(|story| story.id == StoryId(1)).unwrap();
    assert_eq!((first.articles, first.copies, first.outlets.len()), (2, 0, 2));
    let listed = store.public_stories(Some("World"), 1).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(store.public_stories(None, 9).await.unwrap().len(), 3);
    assert!(store.public_stories(Some("Sport"), 9).await.unwrap().is_empty());
    let told = store.public_story(StoryId(1)).await.unwrap().unwrap();
    let mut members: Vec<i64> = told.members.iter().map(|(article, _)| article.id.0).collect();
    members.sort_unstable();
    assert_eq!(members, [1, 3]);
    assert!(store.public_story(StoryId(4)).await.unwrap().is_none());
    assert!(store.public_story(StoryId(99)).await.unwrap().is_none());
    assert_eq!(article(&store, 1).await.unwrap().excerpt, "What happened at one in a few words.");
    assert!(article(&store, 5).await.is_none());
    let (outlet, articles) = store.public_outlet("a.example").await.unwrap().unwrap();
    assert_eq!((outlet.key.as_str(), articles.len()), ("a.example", 2));
    assert!(store.public_outlet("c.example").await.unwrap().is_none());
    let keys = |outlets: Vec<dateline_model::Outlet>| -> Vec<String> {
        outlets.into_iter().map(|outlet| outlet.key).collect()
    };
    assert_eq!(keys(store.public_outlets().await.unwrap()), ["a.example", "b.example"]);
}

async fn a_copy_is_folded_and_leads_to_its_original(place: &Place) {
    let (store, _, worker) = reported(place).await;
    put(&store, &worker, 3, &[(3, 1, Some(1))]).await;
    let told = store.public_story(StoryId(1)).await.unwrap().unwrap();
    assert_eq!((told.story.articles, told.story.copies), (1, 1));
    let [(head, copies)] = told.members.as_slice() else { panic!("one with its copy") };
    assert_eq!((head.id.0, copies.len(), copies[0].id.0), (1, 1, 3));
    let (copy, original) = store.public_article(ArticleId(3)).await.unwrap().unwrap();
    assert_eq!((copy.copy_of, original.unwrap().id), (Some(ArticleId(1)), ArticleId(1)));
}

async fn what_admins_decide_is_kept_and_logged(place: &Place) {
    let (store, feeds, _) = reported(place).await;
    let before = store.public_paper().await.unwrap();
    assert!(!before.on && before.sections == ["Local", "World"]);
    store.switch_public_paper(OWNER, true, at(3)).await.unwrap();
    store.name_public_paper("The Bay", "desk@bay.example", "de").await.unwrap();
    let paper = store.public_paper().await.unwrap();
    let said = (paper.on, paper.name.as_str(), paper.contact.as_str(), paper.tongue.as_str());
    assert_eq!(said, (true, "The Bay", "desk@bay.example", "de"));
    assert!(paper.version > before.version, "what was made is old");
    assert_eq!(store.public_feeds().await.unwrap(), public(&feeds));

    assert!(store.remove_from_public(OWNER, "a.example", at(4)).await.unwrap());
    assert!(!store.remove_from_public(OWNER, "a.example", at(5)).await.unwrap(), "it is out");
    assert!(article(&store, 1).await.is_none() && article(&store, 3).await.is_some());
    assert_eq!(numbers(&front(&store).await), (vec![1, 3], vec![vec![], vec![1, 3]]));
    let removed = store.removed_from_public().await.unwrap();
    assert_eq!(removed, [("a.example".to_owned(), at(4))]);
    assert!(store.return_to_public(OWNER, "a.example", at(6)).await.unwrap());
    assert!(!store.return_to_public(OWNER, "a.example", at(6)).await.unwrap());
    assert!(article(&store, 1).await.is_some());
    store.switch_public_paper(OWNER, false, at(7)).await.unwrap();
    let log = store.public_log().await.unwrap();
    let events: Vec<&str> = log.iter().map(|line| line.event.as_str()).collect();
    assert_eq!(events, ["off", "returned", "removed", "on", "chosen"]);
    assert_eq!((log[2].about.as_str(), log[2].by.as_deref()), ("a.example", Some("owner")));
}

async fn nobody_makes_anothers_or_a_locked_feed_public(place: &Place) {
    let (store, feeds, _) = reported(place).await;
    let tom = store.create_user("tom", Role::Admin, None, at(3)).await.unwrap().id;
    let locked = subscribed(&store, "https://ida:secret@paid.example/feed").await;
    let all: Vec<PublicFeed> = feeds
        .iter()
        .chain([&locked])
        .map(|feed| PublicFeed { feed: *feed, section: "X".to_owned() })
        .collect();
    // Of those that Tom names he follows none; two are public already, and may stay.
    assert_eq!(store.choose_public_feeds(tom, &all, at(4)).await.unwrap(), 2);
    assert_eq!(store.choose_public_feeds(OWNER, &all, at(5)).await.unwrap(), 3);
    assert!(store.public_feeds().await.unwrap().iter().all(|public| public.feed != locked));
    assert_eq!(store.choose_public_feeds(OWNER, &[], at(6)).await.unwrap(), 0);
    assert_eq!(front(&store).await.stories.len(), 0);
}

async fn what_a_page_asks_is_obeyed_and_has_an_end(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://a.example/feed").await;
    let pages = ["one", "two", "three"].map(|name| {
        let mut entry = of_outlet("a.example", name);
        entry.article.text_source = teaser(name).article.text_source;
        entry.article.read_page = true;
        entry
    });
    bring(&store, &worker, feed, 0, pages.into()).await;
    let chosen = public(&[feed]);
    store.choose_public_feeds(OWNER, &chosen, at(0)).await.unwrap();
    let asked = [
        PublisherTerms { snippet: Some(20), ..PublisherTerms::default() },
        PublisherTerms { until: Some(at(60)), ..PublisherTerms::default() },
        PublisherTerms { until: Some(at(-1)), ..PublisherTerms::default() },
    ];
    for terms in &asked {
        let mut reading = page(5, "What the page says.");
        reading.terms = Some(terms.clone());
        read(&store, &worker, 5, reading).await;
    }
    let excerpt = article(&store, 1).await.unwrap().excerpt;
    assert!(excerpt.chars().count() <= 20 && excerpt.ends_with('…'), "{excerpt}");
    assert!(article(&store, 2).await.is_some());
    assert!(article(&store, 3).await.is_none(), "its time was over when it was read");
    let version = store.public_paper().await.unwrap().version;
    assert_eq!(store.unlist_what_is_over(at(59)).await.unwrap(), 0);
    assert_eq!(store.unlist_what_is_over(at(60)).await.unwrap(), 1);
    assert_eq!(store.unlist_what_is_over(at(61)).await.unwrap(), 0);
    assert!(article(&store, 2).await.is_none());
    assert!(store.public_paper().await.unwrap().version > version);
}

async fn what_a_site_asks_holds_for_all_its_articles(place: &Place) {
    let (store, _, _) = reported(place).await;
    let sites = |mut sites: Vec<url::Url>| -> Vec<String> {
        sites.sort_unstable();
        sites.into_iter().map(String::from).collect()
    };
    let due = store.sites_to_ask(at(9), 9).await.unwrap();
    // No site of a private feed is asked.
    assert_eq!(sites(due), ["https://a.example/two", "https://b.example/two"]);
    assert_eq!(store.sites_to_ask(at(9), 1).await.unwrap().len(), 1);
    let (site, other) = (url("https://a.example/x"), url("https://sport.a.example/x"));

    let reserved = SiteTerms {
        mining: vec![("/one".to_owned(), true)],
        unlisted: vec!["/two".to_owned()],
        ..SiteTerms::default()
    };
    let version = store.public_paper().await.unwrap().version;
    store.save_site_terms(&site, &reserved, at(9), at(9 + DAY)).await.unwrap();
    assert!(store.public_paper().await.unwrap().version > version);
    assert_eq!(store.site_terms(&site).await.unwrap(), Some(reserved.clone()));
    assert_eq!(store.site_terms(&other).await.unwrap(), None, "each of a domain's for itself");
    store.save_site_terms(&other, &SiteTerms::default(), at(9), at(9 + 9 * DAY)).await.unwrap();
    let due = store.sites_to_ask(at(10), 9).await.unwrap();
    assert_eq!(sites(due), ["https://b.example/two"]);
    assert_eq!(store.sites_to_ask(at(9 + DAY), 9).await.unwrap().len(), 2);
    assert_eq!(article(&store, 1).await.unwrap().excerpt, "", "a reservation leaves the headline");
    assert!(article(&store, 2).await.is_none(), "licence terms keep it out of lists");
    assert_eq!(numbers(&front(&store).await).0, [1, 3]);
    let version = store.public_paper().await.unwrap().version;
    store.save_site_terms(&site, &reserved, at(10), at(10 + DAY)).await.unwrap();
    assert_eq!(store.public_paper().await.unwrap().version, version, "nothing changed");

    let all = SiteTerms { unlisted: vec!["/".to_owned()], ..SiteTerms::default() };
    store.save_site_terms(&site, &all, at(11), at(11 + DAY)).await.unwrap();
    assert!(store.public_outlet("a.example").await.unwrap().is_none());
    let outlets = store.public_outlets().await.unwrap();
    assert_eq!(outlets.len(), 1, "{outlets:?}");
    assert_eq!(store.public_story(StoryId(1)).await.unwrap().unwrap().members.len(), 1);
    store.save_site_terms(&site, &SiteTerms::default(), at(12), at(12)).await.unwrap();
    assert!(!article(&store, 1).await.unwrap().excerpt.is_empty(), "it may be shown again");
}

async fn nothing_that_readers_do_changes_what_is_public(place: &Place) {
    let (store, feeds, _) = reported(place).await;
    let seen = async |store: &Store| {
        let front = front(store).await;
        let story = store.public_story(StoryId(1)).await.unwrap();
        let outlet = store.public_outlet("a.example").await.unwrap();
        let articles = (article(store, 1).await, article(store, 3).await);
        (front, story, outlet, articles, store.public_outlets().await.unwrap())
    };
    let before = seen(&store).await;
    let tom = store.create_user("tom", Role::Member, None, at(3)).await.unwrap().id;
    store.subscribe(tom, feeds[0], Some("Toms own name"), "Toms folder", at(3)).await.unwrap();
    for (user, minutes) in [(OWNER, 4), (tom, 5)] {
        store.set_starred(user, ArticleId(1), true, at(minutes)).await.unwrap();
        store.set_read(user, &[ArticleId(3)], true, at(minutes)).await.unwrap();
    }
    store.unsubscribe(tom, feeds[0]).await.unwrap();
    assert_eq!(seen(&store).await, before);
}

crate::on_both_engines!(
    only_what_chosen_feeds_carry_is_public,
    a_copy_is_folded_and_leads_to_its_original,
    what_admins_decide_is_kept_and_logged,
    nobody_makes_anothers_or_a_locked_feed_public,
    what_a_page_asks_is_obeyed_and_has_an_end,
    what_a_site_asks_holds_for_all_its_articles,
    nothing_that_readers_do_changes_what_is_public,
);
