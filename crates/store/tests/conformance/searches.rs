//! What the search index has yet to learn, kept searches, rules and alerts.

use std::collections::BTreeSet;

use dateline_model::{
    AlertState, ArticleId, FrontFilter, FrontQuery, Retention, RuleAction, RuleId, SearchAlert,
    SearchId, SearchMatch, StoryId, StoryMark, StoryQuery, TargetKind, address,
};
use dateline_store::{AlertDue, Marked, ReadSaved, Store, Trial};

use crate::kit::{
    OWNER, Place, at, bring, changed, entry, only_article, page, read, subscribed, teaser, url,
};
use crate::stories::{ids, put, started};

async fn settled(store: &Store) {
    loop {
        let due = store.search_due(1000, 1 << 20).await.unwrap();
        if due.notes.is_empty() {
            return;
        }
        store.settle_search(&due.notes, Vec::new(), &[], at(0)).await.unwrap();
    }
}

async fn due(store: &Store) -> (BTreeSet<i64>, BTreeSet<i64>) {
    let due = store.search_due(1000, 1 << 20).await.unwrap();
    (
        due.articles.iter().map(|article| article.id.0).collect(),
        due.gone.iter().map(|article| article.0).collect(),
    )
}

/// That an article matches these rules, and these searches as they were changed at such a minute.
fn found(article: ArticleId, searches: &[(SearchId, i64)], rules: &[RuleId]) -> SearchMatch {
    let searches = searches.iter().map(|(search, minute)| (*search, at(*minute))).collect();
    SearchMatch { article, searches, rules: rules.to_vec() }
}

async fn settle(store: &Store, matches: Vec<SearchMatch>, dues: &[AlertDue], minutes: i64) {
    let due = store.search_due(1000, 1 << 20).await.unwrap();
    store.settle_search(&due.notes, matches, dues, at(minutes)).await.unwrap();
}

/// The ids of the owner's front page.
async fn listed(store: &Store, folder: Option<&str>) -> Vec<i64> {
    let mut query = FrontQuery::newest(OWNER, 50);
    query.folder = folder.map(str::to_owned);
    let list = store.front(&query).await.unwrap();
    list.into_iter().map(|article| article.id.0).collect()
}

async fn every_change_of_an_article_is_noted(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a"), entry("b")]).await;
    assert_eq!(due(&store).await.0.len(), 2);
    let all = store.search_due(1000, 1 << 20).await.unwrap();
    let one = all.articles.first().unwrap();
    assert_eq!(one.feeds, [feed]);
    assert_eq!(one.outlet.as_ref().map(|outlet| outlet.name.as_str()), Some("Example News"));
    assert!(one.text.contains("in a few words"));
    settled(&store).await;
    assert_eq!(due(&store).await, (BTreeSet::new(), BTreeSet::new()));

    // The same again is no change.
    bring(&store, &worker, feed, 60, vec![entry("a"), entry("b")]).await;
    assert_eq!(due(&store).await.0.len(), 0);
    bring(&store, &worker, feed, 120, vec![changed("a", "Another text."), entry("b")]).await;
    assert_eq!(due(&store).await.0.len(), 1);
    settled(&store).await;

    // Another feed that carries the article.
    let other = subscribed(&store, "https://two.example/feed").await;
    bring(&store, &worker, other, 130, vec![entry("b")]).await;
    let all = store.search_due(1000, 1 << 20).await.unwrap();
    assert_eq!(all.articles.first().map(|article| article.feeds.len()), Some(2));
    settled(&store).await;

    store.unsubscribe(OWNER, feed).await.unwrap();
    let (there, gone) = due(&store).await;
    assert_eq!((there.len(), gone.len()), (1, 1));
    settled(&store).await;
    let keep = Retention { older_than: Some(at(1000)), max_bytes: None };
    store.retention_apply(&keep).await.unwrap();
    assert_eq!(due(&store).await.1.len(), 1);
    assert_eq!(store.search_anew(&[ArticleId(7)]).await.unwrap(), 1);
    store.close().await.unwrap();
}

