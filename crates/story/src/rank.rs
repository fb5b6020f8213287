//! Where a story stands on a front page, and why.
//!
//! A story weighs what its independent voices weigh together, and a voice's weight halves with
//! every [`HALF_LIFE_SECONDS`]. All weights halve at the same pace, so the order of two stories
//! never changes by time alone: [`score`] is the logarithm of the weight at one fixed moment, kept
//! with the story and made anew only when the story changes.
//!
//! Six hours were chosen by judgement. With a half-life of two, a lone report pushed aside what
//! seven publishers had told at breakfast; with a day, yesterday's news led today's. At six, a
//! story of seven voices outranks a fresh lone report for some eighteen hours, and what thirty
//! publishers told yesterday stands between a fresh report of one voice and one of three.

use jiff::Timestamp;

use crate::families::Voice;

/// The time in which a voice's weight halves, in seconds.
pub const HALF_LIFE_SECONDS: f64 = 6.0 * 3600.0;

/// Voices that spoke within so long of one another count as growth, in seconds.
const GROWTH_SECONDS: i64 = 2 * 3600;

/// What a voice weighs more for each that spoke shortly before it, up to four of them.
const GROWTH: f64 = 0.125;

/// A voice's latest report weighs so much beside its first.
const FOLLOW_UP: f64 = 0.5;

/// What a picture, and a text of [`LONG_WORDS`], multiply a story's weight by.
const FURNISHED: f64 = 1.1;
const LONG_WORDS: u32 = 300;

/// Half-lives that a followed story gains, and one that holds something followed.
const FOLLOWED: f64 = 3.0;
const FOLLOWED_WITHIN: f64 = 1.0;

/// What a story's rank is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryFacts {
    /// Its independent voices: see [`crate::families::voices`].
    pub voices: Vec<Voice>,
    /// How many of its articles are copies.
    pub copies: u32,
    /// One of its articles has a picture.
    pub picture: bool,
    /// How many words its longest text has.
    pub words: u32,
    /// When it began.
    pub opened: Timestamp,
}

/// What a user decided about a story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserFacts {
    /// The user follows it.
    pub follows: bool,
    /// The user muted it, or something in it.
    pub mutes: bool,
    /// What the user follows that is in it, as words to show: an outlet's name, a person, a topic.
    pub follows_within: Vec<String>,
}

/// A story's place among all, the same for everyone: higher stands higher. It holds until the
/// story changes. A new voice, or a voice's new report, never lowers it.
pub fn score(facts: &StoryFacts) -> f64 {
    let mut since: Vec<Timestamp> = facts.voices.iter().map(|voice| voice.since).collect();
    since.sort_unstable();
    let mut powers: Vec<(f64, f64)> = Vec::with_capacity(2 * facts.voices.len() + 1);
    for (index, at) in since.iter().enumerate() {
        let earlier = since.get(..index).unwrap_or_default();
        let shortly = earlier.iter().filter(|other| seconds(**other, *at) <= GROWTH_SECONDS);
        let growth = 1.0 + GROWTH * shortly.count().min(4) as f64;
        powers.push((growth, half_lives(*at)));
    }
    let later = facts.voices.iter().filter(|voice| voice.latest > voice.since);
    powers.extend(later.map(|voice| (FOLLOW_UP, half_lives(voice.latest))));
    if powers.is_empty() {
        powers.push((1.0, half_lives(facts.opened)));
    }
    let picture = if facts.picture { FURNISHED } else { 1.0 };
    let long = if facts.words >= LONG_WORDS { FURNISHED } else { 1.0 };
    log_of_sum(&powers) + (picture * long).log2()
}

/// A story's place for one user; `None` where the user muted it.
pub fn score_for(score: f64, user: &UserFacts) -> Option<f64> {
    if user.mutes {
        return None;
    }
    let followed = if user.follows { FOLLOWED } else { 0.0 };
    let within = if user.follows_within.is_empty() { 0.0 } else { FOLLOWED_WITHIN };
    Some(score + followed + within)
}

