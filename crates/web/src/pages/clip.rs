//! `/clip`: any page or text kept as an article, and the bookmarklet that opens this page.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_desk::{Clip, ClipError};
use dateline_model::address;
use serde::Deserialize;

use super::search::one_line;
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::Ask;
use crate::security::csrf::Signed;
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::faults;
use crate::views::page;
use crate::views::shell::{Place, Shell};

/// The largest form that is taken, in bytes: a long article, written as forms write it.
pub const LARGEST: usize = 512 * 1024;

/// The most that the bookmarklet passes on of a headline, in bytes as an address writes them.
const HEADLINE: usize = 300;

/// The most that it passes on of an address and what is selected together. With the rest that is
/// less than 2,000, beyond which servers and browsers cut addresses off or refuse them.
const SELECTED: usize = 1_500;

#[derive(Template)]
#[template(path = "clip.html")]
struct Page {
    shell: Shell,
    typed: Typed,
    /// What it runs, where this instance knows its address; scripts fill in the rest.
    bookmarklet: String,
    knows_its_address: bool,
}

/// What to keep. The bookmarklet fills it in, and its reader sends it.
#[derive(Debug, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    url: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    outlet: String,
}

impl Typed {
    /// Apps that share a page mostly put its address into the text, alone or last.
    fn find_address(&mut self) {
        if !self.url.trim().is_empty() {
            return;
        }
        let last = self.text.split_whitespace().next_back().unwrap_or_default();
        let is_address = last.starts_with("https://") || last.starts_with("http://");
        if is_address && url::Url::parse(last).is_ok() {
            self.url = last.to_owned();
            self.text = self.text.trim_end().strip_suffix(last).unwrap_or_default().to_owned();
        }
    }
}

/// What the bookmarklet runs on the page that it is used on.
fn bookmarklet(base: &str) -> String {
    format!(
        "javascript:(()=>{{const e=encodeURIComponent,a=e(location.href),c=(t,n)=>{{let k='';\
         for(const x of t){{const y=e(x);if(k.length+y.length>n)break;k+=y}}return k}};\
         open('{base}clip?url='+a+'&title='+c(document.title,{HEADLINE})+'&text='\
         +c(String(getSelection()),{SELECTED}-a.length))}})()"
    )
}

/// `GET /clip`: a form, filled in with what the address says. Opening it keeps nothing.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Ask(mut typed): Ask<Typed>,
) -> Result<Response, PageError> {
    typed.find_address();
    let base = app.settings.base_url.as_ref().map(ToString::to_string);
    page(&Page {
        shell: Shell::of(&app, &reader, &say!("clip-title"), Place::Starred).await?,
        typed,
        knows_its_address: base.is_some(),
        bookmarklet: bookmarklet(base.as_deref().unwrap_or("/")),
    })
}

/// `POST /clip`
pub async fn keep(
    State(app): State<App>,
    Signed { reader, form }: Signed<Typed>,
) -> Result<Response, PageError> {
    let typed = one_line(&form.url);
    let url = match typed.is_empty() {
        true => None,
        false => Some(
            address::parse_typed(&typed)
                .map_err(|error| PageError::Invalid(faults::of_address(&error)))?,
        ),
    };
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let clip = Clip {
        address: url,
        title: some(&one_line(&form.title)),
        text: some(&form.text),
        outlet: some(&one_line(&form.outlet)),
        ..Clip::default()
    };
    match app.desk.clip(reader.user.id, clip).await {
        Ok(kept) => Ok(see_other(&format!("/article/{}", kept.article))),
        Err(ClipError::Desk(error)) => Err(error.into()),
        Err(error) => Err(PageError::Invalid(faults::of_clip(&error))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_an_app_shares_is_found_in_its_text() {
        for (url, text, wanted) in [
            ("", "Look at this: https://a.example/x", ("https://a.example/x", "Look at this: ")),
            ("", "https://a.example/x\n", ("https://a.example/x", "")),
            (
                "https://b.example/",
                "https://a.example/x",
                ("https://b.example/", "https://a.example/x"),
            ),
            ("", "No address at all", ("", "No address at all")),
            ("", "https:// is no address: https://", ("", "https:// is no address: https://")),
        ] {
            let mut typed =
                Typed { url: url.to_owned(), text: text.to_owned(), ..Typed::default() };
            typed.find_address();
            assert_eq!((typed.url.as_str(), typed.text.as_str()), wanted);
        }
    }
}