async fn a_page_that_was_read_is_noted(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    bring(&store, &worker, feed, 0, vec![teaser("a")]).await;
    settled(&store).await;
    let (article, _) = read(&store, &worker, 5, page(5, "A long text of the page.")).await;
    let all = store.search_due(1000, 1 << 20).await.unwrap();
    let one = all.articles.first().unwrap();
    assert_eq!((one.id, one.text.as_str()), (article, "A long text of the page."));
    assert_eq!(one.dateline.as_deref(), Some("LISBON"));
    assert_eq!(one.authors, ["Page Author"]);
    // What was noted while the index was written is noted still.
    bring(&store, &worker, feed, 70, vec![entry("b")]).await;
    store.settle_search(&all.notes, Vec::new(), &[], at(70)).await.unwrap();
    assert_eq!(due(&store).await.0.len(), 1);
    store.close().await.unwrap();
}

async fn long_texts_make_short_batches(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    let long = "word ".repeat(1 << 20);
    let texts = [long.as_str(), long.as_str(), "short", long.as_str()];
    let entries = texts.iter().enumerate().map(|(n, text)| changed(&n.to_string(), text));
    bring(&store, &worker, feed, 0, entries.collect()).await;
    let mut sizes = Vec::new();
    loop {
        let due = store.search_due(1000, 1 << 20).await.unwrap();
        if due.notes.is_empty() {
            break;
        }
        sizes.push(due.articles.len());
        store.settle_search(&due.notes, Vec::new(), &[], at(0)).await.unwrap();
    }
    // One that is longer than a batch is one alone, and none is passed over for it.
    assert_eq!(sizes, [1, 1, 1, 1]);
    assert!(!store.is_search_due().await.unwrap());
    store.search_again(&[ArticleId(1)]).await.unwrap();
    assert!(store.is_search_due().await.unwrap());
    assert_eq!(due(&store).await.0, BTreeSet::from([1]));
    // Of stories too: two of five megabytes are no batch.
    let placed = store.due_placements(at(9), 100).await.unwrap();
    assert_eq!(placed.iter().map(|task| task.article.0).collect::<Vec<_>>(), [1]);
    store.close().await.unwrap();
}

async fn a_match_is_stored_once_and_told_once(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("old")]).await;
    let old = only_article(&store).await;
    settled(&store).await;

    let search = store.keep_search(OWNER, "Title", "title:of", at(180)).await.unwrap();
    store.fill_search(search, at(180), &[old], at(180)).await.unwrap();
    let mail =
        store.add_alert_target(OWNER, TargetKind::Mail, "a@b.example", "c", at(180)).await.unwrap();
    assert!(store.confirm_alert_target(OWNER, mail, "c", at(180)).await.unwrap());
    let alert = SearchAlert { target: mail, times: vec!["07:00".to_owned(), "18:00".to_owned()] };
    assert!(store.set_search_alerts(OWNER, search, std::slice::from_ref(&alert)).await.unwrap());
    let kept = store.kept_search(OWNER, search).await.unwrap().unwrap();
    assert_eq!(kept.alerts, [alert]);

    bring(&store, &worker, feed, 200, vec![entry("new"), entry("old")]).await;
    let new = ArticleId(listed(&store, None).await.into_iter().max().unwrap());
    let dues = [AlertDue { search, target: mail, at: at(240) }];
    let matches = vec![found(new, &[(search, 180)], &[]), found(old, &[(search, 180)], &[])];
    settle(&store, matches.clone(), &dues, 200).await;
    settle(&store, matches, &dues, 201).await;
    let list = store.search_matches(OWNER, search, None, 10).await.unwrap();
    let ids: Vec<ArticleId> = list.iter().map(|(_, article)| article.id).collect();
    assert_eq!(ids, [new, old]);
    let rest = store.search_matches(OWNER, search, Some(list[0].0), 10).await.unwrap();
    assert_eq!(rest.len(), 1);
    assert_eq!(store.unread_matches(OWNER).await.unwrap().get(&search), Some(&2));

    assert_eq!(store.next_alert_at().await.unwrap(), Some(at(240)));
    assert!(store.claim_alerts(&worker, at(239), at(239), 9).await.unwrap().is_empty());
    let tasks = store.claim_alerts(&worker, at(240), at(240), 9).await.unwrap();
    assert_eq!(tasks.len(), 1);
    let told: Vec<ArticleId> = tasks[0].articles.iter().map(|article| article.id).collect();
    assert_eq!(told, [new], "what was there before is no news");
    // Who claims again gets nothing that is in hand.
    assert!(store.claim_alerts(&worker, at(240), at(240), 9).await.unwrap().is_empty());

    let id = tasks[0].alert.id;
    store.alert_failed(&worker, id, "no answer", Some(at(250)), at(241)).await.unwrap();
    let target = store.alert_targets(OWNER).await.unwrap().remove(0);
    assert_eq!(target.last_error.as_deref(), Some("no answer"));
    assert_eq!(target.failing_since, Some(at(241)));
    assert_eq!(store.claim_alerts(&worker, at(250), at(250), 9).await.unwrap().len(), 1);
    store.alert_sent(&worker, id, at(251)).await.unwrap();
    let alert = store.alerts_of(OWNER, 9).await.unwrap().remove(0);
    assert_eq!((alert.state, alert.attempts, alert.sent_at), (AlertState::Sent, 2, Some(at(251))));
    assert_eq!(alert.articles, 1);
    assert_eq!(store.retry_alert(OWNER, id, at(252)).await.unwrap(), Trial::Unknown);
    assert_eq!(store.alert_targets(OWNER).await.unwrap()[0].failing_since, None);

    // Another query found something else.
    store.change_search(OWNER, search, "Name", "title:of", at(260)).await.unwrap();
    assert_eq!(store.search_matches(OWNER, search, None, 10).await.unwrap().len(), 2);
    store.change_search(OWNER, search, "Name", "else", at(260)).await.unwrap();
    assert_eq!(store.search_matches(OWNER, search, None, 10).await.unwrap().len(), 0);
    assert!(store.forget_search(OWNER, search).await.unwrap());
    assert_eq!(store.alerts_of(OWNER, 9).await.unwrap().len(), 1);
    store.close().await.unwrap();
}

