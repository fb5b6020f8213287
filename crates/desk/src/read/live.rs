//! Pages as their outlet gives them now.

use std::sync::Arc;

use dateline_fetch::{Purpose, Request, Response};
use dateline_model::PublisherTerms;
use jiff::SignedDuration;
use url::Url;

use super::gather::{Pages, Part};
use super::problem::Problem;
use super::understand::{Came, SiteKnowledge, understand};
use crate::desk::Inner;
use crate::{hosts, sources};

/// The outlet of an article.
pub(super) struct Live<'a> {
    pub desk: &'a Inner,
    /// What is known of its site.
    pub site: Arc<SiteKnowledge>,
}

impl Live<'_> {
    /// Reads a page on the workshop's threads.
    pub async fn understand(&self, response: Response) -> Result<Part, Problem> {
        // Never closed; and without a permit the work is only less bounded.
        let _open = self.desk.open_pages.acquire().await;
        let (site, at) = (self.site.clone(), self.desk.clock.now());
        let licence = self.desk.fetcher.licence_in_robots(&response.final_url).await;
        let read = self.desk.workshop.run(move || {
            let came = Came {
                url: &response.final_url,
                content_type: response.content_type.as_deref(),
                body: &response.body,
                at,
                private: sources::was_private(&response.final_url, &response),
                terms: terms_of(&response, licence),
            };
            understand(&came, &site)
        });
        match read.await {
            Ok(Ok(part)) => Ok(part),
            Ok(Err(error)) => Err(Problem::lasting(error.to_string())),
            // Our own fault is not the page's: it is tried again, perhaps by a better Dateline.
            Err(broken) => Err(Problem::passing(broken.to_string())),
        }
    }
}

/// What a publisher asks of those who show its page to others, beside what the page says itself.
fn terms_of(response: &Response, licence: Option<String>) -> PublisherTerms {
    let tdm = response.tdm_reservation.as_deref();
    let told = dateline_page::terms_of_headers(&response.robots_tags, tdm, &response.link_header);
    told.and(PublisherTerms { licence, ..PublisherTerms::default() })
}

impl Pages for Live<'_> {
    async fn get(&self, url: &Url) -> Result<Part, Problem> {
        let response = fetch(self.desk, url.clone()).await;
        if let Err(Problem { pause: Some(pause), .. }) = &response {
            // The article's own reading goes on without this page, so nothing else stores it.
            if let Err(error) = self.desk.store.pause_host(pause).await {
                tracing::error!(error = %error, "a pause that a host asked for is not stored");
            }
        }
        self.understand(response?).await
    }
}

/// Fetches a page, in its host's turn and as its robots.txt allows.
pub(super) async fn fetch(desk: &Inner, url: Url) -> Result<Response, Problem> {
    let response = desk.fetcher.get(Request::new(url, Purpose::Page)).await;
    let response = response.map_err(|error| Problem::of_fetch(&error, desk))?;
    if response.is_success() {
        return Ok(response);
    }
    let pause = hosts::asked_by(&desk.clock, &response);
    if let Some(pause) = &pause {
        hosts::tell_fetcher(desk, pause);
    }
    let wait = response.retry_delay(desk.clock.wall());
    let wait = wait.and_then(|delay| SignedDuration::try_from(delay).ok());
    let wait = pause.as_ref().map(|pause| pause.until.duration_since(desk.clock.now())).or(wait);
    Err(Problem { pause, ..Problem::of_status(response.status, wait) })
}
