//! An instance whose owner has one of everything, and what a stranger has.

use dateline_auth::app_password::{digest, fever_digest};
use dateline_auth::session::hash_token;
use dateline_model::{
    AppPasswordId, ArticleId, FeedId, Identity, InvitationId, NewAppPassword, NewInvitation,
    NewPasskey, Role, RuleAction, RuleId, Scopes, SearchId, TargetId, TargetKind, UserId,
};

use crate::tests::{House, OWNER, now, story};

/// The owner's things.
pub struct Ids {
    pub article: ArticleId,
    pub other_story: String,
    pub feed: FeedId,
    /// A feed that may go.
    pub removable: FeedId,
    pub story: String,
    pub search: SearchId,
    pub rule: RuleId,
    pub target: TargetId,
    pub saver: TargetId,
    pub alert: i64,
    pub import: String,
    pub feed_out: String,
    pub app_password: AppPasswordId,
    #[cfg(feature = "passkeys")]
    pub passkey: dateline_model::PasskeyId,
    pub session: String,
    pub invitation: InvitationId,
    pub invitation_hash: String,
    pub invitation_token: String,
    pub outlet: String,
    pub statement: String,
    pub person: String,
    pub export: String,
    pub marking: dateline_model::MarkingId,
}

/// What a stranger has of their own, to be used together with the owner's.
pub struct Stranger {
    pub search: SearchId,
}

impl Stranger {
    pub async fn furnish(house: &House, user: UserId) -> Self {
        let search = house.store.keep_search(user, "Mine", "title:ferry", now()).await.unwrap();
        Self { search }
    }
}

/// An instance whose owner has one of everything.
pub async fn furnished() -> (House, Ids) {
    let mut house = House::signed_in().await;
    let told = [
        ("Ferry of Quokkaburg runs aground with 212 on board", "/one", 50),
        ("Quokkaburg ferry aground: 212 passengers ashore", "/two", 30),
        ("Bank of Quokkaburg holds its rate", "/bank", 20),
    ];
    let stories = told.map(|(title, path, minutes)| {
        let mut story = story(title, path, minutes);
        story.html = format!("<p>{title}, the office of numbatville at {path} said.</p>");
        if path == "/one" {
            story.html.push_str("<p>“Nobody of Quokkaburg was hurt,” Mayor Anna Wombat said.</p>");
        }
        story
    });
    let articles = house.feed(OWNER, "https://bay.example/feed", &stories).await;
    house.desk.form_stories().await.unwrap();
    house.desk.find_statements().await.unwrap();
    assert!(house.desk.follow_store(|_| {}).await.unwrap());
    let feed = house.store.feed_by_url("https://bay.example/feed").await.unwrap().unwrap().id;
    let spare = url::Url::parse("https://spare.example/feed").unwrap();
    let (removable, _) = house.store.add_feed(&spare, now()).await.unwrap();
    house.store.subscribe(OWNER, removable, None, "", now()).await.unwrap();
    let list = house.get("/stories").await.body;
    let id =
        list.split_once("href=\"/story/").expect("a story").1.split(['"', '?']).next().unwrap();
    let story = id.to_owned();
    let page = house.get(&format!("/article/{}", articles[2])).await.body;
    let other = page.split("/story/").nth(1).expect("the story of one article");
    let other_story = other.split(['"', '/', '?']).next().unwrap().to_owned();
    let store = house.store.clone();
    store.set_starred(OWNER, articles[2], true, now()).await.unwrap();
    let search = store.keep_search(OWNER, "wombat", "title:ferry", now()).await.unwrap();
    let token = "5ecret".repeat(6);
    store.set_search_feed(OWNER, search, Some(&token)).await.unwrap();
    let rule =
        store.add_rule(OWNER, "title:potoroo", &RuleAction::Mute, None, now()).await.unwrap();
    let address = "https://quoll.example/hook";
    let kind = TargetKind::Webhook;
    let target = store.add_alert_target(OWNER, kind, address, "s", now()).await.unwrap();
    store.confirm_alert_target(OWNER, target, "s", now()).await.unwrap();
    store.try_alert_target(OWNER, target, now()).await.unwrap();
    let alert = store.alerts_of(OWNER, 9).await.unwrap()[0].id.0;
    let made = |name: &str| NewAppPassword {
        user: OWNER,
        name: name.to_owned(),
        scopes: Scopes { write: true, admin: true },
        digest: digest(name),
        fever_digest: fever_digest(name),
        created_at: now(),
    };
    let app_password = store.create_app_password(made("quoll")).await.unwrap().id;
    let invitation_token = "ab".repeat(32);
    let invitation_hash = hash_token(&invitation_token);
    let new = NewInvitation {
        token_hash: invitation_hash.clone(),
        role: Role::Admin,
        note: "wombat".to_owned(),
        made_by: OWNER,
        created_at: now(),
        expires_at: now() + jiff::SignedDuration::from_hours(9),
    };
    let invitation = store.invite(new).await.unwrap();
    let csrf = crate::tests::token(&house.get("/feeds").await.body);
    let opml = "<opml version=\"2.0\"><body/></opml>";
    let import = house.upload("/feeds/import", &csrf, opml).await;
    let import = import.location().rsplit('/').next().unwrap().to_owned();
    let session = hash_token(&house.cookie("dateline_session").unwrap());
    let extra = extra(&mut house).await;
    let outlet = "bay.example".to_owned();
    let linked = Identity {
        issuer: "https://id.example".to_owned(),
        subject: "7".to_owned(),
        user: OWNER,
        name: "quoll".to_owned(),
        created_at: now(),
    };
    assert!(store.link_identity(linked).await.unwrap());
    let key = NewPasskey {
        user: OWNER,
        credential: "Y3JlZA".to_owned(),
        name: "wombat".to_owned(),
        public_key: "none".to_owned(),
        counter: 0,
        created_at: now(),
    };
    assert!(store.add_passkey(key).await.unwrap());
    let other: dateline_model::StoryId = other_story.parse().unwrap();
    let marking = store.mark_story_read(OWNER, other, now()).await.unwrap().id.unwrap();
    let told = store.article_statements(OWNER, articles[0]).await.unwrap();
    let of_person = told
        .iter()
        .find_map(|told| Some((told.id.to_string(), told.speaker.as_ref()?.person.clone()?)));
    let (statement, person) = of_person.expect("a statement of a person");
    let ids = Ids {
        statement,
        person,
        #[cfg(feature = "passkeys")]
        passkey: store.passkeys(OWNER).await.unwrap()[0].id,
        article: articles[0],
        other_story,
        feed,
        removable,
        story,
        search,
        rule,
        target,
        saver: extra.0,
        alert,
        import,
        feed_out: extra.1,
        app_password,
        session,
        invitation,
        invitation_hash,
        invitation_token,
        outlet,
        export: "feeds.opml".to_owned(),
        marking,
    };
    (house, ids)
}

/// A place where articles are saved to, and a feed that is given out.
async fn extra(house: &mut House) -> (TargetId, String) {
    let place = [("kind", "linkding"), ("address", "https://quoll.example/"), ("token", "t0ken")];
    house.post_signed("/saving", &place).await;
    let targets = house.store.alert_targets(OWNER).await.unwrap();
    let saver = targets.iter().map(|target| target.id).max().unwrap();
    house.post_signed("/feeds/out", &[("kind", "starred")]).await;
    let page = house.get("/feeds/out").await.body;
    let out = page.split("/feeds/out/").find_map(|part| part.split_once("/close"));
    (saver, out.map_or("1", |(id, _)| id).to_owned())
}