async fn alerts_of_a_dead_process_are_sent_by_the_next(place: &Place) {
    let store = place.open().await;
    let target = store
        .add_alert_target(OWNER, TargetKind::Ntfy, "https://n.example/t", "", at(0))
        .await
        .unwrap();
    assert_eq!(store.try_alert_target(OWNER, target, at(0)).await.unwrap(), Trial::Opened);
    let dead = dateline_model::WorkerId("dead".to_owned());
    assert_eq!(store.claim_alerts(&dead, at(1), at(1), 9).await.unwrap().len(), 1);
    let living = store.register_worker(at(0)).await.unwrap();
    assert!(store.claim_alerts(&living, at(1), at(1), 9).await.unwrap().is_empty());
    store.release_dead_leases(at(1)).await.unwrap();
    let tasks = store.claim_alerts(&living, at(1), at(1), 9).await.unwrap();
    assert_eq!(tasks.len(), 1);
    store.alert_failed(&living, tasks[0].alert.id, "gone", None, at(2)).await.unwrap();
    let alert = store.alerts_of(OWNER, 9).await.unwrap().remove(0);
    assert_eq!((alert.state, alert.due_at), (AlertState::Failed, None));
    assert_eq!(store.retry_alert(OWNER, alert.id, at(3)).await.unwrap(), Trial::Opened);
    assert_eq!(store.next_alert_at().await.unwrap(), Some(at(3)));
    assert!(store.remove_alert_target(OWNER, target).await.unwrap());
    assert!(store.alerts_of(OWNER, 9).await.unwrap().is_empty());
    store.close().await.unwrap();
}

async fn other_users_have_no_part_in_it(place: &Place) {
    let store = place.open().await;
    let other =
        store.create_user("other", dateline_model::Role::Member, None, at(0)).await.unwrap().id;
    let search = store.keep_search(OWNER, "Mine", "x", at(0)).await.unwrap();
    let target =
        store.add_alert_target(OWNER, TargetKind::Mail, "a@b.example", "", at(0)).await.unwrap();
    let rule = store.add_rule(OWNER, "x", &RuleAction::Mute, None, at(0)).await.unwrap();
    assert!(store.kept_search(other, search).await.unwrap().is_none());
    assert!(!store.change_search(other, search, "a", "b", at(0)).await.unwrap());
    assert!(!store.set_search_section(other, search, Some(1)).await.unwrap());
    assert!(!store.set_search_feed(other, search, Some("t")).await.unwrap());
    assert!(!store.set_search_alerts(other, search, &[]).await.unwrap());
    assert!(!store.forget_search(other, search).await.unwrap());
    assert!(!store.remove_alert_target(other, target).await.unwrap());
    assert_eq!(store.try_alert_target(other, target, at(0)).await.unwrap(), Trial::Unknown);
    assert!(!store.remove_rule(other, rule).await.unwrap());
    assert!(store.rules(Some(other)).await.unwrap().is_empty());
    let theirs = store.keep_search(other, "Theirs", "x", at(0)).await.unwrap();
    let alert = SearchAlert { target, times: Vec::new() };
    store.set_search_alerts(other, theirs, &[alert]).await.unwrap();
    let kept = store.kept_search(other, theirs).await.unwrap().unwrap();
    assert!(kept.alerts.is_empty(), "another user's target");

    assert!(store.set_search_feed(OWNER, search, Some("secret")).await.unwrap());
    let by_token = store.kept_search_of_feed("secret").await.unwrap().unwrap();
    assert_eq!(by_token.id, search);
    assert!(store.set_search_feed(OWNER, search, None).await.unwrap());
    assert!(store.kept_search_of_feed("secret").await.unwrap().is_none());
    store.close().await.unwrap();
}

