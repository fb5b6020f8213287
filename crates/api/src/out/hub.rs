//! Telling a hub what has changed (WebSub, 6).

use std::collections::HashMap;
use std::time::Duration;

use dateline_desk::{Desk, News};
use dateline_model::address::digest_bytes;
use jiff::SignedDuration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use url::Url;

use super::feed::OutFeed;
use super::{Form, Places, content, instance_name};
use crate::ApiSettings;
use crate::problem::Problem;
use crate::state::App;

/// What comes within so long is told together.
const GATHER: Duration = Duration::from_secs(60);

/// A feed that nobody has read for so long has no reader whom a hub could tell.
const IN_USE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Tells the hub of the settings of every feed in use that changed, until `stop` turns true. Without
/// a hub, or an address that others know, there is nobody to tell.
pub async fn tell_hub(desk: Desk, settings: ApiSettings, mut stop: watch::Receiver<bool>) {
    let (Some(hub), Some(base)) = (settings.hub.clone(), settings.base_url.clone()) else { return };
    let mut news = desk.news();
    let app = App::new(desk, settings);
    let mut told = HashMap::new();
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            alive = something_came(&mut news) => if !alive { return },
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(GATHER) => {}
        }
        if let Err(error) = tell(&app, &hub, &base, &mut told).await {
            tracing::warn!(error = %error, "the hub could not be told what has changed");
        }
    }
}

/// Waits for what may change a feed; `false` when nothing can come any more.
async fn something_came(news: &mut tokio::sync::broadcast::Receiver<News>) -> bool {
    match news.recv().await {
        Ok(_) | Err(RecvError::Lagged(_)) => true,
        Err(RecvError::Closed) => false,
    }
}

/// Tells of what differs from what was told last.
pub(crate) async fn tell(
    app: &App,
    hub: &Url,
    base: &Url,
    told: &mut HashMap<String, String>,
) -> Result<usize, Problem> {
    let mut changed = Vec::new();
    let mut seen = HashMap::new();
    for (token, feed) in in_use(app).await? {
        let digest = digest_bytes(Form::Json.write(&feed, &Places::default()).as_bytes());
        if told.get(&token) != Some(&digest) {
            for form in [Form::Atom, Form::Rss, Form::Json] {
                changed.extend(Places::of(Some(base), Some(hub), &[], &token, form).own);
            }
        }
        seen.insert(token, digest);
    }
    if !changed.is_empty() {
        app.desk.tell_hub(hub, &changed).await?;
    }
    *told = seen;
    Ok(changed.len())
}

/// The feeds that have readers, each with its token.
async fn in_use(app: &App) -> Result<Vec<(String, OutFeed)>, Problem> {
    let instance = instance_name(app).await?;
    let since = app.now().checked_sub(IN_USE).unwrap_or(jiff::Timestamp::MIN);
    let mut feeds = Vec::new();
    for feed in app.store().feeds_out_in_use(since).await? {
        if let Some(found) = content::of(app, &instance, &feed).await? {
            feeds.push((feed.token, found));
        }
    }
    for search in app.store().kept_searches(None).await? {
        if let Some(token) = search.feed_token.clone() {
            feeds.push((token, content::of_search(app, &instance, search).await?));
        }
    }
    Ok(feeds)
}
