//! What the pages of admins show of the program as a whole.

use std::sync::Arc;

use dateline_clock::Clock;
use dateline_store::Store;
use dateline_web::admin::{Instance, SettingLine};

use crate::commands::doctor;
use crate::logs;
use crate::settings::{Origin, RowDefault, Settings, Values};

/// The running program, for its admins.
pub fn instance(settings: &Settings, values: &Values, store: &Store) -> Instance {
    let lines = values.iter().map(|value| SettingLine {
        key: value.row.key,
        value: match (value.shown(), value.row.default) {
            (Some(shown), _) => shown.to_owned(),
            (None, RowDefault::Words(words)) => words.replace('`', ""),
            (None, RowDefault::Value(value)) => value.to_owned(),
        },
        origin: value.origin.to_string(),
        is_default: value.origin == Origin::Default,
        help: value.row.help,
    });
    let (settings, values, store) = (settings.clone(), values.clone(), store.clone());
    Instance {
        data: settings.data.clone(),
        started: wall(),
        wall,
        settings: lines.collect(),
        log: logs::last::lines,
        free_bytes: doctor::free_bytes,
        doctor: Arc::new(move || {
            let (settings, values, store) = (settings.clone(), values.clone(), store.clone());
            Box::pin(async move { doctor::look_at_running(&store, &values, &settings).await })
        }),
    }
}

fn wall() -> jiff::Timestamp {
    Clock::system().wall()
}