async fn rules_do_what_they_say(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    let names = ["a", "b", "c", "d", "e"];
    bring(&store, &worker, feed, 0, names.iter().map(|name| entry(name)).collect()).await;
    let ids: Vec<ArticleId> = listed(&store, None).await.into_iter().rev().map(ArticleId).collect();
    let [a, b, c, d, e] = ids[..] else { panic!("five articles") };
    let rule = async |action: RuleAction, ends: Option<i64>| {
        store.add_rule(OWNER, "x", &action, ends.map(at), at(0)).await.unwrap()
    };
    let mute = rule(RuleAction::Mute, None).await;
    let keep = rule(RuleAction::Keep, None).await;
    let mark = rule(RuleAction::Read, None).await;
    let star = rule(RuleAction::Star, None).await;
    let put = rule(RuleAction::Folder("Later/Soon".to_owned()), None).await;
    let ended = rule(RuleAction::Mute, Some(1)).await;
    let matches = vec![
        found(a, &[], &[mute]),
        found(b, &[], &[keep, mute]),
        found(c, &[], &[mark, ended]),
        found(d, &[], &[star]),
        found(e, &[], &[put]),
    ];
    settle(&store, matches.clone(), &[], 5).await;
    assert_eq!(listed(&store, None).await.len(), 4, "one is muted");
    assert!(!listed(&store, None).await.contains(&a.0));
    assert_eq!(listed(&store, Some("Later")).await, [e.0]);
    let unread = store.unread(OWNER).await.unwrap();
    assert_eq!(unread.total, 3);
    assert!(unread.folders.contains(&("Later/Soon".to_owned(), 1)));
    let folders = store.folders(OWNER).await.unwrap();
    assert!(folders.contains(&("Later/Soon".to_owned(), 1)));
    let mut starred = FrontQuery::newest(OWNER, 9);
    starred.filter = FrontFilter::Starred;
    assert_eq!(store.front(&starred).await.unwrap()[0].id, d);
    assert_eq!(store.marked_articles(OWNER, Marked::Muted, 9).await.unwrap(), [a]);
    assert_eq!(store.marked_articles(OWNER, Marked::Read, 9).await.unwrap(), [c]);
    assert!(store.summaries(OWNER, &[a, b]).await.unwrap().iter().all(|shown| shown.id == b));

    // Each rule meets an article once: what its user undid stays undone.
    store.set_read(OWNER, &[c], false, at(6)).await.unwrap();
    settle(&store, matches, &[], 7).await;
    assert_eq!(store.unread(OWNER).await.unwrap().total, 4);

    let hits = store.rules(Some(OWNER)).await.unwrap();
    assert_eq!(hits.iter().map(|rule| rule.hits).collect::<Vec<_>>(), [2, 1, 1, 1, 1, 0]);
    assert!(store.remove_rule(OWNER, mute).await.unwrap());
    assert!(store.remove_rule(OWNER, put).await.unwrap());
    assert_eq!(listed(&store, None).await.len(), 5);
    assert!(listed(&store, Some("Later")).await.is_empty());

    let keep = Retention { older_than: Some(at(1000)), max_bytes: None };
    store.retention_apply(&keep).await.unwrap();
    let left: BTreeSet<i64> = listed(&store, None).await.into_iter().collect();
    assert_eq!(left, BTreeSet::from([b.0, d.0]), "the kept and the starred");
    store.close().await.unwrap();
}

