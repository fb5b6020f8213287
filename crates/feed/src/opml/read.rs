//! Reading lists of subscriptions, malformed ones too.

use std::borrow::Cow;
use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{DEEPEST, MOST_BYTES, MOST_OUTLINES, Opml, OpmlError, Outline};
use crate::decode::decode;
use crate::entities::Entities;
use crate::xml::repair::repair;

const LONGEST_VALUE: usize = 10_000;
const MOST_ATTRIBUTES: usize = 64;
const MOST_REPORTED: usize = 20;

/// Reads an OPML file.
///
/// Broken markup is repaired as in feeds. Outlines beyond the limits of depth and number are left
/// out with a warning; feeds that are listed more than once stay and are reported.
///
/// # Errors
///
/// [`OpmlError`] for files that are empty, too large, or no list of subscriptions at all.
pub fn read(bytes: &[u8]) -> Result<Opml, OpmlError> {
    if bytes.len() > MOST_BYTES {
        return Err(OpmlError::TooLarge { bytes: bytes.len() });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(OpmlError::Empty);
    }
    let mut warnings = Vec::new();
    let text = decode(bytes, None, &mut warnings);
    let repaired = repair(&text, &mut warnings);
    let mut reader = Reader::from_str(&repaired.text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut state = State::new(&repaired.entities);
    loop {
        let from = reader.buffer_position();
        match reader.read_event() {
            Ok(Event::Start(tag)) => state.start(&tag, false),
            Ok(Event::Empty(tag)) => state.start(&tag, true),
            Ok(Event::End(tag)) => state.end(tag.name().0.trim()),
            Ok(Event::Text(text)) => state.text(&text.into_inner()),
            Ok(Event::CData(text)) => state.text(&text.into_inner()),
            Ok(Event::GeneralRef(name)) => {
                let name = name.into_inner();
                let value = repaired.entities.resolve(&name);
                state.text(&value.unwrap_or_else(|| Cow::Owned(format!("&{name};"))));
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                warnings.push(format!("byte {}: {error}", reader.error_position()));
                if reader.buffer_position() <= from {
                    break;
                }
            }
        }
    }
    state.finish(warnings)
}

enum Level {
    /// An outline without an address, that becomes a folder once something lies in it.
    Folder {
        used: bool,
    },
    Feed,
    /// Beyond the limits; it and all in it are left out.
    LeftOut,
}

struct State<'e> {
    entities: &'e Entities,
    opml: Opml,
    levels: Vec<Level>,
    folder: Vec<String>,
    inside: Option<&'static str>,
    root: Option<String>,
    is_opml: bool,
    depth_left_out: usize,
    count_left_out: usize,
}