/// Why a story stands where it stands, a line each, the weightiest first.
pub fn reasons(facts: &StoryFacts, user: &UserFacts, now: Timestamp) -> Vec<String> {
    if user.mutes {
        return vec!["you muted it, so it is not shown".to_owned()];
    }
    let mut lines = Vec::new();
    if user.follows {
        lines.push("you follow it".to_owned());
    }
    lines.extend(
        user.follows_within.iter().map(|what| format!("it tells of {what}, which you follow")),
    );
    let voices = facts.voices.len();
    lines.push(match voices {
        1 => "1 independent publisher".to_owned(),
        _ => format!("{voices} independent publishers"),
    });
    lines.extend(lately(facts, now));
    lines.extend(follow_ups(facts, now));
    lines.extend(newest(facts, now));
    lines.extend(facts.voices.iter().filter(|voice| voice.outlets > 1).map(shared));
    match facts.copies {
        0 => {}
        1 => lines.push("1 copy of these texts, which does not count".to_owned()),
        copies => lines.push(format!("{copies} copies of these texts, which do not count")),
    }
    if facts.picture {
        lines.push("it has a picture, which counts a little".to_owned());
    }
    if facts.words >= LONG_WORDS {
        lines.push("it has a long text, which counts a little".to_owned());
    }
    lines
}

/// How many publishers came in the last two hours, where it is not simply all of them at once.
fn lately(facts: &StoryFacts, now: Timestamp) -> Option<String> {
    let fresh = |at: Timestamp| (0..=GROWTH_SECONDS).contains(&seconds(at, now));
    let count = facts.voices.iter().filter(|voice| fresh(voice.since)).count();
    match (count, facts.voices.len()) {
        (0, _) | (1, 1) => None,
        (count, all) if count == all => Some("all of them in the last 2 hours".to_owned()),
        (count, _) => Some(format!("{count} of them in the last 2 hours")),
    }
}

fn follow_ups(facts: &StoryFacts, now: Timestamp) -> Option<String> {
    let again = |voice: &&Voice| {
        voice.latest > voice.since
            && seconds(voice.since, now) > GROWTH_SECONDS
            && (0..=GROWTH_SECONDS).contains(&seconds(voice.latest, now))
    };
    match facts.voices.iter().filter(again).count() {
        0 => None,
        1 => Some("1 publisher reported again in the last 2 hours".to_owned()),
        count => Some(format!("{count} publishers reported again in the last 2 hours")),
    }
}

fn newest(facts: &StoryFacts, now: Timestamp) -> Option<String> {
    let latest = facts.voices.iter().map(|voice| voice.latest).max()?;
    Some(match seconds(latest, now) / 60 {
        ..=1 => "the newest report came just now".to_owned(),
        minutes @ 2..=119 => format!("the newest report came {minutes} minutes ago"),
        minutes @ 120..=2_879 => format!("the newest report came {} hours ago", minutes / 60),
        minutes => format!("the newest report came {} days ago", minutes / 1_440),
    })
}

fn shared(voice: &Voice) -> String {
    if voice.agency {
        format!(
            "{} outlets run texts of {}, which count as one publisher",
            voice.outlets, voice.name
        )
    } else {
        format!("{} outlets of {} count as one publisher", voice.outlets, voice.name)
    }
}

fn seconds(from: Timestamp, to: Timestamp) -> i64 {
    to.as_second().saturating_sub(from.as_second())
}

fn half_lives(at: Timestamp) -> f64 {
    at.as_second() as f64 / HALF_LIFE_SECONDS
}