async fn a_rule_is_applied_to_what_is_there_on_request_only(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let a = only_article(&store).await;
    let rule = store.add_rule(OWNER, "x", &RuleAction::Mute, None, at(600)).await.unwrap();
    settle(&store, vec![found(a, &[], &[rule])], &[], 601).await;
    assert_eq!(listed(&store, None).await, [a.0]);
    assert_eq!(store.apply_rule(OWNER, rule, &[a], at(602)).await.unwrap(), 1);
    assert_eq!(store.apply_rule(OWNER, rule, &[a], at(603)).await.unwrap(), 0);
    assert!(listed(&store, None).await.is_empty());
    assert_eq!(store.unread(OWNER).await.unwrap().total, 0);
    let stories = store.front_stories(&StoryQuery::first(OWNER, 10)).await.unwrap();
    assert!(stories.is_empty());
    store.close().await.unwrap();
}

async fn a_backup_holds_searches_and_rules(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let a = only_article(&store).await;
    let search = store.keep_search(OWNER, "Kept", "title:a", at(0)).await.unwrap();
    let rule = store
        .add_rule(OWNER, "x", &RuleAction::Folder("Later".to_owned()), None, at(0))
        .await
        .unwrap();
    settle(&store, vec![found(a, &[(search, 0)], &[rule])], &[], 1).await;
    let token = store.search_index_token("first").await.unwrap();
    let file = place.folder.path().join("backup");
    store.backup(&file).await.unwrap();
    store.close().await.unwrap();

    let target = Place::sqlite();
    let restored = target.open().await;
    restored.restore(&file).await.unwrap();
    assert_eq!(restored.kept_searches(Some(OWNER)).await.unwrap()[0].name, "Kept");
    assert_eq!(restored.search_matches(OWNER, search, None, 9).await.unwrap().len(), 1);
    assert_eq!(listed(&restored, Some("Later")).await, [a.0]);
    assert_eq!(restored.pending_search().await.unwrap(), 0, "the index is made anew as a whole");
    assert_ne!(restored.search_index_token("second").await.unwrap(), token);
    restored.close().await.unwrap();
    target.is_sound().await;
}

async fn a_target_that_lets_wait_keeps_no_other_from_its_alerts(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let add = async |address: &str| {
        store.add_alert_target(OWNER, TargetKind::Ntfy, address, "", at(0)).await.unwrap()
    };
    let (slow, quick) = (add("https://slow.example/t").await, add("https://quick.example/t").await);
    for target in [slow, slow, slow, quick] {
        assert_eq!(store.try_alert_target(OWNER, target, at(0)).await.unwrap(), Trial::Opened);
    }
    let claim = async || {
        let tasks = store.claim_alerts(&worker, at(1), at(1), 9).await.unwrap();
        tasks.into_iter().map(|task| (task.alert.id, task.target.id)).collect::<Vec<_>>()
    };
    let in_hand = claim().await;
    let mut targets: Vec<_> = in_hand.iter().map(|(_, target)| *target).collect();
    targets.sort();
    assert_eq!(targets, [slow, slow, quick]);
    assert!(claim().await.is_empty(), "two are in hand");
    let (sent, _) = in_hand.into_iter().find(|(_, target)| *target == slow).unwrap();
    store.alert_sent(&worker, sent, at(1)).await.unwrap();
    assert_eq!(claim().await.len(), 1, "its place is free");
    store.close().await.unwrap();
}

async fn what_one_user_keeps_is_for_no_other(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let other =
        store.create_user("other", dateline_model::Role::Member, None, at(0)).await.unwrap().id;
    let feed = subscribed(&store, "https://one.example/feed").await;
    store.subscribe(other, feed, None, "", at(0)).await.unwrap();
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let a = only_article(&store).await;
    let own = subscribed(&store, "https://own.example/feed").await;
    bring(&store, &worker, own, 0, vec![entry("b")]).await;
    let folder = RuleAction::Folder("Later".to_owned());
    let early = store.add_rule(OWNER, "x", &folder, None, at(0)).await.unwrap();
    settle(&store, vec![found(a, &[], &[early])], &[], 1).await;
    assert_eq!(listed(&store, Some("Later")).await, [a.0]);

    store.set_starred(other, a, true, at(2)).await.unwrap();
    store.unsubscribe(OWNER, feed).await.unwrap();
    assert!(listed(&store, Some("Later")).await.is_empty(), "a feed of the user carries it");
    store.unsubscribe(other, feed).await.unwrap();
    assert!(store.summaries(other, &[a]).await.unwrap().len() == 1, "a star keeps it");
    let (there, gone) = due(&store).await;
    assert_eq!((there.contains(&a.0), gone), (false, BTreeSet::from([a.0])));

    let late = store.add_rule(OWNER, "x", &RuleAction::Star, None, at(3)).await.unwrap();
    let search = store.keep_search(OWNER, "Mine", "x", at(3)).await.unwrap();
    settle(&store, vec![found(a, &[(search, 3)], &[late])], &[], 3).await;
    assert_eq!(store.apply_rule(OWNER, late, &[a], at(4)).await.unwrap(), 0);
    assert_eq!(store.rules(Some(OWNER)).await.unwrap()[1].hits, 0);
    store.fill_search(search, at(3), &[a], at(4)).await.unwrap();
    assert!(store.summaries(OWNER, &[a]).await.unwrap().is_empty());
    assert!(store.search_matches(OWNER, search, None, 9).await.unwrap().is_empty());
    store.close().await.unwrap();
}

