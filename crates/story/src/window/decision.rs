//! Whether two stories are one.

use super::likeness::{LIKENESSES, Likeness};

/// What each likeness counts for. A sum above zero says that the two tell of one event; it is a
/// logit, so one more is about three times likelier.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// For an article and a story.
    pub join: [f32; LIKENESSES],
    /// What two stories of several articles each must show more.
    pub merge: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            join: [
                -6.168, 3.252, 1.298, 0.225, 0.181, 1.043, -0.509, 0.096, 0.0, 0.0, 0.19, -0.196,
                0.846, 1.277, -0.675, -3.064, 0.467, 0.554, 0.0, 0.095, -1.517, -0.184, 2.023,
                2.054, 0.971, 0.351, 0.014, 0.205,
            ],
            merge: 0.824,
        }
    }
}

impl Weights {
    /// How much speaks for the two being one.
    pub(super) fn score(&self, likeness: &Likeness) -> f32 {
        let sum: f32 = likeness.values.iter().zip(&self.join).map(|(value, by)| value * by).sum();
        if likeness.is_merge { sum - self.merge } else { sum }
    }
}