/// The base-2 logarithm of Σ factor · 2^exponent, without leaving the range of numbers.
fn log_of_sum(powers: &[(f64, f64)]) -> f64 {
    let highest = powers.iter().map(|(_, exponent)| *exponent).fold(f64::MIN, f64::max);
    let sum: f64 =
        powers.iter().map(|(factor, exponent)| factor * (exponent - highest).exp2()).sum();
    highest + sum.log2()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_760_000_000;

    fn hours_ago(hours: f64) -> Timestamp {
        Timestamp::from_second(NOW - (hours * 3600.0) as i64).expect("a time")
    }

    fn voice(index: usize, since: f64) -> Voice {
        Voice {
            family: format!("paper-{index}.example"),
            name: format!("Paper {index}"),
            agency: false,
            outlets: 1,
            since: hours_ago(since),
            latest: hours_ago(since),
        }
    }

    fn story(since: &[f64]) -> StoryFacts {
        StoryFacts {
            voices: since.iter().enumerate().map(|(index, at)| voice(index, *at)).collect(),
            copies: 0,
            picture: false,
            words: 100,
            opened: hours_ago(since.iter().copied().fold(0.0, f64::max)),
        }
    }

    fn spread(voices: usize, from: f64, to: f64) -> StoryFacts {
        let step = (from - to) / voices as f64;
        story(&(0..voices).map(|index| from - step * index as f64).collect::<Vec<_>>())
    }

    #[track_caller]
    fn above(higher: &StoryFacts, lower: &StoryFacts) {
        assert!(score(higher) > score(lower), "{} <= {}", score(higher), score(lower));
    }

    #[test]
    fn stories_stand_as_people_expect() {
        let fresh = story(&[0.0]);
        above(&spread(7, 6.0, 5.0), &fresh);
        above(&fresh, &spread(3, 26.0, 24.0));
        above(&story(&[0.5, 0.3, 0.0]), &spread(4, 12.0, 10.0));
        above(&fresh, &story(&[1.0]));
        above(&spread(7, 3.0, 0.0), &spread(7, 12.0, 6.0));
        above(&story(&[0.4, 0.2, 0.0]), &spread(30, 28.0, 24.0));
        above(&spread(30, 28.0, 24.0), &fresh);
        above(&story(&[0.0]), &spread(30, 60.0, 48.0));
    }

    #[test]
    fn fast_growth_counts_more_than_slow() {
        let mut slow = story(&[8.0, 6.0, 4.0]);
        let mut fast = story(&[8.0, 6.0, 4.0]);
        for (index, at) in [3.9, 2.0].into_iter().enumerate() {
            slow.voices.push(voice(10 + index * 2, at));
            fast.voices.push(voice(10 + index * 2, 2.0));
        }
        above(&fast, &slow);
    }

    #[test]
    fn one_outlet_cannot_lift_its_story_by_writing_often() {
        let mut busy = story(&[5.0]);
        busy.voices[0].latest = hours_ago(0.0);
        above(&busy, &story(&[5.0]));
        above(&story(&[1.0, 0.0]), &busy);
    }

    #[test]
    fn a_picture_and_a_long_text_count_a_little() {
        let mut rich = story(&[1.0]);
        (rich.picture, rich.words) = (true, 900);
        above(&rich, &story(&[0.0, 0.0][..1]));
        above(&story(&[1.0, 1.0]), &rich);
    }

    #[test]
    fn follows_lift_and_mutes_remove() {
        let (old, fresh) = (score(&story(&[15.0])), score(&story(&[0.0])));
        let follower = UserFacts { follows: true, ..Default::default() };
        assert!(score_for(old, &follower) > score_for(fresh, &UserFacts::default()));
        let muted = UserFacts { follows: true, mutes: true, ..Default::default() };
        assert_eq!(score_for(fresh, &muted), None);
        assert_eq!(reasons(&story(&[0.0]), &muted, hours_ago(0.0)).len(), 1);
    }

    #[test]
    fn reasons_are_plain_words() {
        let mut facts = story(&[9.0, 8.0, 7.0, 1.5, 1.0, 0.5, 0.4]);
        facts.voices[0].outlets = 3;
        facts.voices[1].latest = hours_ago(0.2);
        facts.copies = 2;
        let user = UserFacts { follows: true, follows_within: vec!["Riga".into()], mutes: false };
        let lines = reasons(&facts, &user, hours_ago(0.0));
        for line in [
            "you follow it",
            "it tells of Riga, which you follow",
            "7 independent publishers",
            "4 of them in the last 2 hours",
            "1 publisher reported again in the last 2 hours",
            "the newest report came 12 minutes ago",
            "3 outlets of Paper 0 count as one publisher",
            "2 copies of these texts, which do not count",
        ] {
            assert!(lines.iter().any(|said| said == line), "{line}: {lines:?}");
        }
        let lone = reasons(&story(&[0.0]), &UserFacts::default(), hours_ago(0.0));
        assert_eq!(lone, ["1 independent publisher", "the newest report came just now"]);
    }

    proptest! {
        #[test]
        fn another_voice_never_lowers_a_story(
            since in prop::collection::vec(0.0f64..200.0, 0..12), more in 0.0f64..200.0,
        ) {
            let before = story(&since);
            let mut after = before.clone();
            after.voices.push(voice(99, more));
            prop_assume!(!since.is_empty());
            prop_assert!(score(&after) > score(&before) - 1e-9);
            prop_assert!(score(&after).is_finite());
        }
    }
}
