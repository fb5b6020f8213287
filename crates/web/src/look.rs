//! How pages look in a browser: its theme, the size of the text, the width of the page, serif or
//! sans. One cookie keeps it, and the server writes it into `<html>`, so that nothing flashes.
//!
//! Pages of errors and of signing in know nothing of their request, so a layer puts what it says of
//! this beside the task that answers it.

use axum::extract::Request;
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use dateline_auth::session::cookie;

/// The cookie's name.
pub const COOKIE: &str = "look";

/// The paper's colour in the light, as the style sheet has it.
const LIGHT_PAPER: &str = "#fbfaf7";

/// And in the dark.
const DARK_PAPER: &str = "#141518";

/// How a page looks. Each field is one of the words of its list in [`KNOBS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// "system", "light" or "dark".
    pub theme: &'static str,
    /// "1" to "5"; "3" is as large as the browser has it.
    pub size: &'static str,
    /// "narrow", "normal" or "wide".
    pub width: &'static str,
    /// "serif" or "sans".
    pub face: &'static str,
}

/// What can be turned, in the order of the cookie: the name of a field and its words.
const KNOBS: [(&str, &[&str]); 4] = [
    ("theme", &["system", "light", "dark"]),
    ("size", &["1", "2", "3", "4", "5"]),
    ("width", &["narrow", "normal", "wide"]),
    ("face", &["serif", "sans"]),
];

/// A row of the panel.
#[derive(Debug, Clone)]
pub struct Knob {
    /// The field that it sets.
    pub name: &'static str,
    /// What it is about.
    pub legend: String,
    /// What it can be set to.
    pub choices: Vec<Choice>,
}

/// One setting of a row.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The field's word.
    pub value: &'static str,
    /// What stands on the button.
    pub label: String,
    /// What is said in place of the label, where that says too little.
    pub name: Option<String>,
    /// Whether it is set so now.
    pub on: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { theme: "system", size: "3", width: "normal", face: "serif" }
    }
}

impl Look {
    /// What a cookie's value says; whatever is not of the vocabulary is as if it were not there.
    pub fn read(value: &str) -> Self {
        let mut look = Self::default();
        for ((name, _), word) in KNOBS.iter().zip(value.split('-')) {
            look.turn(name, word);
        }
        look
    }

    /// As a cookie has it: "dark-4-wide-sans".
    pub fn written(&self) -> String {
        [self.theme, self.size, self.width, self.face].join("-")
    }

    /// Sets one field. What the vocabulary does not have changes nothing.
    pub fn turn(&mut self, name: &str, word: &str) {
        let words = KNOBS.iter().find(|(known, _)| *known == name).map(|(_, words)| *words);
        let Some(word) = words.and_then(|words| words.iter().find(|known| **known == word)) else {
            return;
        };
        match name {
            "theme" => self.theme = word,
            "size" => self.size = word,
            "width" => self.width = word,
            _ => self.face = word,
        }
    }

    /// For `<meta name="color-scheme">`.
    pub fn scheme(&self) -> &'static str {
        if self.theme == "system" { "light dark" } else { self.theme }
    }

    /// For `<meta name="theme-color">`: the paper's colour, as `base.css` has it, each with the
    /// device's preference that it is for; `None` where the reader chose.
    pub fn papers(&self) -> Vec<(Option<&'static str>, &'static str)> {
        match self.theme {
            "light" => vec![(None, LIGHT_PAPER)],
            "dark" => vec![(None, DARK_PAPER)],
            _ => vec![
                (Some("(prefers-color-scheme: light)"), LIGHT_PAPER),
                (Some("(prefers-color-scheme: dark)"), DARK_PAPER),
            ],
        }
    }

    /// The rows of the panel.
    pub fn knobs(&self) -> Vec<Knob> {
        let set = [self.theme, self.size, self.width, self.face];
        let row = |((name, words), set): ((&'static str, &[&'static str]), &str)| Knob {
            name,
            legend: legend(name),
            choices: words.iter().map(|value| choice(name, value, *value == set)).collect(),
        };
        KNOBS.into_iter().zip(set).map(row).collect()
    }
}

