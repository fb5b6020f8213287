//! Who said what: what is due, what is stored, whose it is, who may read it, what is reported.

use dateline_model::{ArticleId, Role, StoryEvent, UserId, WorkerId};
use dateline_statement::story::{lines, ties};
use dateline_statement::{Act, Article, Kept, Told, find, keep};
use dateline_store::{FoundIn, Store, Subject};

use crate::kit::{OWNER, Place, at, bring, changed, entry, subscribed};
use crate::stories::{change, ids, of_outlet, put, started};

const TEXT: &str = "HOLM — Mayor Anna Lind accused the port on Monday of hiding costs. “The cranes \
    were never delivered,” Lind said. The port’s director, Per Holm, said that the cranes were there.";

/// Finds what is due as the desk does; gives how many articles that were.
async fn found(store: &Store, worker: &WorkerId, edit: impl Fn(&mut Kept)) -> usize {
    assert!(store.hold_statements(worker, at(0)).await.unwrap());
    let due = store.statements_due(1000, 1 << 20).await.unwrap();
    let count = due.len();
    let of = |task: dateline_store::StatementsTask| {
        let text = task.text.unwrap_or_default();
        let found = find(&Article { text: &text, ..Article::default() });
        let mut kept = keep(&text, &found);
        kept.iter_mut().for_each(&edit);
        FoundIn { article: task.article, notes: task.notes, kept, anew: task.anew }
    };
    let found = due.into_iter().map(of).collect();
    store.save_statements(worker, found).await.unwrap().unwrap();
    for task in store.story_ties_due(100).await.unwrap() {
        let told = store.statements_to_tie(task.story).await.unwrap();
        assert!(store.save_ties(worker, task, ties(&told)).await.unwrap());
    }
    count
}

async fn of(store: &Store, user: UserId, article: i64) -> Vec<Told> {
    store.article_statements(user, ArticleId(article)).await.unwrap()
}

async fn words_that_change_are_due_and_nothing_is_lost(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![changed("a", TEXT), entry("b")]).await;
    let due = store.statements_due(1000, 1 << 20).await.unwrap();
    assert_eq!(due.len(), 2);
    assert!(due.iter().all(|task| !task.anew && task.text.is_some()));
    assert_eq!(store.statements_due(1000, 1).await.unwrap().len(), 1, "one is always taken");
    // Who has no lease stores nothing.
    let nothing = store.save_statements(&worker, Vec::new()).await.unwrap();
    assert_eq!(nothing, None);
    assert_eq!(store.pending_statements().await.unwrap(), due.len() as u64);
    assert_eq!(found(&store, &worker, |_| {}).await, 2);
    assert_eq!(store.pending_statements().await.unwrap(), 0);
    let [a, b] = ids(&store).await[..] else { panic!("two articles") };
    let told = of(&store, OWNER, a).await;
    assert_eq!(told.len(), 3, "{told:#?}");
    assert_eq!(told[0].act, Act::Accusation);
    assert_eq!(told[1].words[0].text, "The cranes were never delivered");
    assert!(told[1].words[0].quoted);
    assert!(of(&store, OWNER, b).await.is_empty());
    // A change between reading and saving makes it due again.
    let text = TEXT.replace("never", "not");
    bring(&store, &worker, feed, 5, vec![changed("a", &text)]).await;
    let due = store.statements_due(1000, 1 << 20).await.unwrap();
    let later = TEXT.replace("never", "not yet");
    bring(&store, &worker, feed, 6, vec![changed("a", &later)]).await;
    let none: Vec<FoundIn> = due
        .into_iter()
        .map(|task| FoundIn {
            article: task.article,
            notes: task.notes,
            kept: Vec::new(),
            anew: false,
        })
        .collect();
    store.save_statements(&worker, none).await.unwrap();
    assert_eq!(found(&store, &worker, |_| {}).await, 1);
    assert_eq!(of(&store, OWNER, a).await[1].words[0].text, "The cranes were not yet delivered");
}

async fn what_is_the_same_keeps_its_numbers_and_is_not_indexed_again(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![changed("a", TEXT)]).await;
    found(&store, &worker, |_| {}).await;
    let [a] = ids(&store).await[..] else { panic!("one article") };
    let before = of(&store, OWNER, a).await;
    let notes = store.search_due(1000, 1 << 20).await.unwrap().notes;
    store.settle_search(&notes, Vec::new(), &[], at(1)).await.unwrap();
    assert!(store.find_statements_by(7).await.unwrap());
    assert!(!store.find_statements_by(7).await.unwrap());
    assert!(store.statements_due(9, 1 << 20).await.unwrap()[0].anew);
    found(&store, &worker, |_| {}).await;
    assert_eq!(of(&store, OWNER, a).await, before);
    assert!(!store.is_search_due().await.unwrap());
    assert!(store.find_statements_by(8).await.unwrap());
    found(&store, &worker, |kept| kept.act = Act::Criticism).await;
    assert!(of(&store, OWNER, a).await.iter().all(|told| told.act == Act::Criticism));
    assert!(store.is_search_due().await.unwrap(), "the index learns who did what");
}

