//! The feeds that stand at an address, for those who choose before they subscribe.

use dateline_fetch::Response;
use url::Url;

use super::{AddError, Found, Guess, Looked, guess, look_for, read_typed, shown};
use crate::desk::{Desk, Inner};
use crate::sources;

impl Desk {
    /// The feeds that stand at an address that a person typed: itself, if it is one, those that the
    /// page there names, or else the one that is found where sites usually keep one. Nothing is
    /// stored.
    ///
    /// # Errors
    /// With a line that says what is wrong with the address or what stands there.
    pub async fn feeds_named(&self, typed: &str) -> Result<Vec<Found>, AddError> {
        let (url, looked) = look_for(&self.inner, read_typed(typed)?).await?;
        let page = match looked {
            Looked::Feed(response) => {
                return Ok(vec![described(&self.inner, &url, *response).await]);
            }
            Looked::Page(page) => page,
        };
        if !page.named.is_empty() {
            return Ok(page.named.into_iter().take(super::MANY).map(Found::from).collect());
        }
        Ok(match guess(&self.inner, &page.response.final_url).await {
            Guess::Feed(url, response) => vec![described(&self.inner, &url, *response).await],
            Guess::Sitemaps(sitemaps) => sitemaps,
        })
    }
}

/// A feed that was read, as a page would name it.
async fn described(desk: &Inner, url: &Url, response: Response) -> Found {
    let url = response.permanent_to.clone().unwrap_or_else(|| url.clone());
    let read = desk.workshop.run(move || sources::parse(&response, None).ok()).await;
    let parsed = read.ok().flatten();
    Found {
        url: shown(&url),
        kind: parsed.as_ref().map(|feed| feed.format.as_str().to_owned()).unwrap_or_default(),
        title: parsed.and_then(|feed| feed.title),
    }
}
