//! The invented world of `dateline demo`: a dozen small news outlets with feeds, pages and pictures, served on
//! loopback. Every place, person, firm and outlet is fictional. The outlets have the habits, good and bad, of real
//! ones, so that a Dateline that reads them meets what it would meet outside.

mod article;
mod error;
mod feeds;
mod html;
mod opml;
mod outlet;
mod pages;
mod pictures;
mod png;
mod respond;
mod serve;
mod site;
mod stats;
mod text;
mod times;
mod world;

pub use article::{Article, Block, Edit, Picture};
pub use error::DemoError;
pub use outlet::{FeedFormat, Outlet, Template};
pub use serve::{FeedAddress, Ports, Served, serve};
pub use stats::Hits;
pub use world::{Now, World};
