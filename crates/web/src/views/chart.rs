//! Pictures of numbers, drawn as SVG on the server. What they show stands in a table beside them;
//! their colours are the style sheet's, so that they follow the theme.

use std::fmt::Write;

use askama::filters::{Escaper, Html};

/// How wide a picture is drawn, in its own units; the page scales it.
const WIDTH: usize = 720;

/// How high columns are drawn, and how much room their labels take below.
const HEIGHT: usize = 160;
const BELOW: usize = 22;

/// A row of a picture with names: its height, and where its bar begins and ends.
const ROW: usize = 26;
const FROM: usize = 250;
const TO: usize = 660;

/// Longer names are cut in a picture; the table has them whole.
const NAME: usize = 34;

/// How many shades a picture by hours has.
const SHADES: u64 = 5;

/// What a picture is called, and what it says in a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Caption<'a> {
    /// A word that no other picture of the page has.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// What is to be seen in it.
    pub description: &'a str,
}

/// A picture under construction.
struct Picture(String);

impl Picture {
    fn new(class: &str, caption: &Caption<'_>, height: usize) -> Self {
        let id = caption.id;
        let mut picture = Self(format!(
            "<svg class=\"{class}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
             aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">"
        ));
        picture.text(caption.title);
        picture.raw(&format!("</title><desc id=\"{id}-d\">"));
        picture.text(caption.description);
        picture.raw("</desc>");
        picture
    }

    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    fn text(&mut self, text: &str) {
        // Writing to a string does not fail.
        let _ = Html.write_escaped_str(&mut self.0, text);
    }

    fn rect(&mut self, class: &str, place: [usize; 4]) {
        let [x, y, width, height] = place;
        let _ = write!(
            self.0,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        );
    }

    fn label(&mut self, class: &str, x: usize, y: usize, text: &str) {
        let _ = write!(self.0, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">");
        self.text(text);
        self.raw("</text>");
    }

    fn done(mut self) -> String {
        self.raw("</svg>");
        self.0
    }
}

/// A length in proportion; what is not nought is seen.
fn part(value: u64, most: u64, length: usize) -> usize {
    if value == 0 || most == 0 {
        return 0;
    }
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    let scaled = value.saturating_mul(length) / most;
    usize::try_from(scaled.max(2)).unwrap_or(0)
}

/// Columns in time, the earliest first; a few are labelled.
pub fn columns(caption: &Caption<'_>, values: &[(String, u64)]) -> String {
    let mut picture = Picture::new("chart chart--time", caption, HEIGHT + BELOW);
    let most = values.iter().map(|(_, value)| *value).max().unwrap_or_default();
    let width = WIDTH / values.len().max(1);
    let gap = if width > 4 { 1 + width / 8 } else { 0 };
    let every = values.len().div_ceil(7).max(1);
    for (at, (label, value)) in values.iter().enumerate() {
        let height = part(*value, most, HEIGHT - 16);
        let x = at * width;
        picture.rect("chart__bar", [x, HEIGHT - height, width.saturating_sub(gap).max(1), height]);
        if at % every == 0 {
            picture.label("chart__label", x, HEIGHT + 16, label);
        }
    }
    picture.rect("chart__line", [0, HEIGHT, WIDTH, 1]);
    picture.label("chart__label", 0, 10, &most.to_string());
    picture.done()
}

/// A bar for each name, in their order.
pub fn bars(caption: &Caption<'_>, values: &[(String, u64)]) -> String {
    let mut picture = Picture::new("chart", caption, values.len() * ROW + 4);
    let most = values.iter().map(|(_, value)| *value).max().unwrap_or_default();
    for (at, (name, value)) in values.iter().enumerate() {
        let y = at * ROW;
        let cut: String = name.chars().take(NAME).collect();
        let cut = if cut.len() < name.len() { format!("{}…", cut.trim_end()) } else { cut };
        picture.label("chart__name", 0, y + 17, &cut);
        let width = part(*value, most, TO - FROM);
        picture.rect("chart__bar", [FROM, y + 5, width, ROW - 10]);
        picture.label("chart__label", FROM + width + 8, y + 17, &value.to_string());
    }
    picture.done()
}

/// A week by its hours: seven rows of 24, each row with its day's name.
pub fn week(caption: &Caption<'_>, days: &[(String, [u64; 24])]) -> String {
    const LEFT: usize = 96;
    const CELL: usize = 26;
    const HIGH: usize = 22;
    let mut picture = Picture::new("chart", caption, days.len() * HIGH + BELOW);
    let most = days.iter().flat_map(|(_, hours)| hours).copied().max().unwrap_or_default();
    for (row, (name, hours)) in days.iter().enumerate() {
        picture.label("chart__name", 0, row * HIGH + 16, name);
        for (hour, value) in hours.iter().enumerate() {
            let shade = match most {
                0 => 0,
                most => value.saturating_mul(SHADES).div_ceil(most),
            };
            let class = format!("chart__cell chart__cell--{shade}");
            let place = [LEFT + hour * CELL, row * HIGH + 1, CELL - 2, HIGH - 2];
            picture.rect(&class, place);
        }
    }
    for hour in (0..24).step_by(6) {
        let (x, y) = (LEFT + hour * CELL, days.len() * HIGH + 16);
        picture.label("chart__label", x, y, &format!("{hour:02}:00"));
    }
    picture.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPTION: Caption<'_> = Caption { id: "c", title: "A & B", description: "<b>" };

    #[test]
    fn names_from_outside_are_text_and_nothing_is_styled_inline() {
        let values = [("<script>alert(1)</script>\" onload=".to_owned(), 3), (String::new(), 0)];
        for picture in [bars(&CAPTION, &values), columns(&CAPTION, &values)] {
            assert!(!picture.contains("<script") && !picture.contains("<b>"), "{picture}");
            assert!(!picture.contains("style=") && picture.contains("<title id=\"c-t\">"));
        }
    }

    #[test]
    fn the_longest_bar_is_the_largest_value_and_nought_has_none() {
        let values = [("a".to_owned(), 10), ("b".to_owned(), 5), ("c".to_owned(), 0)];
        let picture = bars(&CAPTION, &values);
        for width in ["width=\"410\"", "width=\"205\"", "width=\"0\""] {
            assert!(picture.contains(width), "{picture}");
        }
        assert_eq!(part(1, 1_000_000, 400), 2, "what there is is seen");
        assert!(part(u64::MAX, u64::MAX, 400) > 0);
    }

    #[test]
    fn pictures_of_nothing_are_drawn_too() {
        assert!(columns(&CAPTION, &[]).ends_with("</svg>"));
        assert!(bars(&CAPTION, &[]).ends_with("</svg>"));
        let mut hours = [0; 24];
        hours[7] = 9;
        let picture = week(&CAPTION, &[("Monday".to_owned(), hours)]);
        assert_eq!(picture.matches("chart__cell--0").count(), 23);
        assert_eq!(picture.matches("chart__cell--5").count(), 1);
    }
}