/// A webhook of the owner's that is told what a search finds.
async fn told(store: &Store, search: SearchId) -> dateline_model::TargetId {
    let target = store
        .add_alert_target(OWNER, TargetKind::Webhook, "https://h.example/", "s", at(0))
        .await
        .unwrap();
    let alert = SearchAlert { target, times: Vec::new() };
    store.set_search_alerts(OWNER, search, &[alert]).await.unwrap();
    target
}

async fn alerted(store: &Store) -> u64 {
    let alerts = store.alerts_of(OWNER, 50).await.unwrap();
    alerts.iter().map(|alert| alert.articles).sum()
}

async fn only_what_comes_is_told(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let search = store.keep_search(OWNER, "Kept", "x", at(0)).await.unwrap();
    let target = told(&store, search).await;
    let dues = [AlertDue { search, target, at: at(500) }];
    let feed = subscribed(&store, "https://one.example/feed").await;
    bring(&store, &worker, feed, 100, vec![entry("a"), entry("b")]).await;
    let ids: Vec<ArticleId> = listed(&store, None).await.into_iter().map(ArticleId).collect();
    let matches: Vec<SearchMatch> = ids.iter().map(|id| found(*id, &[(search, 0)], &[])).collect();
    settle(&store, matches.clone(), &dues, 100).await;
    assert_eq!(store.search_matches(OWNER, search, None, 9).await.unwrap().len(), 2);
    assert_eq!(alerted(&store).await, 0, "all that the feed held when it was first asked");

    bring(&store, &worker, feed, 200, vec![entry("a"), entry("b"), entry("c")]).await;
    let newest = listed(&store, None).await.into_iter().max().unwrap();
    settle(&store, vec![found(ArticleId(newest), &[(search, 0)], &[])], &dues, 200).await;
    assert_eq!(alerted(&store).await, 1);
    store.close().await.unwrap();
}

