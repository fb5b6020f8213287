//! The parts of a document that need no tokenizer.

use std::borrow::Cow;

use memchr::{memchr2, memmem};

use super::State;
use crate::xml::receiver::Receiver;

const CDATA: &[u8] = b"<![CDATA[";

impl<'a, R: Receiver<'a>> State<'a, '_, R> {
    /// Takes what comes next as far as it needs no tokenizer, since that looks at every byte twice:
    /// text up to a reference, CDATA, and the end tags of what is open. Gives how many bytes.
    pub(super) fn plain(&mut self, text: &'a str) -> usize {
        let bytes = text.as_bytes();
        let mut at = 0;
        while !self.stopped {
            let Some(next) = memchr2(b'<', b'&', bytes.get(at..).unwrap_or_default()) else {
                break;
            };
            if next > 0 {
                self.text(Cow::Borrowed(text.get(at..at + next).unwrap_or_default()));
                at += next;
            }
            let rest = bytes.get(at..).unwrap_or_default();
            if let Some(end) = rest.strip_prefix(b"</") {
                let Some((node, _)) = self.open.last() else { break };
                let name = node.raw.as_bytes();
                if !end.starts_with(name) || end.get(name.len()) != Some(&b'>') {
                    break;
                }
                at += name.len() + 3;
                self.close_one();
            } else if let Some(inside) = rest.strip_prefix(CDATA) {
                let Some(length) = memmem::find(inside, b"]]>") else { break };
                let from = at + CDATA.len();
                self.text(Cow::Borrowed(text.get(from..from + length).unwrap_or_default()));
                at = from + length + 3;
            } else {
                break;
            }
        }
        at
    }
}
