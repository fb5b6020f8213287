//! Connections of browsers: bounded in number, and in how long one may take to ask.

use std::net::SocketAddr;
use std::sync::Arc;
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
/// So many connections may be open at once; further ones wait to be accepted.
const MOST: usize = 1024;
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
    loop {
        let place = places.clone().acquire_owned().await?;
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        let (router, watcher) = (router.clone(), open.watcher());
        tokio::spawn(async move {
            attend(stream, peer, router, watcher).await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(GRACE, open.shutdown()).await;
    Ok(())
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
