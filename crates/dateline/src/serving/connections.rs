//! Connections of browsers: bounded in number, and in how long one may take to ask.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::Service;

/// How long open requests may go on after a stop.
const GRACE: Duration = Duration::from_secs(5);
/// How long a client may take to send the head of a request, idle time between two included; a
/// client that sends nothing must not keep others out.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// However busy it is, a connection ends after so long; a browser opens another. A client that
/// never reads its answers must not keep a place for ever.
const LIFE: Duration = Duration::from_secs(300);
/// So many connections may be open at once; further ones wait to be accepted. Well below the usual
/// limit of open files, of which the store and the fetcher need some as well.
const MOST: usize = 512;
/// So many of them may be one peer's. A proxy on this machine speaks for many people.
const MOST_OF_ONE_PEER: usize = 64;
/// After an accept that failed, as it does when files run out.
const BREATH: Duration = Duration::from_millis(100);

/// Serves pages until `stop` turns true and open requests have ended, or had their time.
pub async fn serve_pages(
    listener: TcpListener,
    router: Router,
    mut stop: watch::Receiver<bool>,
) -> Result<()> {
    let places = Arc::new(Semaphore::new(MOST));
    let open = GracefulShutdown::new();
    let peers = Arc::new(Mutex::default());
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        // An answer that comes in pieces must not wait for the peer's delayed acknowledgements,
        // which take 40 ms each.
        let _ = stream.set_nodelay(true);
        let Some(guest) = Guest::welcome(&peers, peer.ip()) else { continue };
        let (router, watcher) = (router.clone(), open.watcher());
        tokio::spawn(async move {
            let attended = attend(stream, peer, router, watcher);
            let _ = tokio::time::timeout(LIFE, attended).await;
            drop((guest, place));
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(GRACE, open.shutdown()).await;
    Ok(())
}

type Peers = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// A connection that is counted for its peer until it ends.
struct Guest {
    peers: Peers,
    ip: IpAddr,
}

impl Guest {
    /// `None` when the peer has its share already.
    fn welcome(peers: &Peers, ip: IpAddr) -> Option<Self> {
        let mut open = peers.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(ip).or_default();
        if *count >= MOST_OF_ONE_PEER && !ip.to_canonical().is_loopback() {
            return None;
        }
        *count += 1;
        Some(Self { peers: Arc::clone(peers), ip })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut open = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.ip) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.ip);
            }
        }
    }
}

async fn attend(stream: TcpStream, peer: SocketAddr, router: Router, watcher: Watcher) {
    let answer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .serve_connection(TokioIo::new(stream), answer);
    // A browser that breaks off is nobody's fault.
    let _ = watcher.watch(connection).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_peer_has_its_share_and_not_more() {
        let peers: Peers = Arc::default();
        let far: IpAddr = "192.0.2.7".parse().unwrap();
        let mut guests: Vec<_> =
            (0..MOST_OF_ONE_PEER).map(|_| Guest::welcome(&peers, far).unwrap()).collect();
        assert!(Guest::welcome(&peers, far).is_none());
        assert!(Guest::welcome(&peers, "192.0.2.8".parse().unwrap()).is_some());
        guests.pop();
        assert!(Guest::welcome(&peers, far).is_some());
        guests.clear();
        assert!(peers.lock().unwrap().is_empty());
    }
}
