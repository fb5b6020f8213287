//! Client libraries of reader apps, written by others, walk through a running Dateline.
//!
//! `dateline-clients WALK URL NAME SECRET [FEED]` prints each call that was made, in JSON, and ends
//! with 1 at the first that does not do what its library promises. The program's tests run it.

mod fever;
mod miniflux;
mod together;

use std::cell::RefCell;
use std::future::Future;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use url::Url;

/// Whom to ask, and what was asked.
pub struct Walk {
    /// The instance's address.
    pub url: Url,
    /// The user's name.
    pub name: String,
    /// The secret of an app password of theirs.
    pub secret: String,
    /// The address of a feed that the user does not have.
    pub feed: Option<Url>,
    /// What requests are sent with.
    pub http: reqwest::Client,
    calls: RefCell<Vec<&'static str>>,
}

impl Walk {
    /// Makes a call that has to go well.
    pub async fn call<T, E>(
        &self,
        name: &'static str,
        call: impl Future<Output = Result<T, E>>,
    ) -> Result<T>
    where
        E: std::fmt::Display,
    {
        let answer = call.await.map_err(|error| anyhow!("{name}: {error}"))?;
        self.made(name);
        Ok(answer)
    }

    /// Notes a call that was made.
    pub fn made(&self, name: &'static str) {
        self.calls.borrow_mut().push(name);
    }
}

/// Fails with these words unless something is so.
macro_rules! check {
    ($so:expr, $($words:tt)*) => {
        if !$so {
            anyhow::bail!("{}: {}", stringify!($so), format!($($words)*));
        }
    };
}
pub(crate) use check;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(calls) => {
            println!("{}", serde_json::json!({ "calls": calls }));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<Vec<&'static str>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [walk, url, name, secret, rest @ ..] = words.as_slice() else {
        bail!("usage: dateline-clients WALK URL NAME SECRET [FEED]");
    };
    let feed = rest.first().map(|feed| feed.parse()).transpose();
    let it = Walk {
        url: url.parse().context("the instance's address")?,
        name: name.clone(),
        secret: secret.clone(),
        feed: feed.context("the feed's address")?,
        // Some machines have a proxy set, which reaches no loopback.
        http: reqwest::Client::builder().no_proxy().build()?,
        calls: RefCell::default(),
    };
    match walk.as_str() {
        "fever" => fever::walk(&it).await,
        "miniflux" => miniflux::walk(&it).await,
        "together" => together::walk(&it).await,
        other => bail!("there is no walk “{other}”"),
    }?;
    Ok(it.calls.into_inner())
}
