//! Logs: to standard error, for people or as JSON; the last warnings and errors are kept for admins.

pub mod last;

use std::io::{self, IsTerminal};

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::settings::Settings;

/// Starts logging at the level of the settings, else at `default_level`, and has panics logged.
pub fn start(settings: &Settings, default_level: &str) {
    let level = settings.log_level.as_deref().unwrap_or(default_level);
    let filter = EnvFilter::builder().parse_lossy(level);
    let layer = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let layer = if settings.log_json {
        layer.json().flatten_event(true).with_current_span(false).boxed()
    } else {
        let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        layer.compact().with_target(false).with_ansi(colour).boxed()
    };
    let subscriber = tracing_subscriber::registry()
        .with(layer.with_filter(filter))
        .with(last::Keep.with_filter(LevelFilter::WARN));
    // A subscriber that is there already can only be a test's.
    let _ = subscriber.try_init();
    log_panics();
}

/// A panic in a task would otherwise be a loose text between the lines of the log.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let message = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current();
        let thread = thread.name().unwrap_or("unnamed");
        tracing::error!(
            panic.message = message,
            panic.place = place,
            panic.thread = thread,
            "a part of the program failed: this is a bug"
        );
    }));
}
