//! The two spellings that nearly every feed uses, read without the care that the others need; what
//! is unusual about a date leaves it to the general reader, which reads these the same.

use jiff::Timestamp;
use jiff::civil::Date;

/// Reads `Mon, 06 May 2024 07:08:09 +0200` or `2024-05-06T07:08:09Z`, exactly so.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    if bytes.get(4) == Some(&b'-') { rfc_3339(bytes) } else { rfc_822(bytes) }
}

fn rfc_822(text: &[u8]) -> Option<Timestamp> {
    let text = match text.get(..5)? {
        [a, b, c, b',', b' '] => {
            let known: [&[u8; 3]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];
            known.contains(&&[*a, *b, *c]).then_some(text.get(5..)?)?
        }
        _ => text,
    };
    let (day, text) = match text {
        [a, b, b' ', rest @ ..] if b.is_ascii_digit() => (two(*a, *b)?, rest),
        [b, b' ', rest @ ..] => (two(b'0', *b)?, rest),
        _ => return None,
    };
    let (name, rest) = text.split_at_checked(4)?;
    let month = month(name)?;
    let [y1, y2, y3, y4, b' ', clock @ ..] = rest else { return None };
    let year = year(&[*y1, *y2, *y3, *y4])?;
    let (seconds, zone) = seconds_of_day(clock)?;
    let offset = match zone {
        b" GMT" | b" UTC" | b" Z" => 0,
        [b' ', sign, h1, h2, m1, m2] => offset(*sign, two(*h1, *h2)?, two(*m1, *m2)?)?,
        _ => return None,
    };
    moment(year, month, day, seconds - offset, 0)
}

fn rfc_3339(text: &[u8]) -> Option<Timestamp> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', clock @ ..] = text else { return None };
    let year = year(&[*y1, *y2, *y3, *y4])?;
    let (seconds, zone) = seconds_of_day(clock)?;
    let (nanoseconds, zone) = match zone {
        [b'.', rest @ ..] => {
            let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            let (fraction, zone) = rest.split_at_checked(digits).filter(|_| digits <= 9)?;
            let value = fraction.iter().fold(0, |sum, b| sum * 10 + i32::from(b - b'0'));
            let scale = 10i32.pow(9 - u32::try_from(digits).ok()?);
            (value * scale, zone)
        }
        zone => (0, zone),
    };
    let offset = match zone {
        b"Z" => 0,
        [sign, h1, h2, b':', m1, m2] => offset(*sign, two(*h1, *h2)?, two(*m1, *m2)?)?,
        _ => return None,
    };
    let month = i8::try_from(two(*m1, *m2)?).ok()?;
    moment(year, month, two(*d1, *d2)?, seconds - offset, nanoseconds)
}

fn two(a: u8, b: u8) -> Option<i32> {
    (a.is_ascii_digit() && b.is_ascii_digit())
        .then(|| i32::from(a - b'0') * 10 + i32::from(b - b'0'))
}

fn year(digits: &[u8; 4]) -> Option<i16> {
    let [a, b, c, d] = *digits;
    let year = two(a, b)? * 100 + two(c, d)?;
    i16::try_from(year).ok().filter(|year| (1900..2200).contains(year))
}

fn month(name: &[u8]) -> Option<i8> {
    Some(match name {
        b"Jan " => 1,
        b"Feb " => 2,
        b"Mar " => 3,
        b"Apr " => 4,
        b"May " => 5,
        b"Jun " => 6,
        b"Jul " => 7,
        b"Aug " => 8,
        b"Sep " => 9,
        b"Oct " => 10,
        b"Nov " => 11,
        b"Dec " => 12,
        _ => return None,
    })
}

/// Seconds since midnight of `HH:MM:SS`, and what follows.
fn seconds_of_day(text: &[u8]) -> Option<(i32, &[u8])> {
    let [h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = text else { return None };
    let (hours, minutes, seconds) = (two(*h1, *h2)?, two(*m1, *m2)?, two(*s1, *s2)?);
    let usual = hours < 24 && minutes < 60 && seconds < 60;
    usual.then_some((hours * 3600 + minutes * 60 + seconds, rest))
}

fn offset(sign: u8, hours: i32, minutes: i32) -> Option<i32> {
    let seconds = hours * 3600 + minutes * 60;
    match sign {
        _ if hours > 12 || minutes > 59 => None,
        b'+' => Some(seconds),
        b'-' => Some(-seconds),
        _ => None,
    }
}

/// `seconds` may lie outside the day by the offset of a zone.
fn moment(year: i16, month: i8, day: i32, seconds: i32, nanoseconds: i32) -> Option<Timestamp> {
    // Only to reject what is no date; the days are counted below.
    Date::new(year, month, i8::try_from(day).ok()?).ok()?;
    // Days since 1970 in the Gregorian calendar, with years that begin in March.
    let (year, month) = (i64::from(year), i64::from(month));
    let march = if month > 2 { year } else { year - 1 };
    let century = march / 400;
    let year_of = march - century * 400;
    let day_of = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(day) - 1;
    let days = century * 146_097 + year_of * 365 + year_of / 4 - year_of / 100 + day_of - 719_468;
    Timestamp::new(days * 86_400 + i64::from(seconds), nanoseconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_dates() {
        for text in [
            "Mon, 06 May 2024 07:08:09 +0200",
            "Mon, 6 May 2024 05:08:09 GMT",
            "06 May 2024 05:08:09 UTC",
            "2024-05-06T07:08:09+02:00",
            "2024-05-06T05:08:09Z",
        ] {
            let read = read(text).map(|t| t.to_string());
            assert_eq!(read.as_deref(), Some("2024-05-06T05:08:09Z"), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_general_reader_reads_them_the_same(
            (year, month, day) in (1890i32..2210, 0i32..14, 0i32..33),
            (hour, minute, second) in (0i32..26, 0i32..61, 0i32..62),
            offset in -1500i32..1500,
            form in 0usize..4,
        ) {
            let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
            let name = names[usize::try_from(month).unwrap() % 12];
            let (sign, zone) = (if offset < 0 { '-' } else { '+' }, offset.abs());
            let text = match form {
                0 => format!("Thu, {day:02} {name} {year} {hour:02}:{minute:02}:{second:02} {sign}{zone:04}"),
                1 => format!("{day} {name} {year} {hour:02}:{minute:02}:{second:02} GMT"),
                2 => format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.5Z"),
                _ => format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{:02}:{:02}", zone / 100, zone % 100),
            };
            if let Some(moment) = read(&text) {
                proptest::prop_assert_eq!(Some(moment), crate::dates::read_any(&text), "{}", text);
            }
        }
    }
}
