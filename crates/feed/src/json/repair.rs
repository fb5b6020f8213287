//! Makes the most of JSON that breaks off or is damaged.

use serde_json::Value;

/// What can be read of damaged JSON, up to the damage.
pub(super) fn read(text: &str) -> Option<Value> {
    let repaired = repair(text);
    serde_json::from_str(&repaired)
        .or_else(|error| {
            let lines = repaired.split_inclusive('\n').take(error.line().saturating_sub(1));
            let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
            let at = repaired.floor_char_boundary(at);
            serde_json::from_str(&repair(repaired.get(..at).unwrap_or_default()))
        })
        .ok()
}

/// JSON text that ends behind the last member or entry that was whole: commas before a closing
/// bracket are dropped, line breaks in strings escaped, what follows the end or the damage is left
/// out, and what is open is closed.
fn repair(text: &str) -> String {
    let mut scan = Scan::default();
    for c in text.chars() {
        if !scan.take(c) {
            break;
        }
    }
    scan.finish()
}

#[derive(Default)]
struct Scan {
    out: String,
    closers: Vec<char>,
    in_string: bool,
    escaped: bool,
    /// A comma that is written once it is known not to be the last.
    comma: bool,
    /// How long the output was, and what was open, when the last value of the outer levels ended.
    whole: (usize, Vec<char>),
    ended: bool,
}

/// The document, its list of entries, and no deeper: an entry counts as a whole only.
const OUTER: usize = 2;

impl Scan {
    /// Takes in a character; false where nothing after it can be read.
    fn take(&mut self, c: char) -> bool {
        if self.in_string {
            self.take_in_string(c);
            return true;
        }
        match c {
            c if c.is_whitespace() => self.out.push(c),
            ',' => {
                self.note_whole();
                self.comma = true;
            }
            '}' | ']' => {
                if self.closers.last() != Some(&c) {
                    return false;
                }
                self.comma = false;
                self.note_whole();
                self.closers.pop();
                self.out.push(c);
                self.note_whole();
                self.ended = self.closers.is_empty();
                return !self.ended;
            }
            c => {
                if std::mem::take(&mut self.comma) {
                    self.out.push(',');
                }
                self.out.push(c);
                match c {
                    '{' => self.closers.push('}'),
                    '[' => self.closers.push(']'),
                    '"' => self.in_string = true,
                    _ => {}
                }
            }
        }
        true
    }

    fn take_in_string(&mut self, c: char) {
        match c {
            '\n' if !self.escaped => return self.out.push_str("\\n"),
            '\r' if !self.escaped => return self.out.push_str("\\r"),
            '\t' if !self.escaped => return self.out.push_str("\\t"),
            _ => {}
        }
        self.out.push(c);
        match c {
            '"' if !self.escaped => self.in_string = false,
            '\\' => self.escaped = !self.escaped,
            _ => self.escaped = false,
        }
        if c != '\\' {
            self.escaped = false;
        }
    }

    fn note_whole(&mut self) {
        if self.closers.len() <= OUTER && !self.comma {
            self.whole = (self.out.len(), self.closers.clone());
        }
    }

    fn finish(mut self) -> String {
        if !self.ended {
            let (length, open) = self.whole;
            self.out.truncate(length);
            self.out.extend(open.into_iter().rev());
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_behind_the_last_whole_value() {
        assert_eq!(
            repair("{\"a\":1,\"b\":[{\"c\":2},{\"d\":3,\"e\""),
            "{\"a\":1,\"b\":[{\"c\":2}]}"
        );
        assert_eq!(repair("{\"a\":\"x\",\"b\":\"\\\"y"), "{\"a\":\"x\"}");
        assert_eq!(repair("{\"a\":[1,2}"), "{\"a\":[1]}");
        assert_eq!(repair("{\"a"), "");
    }

    proptest::proptest! {
        #[test]
        fn a_cut_document_stays_one(cut in 0usize..80) {
            let text = "{\"a\":\"é\\\\\",\"items\":[{\"id\":1,\"t\":[[]]},{\"id\":2}],\"z\":null}";
            let end = text.floor_char_boundary(cut);
            let repaired = repair(&text[..end]);
            let whole = serde_json::from_str::<serde_json::Value>(&repaired);
            proptest::prop_assert!(repaired.is_empty() || whole.is_ok(), "{repaired}");
        }
    }
}
