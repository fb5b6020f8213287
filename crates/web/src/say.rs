//! Texts for the person who asks, in their tongue.
//!
//! [`choose`] settles the tongue of a request; all that is done for it then says its texts with
//! `say!` and `say_html!`, handlers and templates alike. Work that is handed to another thread
//! or outlives its answer takes the [`tongue`] along and speaks [`within`] it.

use std::fmt;

use askama::FastWritable;
use askama::filters::{Escaper, Html as HtmlEscaper, HtmlSafe};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use dateline_words::{Args, Value};
use tokio::task::JoinError;

pub use dateline_words::Tongue;

use crate::auth::session::cookie;
use crate::when::Moment;

/// The cookie that keeps which tongue somebody chose.
pub const COOKIE: &str = "tongue";

tokio::task_local! {
    static TONGUE: Tongue;
}

/// The tongue of the request that is being answered; English outside of any.
pub fn tongue() -> Tongue {
    TONGUE.try_with(|tongue| *tongue).unwrap_or_default()
}

/// Does some work in a tongue: for threads of their own, which know nothing of the request.
pub fn within<T>(tongue: Tongue, work: impl FnOnce() -> T) -> T {
    TONGUE.sync_scope(tongue, work)
}

/// Does some work in a tongue, whatever that of the request is.
pub async fn speaking<T>(tongue: Tongue, work: impl Future<Output = T>) -> T {
    TONGUE.scope(tongue, work).await
}

/// What is added to an answer that is in one tongue for everybody.
#[derive(Debug, Clone, Copy)]
pub struct OneTongue;

/// Does some work on a thread of its own, in the tongue of the request.
pub async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, JoinError> {
    let tongue = tongue();
    tokio::task::spawn_blocking(move || within(tongue, work)).await
}

/// Settles in which tongue a request is answered: the one chosen in this browser, else the one the
/// browser asks for, else English.
pub async fn choose(request: Request, next: Next) -> Response {
    let tongue = wanted(request.headers());
    let mut response = TONGUE.scope(tongue, next.run(request)).await;
    if response.extensions().get::<OneTongue>().is_some() {
        return response;
    }
    let html = |kind: &HeaderValue| kind.as_bytes().starts_with(b"text/html");
    if response.headers().get(header::CONTENT_TYPE).is_some_and(html) {
        let vary = HeaderValue::from_static("accept-language, cookie");
        response.headers_mut().append(header::VARY, vary);
    }
    response
}

fn wanted(headers: &HeaderMap) -> Tongue {
    let chosen = cookie(headers, COOKIE).and_then(Tongue::of_tag);
    chosen.unwrap_or_else(|| {
        let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        asked.and_then(Tongue::wanted).unwrap_or_default()
    })
}

/// The text of a key in the request's tongue, as a `String`: `say!(KEY, n = count)`.
/// Templates escape it as they do every text. In templates, `self.` stands before a field.
macro_rules! say {
    ($key:literal $(,)?) => { $crate::say::plain($key) };
    ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {{
        let mut args = ::dateline_words::Args::new();
        $( args.set(stringify!($name), $value); )+
        $crate::say::filled($key, &args)
    }};
}

/// The same as [`Html`], for texts that hold links and the like. What it is filled with is escaped,
/// unless it is an [`Html`] or an [`Element`]; an element `a = link("/feeds")` fills two gaps, `$a`
/// and `$a_end`.
macro_rules! say_html {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        #[allow(unused_imports, reason = "not every text holds every element")]
        use $crate::say::{BOLD, bold, code, date, element, link, name_of, time};
        let mut filling = $crate::say::Filling::default();
        $( $crate::say::Fill::fill($value, stringify!($name), &mut filling); )*
        filling.said($key)
    }};
}

/// See `say!`.
pub fn plain(key: &str) -> String {
    dateline_words::plain(tongue(), key).into_owned()
}

/// See `say!`.
pub fn filled(key: &str, args: &Args<'_>) -> String {
    dateline_words::say(tongue(), key, args)
}

/// Markup of our own making, which templates write as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl fmt::Display for Html {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

impl FastWritable for Html {
    fn write_into(&self, out: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(out.write_str(&self.0)?)
    }
}

