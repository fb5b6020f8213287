//! Telling a hub of this instance's own that its feeds have changed (WebSub, 6).

use dateline_fetch::FetchError;
use url::Url;

use crate::{Desk, DeskError};

/// How many addresses go into one request.
const AT_ONCE: usize = 30;

impl Desk {
    /// Tells a hub that what stands at these addresses has changed, by the form that hubs agreed on:
    /// the specification leaves it open.
    ///
    /// # Errors
    /// When the hub cannot be reached or refuses it.
    pub async fn tell_hub(&self, hub: &Url, topics: &[Url]) -> Result<(), DeskError> {
        for topics in topics.chunks(AT_ONCE) {
            let mut form = vec![("hub.mode", "publish")];
            form.extend(topics.iter().map(|topic| ("hub.url", topic.as_str())));
            let answer = self.inner.fetcher.post_form(hub.clone(), &form).await;
            let refused = match answer {
                Ok(answer) if answer.is_success() => continue,
                Ok(answer) => format!("it answered {}", answer.status),
                Err(FetchError::Address { address, class, .. }) => {
                    format!("it leads to {address}, {class}")
                }
                Err(error) => error.to_string(),
            };
            return Err(DeskError::Hub { hub: hub.to_string(), why: refused });
        }
        Ok(())
    }
}