async fn only_who_sees_the_article_is_told_what_it_says(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![changed("a", TEXT)]).await;
    let ada = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
    let [a] = ids(&store).await[..] else { panic!("one article") };
    put(&store, &worker, 1, &[(a, 1, None)]).await;
    found(&store, &worker, |kept| {
        if let Some(speaker) = &mut kept.speaker {
            speaker.is_person = true;
            speaker.role = Some("mayor".to_owned());
        }
    })
    .await;
    let mine = of(&store, OWNER, a).await;
    let slug = mine.iter().find_map(|told| told.speaker.as_ref()?.person.clone()).unwrap();
    assert_eq!(slug, "anna-lind");
    let person = store.person(OWNER, &slug).await.unwrap().unwrap();
    assert_eq!((person.name.as_str(), person.roles.len()), ("Anna Lind", 1));
    assert!(of(&store, ada, a).await.is_empty());
    assert!(store.story_statements(ada, dateline_model::StoryId(1)).await.unwrap().is_empty());
    assert_eq!(store.person(ada, &slug).await.unwrap(), None);
    assert_eq!(store.report_statement(ada, mine[0].id, "", at(2)).await.unwrap(), None);
    assert!(store.statement(ada, mine[0].id).await.unwrap().is_empty());
}

async fn one_person_is_one_full_name_with_roles_that_agree(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    let roles = ["Mayor of Holm", "mayor", "football coach", "", "mayor"];
    let entries = (0..roles.len())
        .map(|number| {
            let mut entry = of_outlet(&format!("o{number}.example"), "x");
            entry.article.text = format!("{TEXT} That was report {number}.");
            entry
        })
        .collect();
    bring(&store, &worker, feed, 0, entries).await;
    let all = ids(&store).await;
    assert!(store.hold_statements(&worker, at(0)).await.unwrap());
    let mut due = store.statements_due(1000, 1 << 20).await.unwrap();
    due.sort_by_key(|task| task.article);
    // Those without a role stand in a story with a mayor.
    put(&store, &worker, 1, &[(all[3], 1, None), (all[4], 1, None)]).await;
    let mut saved = Vec::new();
    for (task, role) in due.into_iter().zip(roles) {
        let text = task.text.unwrap();
        let mut kept = keep(&text, &find(&Article { text: &text, ..Article::default() }));
        for speaker in kept.iter_mut().filter_map(|kept| kept.speaker.as_mut()) {
            speaker.is_person = speaker.name == "Anna Lind";
            speaker.role = Some(role.to_owned()).filter(|role| !role.is_empty());
        }
        saved.push(FoundIn { article: task.article, notes: task.notes, kept, anew: false });
    }
    store.save_statements(&worker, saved).await.unwrap().unwrap();
    let slug = |told: &[Told]| told[0].speaker.as_ref().unwrap().person.clone().unwrap();
    let mut slugs = Vec::new();
    for article in &all {
        slugs.push(slug(&of(&store, OWNER, *article).await));
    }
    assert_eq!(slugs, ["anna-lind", "anna-lind", "anna-lind-2", "anna-lind-3", "anna-lind"]);
    for task in store.story_ties_due(100).await.unwrap() {
        assert!(store.save_ties(&worker, task, Vec::new()).await.unwrap());
    }
    assert_eq!(
        slug(&of(&store, OWNER, all[3]).await),
        "anna-lind",
        "one story, one mayor of the name"
    );
    let person = store.person(OWNER, "anna-lind-2").await.unwrap().unwrap();
    assert_eq!(person.roles, ["football coach"]);
    assert_eq!(person.namesakes.len(), 1);
    assert_eq!(person.namesakes[0].slug, "anna-lind");
}

