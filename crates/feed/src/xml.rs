//! Reading XML as publishers write it: repaired, then streamed, then handed over in small trees.

pub(crate) mod namespaces;
pub(crate) mod reader;
pub(crate) mod receiver;
pub(crate) mod repair;
pub(crate) mod serialize;
pub(crate) mod tree;