/// An element around a part of a text.
#[derive(Debug, Clone)]
pub struct Element {
    open: String,
    close: &'static str,
}

/// Strong words.
#[allow(dead_code, reason = "rooms that want it are being written")]
pub const BOLD: (&str, &str) = ("<b>", "</b>");

/// What is typed or written in a file.
pub fn code(text: impl AsRef<str>) -> Html {
    let mut html = String::from("<code>");
    escape(text.as_ref(), &mut html);
    html.push_str("</code>");
    Html(html)
}

/// A link to `href`.
pub fn link(href: impl AsRef<str>) -> Element {
    let mut open = String::from("<a href=\"");
    escape(href.as_ref(), &mut open);
    open.push_str("\">");
    Element { open, close: "</a>" }
}

/// An element as it is written here, in the source.
pub fn element(open: &'static str, close: &'static str) -> Element {
    Element { open: open.to_owned(), close }
}

/// A name, bold and in its own direction.
pub fn bold(name: impl AsRef<str>) -> Html {
    let mut html = String::from("<b dir=\"auto\">");
    escape(name.as_ref(), &mut html);
    html.push_str("</b>");
    Html(html)
}

/// A name in its own direction.
pub fn name_of(name: impl AsRef<str>) -> Html {
    let mut html = String::from("<span dir=\"auto\">");
    escape(name.as_ref(), &mut html);
    html.push_str("</span>");
    Html(html)
}

/// A headline or a name that leads somewhere, in its own direction.
pub fn linked(href: impl AsRef<str>, text: impl AsRef<str>) -> Html {
    let mut html = String::from("<a dir=\"auto\" href=\"");
    escape(href.as_ref(), &mut html);
    html.push_str("\">");
    escape(text.as_ref(), &mut html);
    html.push_str("</a>");
    Html(html)
}

/// A moment as a sentence has it, in full on hover.
pub fn time(moment: &Moment) -> Html {
    let mut html = String::from("<time datetime=\"");
    escape(&moment.iso, &mut html);
    html.push_str("\" title=\"");
    escape(&moment.exact, &mut html);
    html.push_str("\">");
    escape(&moment.words, &mut html);
    html.push_str("</time>");
    Html(html)
}

/// A moment in full.
pub fn date(moment: &Moment) -> Html {
    let mut html = String::from("<time datetime=\"");
    escape(&moment.iso, &mut html);
    html.push_str("\">");
    escape(&moment.exact, &mut html);
    html.push_str("</time>");
    Html(html)
}

fn escape(text: &str, into: &mut String) {
    // Writing to a string does not fail.
    let _ = HtmlEscaper.write_escaped_str(into, text);
}

/// The signs that stand for pieces of markup while a text is put together. They are of a private
/// plane, and taken out of whatever a text is filled with.
const FIRST: u32 = 0xF_0000;
const MOST: u32 = 0x100;

/// What a text with markup is filled with.
#[derive(Debug, Default)]
pub struct Filling {
    args: Args<'static>,
    markup: Vec<String>,
}

/// What can fill a gap in a text with markup.
pub trait Fill {
    /// Fills the gap `name`.
    fn fill(self, name: &'static str, into: &mut Filling);
}

impl Filling {
    fn mark(&mut self, name: String, markup: String) {
        let index = u32::try_from(self.markup.len()).unwrap_or(MOST);
        let Some(sign) = (index < MOST).then(|| char::from_u32(FIRST + index)).flatten() else {
            return;
        };
        self.markup.push(markup);
        self.args.set(name, sign.to_string());
    }

    fn text(&mut self, name: &'static str, text: &str) {
        self.args.set(name, text.replace(is_sign, "\u{fffd}"));
    }