fn legend(name: &str) -> String {
    match name {
        "theme" => say!("look-theme"),
        "size" => say!("look-size"),
        "width" => say!("look-width"),
        _ => say!("look-face"),
    }
}

fn choice(name: &str, value: &'static str, on: bool) -> Choice {
    let said = match (name, value) {
        ("theme", "light") => say!("look-theme-light"),
        ("theme", "dark") => say!("look-theme-dark"),
        ("theme", _) => say!("look-theme-system"),
        ("size", "1") => say!("look-size-smallest"),
        ("size", "2") => say!("look-size-small"),
        ("size", "4") => say!("look-size-large"),
        ("size", "5") => say!("look-size-largest"),
        ("size", _) => say!("look-size-normal"),
        ("width", "narrow") => say!("look-width-narrow"),
        ("width", "wide") => say!("look-width-wide"),
        ("width", _) => say!("look-width-normal"),
        (_, "sans") => say!("look-face-sans"),
        _ => say!("look-face-serif"),
    };
    // Sizes are shown by a letter of that size.
    let (label, name) = if name == "size" { ("A".to_owned(), Some(said)) } else { (said, None) };
    Choice { value, label, name, on }
}

/// What a request says of how its answer looks, and where to return to after a change.
#[derive(Debug, Clone)]
pub struct Scene {
    /// How pages look in this browser.
    pub look: Look,
    /// The path and query of the page; "/" for an answer to a form.
    pub path: String,
}

impl Default for Scene {
    fn default() -> Self {
        Self { look: Look::default(), path: "/".to_owned() }
    }
}

tokio::task_local! {
    static SCENE: Scene;
}

impl Scene {
    /// That of the request which is being answered; outside of one, the default.
    pub fn present() -> Self {
        SCENE.try_with(Clone::clone).unwrap_or_default()
    }
}

/// How pages look in the browser that sends these headers.
pub fn of_headers(headers: &HeaderMap) -> Look {
    cookie(headers, COOKIE).map(Look::read).unwrap_or_default()
}

/// The layer that makes [`Scene::present`] known to whatever answers.
pub async fn set_scene(request: Request, next: Next) -> Response {
    let path = request.uri().path_and_query().filter(|_| request.method().is_safe());
    let scene = Scene {
        look: of_headers(request.headers()),
        path: path.map_or_else(|| "/".to_owned(), ToString::to_string),
    };
    SCENE.scope(scene, next.run(request)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_goes_through_a_cookie_and_back() {
        let look = Look { theme: "dark", size: "5", width: "wide", face: "sans" };
        assert_eq!(look.written(), "dark-5-wide-sans");
        assert_eq!(Look::read(&look.written()), look);
        assert_eq!(Look::read(""), Look::default());
    }

    #[test]
    fn only_the_vocabulary_is_believed() {
        let odd = Look::read("dark\" onload=-6-wide--x-y");
        assert_eq!(odd, Look { width: "wide", ..Look::default() });
        let mut look = Look::default();
        look.turn("size", "99");
        look.turn("smell", "dark");
        assert_eq!(look, Look::default());
    }

    #[test]
    fn the_window_has_the_colour_of_the_paper() {
        let css = include_str!("../assets/base.css");
        assert!(css.contains(&format!("--paper: light-dark({LIGHT_PAPER}, {DARK_PAPER});")));
        assert_eq!(Look::read("dark").papers(), [(None, DARK_PAPER)]);
        assert_eq!(Look::read("light").papers(), [(None, LIGHT_PAPER)]);
        assert_eq!(Look::default().papers().len(), 2);
    }

    #[test]
    fn one_choice_of_each_row_is_set() {
        for knob in Look::read("light-1-narrow-sans").knobs() {
            assert_eq!(knob.choices.iter().filter(|choice| choice.on).count(), 1, "{knob:?}");
        }
    }
}