async fn what_only_anothers_articles_say_of_somebody_is_not_told(place: &Place) {
    let (store, worker) = started(place).await;
    let ada = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
    let open = subscribed(&store, "https://example.org/feed").await;
    store.subscribe(ada, open, None, "", at(0)).await.unwrap();
    let own = subscribed(&store, "https://own.example/feed").await;
    bring(&store, &worker, open, 0, vec![changed("a", TEXT)]).await;
    bring(&store, &worker, own, 1, vec![changed("b", TEXT)]).await;
    let mut roles = ["mayor", "Mayor of Holm"].into_iter();
    assert!(store.hold_statements(&worker, at(0)).await.unwrap());
    let mut due = store.statements_due(1000, 1 << 20).await.unwrap();
    due.sort_by_key(|task| task.article);
    let mut saved = Vec::new();
    for task in due {
        let (text, role) = (task.text.unwrap(), roles.next().unwrap());
        let mut kept = keep(&text, &find(&Article { text: &text, ..Article::default() }));
        for speaker in kept.iter_mut().filter_map(|kept| kept.speaker.as_mut()) {
            (speaker.is_person, speaker.role) = (true, Some(role.to_owned()));
        }
        kept.iter_mut().for_each(|kept| kept.confidence = 0.9);
        saved.push(FoundIn { article: task.article, notes: task.notes, kept, anew: false });
    }
    store.save_statements(&worker, saved).await.unwrap().unwrap();
    let roles = async |user| store.person(user, "anna-lind").await.unwrap().unwrap().roles;
    assert_eq!(roles(OWNER).await, ["mayor", "Mayor of Holm"]);
    assert_eq!(roles(ada).await, ["mayor"]);
}

async fn answers_of_other_articles_are_kept_and_a_claim_is_not_told_without_them(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    let elsewhere = subscribed(&store, "https://two.example/feed").await;
    let mut claim = of_outlet("one.example", "claim");
    claim.article.text = "HOLM — Mayor Anna Lind accused director Per Holm on Monday of hiding \
        harbour repair costs behind crane invoices."
        .to_owned();
    let mut denial = of_outlet("two.example", "denial");
    denial.article.text = "HOLM — Director Per Holm denied on Tuesday that he had hidden harbour \
        repair costs behind crane invoices."
        .to_owned();
    bring(&store, &worker, feed, 0, vec![claim]).await;
    bring(&store, &worker, elsewhere, 1, vec![denial]).await;
    let [a, b] = ids(&store).await[..] else { panic!("two articles") };
    put(&store, &worker, 2, &[(a, 1, None), (b, 1, None)]).await;
    found(&store, &worker, |kept| kept.confidence = 0.8).await;
    let told = of(&store, OWNER, a).await;
    let line = &lines(told)[0];
    assert_eq!(line.disputes().next().unwrap().told.article, ArticleId(b));
    // Every list of articles knows it.
    let listed = store.summaries(OWNER, &[ArticleId(a), ArticleId(b)]).await.unwrap();
    assert_eq!(listed[0].disputed.len(), 1);
    assert!(listed[0].disputed[0].disputes[0].sentence.contains("denied on Tuesday"));
    assert!(listed[1].disputed.is_empty());
    let front = store.front(&dateline_model::FrontQuery::newest(OWNER, 9)).await.unwrap();
    assert_eq!(front.iter().filter(|article| !article.disputed.is_empty()).count(), 1);
    let story = store.story(OWNER, dateline_model::StoryId(1)).await.unwrap().unwrap();
    assert!(story.members.iter().any(|member| !member.article.disputed.is_empty()));
    // Who does not see the denial's article is told of its statement by nobody.
    let ada = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
    store.subscribe(ada, feed, None, "", at(3)).await.unwrap();
    let hers = of(&store, ada, a).await;
    assert!(store.summaries(ada, &[ArticleId(a)]).await.unwrap()[0].disputed.is_empty());
    assert!(!hers.is_empty() && hers.iter().all(|told| told.article == ArticleId(a)));
    // A claim whose only denial was reported as wrong is not told either.
    let denial = of(&store, OWNER, b).await[0].id;
    store.report_statement(OWNER, denial, "he did not say that", at(4)).await.unwrap().unwrap();
    assert!(lines(of(&store, OWNER, a).await).is_empty());
}