async fn an_index_that_is_made_anew_brings_nothing(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let search = store.keep_search(OWNER, "Kept", "x", at(0)).await.unwrap();
    let rule = store.add_rule(OWNER, "x", &RuleAction::Star, None, at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    bring(&store, &worker, feed, 100, vec![entry("a")]).await;
    settled(&store).await;
    let a = only_article(&store).await;
    assert_eq!(store.search_anew(&[]).await.unwrap(), 1);
    settle(&store, vec![found(a, &[(search, 0)], &[rule])], &[], 101).await;
    assert!(store.search_matches(OWNER, search, None, 9).await.unwrap().is_empty());
    assert_eq!(store.rules(Some(OWNER)).await.unwrap()[0].hits, 0);

    // What was noted before for a reason of its own still counts.
    bring(&store, &worker, feed, 170, vec![changed("a", "Another text.")]).await;
    assert_eq!(store.search_anew(&[]).await.unwrap(), 1);
    settle(&store, vec![found(a, &[(search, 0)], &[rule])], &[], 171).await;
    assert_eq!(store.search_matches(OWNER, search, None, 9).await.unwrap().len(), 1);
    assert_eq!(store.rules(Some(OWNER)).await.unwrap()[0].hits, 1);
    store.close().await.unwrap();
}

async fn what_the_query_before_found_is_not_of_the_new_one(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    let search = store.keep_search(OWNER, "Kept", "x", at(0)).await.unwrap();
    bring(&store, &worker, feed, 1, vec![entry("a")]).await;
    let a = only_article(&store).await;
    // The clock may stand still between two changes.
    store.change_search(OWNER, search, "Kept", "y", at(0)).await.unwrap();
    store.fill_search(search, at(0), &[a], at(2)).await.unwrap();
    settle(&store, vec![found(a, &[(search, 0)], &[])], &[], 2).await;
    store.search_filled(search, at(0), at(2)).await.unwrap();
    assert!(store.search_matches(OWNER, search, None, 9).await.unwrap().is_empty());
    let kept = store.unfilled_searches().await.unwrap().remove(0);
    store.fill_search(search, kept.changed_at, &[a], at(2)).await.unwrap();
    store.search_filled(search, kept.changed_at, at(2)).await.unwrap();
    assert_eq!(store.search_matches(OWNER, search, None, 9).await.unwrap().len(), 1);
    assert!(store.unfilled_searches().await.unwrap().is_empty());
    store.close().await.unwrap();
}

async fn an_address_is_told_nothing_before_it_is_confirmed_and_not_often(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    bring(&store, &worker, feed, 0, Vec::new()).await;
    let search = store.keep_search(OWNER, "Kept", "x", at(0)).await.unwrap();
    let mail =
        store.add_alert_target(OWNER, TargetKind::Mail, "a@b.example", "c", at(0)).await.unwrap();
    let alert = SearchAlert { target: mail, times: Vec::new() };
    store.set_search_alerts(OWNER, search, &[alert]).await.unwrap();
    let come = async |name: &str, minute: i64| {
        bring(&store, &worker, feed, minute, vec![entry(name)]).await;
        let newest = listed(&store, None).await.into_iter().max().unwrap();
        let dues = [AlertDue { search, target: mail, at: at(minute) }];
        settle(&store, vec![found(ArticleId(newest), &[(search, 0)], &[])], &dues, minute).await;
        store.claim_alerts(&worker, at(minute), at(minute), 9).await.unwrap()
    };
    assert!(come("a", 10).await.is_empty());
    assert!(!store.confirm_alert_target(OWNER, mail, "", at(11)).await.unwrap());
    assert!(!store.confirm_alert_target(OWNER, mail, "d", at(11)).await.unwrap());
    assert!(store.confirm_alert_target(OWNER, mail, "c", at(11)).await.unwrap());
    let first = come("b", 20).await;
    assert_eq!(first.len(), 1);
    store.alert_sent(&worker, first[0].alert.id, at(20)).await.unwrap();
    assert!(come("c", 25).await.is_empty());
    assert_eq!(store.next_alert_at().await.unwrap(), Some(at(30)));
    assert_eq!(come("d", 31).await[0].articles.len(), 2);

    for _ in 0..10 {
        assert_eq!(store.try_alert_target(OWNER, mail, at(40)).await.unwrap(), Trial::Opened);
    }
    assert_eq!(store.try_alert_target(OWNER, mail, at(41)).await.unwrap(), Trial::TooMany);
    // Another address is no way around it.
    store.remove_alert_target(OWNER, mail).await.unwrap();
    let mail =
        store.add_alert_target(OWNER, TargetKind::Mail, "e@b.example", "c", at(42)).await.unwrap();
    assert_eq!(store.try_alert_target(OWNER, mail, at(99)).await.unwrap(), Trial::TooMany);
    assert_eq!(store.try_alert_target(OWNER, mail, at(100)).await.unwrap(), Trial::Opened);
    store.close().await.unwrap();
}

async fn what_is_switched_off_or_restored_is_not_sent(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://one.example/feed").await;
    bring(&store, &worker, feed, 0, Vec::new()).await;
    let [off, gone, stays] = ["off", "gone", "stays"];
    let mut kept = Vec::new();
    for name in [off, gone, stays] {
        let search = store.keep_search(OWNER, name, "x", at(0)).await.unwrap();
        kept.push((search, told(&store, search).await));
    }
    bring(&store, &worker, feed, 60, vec![entry("a")]).await;
    let a = only_article(&store).await;
    let dues: Vec<AlertDue> = kept
        .iter()
        .map(|(search, target)| AlertDue { search: *search, target: *target, at: at(90) })
        .collect();
    let searches: Vec<(SearchId, i64)> = kept.iter().map(|(search, _)| (*search, 0)).collect();
    settle(&store, vec![found(a, &searches, &[])], &dues, 60).await;
    assert_eq!(store.alerts_of(OWNER, 9).await.unwrap().len(), 3);
    store.set_search_alerts(OWNER, kept[0].0, &[]).await.unwrap();
    store.forget_search(OWNER, kept[1].0).await.unwrap();
    let left = store.alerts_of(OWNER, 9).await.unwrap();
    assert_eq!(left.iter().map(|alert| alert.name.as_str()).collect::<Vec<_>>(), [stays]);

    let file = place.folder.path().join("waiting");
    store.backup(&file).await.unwrap();
    store.close().await.unwrap();
    let target = Place::sqlite();
    let restored = target.open().await;
    assert_eq!(restored.restore(&file).await.unwrap().held_alerts, 1);
    assert_eq!(restored.next_alert_at().await.unwrap(), None);
    let alert = restored.alerts_of(OWNER, 9).await.unwrap().remove(0);
    assert_eq!(alert.state, AlertState::Failed);
    assert!(alert.last_error.is_some());
    assert_eq!(restored.retry_alert(OWNER, alert.id, at(95)).await.unwrap(), Trial::Opened);
    restored.close().await.unwrap();
}

async fn what_is_muted_is_neither_listed_nor_counted(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://one.example/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a"), entry("b")]).await;
    let [a, b] = ids(&store).await[..] else { panic!("two articles") };
    put(&store, &worker, 1, &[(a, 1, None), (b, 2, None)]).await;
    let search = store.keep_search(OWNER, "All", "x", at(2)).await.unwrap();
    store.fill_search(search, at(2), &[ArticleId(a), ArticleId(b)], at(2)).await.unwrap();
    assert_eq!(store.unread_matches(OWNER).await.unwrap().get(&search), Some(&2));
    assert!(store.mark_story(OWNER, StoryId(1), Some(StoryMark::Mute), at(3)).await.unwrap());
    assert_eq!(store.search_matches(OWNER, search, None, 9).await.unwrap().len(), 1);
    assert_eq!(store.unread_matches(OWNER).await.unwrap().get(&search), Some(&1));
    store.close().await.unwrap();
}

async fn what_was_kept_under_either_number_is_not_muted(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let one = subscribed(&store, "https://one.example/feed").await;
    let two = subscribed(&store, "https://two.example/feed").await;
    let mute = store.add_rule(OWNER, "x", &RuleAction::Mute, None, at(0)).await.unwrap();
    let keep = store.add_rule(OWNER, "y", &RuleAction::Keep, None, at(0)).await.unwrap();
    bring(&store, &worker, one, 1, vec![entry("whole")]).await;
    bring(&store, &worker, two, 10, vec![teaser("mobile")]).await;
    let [whole, mobile] = ids(&store).await[..] else { panic!("two articles") };
    let matches =
        vec![found(ArticleId(whole), &[], &[mute]), found(ArticleId(mobile), &[], &[keep])];
    settle(&store, matches, &[], 11).await;
    assert_eq!(listed(&store, None).await, [mobile]);
    let mut reading = page(30, "The whole story with many more words than the summary had.");
    reading.canonical_key = Some(address::article_key(&url("https://news.example.org/whole")));
    let saved = read(&store, &worker, 30, reading).await;
    assert_eq!(saved, (ArticleId(mobile), ReadSaved::Merged(ArticleId(whole))));
    assert_eq!(listed(&store, None).await, [whole]);
    assert_eq!(store.unread(OWNER).await.unwrap().total, 1);
    store.close().await.unwrap();
}

crate::on_both_engines!(
    what_one_user_keeps_is_for_no_other,
    only_what_comes_is_told,
    an_index_that_is_made_anew_brings_nothing,
    what_the_query_before_found_is_not_of_the_new_one,
    an_address_is_told_nothing_before_it_is_confirmed_and_not_often,
    what_is_switched_off_or_restored_is_not_sent,
    a_target_that_lets_wait_keeps_no_other_from_its_alerts,
    every_change_of_an_article_is_noted,
    a_page_that_was_read_is_noted,
    long_texts_make_short_batches,
    a_match_is_stored_once_and_told_once,
    alerts_of_a_dead_process_are_sent_by_the_next,
    other_users_have_no_part_in_it,
    rules_do_what_they_say,
    a_rule_is_applied_to_what_is_there_on_request_only,
    a_backup_holds_searches_and_rules,
    what_is_muted_is_neither_listed_nor_counted,
    what_was_kept_under_either_number_is_not_muted,
);
