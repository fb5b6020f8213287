//! Hot links: the stories of the user's feeds, the highest first.
//!
//! Fever counted which links many feeds pointed to. A story is what it was after: what many outlets
//! tell of. Its lead is the link, and the items of all its articles are those that lead to it.

use std::collections::HashMap;

use dateline_model::{StoryCard, StoryId, StoryItem, StoryQuery, User};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::ask::Asked;
use super::read::join;
use crate::problem::Problem;
use crate::state::App;

/// How many links a page has.
const PAGE: usize = 50;

/// Among so many of the highest stories links are chosen; there are no pages past them.
const AMONG: u32 = 500;

/// The days that are looked back where an app does not say.
const DAYS: i64 = 7;

/// What is as hot as one report of one voice, in the protocol's degrees.
const LUKEWARM: f64 = 98.6;

/// The links that are asked for: `range` days that end `offset` days ago, and a `page` of them.
pub async fn links(app: &App, user: &User, asked: &Asked) -> Result<Value, Problem> {
    let days = |name: &str, usual: i64| asked.number(name).unwrap_or(usual).clamp(0, 3650);
    let back = |days: i64| SignedDuration::from_hours(24 * days);
    let until = app.now().checked_sub(back(days("offset", 0))).unwrap_or(Timestamp::MIN);
    let from = until.checked_sub(back(days("range", DAYS).max(1))).unwrap_or(Timestamp::MIN);
    let page = usize::try_from(asked.number("page").unwrap_or(1).max(1) - 1).unwrap_or_default();

    let cards = app.store().front_stories(&StoryQuery::first(user.id, AMONG)).await?;
    let hottest = cards.first().map(|card| (card.place.rank, card.standing.voices.len()));
    let within = cards.into_iter().filter(|card| (from..=until).contains(&card.grown_at));
    let page: Vec<StoryCard> = within.skip(page.saturating_mul(PAGE)).take(PAGE).collect();
    let stories: Vec<StoryId> = page.iter().map(|card| card.id).collect();
    let mut items: HashMap<StoryId, Vec<StoryItem>> = HashMap::new();
    for item in app.store().story_items(user.id, &stories).await? {
        items.entry(item.story).or_default().push(item);
    }
    let shaped = page.iter().map(|card| {
        let items = items.get(&card.id).map(Vec::as_slice).unwrap_or_default();
        link(app, card, items, hottest.unwrap_or_default())
    });
    Ok(shaped.collect())
}

/// The hottest story is as hot as it has voices, and each other one is a degree colder for every
/// half-life that it is behind, so that apps which sort by degrees keep the order.
fn link(app: &App, card: &StoryCard, items: &[StoryItem], hottest: (f64, usize)) -> Value {
    let lead = items.iter().find(|item| item.article == card.lead.id);
    let (rank, voices) = hottest;
    let temperature = LUKEWARM + voices as f64 - (rank - card.place.rank);
    let own = || {
        let base = app.settings.base_url.as_ref()?;
        base.join(&format!("story/{}", card.id)).ok().map(String::from)
    };
    let url = card.lead.address.clone().or_else(own).unwrap_or_default();
    json!({
        "id": card.id,
        "feed_id": lead.map_or(0, |item| item.feed.0),
        "item_id": lead.map_or(0, |item| item.id.0),
        "temperature": (temperature * 10.0).round() / 10.0,
        "is_item": i64::from(lead.is_some()),
        "is_local": i64::from(lead.is_some()),
        "is_saved": i64::from(card.lead.starred),
        "title": card.title,
        "url": url,
        "item_ids": join(items.iter().map(|item| item.id.0)),
    })
}
