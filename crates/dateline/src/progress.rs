//! How far a command is: a bar on a terminal, a line now and then elsewhere.

use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::output;

/// Elsewhere than on a terminal, one line in so much time.
const PAUSE: Duration = Duration::from_secs(1);

/// Shows how far a command is, on standard error.
pub struct Meter {
    shown: Shown,
}

enum Shown {
    Nothing,
    Bar(Mutex<Bar>),
    Lines(Mutex<Option<Instant>>),
}

struct Bar {
    bar: ProgressBar,
    what: &'static str,
}

impl Meter {
    /// A meter that shows something unless told to be `quiet`.
    pub fn new(quiet: bool) -> Self {
        let shown = if quiet {
            Shown::Nothing
        } else if io::stderr().is_terminal() {
            let bar = ProgressBar::no_length();
            let style = ProgressStyle::with_template("{msg:>14} {bar:32} {pos}/{len} {elapsed}");
            if let Ok(style) = style {
                bar.set_style(style);
            }
            Shown::Bar(Mutex::new(Bar { bar, what: "" }))
        } else {
            Shown::Lines(Mutex::new(None))
        };
        Self { shown }
    }

    /// Says that `done` of `of` are done, `what` being "feeds polled".
    pub fn show(&self, what: &'static str, done: u64, of: u64) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar) => {
                let mut bar = bar.lock().unwrap_or_else(PoisonError::into_inner);
                if bar.what != what {
                    bar.what = what;
                    bar.bar.set_message(what);
                    bar.bar.reset_elapsed();
                }
                bar.bar.set_length(of);
                bar.bar.set_position(done);
            }
            Shown::Lines(last) => {
                let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
                if done == of || last.is_none_or(|last| last.elapsed() >= PAUSE) {
                    output::remark(&format!("{what}: {done} of {of}"));
                    *last = Some(Instant::now());
                }
            }
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.lock().unwrap_or_else(PoisonError::into_inner).bar.finish_and_clear();
        }
    }
}