impl<'e> State<'e> {
    fn new(entities: &'e Entities) -> Self {
        Self {
            entities,
            opml: Opml::default(),
            levels: Vec::new(),
            folder: Vec::new(),
            inside: None,
            root: None,
            is_opml: false,
            depth_left_out: 0,
            count_left_out: 0,
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let name = tag.local_name().into_inner();
        self.root.get_or_insert_with(|| name.to_owned());
        self.inside = None;
        if name.eq_ignore_ascii_case("outline") {
            self.is_opml = true;
            self.outline(tag);
            if empty {
                self.close_outline();
            }
        } else if name.eq_ignore_ascii_case("opml") || name.eq_ignore_ascii_case("body") {
            self.is_opml |= name.eq_ignore_ascii_case("opml");
        } else if !empty && self.levels.is_empty() {
            self.inside = ["title", "ownerName"].into_iter().find(|n| name.eq_ignore_ascii_case(n));
        }
    }

    fn end(&mut self, name: &str) {
        self.inside = None;
        if name.eq_ignore_ascii_case("outline") {
            self.close_outline();
        } else if name.eq_ignore_ascii_case("body") {
            while !self.levels.is_empty() {
                self.close_outline();
            }
        }
    }

    fn text(&mut self, text: &str) {
        let slot = match self.inside {
            Some("title") => &mut self.opml.title,
            Some(_) => &mut self.opml.owner,
            None => return,
        };
        let so_far = slot.get_or_insert_default();
        if so_far.len() + text.len() <= LONGEST_VALUE {
            so_far.push_str(text);
        }
    }

    fn outline(&mut self, tag: &BytesStart<'_>) {
        if matches!(self.levels.last(), Some(Level::LeftOut)) {
            self.depth_left_out += 1;
            self.levels.push(Level::LeftOut);
            return;
        }
        if self.levels.len() >= DEEPEST {
            self.depth_left_out += 1;
            self.levels.push(Level::LeftOut);
            return;
        }
        if self.opml.outlines.len() + self.opml.empty_folders.len() >= MOST_OUTLINES {
            self.count_left_out += 1;
            self.levels.push(Level::Feed);
            return;
        }
        let outline = self.attributes(tag);
        let leaf = outline.xml_url.is_some() || outline.html_url.is_some();
        if let Some(Level::Folder { used }) = self.levels.last_mut() {
            *used = true;
        }
        if leaf {
            self.opml.outlines.push(outline);
            self.levels.push(Level::Feed);
        } else {
            self.folder.push(outline.title.unwrap_or_default());
            self.levels.push(Level::Folder { used: false });
        }
    }

    fn close_outline(&mut self) {
        if let Some(Level::Folder { used }) = self.levels.pop() {
            if !used && self.folder.iter().any(|name| !name.is_empty()) {
                self.opml.empty_folders.push(self.path());
            }
            self.folder.pop();
        }
    }

    /// The folders that are open, nameless ones left out.
    fn path(&self) -> Vec<String> {
        self.folder.iter().filter(|name| !name.is_empty()).cloned().collect()
    }

    fn attributes(&self, tag: &BytesStart<'_>) -> Outline {
        let mut outline = Outline { folder: self.path(), ..Outline::default() };
        let mut text = None;
        let mut attributes = tag.html_attributes();
        for attribute in attributes.with_checks(false).take(MOST_ATTRIBUTES).flatten() {
            let value = self.entities.decode(&attribute.value);
            let value = value.trim();
            if value.is_empty() || value.len() > LONGEST_VALUE {
                continue;
            }
            let name = attribute.key.0;
            let value = value.to_owned();
            match name.to_ascii_lowercase().as_str() {
                "title" => outline.title = Some(value),
                "text" => text = Some(value),
                "xmlurl" | "feedurl" => outline.xml_url = Some(value),
                "htmlurl" => outline.html_url = Some(value),
                "url" if outline.html_url.is_none() => outline.html_url = Some(value),
                "description" => outline.description = Some(value),
                "type" => outline.kind = Some(value),
                "category" => {
                    let parts = value.split(',').map(str::trim).filter(|p| !p.is_empty());
                    outline.categories = parts.map(str::to_owned).collect();
                }
                _ => outline.other.push((name.to_owned(), value)),
            }
        }
        match (&outline.title, text) {
            (Some(title), Some(text)) if *title != text => {
                outline.other.push(("text".into(), text))
            }
            (None, text) => outline.title = text,
            _ => {}
        }
        // Some programs put the feed's address into `url`.
        let feed_kind = outline.kind.as_deref().is_some_and(|k| {
            ["rss", "atom", "feed", "include"].iter().any(|f| k.eq_ignore_ascii_case(f))
        });
        if outline.xml_url.is_none() && feed_kind && outline.html_url.is_some() {
            outline.xml_url = outline.html_url.take();
        }
        outline
    }

    fn finish(mut self, mut warnings: Vec<String>) -> Result<Opml, OpmlError> {
        if !self.is_opml {
            let what = match self.root {
                Some(root) => format!("its root is <{root}>"),
                None => "it holds no markup".to_owned(),
            };
            return Err(OpmlError::NotOpml { what });
        }
        let open = self.levels.len();
        while !self.levels.is_empty() {
            self.close_outline();
        }
        for (count, what) in [
            (open, "outlines are not closed".to_owned()),
            (self.depth_left_out, format!("outlines nested deeper than {DEEPEST} were left out")),
            (
                self.count_left_out,
                format!("outlines beyond the first {MOST_OUTLINES} were left out"),
            ),
        ] {
            if count > 0 {
                warnings.push(format!("{count} {what}"));
            }
        }
        duplicates(&self.opml.outlines, &mut warnings);
        for slot in [&mut self.opml.title, &mut self.opml.owner] {
            *slot = slot.take().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        }
        self.opml.warnings = warnings;
        Ok(self.opml)
    }
}

fn duplicates(outlines: &[Outline], warnings: &mut Vec<String>) {
    let mut seen = HashSet::new();
    let mut count = 0;
    for url in outlines.iter().filter_map(|o| o.xml_url.as_ref()) {
        if !seen.insert(url) {
            count += 1;
            if count <= MOST_REPORTED {
                warnings.push(format!("{url} is listed more than once"));
            }
        }
    }
    if count > MOST_REPORTED {
        warnings.push(format!("{} more feeds are listed more than once", count - MOST_REPORTED));
    }
}
