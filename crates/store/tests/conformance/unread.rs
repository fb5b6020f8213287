//! Kept counts of unread articles, and what reading one copy does to the others, after any series
//! of operations.

use std::collections::BTreeMap;

use dateline_model::{
    ArticleId, CopyLink, FeedId, FrontFilter, FrontPlace, FrontQuery, NewPlacement, Retention,
    Role, StoryEvent, StoryId, StoryMark, UserId, WorkerId,
};
use dateline_store::{Marking, Store};

use crate::kit::{OWNER, Place, at, bring, entry, subscribed, url};
use crate::stories::{change, of_outlet, put};

const ARTICLES: u64 = 14;
const STEPS: usize = 220;

async fn reading_one_copy_reads_all_and_can_be_undone(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, ["a", "b", "c", "d"].map(entry).to_vec()).await;
    let due = store.due_placements(at(0), 9).await.unwrap();
    let ids: Vec<ArticleId> = due.iter().map(|task| task.article).collect();
    let [a, b, c, d] = ids[..] else { panic!("four articles") };
    put(&store, &worker, 1, &[(a.0, 1, None), (b.0, 1, Some(a.0)), (c.0, 1, Some(a.0))]).await;
    let total = async || store.unread(OWNER).await.unwrap().total;
    assert_eq!(total().await, 4, "nobody has read one yet");
    // c was read by itself, so the undoing of b leaves it read.
    store.set_spreads_read(OWNER, false).await.unwrap();
    assert_eq!(store.set_read(OWNER, &[c], true, at(2)).await.unwrap(), 1);
    assert_eq!(total().await, 3, "the user does not want it to spread");
    store.set_spreads_read(OWNER, true).await.unwrap();
    assert!(store.spreads_read(OWNER).await.unwrap());
    assert_eq!(store.set_read(OWNER, &[b], true, at(3)).await.unwrap(), 1);
    assert_eq!(total().await, 1);
    assert_eq!(store.set_read(OWNER, &[b], false, at(4)).await.unwrap(), 1);
    assert_eq!(total().await, 3, "only what the reading of b spread is undone");
    store.set_read(OWNER, &[b], true, at(5)).await.unwrap();
    store.set_read(OWNER, &[a], true, at(6)).await.unwrap();
    store.set_read(OWNER, &[b], false, at(7)).await.unwrap();
    assert_eq!(total().await, 2, "a was read by itself meanwhile");
    // d turns out to have the text of what was read.
    put(&store, &worker, 8, &[(d.0, 1, Some(a.0))]).await;
    assert_eq!(total().await, 0, "b and d have the text of a, which was read");
    assert_eq!(store.set_story_read(OWNER, StoryId(1), false, at(9)).await.unwrap(), 4);
    assert_eq!(store.set_story_read(OWNER, StoryId(1), true, at(9)).await.unwrap(), 4);
    assert_eq!(total().await, 0);
}

async fn undoing_a_storys_marking_gives_copies_back_what_they_were_read_by(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, ["a", "b", "c"].map(entry).to_vec()).await;
    let due = store.due_placements(at(0), 9).await.unwrap();
    let ids: Vec<ArticleId> = due.iter().map(|task| task.article).collect();
    let [a, b, c] = ids[..] else { panic!("three articles") };
    put(&store, &worker, 1, &[(a.0, 1, None), (b.0, 1, Some(a.0)), (c.0, 1, None)]).await;
    let total = async || store.unread(OWNER).await.unwrap().total;
    store.set_read(OWNER, &[a], true, at(2)).await.unwrap();
    assert_eq!(total().await, 1, "b has the text of a");
    let marking = store.mark_story_read(OWNER, StoryId(1), at(3)).await.unwrap();
    assert_eq!((marking.articles, total().await), (1, 0));
    let undone = store.undo_marking(OWNER, marking.id.unwrap(), at(4)).await.unwrap();
    assert_eq!((undone, total().await), (Some(1), 1));
    store.set_read(OWNER, &[a], false, at(5)).await.unwrap();
    assert_eq!(total().await, 3, "b is read only because a is");
    let above = store.stories_above(OWNER, StoryId(0)).await.unwrap();
    assert_eq!(above, 1);
    assert_eq!(store.stories_above(OWNER, StoryId(1)).await.unwrap(), 0);
    let ada = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
    assert_eq!(store.stories_above(ada, StoryId(0)).await.unwrap(), 0);
    store.mark_story(OWNER, StoryId(1), Some(StoryMark::Mute), at(6)).await.unwrap();
    assert_eq!(store.stories_above(OWNER, StoryId(0)).await.unwrap(), 0, "muted");
}

