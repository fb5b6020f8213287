//! Ages in the texts, and the ways in which outlets write a moment.

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned};

/// Reads an age such as `2d 3h 20m`, or `-5m` for a moment that lies ahead. `None` where the words are not such.
pub(crate) fn age(words: &str) -> Option<SignedDuration> {
    let (sign, words) = words.strip_prefix('-').map_or((1, words), |rest| (-1, rest));
    let mut seconds = 0_i64;
    for word in words.split_whitespace() {
        let (number, unit) = word.split_at_checked(word.len().checked_sub(1)?)?;
        let number: i64 = number.parse().ok()?;
        seconds += number.checked_mul(match unit {
            "d" => 86_400,
            "h" => 3_600,
            "m" => 60,
            "s" => 1,
            _ => return None,
        })?;
    }
    Some(SignedDuration::from_secs(sign * seconds))
}

/// The moment as the outlet's own clock shows it.
pub(crate) fn local(moment: Timestamp, offset_hours: i8) -> Zoned {
    moment.to_zoned(TimeZone::fixed(Offset::constant(offset_hours)))
}

/// RFC 2822 with a numeric zone, as RSS 2.0 wants it.
pub(crate) fn rfc2822(moment: Timestamp, offset_hours: i8) -> String {
    local(moment, offset_hours).strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// RFC 3339 with a numeric zone, as Atom, JSON Feed and JSON-LD want it.
pub(crate) fn rfc3339(moment: Timestamp, offset_hours: i8) -> String {
    local(moment, offset_hours).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The date of HTTP headers (RFC 9110, section 5.6.7).
pub(crate) fn http(moment: Timestamp) -> String {
    local(moment, 0).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// A date and time for a person, in the outlet's language.
pub(crate) fn spoken(moment: Timestamp, offset_hours: i8, lang: &str) -> String {
    let at = local(moment, offset_hours);
    let month = usize::try_from(at.month() - 1).unwrap_or_default();
    let name = |names: &[&str; 12]| names.get(month).copied().unwrap_or_default().to_owned();
    match lang {
        "de" => {
            format!("{}. {} {}, {} Uhr", at.day(), name(&MONATE), at.year(), at.strftime("%H:%M"))
        }
        "fr" => format!("{} {} {} à {}", at.day(), name(&MOIS), at.year(), at.strftime("%Hh%M")),
        _ => at.strftime("%A %-d %B %Y, %H:%M").to_string(),
    }
}

const MONATE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

const WEEKDAYS: [[&str; 7]; 3] = [
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
];

/// The text with its weekdays moved: the texts are written as if the world started on a Tuesday.
pub(crate) fn move_weekdays(text: &str, start: Timestamp) -> String {
    let ahead =
        usize::try_from(local(start, 0).weekday().to_monday_zero_offset()).unwrap_or_default() + 6;
    if ahead.is_multiple_of(7) {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    for names in &WEEKDAYS {
        // Through marks that no text has, so that a name that was moved is not moved again.
        for (number, name) in names.iter().enumerate() {
            text = text.replace(name, &format!("\u{1}{number}"));
        }
        for number in 0..names.len() {
            let moved = names.get((number + ahead) % 7).copied().unwrap_or_default();
            text = text.replace(&format!("\u{1}{number}"), moved);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_read_both_ways() {
        assert_eq!(
            age("2d 3h 20m"),
            Some(SignedDuration::from_secs(2 * 86_400 + 3 * 3_600 + 1_200))
        );
        assert_eq!(age("-5m"), Some(SignedDuration::from_secs(-300)));
        assert_eq!(age("five"), None);
        assert_eq!(age("5é"), None);
    }

    #[test]
    fn a_moment_is_written_in_each_form() {
        let moment: Timestamp = "2025-12-29T12:05:00Z".parse().unwrap();
        assert_eq!(rfc2822(moment, 2), "Mon, 29 Dec 2025 14:05:00 +0200");
        assert_eq!(rfc3339(moment, 2), "2025-12-29T14:05:00+02:00");
        assert_eq!(http(moment), "Mon, 29 Dec 2025 12:05:00 GMT");
        assert_eq!(spoken(moment, 1, "de"), "29. Dezember 2025, 13:05 Uhr");
    }

    #[test]
    fn weekdays_follow_the_start() {
        let monday: Timestamp = "2025-12-29T12:05:00Z".parse().unwrap();
        assert_eq!(
            move_weekdays("On Tuesday, Montagabend, lundi.", monday),
            "On Monday, Sonntagabend, dimanche."
        );
        let tuesday: Timestamp = "2025-12-30T12:05:00Z".parse().unwrap();
        assert_eq!(move_weekdays("On Tuesday.", tuesday), "On Tuesday.");
    }
}
