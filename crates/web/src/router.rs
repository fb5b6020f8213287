//! Every address of the web face, and the layers a request passes on its way.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use dateline_desk::Desk;
use metrics_exporter_prometheus::PrometheusHandle;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::WebSettings;
use crate::assets;
use crate::errors::PageError;
use crate::kept_pages;
use crate::look::set_scene;
use crate::offline;
use crate::pages::{
    about, account, account_access, admin, alerts, article, article_actions, article_text, changes,
    classic, clip, events, feed_actions, feed_fixes, feed_rule, feed_settings, feeds, feeds_out,
    front, health, invitations, keys, lists, login, look, move_in, opml, packs, pictures, progress,
    public, public_machines, publish, rules, said, saving, search, searches, setup, sites,
    statistics, stories, story, story_actions, tongue, users, websub,
};
use crate::say;
use crate::security::csrf::refuse_other_sites;
use crate::security::headers::protect;
use crate::security::redirect::see_other;
use crate::state::App;
use crate::watch;
use dateline_auth::token::SetupToken;

/// The largest ordinary form, in bytes.
const FORM: usize = 64 * 1024;

/// Builds the web face. Serve it with `into_make_service_with_connect_info::<SocketAddr>()`.
pub fn router(
    desk: Desk,
    settings: WebSettings,
    setup_token: SetupToken,
    metrics: Option<PrometheusHandle>,
) -> Router {
    let app = App::new(desk, settings, setup_token, metrics);
    let pages = Router::new()
        .merge(reading(&app))
        .merge(searching())
        .merge(keeping_feeds())
        .merge(coming_and_going())
        .merge(people())
        .merge(administration())
        .merge(publishing())
        .merge(in_public())
        .merge(other_doors())
        .layer(from_fn_with_state(app.clone(), ask_for_set_up));
    pages
        .merge(always_open())
        .fallback(async || PageError::NotFound)
        .method_not_allowed_fallback(async || PageError::Method)
        // The last layer added is the first that a request meets.
        .layer(DefaultBodyLimit::max(FORM))
        .layer(from_fn_with_state(app.clone(), refuse_other_sites))
        .layer(from_fn(watch::hurry))
        .layer(CatchPanicLayer::custom(watch::broke_off))
        .layer(from_fn(set_scene))
        .layer(CompressionLayer::new().compress_when(not_compressed_yet()))
        .layer(from_fn_with_state(app.clone(), offline::tell))
        .layer(from_fn(protect))
        .layer(from_fn(say::choose))
        .layer(from_fn(watch::observe))
        .with_state(app)
}

fn reading(app: &App) -> Router<App> {
    Router::new()
        .route("/", get(public::door).layer(from_fn_with_state(app.clone(), kept_pages::keep)))
        .route("/front", get(front::show).layer(from_fn_with_state(app.clone(), kept_pages::keep)))
        .route("/classic", get(classic::all))
        .route("/classic/view", post(classic::change))
        .route("/classic/starred", get(classic::starred))
        .route("/classic/folder/{*folder}", get(classic::folder))
        .route("/classic/feed/{feed}", get(classic::feed))
        .route("/events", get(events::listen))
        .route("/keys", get(keys::show))
        .route("/markings/{marking}/undo", post(article_actions::undo))
        .route("/all", get(lists::all))
        .route("/unread", get(lists::unread))
        .route("/starred", get(lists::starred))
        .route("/folder/{*folder}", get(lists::folder))
        .route("/section/{*folder}", get(stories::section))
        .route("/stories", get(stories::all))
        .route("/story/{story}", get(story::show))
        .route("/story/{story}/read", post(story_actions::mark_read))
        .route("/story/{story}/mark", post(story_actions::mark))
        .route("/story/{story}/part", post(story_actions::part))
        .route("/story/{story}/join", post(story_actions::join))
        .route("/story/{story}/withdraw", post(story_actions::withdraw))
        .route("/statements/reported", get(said::reported))
        .route("/statements/withdraw", post(said::withdraw))
        .route("/statements/{statement}", get(said::show))
        .route("/statements/{statement}/report", post(said::report))
        .route("/person/{person}", get(said::person))
        .route("/person/{person}/report", post(said::report_person))
        .route("/outlet/{key}", get(lists::outlet))
        .route("/picture/{signature}/{width}/{address}", get(pictures::picture))
        .route("/icon/{key}", get(pictures::icon))
        .route("/feeds/{feed}", get(lists::feed))
        .route("/read", post(article_actions::mark_all_read))
        .route("/article/{article}", get(article::show))
        .route("/article/{article}/text", get(article_text::show))
        .route("/article/{article}/place", post(article_actions::set_place))
        .route("/article/{article}/read", post(article_actions::mark_read))
        .route("/article/{article}/star", post(article_actions::star))
        .route("/article/{article}/save", post(saving::save))
        .route("/saving", get(saving::show).post(saving::add))
        .route("/saving/{target}/remove", post(saving::remove))
        .route("/saving/{target}/retry", post(saving::retry))
        .route(
            "/clip",
            get(clip::show).post(clip::keep).layer(DefaultBodyLimit::max(clip::LARGEST)),
        )
        .route("/article/{article}/page", post(article_actions::read_page_again))
        .route("/article/{article}/changes", get(changes::show))
}

