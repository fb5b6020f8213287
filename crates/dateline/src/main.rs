//! Dateline, the binary.
fn main() {}
