//! The fetcher against a small web of odd servers on loopback addresses.

#[cfg(test)]
mod alerts;
#[cfg(test)]
mod guard;
mod hubs;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod politeness;
#[cfg(test)]
mod redirects;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod robots;
#[cfg(test)]
mod server;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod turns;