fn searching() -> Router<App> {
    Router::new()
        .route("/search", get(search::show))
        .route("/search/live", get(search::live))
        .route("/searches", get(searches::list).post(searches::keep))
        .route("/searches/{search}", get(searches::show).post(searches::change))
        .route("/searches/{search}/section", post(searches::set_section))
        .route("/searches/{search}/feed", post(searches::set_feed))
        .route("/searches/{search}/alert", post(searches::set_alert))
        .route("/searches/{search}/remove", post(searches::remove))
        .route("/rules", get(rules::show).post(rules::add))
        .route("/rules/{rule}/apply", post(rules::apply))
        .route("/rules/{rule}/remove", post(rules::remove))
        .route("/alerts", get(alerts::show))
        .route("/alerts/targets", post(alerts::add))
        .route("/alerts/targets/{target}/try", post(alerts::try_it))
        .route("/alerts/targets/{target}/confirm", post(alerts::confirm))
        .route("/alerts/targets/{target}/remove", post(alerts::remove))
        .route("/alerts/{alert}/retry", post(alerts::retry))
}

fn keeping_feeds() -> Router<App> {
    Router::new()
        .route("/feeds", get(feeds::show))
        .route("/feeds/add", post(feed_actions::add))
        .route("/feeds/packs", get(packs::show).post(packs::follow))
        .route("/feeds/packs/{pack}", get(packs::one))
        .route("/progress", get(progress::listen))
        .route("/feeds/page", post(feed_rule::add))
        .route("/feeds/poll", post(feed_actions::poll))
        .route("/feeds/out", get(feeds_out::list).post(feeds_out::open))
        .route("/feeds/out/{feed}/close", post(feeds_out::close))
        .route("/feeds/{feed}/rule", get(feed_rule::show).post(feed_rule::change))
        .route("/feeds/{feed}/address", post(feed_fixes::take_address))
        .route("/feeds/{feed}/find", post(feed_fixes::find))
        .route("/feeds/{feed}/login", post(feed_fixes::sign_in))
        .route("/feeds/{feed}/pace", post(feed_fixes::set_pace))
        .route("/feeds/{feed}/settings", get(feed_settings::show).post(feed_settings::save))
        .route(
            "/feeds/{feed}/remove",
            get(feed_settings::ask_to_remove).post(feed_settings::remove),
        )
        .route("/feeds/import", post(opml::import).layer(DefaultBodyLimit::max(opml::LARGEST)))
        .route(
            "/feeds/move-in",
            get(move_in::show).post(move_in::begin).layer(DefaultBodyLimit::max(move_in::LARGEST)),
        )
        .route("/feeds/import/{name}", get(opml::progress))
        .route("/feeds/export.opml", get(opml::export))
        .route("/sites", get(sites::list))
        .route("/sites/rules.toml", get(sites::export))
        .route("/sites/import", post(sites::import).layer(DefaultBodyLimit::max(sites::LARGEST)))
        .route("/sites/{site}", get(sites::show).post(sites::change))
}

fn coming_and_going() -> Router<App> {
    Router::new()
        .route("/login", get(login::show).post(login::sign_in))
        .route("/logout", post(login::sign_out))
        .route("/account", get(account::show))
        .route("/account/reading", post(account::set_reading))
        .route("/account/tongue", post(tongue::choose))
        .route("/account/password", post(account::change_password))
        .route("/account/sign-out-everywhere", post(account::sign_out_everywhere))
        .route("/account/sessions/end", post(account_access::end_session))
        .route("/account/app-passwords", post(account_access::make_app_password))
        .route("/account/app-passwords/{password}/revoke", post(account_access::revoke))
        .route("/look", post(look::set))
        .route("/statistics", get(statistics::show))
        .route("/statistics/reading", post(statistics::count))
        .route("/statistics/{table}", get(statistics::file))
        .route("/about", get(about::show))
}

