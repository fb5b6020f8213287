//! Times of day beside a date in prose.

use jiff::civil::Time;

/// The time that a few words tell: `5:06pm`, `10:00 PM EST`, `5.30am`, `17h30`, `17:06:51`.
pub(super) fn time<'w>(words: impl Iterator<Item = &'w str>) -> Option<Time> {
    let words: Vec<&str> = words.collect();
    words.iter().enumerate().find_map(|(at, word)| of_word(word, words.get(at + 1).copied()))
}

fn of_word(word: &str, next: Option<&str>) -> Option<Time> {
    let lower = word.trim_end_matches(['.', ',']).to_ascii_lowercase();
    let body = lower.trim_end_matches(['a', 'p', 'm', '.']);
    let half = half_of(lower.get(body.len()..).unwrap_or("")).or_else(|| next.and_then(half_of));
    let parts: Vec<&str> = body.split([':', '.', 'h']).collect();
    let (hour, minute, second) = match parts[..] {
        [hour, minute] => (hour, minute, "0"),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    // `12.29` may be a day; only a half of the day makes a point a clock's.
    if body.contains('.') && half.is_none() || minute.len() != 2 || second.len() > 2 {
        return None;
    }
    let hour: i8 = hour.parse().ok()?;
    let hour = match half {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    Time::new(hour, minute.parse().ok()?, second.parse().ok()?, 0).ok()
}

/// Whether a word says that it is after noon.
fn half_of(word: &str) -> Option<bool> {
    match word.replace('.', "").to_ascii_lowercase().as_str() {
        "am" => Some(false),
        "pm" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks() {
        let of = |text: &str| time(text.split(' ')).map(|time| time.to_string());
        assert_eq!(of("5:06pm PT").as_deref(), Some("17:06:00"));
        assert_eq!(of("at 12:10 a.m.").as_deref(), Some("00:10:00"));
        assert_eq!(of("5.30am").as_deref(), Some("05:30:00"));
        assert_eq!(of("17h30").as_deref(), Some("17:30:00"));
        assert_eq!(of("12.29 and so on"), None);
    }
}
