//! Who is told what the XML reader finds.

use super::tree::{Named, Node};

/// Receives what the reader finds.
pub(crate) trait Receiver<'a> {
    /// Whether the element holds others that are worth handing over one by one.
    fn is_container(&self, node: Named<'_>, depth: usize) -> bool;
    /// Whether the element is an entry, whose children are handed over one by one too.
    fn is_entry(&self, node: Named<'_>) -> bool;
    /// An entry begins; it has no children yet.
    fn open_entry(&mut self, node: &Node<'a>);
    /// A child of the entry is complete.
    fn entry_child(&mut self, node: &Node<'a>);
    /// A container begins; it has no children yet.
    fn open(&mut self, node: &Node<'a>, namespaces: &str);
    /// A child of the innermost container is complete, an entry without its children. False asks the reader to stop.
    fn child(&mut self, node: &Node<'a>) -> bool;
    /// The innermost container ends.
    fn close(&mut self);
    /// Whether `next` cannot stand in `open`, the innermost of the elements that are being read,
    /// `unit` being the outermost: `open` then lacks its end tag.
    fn ends(&self, open: &Node<'a>, unit: &Node<'a>, next: Named<'_>) -> bool;
}
