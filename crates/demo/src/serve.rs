//! Serving the world on loopback, one address for each outlet.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::error::DemoError;
use crate::respond::{self, Answer};
use crate::site::Site;
use crate::stats::{Hits, Stats};
use crate::world::World;
use crate::{opml, times};

/// Which ports, and which addresses, to listen on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ports {
    /// The port of the first address, tried for the others too; 0 lets the system choose.
    pub first: u16,
    /// Whether all outlets share 127.0.0.1, each on a port of its own. This is also what happens where a system does
    /// not answer for the rest of 127.0.0.0/8.
    pub one_address: bool,
}

/// A feed of the served world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedAddress {
    /// The outlet's name.
    pub title: String,
    /// Where the feed can be fetched.
    pub url: String,
    /// Where the outlet's home page can be fetched.
    pub site: String,
    /// The folder of the subscription list.
    pub folder: String,
}

/// The world while it is being served. It stops when this is dropped.
pub struct Served {
    site: Arc<Site>,
    stats: Arc<Stats>,
    index: String,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Served {
    /// The outlet's base address, without a slash at the end; empty for an outlet that does not exist.
    #[must_use]
    pub fn base(&self, outlet: &str) -> String {
        self.site.base(outlet).to_owned()
    }

    /// The address of the page that lists all outlets, without a slash at the end.
    #[must_use]
    pub fn index(&self) -> String {
        self.index.clone()
    }

    /// Where the article `outlet/slug` can be fetched.
    #[must_use]
    pub fn article(&self, id: &str) -> Option<String> {
        self.site.address(id)
    }

    /// The article's canonical address under a public name, as its page gives it.
    #[must_use]
    pub fn canonical(&self, id: &str) -> Option<String> {
        self.site.world.article(id).map(|article| self.site.canonical(article))
    }

    /// All feeds, the dead one included.
    #[must_use]
    pub fn feeds(&self) -> Vec<FeedAddress> {
        feeds(&self.site)
    }

    /// The subscription list (OPML 2.0) of all feeds in their folders.
    #[must_use]
    pub fn opml(&self) -> String {
        opml::write(&self.feeds())
    }

    /// How often each path was asked for, by outlet and path.
    #[must_use]
    pub fn stats(&self) -> BTreeMap<(String, String), Hits> {
        self.stats.all()
    }

    /// Stops serving and waits until every listener is closed.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        for task in self.tasks.drain(..) {
            task.abort();
            let _ = task.await;
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Serves the world: the page that lists the outlets on the first address, each outlet on one of its own.
///
/// # Errors
/// [`DemoError::Bind`] where no address of loopback can be bound.
pub async fn serve(world: Arc<World>, ports: Ports) -> Result<Served, DemoError> {
    let count = world.outlets().len() + 1;
    let mut listeners = bind(count, ports).await?.into_iter();
    let Some((index, index_base)) = listeners.next() else {
        return Err(bind_error(
            &SocketAddr::from((Ipv4Addr::LOCALHOST, ports.first)),
            std::io::ErrorKind::AddrNotAvailable.into(),
        ));
    };
    let mut bases = BTreeMap::new();
    let mut bound = Vec::new();
    for (outlet, (listener, base)) in world.outlets().iter().zip(listeners) {
        bases.insert(outlet.key.clone(), base);
        bound.push((Some(outlet.key.clone()), listener));
    }
    bound.push((None, index));
    let site = Arc::new(Site { world, bases });
    let stats = Arc::new(Stats::default());
    let (stop, stopped) = watch::channel(false);
    let tasks = bound
        .into_iter()
        .map(|(outlet, listener)| {
            let state = Host { outlet, site: site.clone(), stats: stats.clone() };
            let router = Router::new().fallback(answer).with_state(state);
            let mut stopped = stopped.clone();
            tokio::spawn(async move {
                let stop = async move {
                    let _ = stopped.wait_for(|stop| *stop).await;
                };
                let _ = axum::serve(listener, router).with_graceful_shutdown(stop).await;
            })
        })
        .collect();
    Ok(Served { site, stats, index: index_base, stop, tasks })
}

fn feeds(site: &Site) -> Vec<FeedAddress> {
    let of = |outlet: &crate::Outlet| FeedAddress {
        title: outlet.title.clone(),
        url: site.feed(outlet),
        site: format!("{}/", site.base(&outlet.key)),
        folder: outlet.folder.clone(),
    };
    site.world.outlets().iter().map(of).collect()
}

type Bound = Vec<(TcpListener, String)>;

async fn bind(count: usize, ports: Ports) -> Result<Bound, DemoError> {
    if !ports.one_address {
        // Another program may hold the chosen port on one of the addresses, so a few choices are tried.
        for _ in 0..8 {
            if let Ok(bound) = bind_each(count, ports.first).await {
                return Ok(bound);
            }
            if ports.first != 0 {
                break;
            }
        }
    }
    let mut bound = Vec::new();
    for number in 0..count {
        let port = if number == 0 { ports.first } else { 0 };
        bound.push(listen(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?);
    }
    Ok(bound)
}

/// One address each, 127.77.1.1 and on, all on the same port.
async fn bind_each(count: usize, first: u16) -> Result<Bound, DemoError> {
    let mut port = first;
    let mut bound = Vec::new();
    for number in 1..=u8::try_from(count).unwrap_or(u8::MAX) {
        let (listener, base) =
            listen(SocketAddr::from((Ipv4Addr::new(127, 77, 1, number), port))).await?;
        port = listener.local_addr().map_or(port, |address| address.port());
        bound.push((listener, base));
    }
    Ok(bound)
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, String), DemoError> {
    let listener = TcpListener::bind(address).await.map_err(|error| bind_error(&address, error))?;
    let local = listener.local_addr().map_err(|error| bind_error(&address, error))?;
    Ok((listener, format!("http://{local}")))
}

fn bind_error(address: &SocketAddr, source: std::io::Error) -> DemoError {
    DemoError::Bind { address: address.to_string(), source }
}

/// What one listener serves: an outlet, or the list of them.
#[derive(Clone)]
struct Host {
    outlet: Option<String>,
    site: Arc<Site>,
    stats: Arc<Stats>,
}

async fn answer(State(host): State<Host>, request: Request) -> Response {
    let path = request.uri().path();
    let site = &host.site;
    let answer = match host.outlet.as_deref().and_then(|key| site.world.outlet(key)) {
        Some(outlet) => respond::outlet(outlet, path, site),
        None => respond::index(path, &opml::write(&feeds(site)), site),
    };
    let conditional = request.headers().contains_key(header::IF_NONE_MATCH)
        || request.headers().contains_key(header::IF_MODIFIED_SINCE);
    let fresh = answer.status == 200 && unchanged(&answer, request.headers());
    host.stats.count(host.outlet.as_deref().unwrap_or(""), path, conditional, fresh);
    response(&answer, fresh)
}

/// Whether the asker's copy still stands; `If-None-Match` goes before `If-Modified-Since` (RFC 9110, section 13.2.2).
fn unchanged(answer: &Answer, headers: &HeaderMap) -> bool {
    if let Some(tags) = headers.get(header::IF_NONE_MATCH) {
        let etag = answer.etag();
        return tags.to_str().is_ok_and(|tags| {
            tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
        });
    }
    let since = headers.get(header::IF_MODIFIED_SINCE).and_then(|since| since.to_str().ok());
    answer.modified.zip(since).is_some_and(|(modified, since)| times::http(modified) == since)
}

fn response(answer: &Answer, fresh: bool) -> Response {
    let status = if fresh {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::from_u16(answer.status).unwrap_or_default()
    };
    let mut builder = Response::builder().status(status);
    if answer.status == 200 {
        builder =
            builder.header(header::ETAG, answer.etag()).header(header::CACHE_CONTROL, "max-age=60");
        if let Some(modified) = answer.modified {
            builder = builder.header(header::LAST_MODIFIED, times::http(modified));
        }
    }
    let body = if fresh {
        Body::empty()
    } else {
        builder = builder.header(header::CONTENT_TYPE, answer.kind);
        Body::from(answer.body.clone())
    };
    builder.body(body).unwrap_or_default()
}

#[cfg(test)]
mod tests;