async fn a_list_that_is_marked_read_spreads_too(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let one = subscribed(&store, "https://one.example/feed").await;
    let two = subscribed(&store, "https://two.example/feed").await;
    bring(&store, &worker, one, 0, vec![of_outlet("one.example", "a")]).await;
    bring(&store, &worker, two, 0, vec![of_outlet("two.example", "b")]).await;
    let due = store.due_placements(at(0), 9).await.unwrap();
    let [a, b] = [due[0].article, due[1].article];
    put(&store, &worker, 1, &[(a.0, 1, None), (b.0, 1, Some(a.0))]).await;
    let top = FrontPlace { at: at(0), article: ArticleId(i64::MAX) };
    assert_eq!(store.mark_all_read(OWNER, None, Some(one), top, at(2)).await.unwrap().articles, 1);
    assert_eq!(store.unread(OWNER).await.unwrap(), dateline_model::Unread::default());
    let overview = store.overview(OWNER).await.unwrap();
    assert!(overview.iter().all(|feed| feed.unread == 0));
}

/// A store with the numbers that a random series draws from.
struct Series {
    store: Store,
    worker: WorkerId,
    users: Vec<UserId>,
    feeds: Vec<FeedId>,
    random: u64,
    minutes: i64,
}

/// Who has read which of the articles that they can see.
type Marks = BTreeMap<(UserId, ArticleId), bool>;

impl Series {
    async fn new(place: &Place) -> Self {
        let store = place.open().await;
        let worker = store.register_worker(at(0)).await.unwrap();
        let ada = store.create_user("Ada", Role::Member, None, at(0)).await.unwrap().id;
        let mut feeds = Vec::new();
        for number in 0..3 {
            let address = url(&format!("https://f{number}.example/feed"));
            feeds.push(store.add_feed(&address, at(0)).await.unwrap().0);
        }
        let random = std::env::var("PROPTEST_RNG_SEED").ok().and_then(|seed| seed.parse().ok());
        let random = random.unwrap_or(1);
        Self { store, worker, users: vec![OWNER, ada], feeds, random, minutes: 0 }
    }

    fn below(&mut self, most: u64) -> u64 {
        // SplitMix64.
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most
    }

    fn user(&mut self) -> UserId {
        let place = self.below(2) as usize;
        self.users[place]
    }

    fn feed(&mut self) -> FeedId {
        let place = self.below(3) as usize;
        self.feeds[place]
    }

    fn article(&mut self) -> ArticleId {
        ArticleId(1 + self.below(ARTICLES * 2) as i64)
    }

    fn story(&mut self) -> StoryId {
        StoryId(1 + self.below(5) as i64)
    }