    /// The text of a key, filled.
    pub fn said(self, key: &str) -> Html {
        let text = filled(key, &self.args);
        let mut html = String::with_capacity(text.len() * 2);
        let mut rest = text.as_str();
        while let Some(at) = rest.find(is_sign) {
            let (before, after) = rest.split_at(at);
            let mut signs = after.chars();
            let index = signs.next().map_or(0, |sign| u32::from(sign) - FIRST);
            // Markup needs none of the marks that a text from right to left puts around names.
            escape(before.strip_suffix('\u{2068}').unwrap_or(before), &mut html);
            html.push_str(self.markup.get(index as usize).map_or("", String::as_str));
            rest = signs.as_str();
            rest = rest.strip_prefix('\u{2069}').unwrap_or(rest);
        }
        escape(rest, &mut html);
        Html(html)
    }
}

fn is_sign(sign: char) -> bool {
    (FIRST..FIRST + MOST).contains(&u32::from(sign))
}

impl Fill for &str {
    fn fill(self, name: &'static str, into: &mut Filling) {
        into.text(name, self);
    }
}

impl Fill for String {
    fn fill(self, name: &'static str, into: &mut Filling) {
        into.text(name, &self);
    }
}

impl Fill for &String {
    fn fill(self, name: &'static str, into: &mut Filling) {
        into.text(name, self);
    }
}

impl Fill for Html {
    fn fill(self, name: &'static str, into: &mut Filling) {
        into.mark(name.to_owned(), self.0);
    }
}

impl Fill for &Html {
    fn fill(self, name: &'static str, into: &mut Filling) {
        into.mark(name.to_owned(), self.0.clone());
    }
}

impl Fill for Element {
    fn fill(self, name: &'static str, into: &mut Filling) {
        into.mark(name.to_owned(), self.open);
        into.mark(format!("{name}_end"), self.close.to_owned());
    }
}

impl Fill for (&'static str, &'static str) {
    fn fill(self, name: &'static str, into: &mut Filling) {
        element(self.0, self.1).fill(name, into);
    }
}

macro_rules! fill_numbers {
    ($($number:ty),+) => {$(
        impl Fill for $number {
            fn fill(self, name: &'static str, into: &mut Filling) {
                into.args.set(name, Value::from(self));
            }
        }

        impl Fill for &$number {
            fn fill(self, name: &'static str, into: &mut Filling) {
                into.args.set(name, Value::from(*self));
            }
        }
    )+};
}

fill_numbers!(u8, u16, u32, u64, usize, i32, i64, f64);

/// Names as a sentence has them: "A", "A and B", "A, B and C"; `None` where there are none.
pub fn list(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [one] => Some(one.clone()),
        [first @ .., last] => {
            Some(say!("list-and", first = first.join(", "), last = last.as_str()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn the_cookie_counts_over_the_browser_and_nonsense_for_nothing() {
        let asked = |cookie: &str, accept: &str| {
            wanted(&headers(&[(header::COOKIE, cookie), (header::ACCEPT_LANGUAGE, accept)]))
        };
        assert_eq!(asked("tongue=de", "en"), Tongue::German);
        assert_eq!(asked("a=b; tongue=en", "de"), Tongue::English);
        assert_eq!(asked("tongue=klingon", "de-CH"), Tongue::German);
        assert_eq!(asked("tongue=en-XB", "de"), Tongue::Mirrored);
        assert_eq!(wanted(&HeaderMap::new()), Tongue::English);
    }

    #[test]
    fn what_fills_a_text_is_escaped_and_cannot_stand_for_markup() {
        let evil = "\u{f0000}<script>&\"'\u{f0001}";
        let html = say_html!("list-and", first = bold("<i>"), last = evil);
        assert_eq!(
            html.to_string(),
            "<b dir=\"auto\">&#60;i&#62;</b> and \u{fffd}&#60;script&#62;&#38;&#34;&#39;\u{fffd}"
        );
        let Element { open, .. } = link("/x?a=\"><b>");
        assert_eq!(open, "<a href=\"/x?a=&#34;&#62;&#60;b&#62;\">");
    }

    #[test]
    fn texts_from_right_to_left_mark_names_but_not_markup() {
        let said = within(Tongue::Mirrored, || {
            say_html!("list-and", first = bold("Ida"), last = "Tom").to_string()
        });
        assert_eq!(said, "⟦<b dir=\"auto\">Ida</b> ȧȧƞḓ \u{2068}Tom\u{2069}⟧");
        assert_eq!(
            within(Tongue::German, || list(&["A".into(), "B".into(), "C".into()])).unwrap(),
            "A, B und C"
        );
        assert_eq!(tongue(), Tongue::English, "outside of any request");
    }
}
