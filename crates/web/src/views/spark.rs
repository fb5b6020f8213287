//! How reports came in, as a row of small bars.

use jiff::{SignedDuration, Timestamp};

/// More bars than these are too thin to tell apart.
const BARS: i64 = 48;

/// Fewer reports than these make no picture.
const FEWEST: usize = 4;

/// How far the beginnings of two bars are apart, in units of the drawing.
const STEP: u32 = 8;

/// How high the highest bar is, in the same units.
const HEIGHT: u32 = 28;

/// How high one report is at most, so that a few do not look like many.
const TALLEST: u32 = 7;

/// Bars over time, ready for a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spark {
    /// How wide the drawing is, in its own units.
    pub width: u32,
    /// The bars; an hour without a report has none.
    pub bars: Vec<Bar>,
    /// The same in words.
    pub told: String,
}

/// A bar, in units of the drawing, from its upper left corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// From the left.
    pub x: u32,
    /// From above.
    pub y: u32,
    /// Downward.
    pub height: u32,
}

impl Spark {
    /// Reports at these moments up to `until`, in any order; `None` where they are few or all of one
    /// hour. `told` says in words what is drawn.
    pub fn of(moments: &[Timestamp], until: Timestamp, told: String) -> Option<Self> {
        let first = moments.iter().min().filter(|_| moments.len() >= FEWEST)?;
        let hours = until.duration_since(*first).as_hours();
        if hours < 2 {
            return None;
        }
        let each = SignedDuration::from_hours(1 + hours / BARS);
        let count = hours / each.as_hours() + 1;
        let mut reports = vec![0_u32; usize::try_from(count).ok()?];
        for moment in moments {
            let bar = moment.duration_since(*first).as_hours() / each.as_hours();
            if let Some(bar) = usize::try_from(bar).ok().and_then(|bar| reports.get_mut(bar)) {
                *bar += 1;
            }
        }
        let most = reports.iter().copied().max().unwrap_or(1).max(1);
        let bars = reports.iter().zip(0_u32..).filter(|(reports, _)| **reports > 0);
        let bars = bars.map(|(reports, index)| {
            let height = (HEIGHT * reports / most).clamp(2, TALLEST * reports);
            Bar { x: index * STEP, y: HEIGHT - height, height }
        });
        Some(Self { width: STEP * u32::try_from(count).ok()?, bars: bars.collect(), told })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_766_412_000 + 3600 * hour).unwrap()
    }

    #[test]
    fn the_hour_of_most_reports_is_the_highest() {
        let spark = Spark::of(&[at(5), at(0), at(5), at(9)], at(10), String::new()).unwrap();
        let bars: Vec<(u32, u32)> = spark.bars.iter().map(|bar| (bar.x, bar.height)).collect();
        assert_eq!(bars, [(0, 7), (40, 14), (72, 7)]);
        assert_eq!(spark.width, 88);
        assert!(spark.bars.iter().all(|bar| bar.y + bar.height == HEIGHT));
    }

    #[test]
    fn long_times_take_no_more_room() {
        let spark = Spark::of(&[at(0), at(1), at(1), at(5000)], at(5000), String::new()).unwrap();
        assert!(spark.width <= STEP * 50, "{}", spark.width);
        assert_eq!(spark.bars.len(), 2);
    }

    #[test]
    fn little_is_not_drawn() {
        assert_eq!(Spark::of(&[], at(9), String::new()), None);
        assert_eq!(Spark::of(&[at(0), at(5), at(6)], at(9), String::new()), None);
        assert_eq!(Spark::of(&[at(0); 9], at(1), String::new()), None);
        assert_eq!(Spark::of(&[at(8), at(8), at(8), at(9)], at(0), String::new()), None);
    }
}