    fn folder(&mut self) -> &'static str {
        ["", "World", "World/Near"][self.below(3) as usize]
    }

    async fn marks(&self) -> Marks {
        let mut marks = Marks::new();
        for user in &self.users {
            let all = FrontQuery { filter: FrontFilter::All, ..FrontQuery::newest(*user, 1000) };
            for article in self.store.front(&all).await.unwrap() {
                marks.insert((*user, article.id), article.read);
            }
        }
        marks
    }

    /// Takes a marking back, after which all is as it was before.
    async fn undo(&self, user: UserId, marking: Marking, before: &Marks) {
        let Some(id) = marking.id else { return assert_eq!(marking.articles, 0) };
        let other = if user == self.users[0] { self.users[1] } else { self.users[0] };
        let now = at(self.minutes);
        assert_eq!(self.store.undo_marking(other, id, now).await.unwrap(), None);
        let undone = self.store.undo_marking(user, id, now).await.unwrap();
        assert_eq!(undone, Some(marking.articles));
        assert_eq!(self.marks().await, *before);
    }

    /// Does something, and says what.
    async fn step(&mut self) -> String {
        self.minutes += 1;
        let now = at(self.minutes);
        let (user, feed) = (self.user(), self.feed());
        let (article, story, other) = (self.article(), self.story(), self.story());
        let store = self.store.clone();
        match self.below(14) {
            0..=2 => {
                let names: Vec<u64> = (0..=self.below(3)).map(|_| self.below(ARTICLES)).collect();
                let mut entries: Vec<_> = names
                    .iter()
                    .map(|n| of_outlet(&format!("o{}.example", n % 4), &format!("n{n}")))
                    .collect();
                entries.dedup_by_key(|entry| entry.key.clone());
                // A feed that nobody reads is gone.
                if store.feed(feed).await.unwrap().is_some() {
                    bring(&store, &self.worker, feed, self.minutes, entries).await;
                }
                format!("{feed} brings {names:?}")
            }
            3..=5 => self.read_and_unread(user, article).await,
            6 => {
                let read = self.below(2) == 0;
                if read && self.below(2) == 0 {
                    let before = self.marks().await;
                    let marking = store.mark_story_read(user, story, now).await.unwrap();
                    self.undo(user, marking, &before).await;
                } else {
                    store.set_story_read(user, story, read, now).await.unwrap();
                }
                format!("{user} reads story {story}: {read}")
            }
            7 => {
                let folder = [None, Some("World")][self.below(2) as usize];
                let top = FrontPlace { at: now, article };
                let before = self.marks().await;
                let marking = store.mark_all_read(user, folder, None, top, now).await.unwrap();
                if self.below(2) == 0 {
                    self.undo(user, marking, &before).await;
                }
                format!("{user} reads all of {folder:?}")
            }
            8 | 9 => {
                let folder = self.folder();
                let (feed, _) = store
                    .add_feed(&url(&format!("https://f{}.example/feed", self.below(3))), now)
                    .await
                    .unwrap();
                // One that was gone comes back under another number.
                if !self.feeds.contains(&feed) {
                    self.feeds.remove(0);
                    self.feeds.push(feed);
                }
                if !store.subscribe(user, feed, None, folder, now).await.unwrap() {
                    let to = Some(folder.to_owned());
                    store.update_subscription(user, feed, None, to).await.unwrap();
                }
                format!("{user} has {feed} in “{folder}”")
            }
            10 => {
                let mark =
                    [Some(StoryMark::Mute), Some(StoryMark::Follow), None][self.below(3) as usize];
                store.mark_story(user, story, mark, now).await.unwrap();
                format!("{user} marks {story} {mark:?}")
            }
            11 => {
                let copy = (self.below(2) == 0).then(|| self.article());
                self.place(article, story, copy).await;
                format!("{article} is put into {story}, a copy of {copy:?}")
            }
            12 => match self.below(4) {
                0 => {
                    store.unsubscribe(user, feed).await.unwrap();
                    format!("{user} leaves {feed}")
                }
                1 => {
                    let before = at(self.minutes - 60);
                    let old = Retention { older_than: Some(before), max_bytes: None };
                    store.retention_apply(&old).await.unwrap();
                    "what is old goes".to_owned()
                }
                2 => {
                    let spreads = self.below(3) > 0;
                    store.set_spreads_read(user, spreads).await.unwrap();
                    format!("{user} spreads: {spreads}")
                }
                _ => {
                    let starred = self.below(2) == 0;
                    store.set_starred(user, article, starred, now).await.unwrap();
                    format!("{user} stars {article}: {starred}")
                }
            },
            _ => {
                let event = [StoryEvent::Merged, StoryEvent::Moved, StoryEvent::Split]
                    [self.below(3) as usize];
                let told = change(event, story.0, Some(other.0), &[article.0]);
                // Only an article that is in a story can leave it.
                let user = self.users[0];
                let of = store.story_of(user, article).await.unwrap().map(|place| place.story);
                if event == StoryEvent::Merged || of == Some(story) {
                    store.hold_stories(&self.worker, now).await.unwrap();
                    store
                        .save_story_changes(&self.worker, vec![told], Vec::new(), now)
                        .await
                        .unwrap();
                }
                format!("{event:?}: {article} of {story} to {other}")
            }
        }
    }

    async fn place(&self, article: ArticleId, story: StoryId, copy: Option<ArticleId>) {
        let now = at(self.minutes);
        self.store.hold_stories(&self.worker, now).await.unwrap();
        let due = self.store.due_placements(at(self.minutes + 60), 1000).await.unwrap();
        let task = due.iter().find(|task| task.article == article);
        let placement = NewPlacement {
            article,
            due: task.map_or(at(-9999), |task| task.due),
            story,
            copy: copy.map(|of| CopyLink { of, credited: false, shared: 0.7 }),
            features: Vec::new(),
            copied_by: Vec::new(),
            changes: vec![change(StoryEvent::Joined, story.0, None, &[article.0])],
        };
        self.store.save_placements(&self.worker, vec![placement], now).await.unwrap();
    }

    /// Marks an article read, looks at what became of all others, and takes the mark back half of
    /// the time.
    async fn read_and_unread(&mut self, user: UserId, article: ArticleId) -> String {
        let now = at(self.minutes);
        let before = self.marks().await;
        let was = before.get(&(user, article)).copied();
        self.store.set_read(user, &[article], true, now).await.unwrap();
        let after = self.marks().await;
        let group = self.store.story_of(user, article).await.unwrap();
        let spreads = self.store.spreads_read(user).await.unwrap();
        // What has no story yet may still have copies, which nothing tells.
        if let (Some(was), Some(group)) = (was, group.map(|place| place.same_text)) {
            for (key, read) in &before {
                let of_group = key.0 == user && group.contains(&key.1) && spreads && !was;
                let expected = *read || *key == (user, article) || of_group;
                assert_eq!(after[key], expected, "{key:?} after {user} read {article}");
            }
        }
        let undo = self.below(2) == 0;
        if undo {
            self.store.set_read(user, &[article], false, now).await.unwrap();
            if was == Some(false) {
                assert_eq!(self.marks().await, before, "undone: {user} {article}");
            }
        }
        format!("{user} reads {article} (was {was:?}), undone: {undo}")
    }
}

async fn kept_counts_are_what_a_recount_gives(place: &Place) {
    let mut series = Series::new(place).await;
    let mut told = Vec::new();
    for _ in 0..STEPS {
        told.push(series.step().await);
        let problems = series.store.check().await.unwrap();
        assert!(problems.is_empty(), "{problems:#?} after {told:#?}");
    }
    for user in series.users.clone() {
        let unread = FrontQuery { filter: FrontFilter::Unread, ..FrontQuery::newest(user, 1000) };
        let listed = series.store.front(&unread).await.unwrap().len() as u64;
        assert_eq!(series.store.unread(user).await.unwrap().total, listed, "as lists have it");
    }
}

crate::on_both_engines!(
    undoing_a_storys_marking_gives_copies_back_what_they_were_read_by,
    reading_one_copy_reads_all_and_can_be_undone,
    a_list_that_is_marked_read_spreads_too,
    kept_counts_are_what_a_recount_gives,
);
