//! The one room that reads the system's clock.
//!
//! Everything that is stored, scheduled, ranked and shown takes its time from a [`Clock`], which
//! is the system's or, for trials, one that starts elsewhere and runs faster. Timeouts, leases and
//! pauses between requests are about the real world and stay real.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// The time by which Dateline works. Cheap to clone; clones share their start.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Kind>);

#[derive(Debug)]
enum Kind {
    System,
    Trial { start: Timestamp, speed: f64, began: Instant },
}

/// Why a text describes no clock.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The part before `*` is no moment.
    #[error("“{text}” is not a moment such as 2025-12-22T00:00:00Z: {why}")]
    Start {
        /// What was given.
        text: String,
        /// What the parser of dates said.
        why: String,
    },
    /// The part after `*` is no speed.
    #[error("“{text}” is not a speed: a number from 0 to 1000000 is expected after the *")]
    Speed {
        /// What was given.
        text: String,
    },
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(Arc::new(Kind::System))
    }

    /// A clock that shows `start` now and runs `speed` times as fast as the system's.
    pub fn trial(start: Timestamp, speed: f64) -> Self {
        Self(Arc::new(Kind::Trial { start, speed, began: Instant::now() }))
    }

    /// Reads `START` or `START*SPEED`, as in `2025-12-22T00:00:00Z*3600`. An empty text is the
    /// system's clock.
    ///
    /// # Errors
    /// When either part cannot be read.
    pub fn parse(text: &str) -> Result<Self, ClockError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::system());
        }
        let (start, speed) = text.split_once('*').unwrap_or((text, "1"));
        let start = start.trim().parse::<Timestamp>().map_err(|error| ClockError::Start {
            text: start.to_owned(),
            why: error.to_string(),
        })?;
        let speed = speed
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|speed| (0.0..=1_000_000.0).contains(speed))
            .ok_or_else(|| ClockError::Speed { text: speed.to_owned() })?;
        Ok(Self::trial(start, speed))
    }

    /// The present moment, by this clock, to the millisecond.
    pub fn now(&self) -> Timestamp {
        match &*self.0 {
            Kind::System => self.wall(),
            Kind::Trial { start, speed, began } => {
                let passed = began.elapsed().as_secs_f64() * speed;
                let passed = SignedDuration::try_from_secs_f64(passed).unwrap_or_default();
                to_milliseconds(start.saturating_add(passed).unwrap_or(Timestamp::MAX))
            }
        }
    }

    /// The system's time, whatever this clock shows: for leases, which are about processes that
    /// really live or died.
    #[expect(clippy::disallowed_methods, reason = "this is the one room that reads the clock")]
    pub fn wall(&self) -> Timestamp {
        to_milliseconds(Timestamp::now())
    }

    /// How long to wait, really, until this clock shows `moment`: zero when it has passed, and a
    /// year when the clock stands still before it.
    pub fn real_until(&self, moment: Timestamp) -> Duration {
        let speed = match &*self.0 {
            Kind::System => 1.0,
            Kind::Trial { speed, .. } => *speed,
        };
        let left = moment.duration_since(self.now());
        if !left.is_positive() {
            return Duration::ZERO;
        }
        const YEAR: Duration = Duration::from_secs(365 * 86_400);
        Duration::try_from_secs_f64(left.as_secs_f64() / speed).unwrap_or(YEAR).min(YEAR)
    }

    /// How far this clock goes on while so much time really passes.
    pub fn shown_in(&self, real: Duration) -> SignedDuration {
        let speed = self.as_trial().map_or(1.0, |(_, speed)| speed);
        SignedDuration::try_from_secs_f64(real.as_secs_f64() * speed)
            .unwrap_or(SignedDuration::from_hours(24 * 365))
    }

    /// Whether this is a trial clock: its start and speed.
    pub fn as_trial(&self) -> Option<(Timestamp, f64)> {
        match &*self.0 {
            Kind::System => None,
            Kind::Trial { start, speed, .. } => Some((*start, *speed)),
        }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

fn to_milliseconds(moment: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(moment.as_millisecond()).unwrap_or(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_clock_starts_where_it_is_told_and_runs_at_its_speed() {
        let clock = Clock::parse("2025-12-22T00:00:00Z*3600").unwrap();
        let start: Timestamp = "2025-12-22T00:00:00Z".parse().unwrap();
        let shown = clock.now();
        assert!(shown >= start);
        assert!(shown < start + SignedDuration::from_hours(24));
        let wait = clock.real_until(clock.now() + SignedDuration::from_hours(10));
        assert!(wait <= Duration::from_secs(10) && wait > Duration::from_secs(5), "{wait:?}");
    }

    #[test]
    fn a_clock_without_a_speed_runs_like_the_system() {
        let clock = Clock::parse("2025-12-22T00:00:00Z").unwrap();
        assert_eq!(clock.as_trial().unwrap().1, 1.0);
        assert!(Clock::parse("").unwrap().as_trial().is_none());
    }

    #[test]
    fn a_clock_that_stands_still_never_comes_nearer() {
        let clock = Clock::parse("2025-12-22T00:00:00Z*0").unwrap();
        let later = clock.now() + SignedDuration::from_secs(1);
        assert_eq!(clock.real_until(later), Duration::from_secs(365 * 86_400));
    }

    #[test]
    fn bad_clocks_say_what_is_wrong() {
        let error = Clock::parse("tomorrow*2").unwrap_err().to_string();
        assert!(error.contains("“tomorrow” is not a moment"), "{error}");
        let error = Clock::parse("2025-12-22T00:00:00Z*fast").unwrap_err().to_string();
        assert!(error.contains("“fast” is not a speed"), "{error}");
        assert!(Clock::parse("2025-12-22T00:00:00Z*-1").is_err());
    }
}
