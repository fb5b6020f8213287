//! Addresses of ours that are given out.

use dateline_model::Item;

use crate::state::App;

/// Where an item can be read: at its outlet, else at this instance, as far as people reach it by an
/// address that is known.
pub fn item_link(app: &App, item: &Item) -> String {
    let own = || {
        let base = app.settings.base_url.as_ref()?;
        base.join(&format!("article/{}", item.article)).ok().map(String::from)
    };
    item.address.clone().or_else(own).unwrap_or_default()
}