/// The ways in besides a password that this binary was built with.
fn other_doors() -> Router<App> {
    let router = Router::new();
    #[cfg(feature = "oidc")]
    let router = router.merge(crate::pages::oidc::routes());
    #[cfg(feature = "passkeys")]
    let router = router.merge(crate::pages::passkeys::routes());
    router
}

fn people() -> Router<App> {
    Router::new()
        .route("/users", get(users::show))
        .route("/users/{user}/role", post(users::set_role))
        .route("/users/{user}/remove", get(users::ask_to_remove).post(users::remove))
        .route("/users/invitations", post(invitations::invite))
        .route("/users/invitations/{invitation}/revoke", post(invitations::revoke))
        .route("/invitation/{token}", get(invitations::show).post(invitations::accept))
}

/// What admins decide about the public newspaper.
fn publishing() -> Router<App> {
    Router::new()
        .route(
            "/publish",
            get(publish::show).post(publish::choose).layer(DefaultBodyLimit::max(publish::LARGEST)),
        )
        .route("/publish/on", post(publish::switch_on))
        .route("/publish/off", post(publish::switch_off))
        .route("/publish/name", post(publish::set_name))
        .route("/publish/remove", post(publish::remove))
        .route("/publish/return", post(publish::put_back))
}

/// What anybody may see where there is a public newspaper; no handler here knows of a user.
fn in_public() -> Router<App> {
    Router::new()
        .route("/public", get(public::show))
        .route("/public/section/{name}", get(public::section))
        .route("/public/story/{story}", get(public::story))
        .route("/public/outlet/{key}", get(public::outlet))
        .route("/public/article/{article}", get(public::article))
        .route("/public/about", get(public::about))
        .route("/sitemap.xml", get(public_machines::index))
        .route("/public/sitemap/pages.xml", get(public_machines::pages))
        .route("/public/sitemap/news.xml", get(public_machines::news))
}

fn administration() -> Router<App> {
    Router::new()
        .route("/admin", get(admin::show))
        .route("/admin/feeds", get(admin::feeds::show))
        .route("/admin/feeds/{feed}/poll", post(admin::feeds::poll))
        .route("/admin/feeds/{feed}/pause", post(admin::feeds::pause))
        .route(
            "/admin/feeds/{feed}/remove",
            get(admin::feeds::ask_to_remove).post(admin::feeds::remove),
        )
        .route("/admin/jobs", get(admin::jobs::show))
        .route("/admin/jobs/retry", post(admin::jobs::retry_all))
        .route("/admin/jobs/{job}/retry", post(admin::jobs::retry))
        .route("/admin/storage", get(admin::storage::show))
        .route("/admin/backups", get(admin::backups::show).post(admin::backups::make))
        .route("/admin/backups/{name}", get(admin::backups::download))
        .route("/admin/backups/{name}/remove", post(admin::backups::remove))
        .route("/admin/log", get(admin::log::show))
        .route("/admin/settings", get(admin::settings))
        .route("/admin/doctor", get(admin::doctor::show).post(admin::doctor::look))
}

fn always_open() -> Router<App> {
    Router::new()
        .route("/tongue", post(tongue::choose_at_the_door))
        .route("/setup", get(setup::show).post(setup::claim))
        .route("/websub/{token}", get(websub::verify).post(websub::deliver))
        .route("/healthz", get(health::healthz))
        .route("/metrics", get(health::metrics))
        .route("/offline", get(keys::offline))
        .route("/sw.js", get(assets::worker))
        .route("/manifest.webmanifest", get(assets::manifest))
        .route("/robots.txt", get(public_machines::robots))
        .route("/favicon.ico", get(assets::favicon))
        .route("/favicon.svg", get(assets::favicon))
        .route("/assets/{digest}/{name}", get(assets::file))
}

/// Fonts are compressed in themselves; whatever else is text, and not tiny, becomes smaller.
fn not_compressed_yet() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("font/"))
}

/// Until a password was chosen, every page leads to the one where it is.
async fn ask_for_set_up(State(app): State<App>, request: Request, next: Next) -> Response {
    match app.is_set_up().await {
        Ok(true) => next.run(request).await,
        Ok(false) => see_other("/setup"),
        Err(error) => error.into_response(),
    }
}