async fn a_claim_keeps_its_dispute_however_much_the_story_grows(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    let of = |name: &str, text: &str, minutes| {
        let mut entry = of_outlet("one.example", name);
        entry.article.text = text.to_owned();
        entry.article.published = Some(at(minutes));
        entry
    };
    let claim = "HOLM — Mayor Anna Lind accused director Per Holm on Monday of hiding harbour \
        repair costs behind crane invoices.";
    let denial = "HOLM — Director Per Holm denied on Tuesday that he had hidden harbour repair \
        costs behind crane invoices.";
    bring(&store, &worker, feed, 0, vec![of("claim", claim, -9), of("denial", denial, -8)]).await;
    let [a, b] = ids(&store).await[..] else { panic!("two articles") };
    put(&store, &worker, 1, &[(a, 1, None), (b, 1, None)]).await;
    found(&store, &worker, |kept| kept.confidence = 0.8).await;
    let disputed = async || {
        let told = store.article_statements(OWNER, ArticleId(a)).await.unwrap();
        lines(told).first().is_some_and(|line| line.disputes().next().is_some())
    };
    assert!(disputed().await);
    let text = "The story goes on.";
    let more = (0..210).map(|number| of(&format!("n{number}"), text, -7)).collect();
    bring(&store, &worker, feed, 5, more).await;
    let places: Vec<_> = ids(&store).await.into_iter().map(|article| (article, 1, None)).collect();
    assert_eq!(places.len(), 210);
    put(&store, &worker, 6, &places).await;
    found(&store, &worker, |kept| kept.confidence = 0.8).await;
    assert!(disputed().await, "it is among the oldest of the story now");
    // What is looked at anew and answers nothing any more is forgotten all the same.
    let split = vec![change(StoryEvent::Split, 1, Some(2), &[b])];
    store.save_story_changes(&worker, split, Vec::new(), at(7)).await.unwrap();
    found(&store, &worker, |_| {}).await;
    assert!(!disputed().await, "the denial is of another story");
}

async fn a_report_hides_at_once_and_for_all_once_two_agree(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![changed("a", TEXT)]).await;
    let mut users = Vec::new();
    for name in ["Ada", "Bo", "Cy"] {
        let user = store.create_user(name, Role::Member, None, at(0)).await.unwrap().id;
        store.subscribe(user, feed, None, "", at(0)).await.unwrap();
        users.push(user);
    }
    let [ada, bo, cy] = users[..] else { panic!("three") };
    found(&store, &worker, |_| {}).await;
    let [a] = ids(&store).await[..] else { panic!("one article") };
    let id = of(&store, ada, a).await[1].id;
    let count = async |user| lines(of(&store, user, a).await).len();
    assert_eq!(count(ada).await, 3);
    let key = store.report_statement(ada, id, "my note on this", at(1)).await.unwrap().unwrap();
    assert_eq!((count(ada).await, count(bo).await), (2, 3));
    store.report_statement(bo, id, "", at(1)).await.unwrap().unwrap();
    assert_eq!((count(bo).await, count(cy).await), (2, 2));
    let cases = store.statement_cases().await.unwrap();
    assert_eq!(cases.len(), 1);
    assert!(cases[0].for_all);
    assert_eq!(cases[0].why, ["my note on this"]);
    assert!(cases[0].found["sentence"].as_str().unwrap().contains("never delivered"));
    // One takes it back, and it is that one's and everybody's again but the other's.
    assert!(store.withdraw_report(ada, Subject::Statement, &key).await.unwrap());
    assert_eq!((count(ada).await, count(bo).await, count(cy).await), (3, 2, 3));
    // The owner's word is enough.
    store.report_statement(OWNER, id, "", at(1)).await.unwrap().unwrap();
    assert_eq!((count(ada).await, count(cy).await), (2, 2));
    // Found anew by other rules, the words stay hidden.
    store.find_statements_by(9).await.unwrap();
    found(&store, &worker, |kept| kept.confidence = 0.99).await;
    assert_eq!(count(cy).await, 2);
}

async fn statements_are_found_anew_where_a_backup_is_read(place: &Place) {
    let (store, worker) = started(place).await;
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![changed("a", TEXT)]).await;
    found(&store, &worker, |_| {}).await;
    let [a] = ids(&store).await[..] else { panic!("one article") };
    let told = of(&store, OWNER, a).await;
    store.report_statement(OWNER, told[0].id, "", at(1)).await.unwrap().unwrap();
    let file = place.folder.path().join("backup.zst");
    store.backup(&file).await.unwrap();
    let other = Place::sqlite();
    let restored = other.open().await;
    restored.restore(&file).await.unwrap();
    let worker = restored.register_worker(at(2)).await.unwrap();
    assert!(found(&restored, &worker, |_| {}).await >= 1);
    assert_eq!(lines(of(&restored, OWNER, a).await).len(), lines(told).len() - 1);
    assert_eq!(restored.statement_cases().await.unwrap().len(), 1);
    restored.close().await.unwrap();
}

crate::on_both_engines!(
    words_that_change_are_due_and_nothing_is_lost,
    what_is_the_same_keeps_its_numbers_and_is_not_indexed_again,
    only_who_sees_the_article_is_told_what_it_says,
    one_person_is_one_full_name_with_roles_that_agree,
    what_only_anothers_articles_say_of_somebody_is_not_told,
    answers_of_other_articles_are_kept_and_a_claim_is_not_told_without_them,
    a_claim_keeps_its_dispute_however_much_the_story_grows,
    a_report_hides_at_once_and_for_all_once_two_agree,
    statements_are_found_anew_where_a_backup_is_read,
);
