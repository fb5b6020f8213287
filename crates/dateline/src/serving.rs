//! Serving pages and being stopped, for `serve` and `demo`.

mod connections;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use axum::Router;
use dateline_desk::Desk;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::output;
use connections::serve_pages;

/// Begins to listen.
///
/// # Errors
/// When the address is taken or not this machine's, with what to do about it.
pub async fn listen(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => anyhow!(
            "{address} is taken, perhaps by another Dateline; choose another with --listen, such as --listen {}",
            another_port(address)
        ),
        io::ErrorKind::AddrNotAvailable => anyhow!(
            "{address} is not an address of this machine; choose another with --listen, such as --listen 127.0.0.1:7878"
        ),
        io::ErrorKind::PermissionDenied => anyhow!(
            "{address} may not be listened on by this user; choose a port above 1023 with --listen"
        ),
        _ => anyhow!("{address} cannot be listened on: {error}; choose another with --listen"),
    })
}

fn another_port(address: &str) -> String {
    let (host, port) = address.rsplit_once(':').unwrap_or((address, "7878"));
    let port = port.parse::<u16>().unwrap_or(7878);
    format!("{host}:{}", port.checked_add(1).unwrap_or(7878))
}

/// The address to open in a browser on this machine.
pub fn local_url(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        return format!("http://127.0.0.1:{}/", address.port());
    }
    format!("http://{address}/")
}

/// A second signal so soon after the first is the same one.
const AGAIN: Duration = Duration::from_secs(1);

/// Turns true at the first signal to stop; the second one ends the process where it stands, which
/// the store survives.
///
/// # Errors
/// When the system does not let signals be heard.
pub fn stop_signal() -> Result<watch::Receiver<bool>> {
    let (sender, stop) = watch::channel(false);
    let mut signals = Signals::new().context("signals cannot be heard")?;
    tokio::spawn(async move {
        signals.next().await;
        tracing::info!("stopping");
        let _ = sender.send(true);
        // Shells and process managers pass the same stop on twice; a person takes longer.
        tokio::time::sleep(AGAIN).await;
        let Ok(mut signals) = Signals::new() else { return };
        signals.next().await;
        output::remark("dateline: ended at once, as asked twice");
        std::process::exit(130);
    });
    Ok(stop)
}

#[cfg(unix)]
struct Signals([tokio::signal::unix::Signal; 3]);

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self([
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
            signal(SignalKind::hangup())?,
        ]))
    }

    async fn next(&mut self) {
        let [interrupt, terminate, hangup] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// Works and serves until `stop` turns true; then everything is given back.
///
/// # Errors
/// When the pages cannot be served any more, or the store fails at the end.
pub async fn run(
    desk: &Desk,
    pages: Option<(TcpListener, Router)>,
    stop: watch::Receiver<bool>,
) -> Result<()> {
    // A web face that broke off must not leave a process behind that looks alive.
    let (break_off, broken) = watch::channel(false);
    let both = either(stop.clone(), broken);
    let web = async {
        let served = match pages {
            Some((listener, router)) => serve_pages(listener, router, stop).await,
            None => Ok(()),
        };
        if served.is_err() {
            let _ = break_off.send(true);
        }
        served
    };
    let (served, ()) = tokio::join!(web, desk.run(both));
    let finished = desk.finish().await.context("the leases could not be given back");
    let closed = desk.store().close().await.context("the store could not be closed");
    served.and(finished).and(closed)
}

fn either(
    mut one: watch::Receiver<bool>,
    mut other: watch::Receiver<bool>,
) -> watch::Receiver<bool> {
    let (sender, both) = watch::channel(false);
    tokio::spawn(async move {
        // A sender that is gone can say nothing any more; only the other one counts then.
        let first = async {
            if one.wait_for(|stop| *stop).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let second = async {
            if other.wait_for(|stop| *stop).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = first => {}
            () = second => {}
        }
        let _ = sender.send(true);
    });
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_for_the_browser_is_one_that_can_be_opened() {
        assert_eq!(local_url("0.0.0.0:7878".parse().unwrap()), "http://127.0.0.1:7878/");
        assert_eq!(local_url("[::1]:80".parse().unwrap()), "http://[::1]:80/");
    }

    #[tokio::test]
    async fn a_taken_address_is_named_together_with_a_way_out() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let error = listen(&address).await.unwrap_err().to_string();
        assert!(error.contains(&format!("{address} is taken")), "{error}");
        assert!(error.contains("--listen 127.0.0.1:"), "{error}");
    }
}
