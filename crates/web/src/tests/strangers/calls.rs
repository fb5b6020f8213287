//! A call of every route with the owner's ids.

use super::furnished::{Ids, Stranger};

/// One call.
pub struct Call {
    pub method: &'static str,
    /// The route as the router names it.
    pub template: &'static str,
    /// The address with ids in it.
    pub path: String,
    pub fields: Vec<(&'static str, String)>,
    /// Whether it is about something of the owner's, so that a stranger is turned away.
    pub refused: bool,
    /// Whether nobody needs to sign in for it.
    pub open: bool,
    /// Whether whoever calls it is signed out by it.
    pub ends_session: bool,
    /// Whether it takes a file.
    pub upload: bool,
}

impl Call {
    pub fn route(&self) -> String {
        format!("{} {}", self.method, self.template)
    }

    fn new(method: &'static str, template: &'static str, path: impl Into<String>) -> Self {
        Self {
            method,
            template,
            path: path.into(),
            fields: Vec::new(),
            refused: false,
            open: false,
            ends_session: false,
            upload: false,
        }
    }

    fn with(mut self, fields: &[(&'static str, &str)]) -> Self {
        self.fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self
    }

    fn refused(mut self) -> Self {
        self.refused = true;
        self
    }

    fn open(mut self) -> Self {
        self.open = true;
        self
    }

    fn ends_session(mut self) -> Self {
        self.ends_session = true;
        self
    }

    fn upload(mut self, file: &str) -> Self {
        self.upload = true;
        self.fields = vec![("file", file.to_owned())];
        self
    }
}

/// A page of the caller's own.
fn page(template: &'static str) -> Call {
    Call::new("GET", template, template)
}

/// A form about the caller's own.
fn form(template: &'static str) -> Call {
    Call::new("POST", template, template)
}

/// A call of every route, those that take something away last.
pub fn all(ids: &Ids) -> Vec<Call> {
    let mut calls = reading(ids);
    calls.extend(searching(ids));
    calls.extend(keeping_feeds(ids));
    calls.extend(people(ids));
    calls.extend(looking_after(ids));
    calls.extend(publishing(ids));
    calls.extend(open(ids));
    #[cfg(feature = "oidc")]
    calls.extend(by_a_provider());
    #[cfg(feature = "passkeys")]
    calls.extend(by_a_passkey(ids));
    calls.extend(taking_away(ids));
    calls
}

fn reading(ids: &Ids) -> Vec<Call> {
    let (article, story) = (ids.article, &ids.story);
    let feed = ids.feed.to_string();
    let leave = format!("leave-{article}");
    let leave: &'static str = Box::leak(leave.into_boxed_str());
    let at = |method, template: &'static str, path: String| Call::new(method, template, path);
    vec![
        page("/"),
        page("/all"),
        page("/unread"),
        page("/starred"),
        page("/stories"),
        at("GET", "/folder/{*folder}", "/folder/News/Local".to_owned()),
        at("GET", "/section/{*folder}", "/section/News".to_owned()),
        at("GET", "/outlet/{key}", format!("/outlet/{}", ids.outlet)),
        at("GET", "/picture/{signature}/{width}/{address}", "/picture/AAAA/640/AAAA".to_owned()),
        at("GET", "/icon/{key}", format!("/icon/{}", ids.outlet)),
        at("GET", "/story/{story}", format!("/story/{story}")).refused(),
        at("POST", "/story/{story}/read", format!("/story/{story}/read"))
            .with(&[("read", "true")])
            .refused(),
        at("POST", "/story/{story}/mark", format!("/story/{story}/mark"))
            .with(&[("mark", "follow")])
            .refused(),
        at("POST", "/story/{story}/part", format!("/story/{story}/part"))
            .with(&[(leave, "1")])
            .refused(),
        at("POST", "/story/{story}/join", format!("/story/{story}/join"))
            .with(&[("other", &ids.other_story)])
            .refused(),
        // There is no decision at that moment, which is the same answer to everybody.
        at("POST", "/story/{story}/withdraw", format!("/story/{story}/withdraw"))
            .with(&[("at", "2025-12-22T14:30:00Z")]),
        at("GET", "/statements/{statement}", format!("/statements/{}", ids.statement)).refused(),
        page("/statements/reported"),
        form("/statements/withdraw").with(&[("key", "none"), ("back", "/")]),
        at("GET", "/person/{person}", format!("/person/{}", ids.person)).refused(),
        at("GET", "/feeds/{feed}", format!("/feeds/{feed}")).refused(),
        form("/read").with(&[("up_to", "2025-12-22T14:30:00Z"), ("feed", &feed), ("back", "/")]),
        at("GET", "/article/{article}", format!("/article/{article}")).refused(),
        at("GET", "/article/{article}/changes", format!("/article/{article}/changes")).refused(),
        at("POST", "/article/{article}/read", format!("/article/{article}/read"))
            .with(&[("read", "true")])
            .refused(),
        at("POST", "/article/{article}/star", format!("/article/{article}/star"))
            .with(&[("starred", "true")])
            .refused(),
        at("POST", "/article/{article}/page", format!("/article/{article}/page")).refused(),
        at("POST", "/article/{article}/save", format!("/article/{article}/save"))
            .with(&[("target", &ids.saver.to_string())])
            .refused(),
        at("GET", "/article/{article}/text", format!("/article/{article}/text")).refused(),
        at("POST", "/article/{article}/place", format!("/article/{article}/place"))
            .with(&[("place", "400")])
            .refused(),
        at("POST", "/markings/{marking}/undo", format!("/markings/{}/undo", ids.marking))
            .with(&[("back", "/unread")])
            .refused(),
        page("/front"),
        page("/classic"),
        page("/classic/starred"),
        form("/classic/view").with(&[("set", "titles"), ("back", "/classic")]),
        at("GET", "/classic/folder/{*folder}", "/classic/folder/News/Local".to_owned()),
        at("GET", "/classic/feed/{feed}", format!("/classic/feed/{}", ids.feed)).refused(),
        page("/events"),
        page("/keys"),
        page("/saving"),
        form("/saving").with(&[("kind", "nowhere"), ("address", "x")]),
        at("POST", "/saving/{target}/retry", format!("/saving/{}/retry", ids.alert)),
        form("/look").with(&[("theme", "dark"), ("back", "/")]),
        page("/clip"),
        form("/clip").with(&[("url", "not an address")]),
    ]
}

fn searching(ids: &Ids) -> Vec<Call> {
    let search = ids.search;
    let of = |template: &'static str, path: String| Call::new("POST", template, path).refused();
    let target = ids.target.to_string();
    vec![
        Call::new("GET", "/search", "/search?q=title:ferry"),
        Call::new("GET", "/search/live", "/search/live?q=fer"),
        page("/searches"),
        form("/searches").with(&[("query", "title:tram"), ("name", "Trams")]),
        Call::new("GET", "/searches/{search}", format!("/searches/{search}")).refused(),
        of("/searches/{search}", format!("/searches/{search}"))
            .with(&[("query", "title:ferry"), ("name", "wombat")]),
        of("/searches/{search}/section", format!("/searches/{search}/section"))
            .with(&[("on", "true")]),
        of("/searches/{search}/feed", format!("/searches/{search}/feed")).with(&[("on", "true")]),
        of("/searches/{search}/alert", format!("/searches/{search}/alert"))
            .with(&[("target", &target), ("on", "true")]),
        page("/rules"),
        form("/rules").with(&[("q", "title:tram"), ("does", "read")]),
        of("/rules/{rule}/apply", format!("/rules/{}/apply", ids.rule)),
        page("/alerts"),
        form("/alerts/targets").with(&[("kind", "pigeon"), ("address", "x")]),
        of("/alerts/targets/{target}/try", format!("/alerts/targets/{target}/try")),
        of("/alerts/targets/{target}/confirm", format!("/alerts/targets/{target}/confirm"))
            .with(&[("code", "s")]),
        Call::new("POST", "/alerts/{alert}/retry", format!("/alerts/{}/retry", ids.alert)),
    ]
}

fn keeping_feeds(ids: &Ids) -> Vec<Call> {
    let feed = ids.feed;
    let of = |template: &'static str, path: String| Call::new("POST", template, path).refused();
    vec![
        page("/feeds"),
        form("/feeds/add").with(&[("address", "not an address")]),
        form("/feeds/page").with(&[("address", "not an address")]),
        form("/feeds/poll").with(&[("feed", &feed.to_string()), ("back", "/")]),
        page("/progress"),
        page("/feeds/packs"),
        Call::new("GET", "/feeds/packs/{pack}", "/feeds/packs/ch-it"),
        form("/feeds/packs").with(&[("country", "CH"), ("do", "show")]),
        page("/feeds/move-in"),
        form("/feeds/move-in").with(&[("from", "nowhere"), ("address", "x")]),
        page("/feeds/out"),
        form("/feeds/out").with(&[("kind", "nothing")]),
        Call::new("GET", "/feeds/{feed}/rule", format!("/feeds/{feed}/rule")),
        Call::new("POST", "/feeds/{feed}/rule", format!("/feeds/{feed}/rule"))
            .with(&[("item", "li"), ("do", "save")]),
        of("/feeds/{feed}/address", format!("/feeds/{feed}/address"))
            .with(&[("address", "http://127.0.0.1:1/feed")]),
        of("/feeds/{feed}/find", format!("/feeds/{feed}/find")),
        of("/feeds/{feed}/login", format!("/feeds/{feed}/login"))
            .with(&[("name", "n"), ("password", "p")]),
        of("/feeds/{feed}/pace", format!("/feeds/{feed}/pace")).with(&[("interval", "3600")]),
        Call::new("GET", "/feeds/{feed}/settings", format!("/feeds/{feed}/settings")).refused(),
        of("/feeds/{feed}/settings", format!("/feeds/{feed}/settings"))
            .with(&[("title", "Bay"), ("folder", "Bay")]),
        Call::new("GET", "/feeds/{feed}/remove", format!("/feeds/{feed}/remove")).refused(),
        form("/feeds/import").upload("<opml version=\"2.0\"><body/></opml>"),
        // Whose import it was not gets the state of their own feeds.
        Call::new("GET", "/feeds/import/{name}", format!("/feeds/import/{}", ids.import)),
        page("/feeds/export.opml"),
        page("/sites"),
        page("/sites/rules.toml"),
        of("/sites/import", "/sites/import".to_owned())
            .upload("[\"bay.example\"]\ndrop = \".aside\""),
        Call::new("GET", "/sites/{site}", "/sites/bay.example"),
        of("/sites/{site}", "/sites/bay.example".to_owned())
            .with(&[("drop", ".aside"), ("do", "save")]),
    ]
}

fn people(ids: &Ids) -> Vec<Call> {
    let of = |template: &'static str, path: String| Call::new("POST", template, path).refused();
    vec![
        page("/account"),
        page("/statistics"),
        form("/statistics/reading").with(&[("counts", "false")]),
        Call::new("GET", "/statistics/{table}", "/statistics/feeds.csv?days=7"),
        page("/about"),
        form("/account/tongue").with(&[("tongue", "de")]),
        form("/account/reading").with(&[("spreads", "true")]),
        form("/account/password").with(&[("current", "x"), ("password", "y"), ("again", "z")]),
        form("/account/sign-out-everywhere").ends_session(),
        form("/logout").ends_session(),
        form("/account/sessions/end").with(&[("session", &ids.session)]).refused().ends_session(),
        form("/account/app-passwords").with(&[("name", "Mine"), ("may", "read")]),
        Call::new("GET", "/users", "/users").refused(),
        of("/users/{user}/role", "/users/1/role".to_owned()).with(&[("role", "member")]),
        Call::new("GET", "/users/{user}/remove", "/users/1/remove").refused(),
        of("/users/{user}/remove", "/users/1/remove".to_owned()),
        of("/users/invitations", "/users/invitations".to_owned())
            .with(&[("role", "admin"), ("days", "7")]),
    ]
}

/// What admins decide about the public newspaper.
fn publishing(ids: &Ids) -> Vec<Call> {
    let of = |path: &'static str| Call::new("POST", path, path).refused();
    let feed: &'static str = Box::leak(format!("feed-{}", ids.feed).into_boxed_str());
    vec![
        Call::new("GET", "/publish", "/publish").refused(),
        of("/publish/name").with(&[("name", "The Bay"), ("contact", "desk@bay.example")]),
        of("/publish").with(&[(feed, "1")]),
        of("/publish/on").with(&[("understood", "1")]),
        of("/publish/off"),
        of("/publish/remove").with(&[("key", &ids.outlet)]),
        of("/publish/return").with(&[("key", &ids.outlet)]),
    ]
}

/// The administration, which is an admin's only.
fn looking_after(ids: &Ids) -> Vec<Call> {
    let see = |template: &'static str| page(template).refused();
    let of = |template: &'static str, path: String| Call::new("POST", template, path).refused();
    let feed = ids.feed;
    vec![
        see("/admin"),
        see("/admin/feeds"),
        see("/admin/jobs"),
        see("/admin/storage"),
        see("/admin/log"),
        see("/admin/settings"),
        see("/admin/backups"),
        see("/admin/doctor"),
        of("/admin/doctor", "/admin/doctor".to_owned()),
        of("/admin/backups", "/admin/backups".to_owned()),
        Call::new(
            "GET",
            "/admin/backups/{name}",
            format!("/admin/backups/{}", super::super::BACKUP),
        )
        .refused(),
        of("/admin/feeds/{feed}/poll", format!("/admin/feeds/{feed}/poll")),
        of("/admin/feeds/{feed}/pause", format!("/admin/feeds/{feed}/pause")),
        Call::new("GET", "/admin/feeds/{feed}/remove", format!("/admin/feeds/{feed}/remove"))
            .refused(),
        of("/admin/jobs/retry", "/admin/jobs/retry".to_owned()),
        of("/admin/jobs/{job}/retry", "/admin/jobs/1/retry".to_owned()),
    ]
}

/// What needs no session, or its own secret.
fn open(ids: &Ids) -> Vec<Call> {
    let of =
        |method, template: &'static str, path: String| Call::new(method, template, path).open();
    let door = format!("/invitation/{}", ids.invitation_token);
    vec![
        form("/tongue").with(&[("tongue", "de")]).open(),
        page("/login").open(),
        form("/login").with(&[("name", "ida"), ("password", "guess")]).open(),
        page("/setup").open(),
        form("/setup").with(&[("name", "x"), ("password", "y"), ("again", "y")]).open(),
        of("GET", "/invitation/{token}", door.clone()),
        of("POST", "/invitation/{token}", door).with(&[
            ("name", "x"),
            ("password", "y"),
            ("again", "y"),
        ]),
        of("GET", "/websub/{token}", "/websub/abc?hub.mode=subscribe".to_owned()),
        of("POST", "/websub/{token}", "/websub/abc".to_owned()),
        page("/offline").open(),
        page("/sw.js").open(),
        page("/manifest.webmanifest").open(),
        page("/healthz").open(),
        page("/metrics").open(),
        page("/robots.txt").open(),
        page("/sitemap.xml").open(),
        page("/public").open(),
        page("/public/about").open(),
        page("/public/sitemap/pages.xml").open(),
        page("/public/sitemap/news.xml").open(),
        of("GET", "/public/section/{name}", "/public/section/Local".to_owned()),
        of("GET", "/public/story/{story}", format!("/public/story/{}", ids.story)),
        of("GET", "/public/outlet/{key}", format!("/public/outlet/{}", ids.outlet)),
        of("GET", "/public/article/{article}", format!("/public/article/{}", ids.article)),
        page("/favicon.ico").open(),
        page("/favicon.svg").open(),
        of("GET", "/assets/{digest}/{name}", format!("/assets/x/{}", ids.export)),
    ]
}

#[cfg(feature = "oidc")]
fn by_a_provider() -> Vec<Call> {
    vec![
        form("/login/oidc").with(&[("next", "/")]).open(),
        page("/login/oidc/callback").open(),
        form("/account/oidc"),
        form("/account/oidc/unlink")
            .with(&[("issuer", "https://id.example"), ("subject", "7")])
            .refused(),
    ]
}

#[cfg(feature = "passkeys")]
fn by_a_passkey(ids: &Ids) -> Vec<Call> {
    let remove = format!("/account/passkeys/{}/remove", ids.passkey);
    let sign_in =
        [("credential", "Y3JlZA"), ("client", "e30"), ("authenticator", "AA"), ("signature", "AA")];
    vec![
        form("/account/passkeys/begin"),
        form("/account/passkeys").with(&[("client", "e30"), ("attestation", "AA")]),
        form("/login/passkey/begin").open(),
        form("/login/passkey").with(&sign_in).open(),
        Call::new("POST", "/account/passkeys/{passkey}/remove", remove).refused(),
    ]
}

fn taking_away(ids: &Ids) -> Vec<Call> {
    let of = |template: &'static str, path: String| Call::new("POST", template, path).refused();
    vec![
        Call::new("POST", "/person/{person}/report", format!("/person/{}/report", ids.person))
            .refused(),
        Call::new(
            "POST",
            "/statements/{statement}/report",
            format!("/statements/{}/report", ids.statement),
        )
        .refused(),
        of("/users/invitations/{invitation}/revoke", {
            format!("/users/invitations/{}/revoke", ids.invitation)
        }),
        of("/account/app-passwords/{password}/revoke", {
            format!("/account/app-passwords/{}/revoke", ids.app_password)
        }),
        of("/feeds/out/{feed}/close", format!("/feeds/out/{}/close", ids.feed_out)),
        of("/saving/{target}/remove", format!("/saving/{}/remove", ids.saver)),
        of("/alerts/targets/{target}/remove", format!("/alerts/targets/{}/remove", ids.target)),
        of("/rules/{rule}/remove", format!("/rules/{}/remove", ids.rule)),
        of("/searches/{search}/remove", format!("/searches/{}/remove", ids.search)),
        of("/admin/backups/{name}/remove", {
            format!("/admin/backups/{}/remove", super::super::BACKUP)
        }),
        of("/admin/feeds/{feed}/remove", format!("/admin/feeds/{}/remove", ids.removable)),
        of("/feeds/{feed}/remove", format!("/feeds/{}/remove", ids.feed)),
    ]
}

/// A stranger's own things together with the owner's.
pub fn mixed(ids: &Ids, own: &Stranger) -> Vec<Call> {
    let target = ids.target.to_string();
    vec![
        Call::new("POST", "/searches/{search}/alert", format!("/searches/{}/alert", own.search))
            .with(&[("target", &target), ("on", "true")]),
        Call::new("POST", "/account/sessions/end", "/account/sessions/end")
            .with(&[("session", &ids.session)])
            .refused(),
        Call::new("GET", "/search", "/search?q=feed:1"),
        Call::new("GET", "/", "/?why=1"),
        Call::new("GET", "/feeds/{feed}", format!("/feeds/{}?unread=1", ids.feed)).refused(),
    ]
}
