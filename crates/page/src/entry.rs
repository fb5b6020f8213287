//! What a feed's own text of an article says of it beyond its words.

use url::Url;

use crate::{Contributor, Dateline, dateline, origin};

/// What the text of a feed's entry says of the article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EntryReading {
    /// The dateline it opens with.
    pub dateline: Option<Dateline>,
    /// Who else reported for it.
    pub contributors: Vec<Contributor>,
    /// The name of the outlet where it says that it first appeared.
    pub first_appeared: Option<String>,
    /// The first picture in it.
    pub image: Option<Url>,
}

/// Reads an entry's sanitized HTML, its addresses absolute, and the plain text of the same;
/// `outlet` is the name of who published it, which is never its own origin.
pub fn read_entry(html: &str, text: &str, outlet: Option<&str>) -> EntryReading {
    EntryReading {
        dateline: dateline::of_text(text),
        contributors: dateline::contributors(text, &[]),
        first_appeared: origin::named_in(text, &[], outlet),
        image: first_picture(html),
    }
}

/// Sanitized HTML is regular enough to be searched: lower-case names, quoted attributes.
fn first_picture(html: &str) -> Option<Url> {
    html.split("<img ").skip(1).find_map(|after| {
        let tag = after.split_once('>')?.0;
        let source = tag.split_once("src=\"")?.1.split_once('"')?.0;
        let url = Url::parse(&source.replace("&amp;", "&")).ok()?;
        dateline_markup::is_web_address(&url).then_some(url)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_tells_its_dateline_its_origin_and_its_picture() {
        let html = "<p><img src=\"https://bay.example/a.png?w=1&amp;h=2\" alt=\"\">BRACK — The lamp at Cape Hollin was dark.</p>";
        let text = "BRACK — The lamp at Cape Hollin was dark.\n\nJo Roy in Riga contributed to this report.\n\nThis article first appeared in Bay Tribune.";
        let read = read_entry(html, text, Some("Daily Lantern"));
        assert_eq!(read.dateline.map(|line| line.place).as_deref(), Some("BRACK"));
        assert_eq!(read.first_appeared.as_deref(), Some("Bay Tribune"));
        assert_eq!(read.contributors[0].place.as_deref(), Some("Riga"));
        assert_eq!(read.image.unwrap().as_str(), "https://bay.example/a.png?w=1&h=2");
        assert_eq!(read_entry(html, text, Some("Bay Tribune")).first_appeared, None);
    }

    #[test]
    fn a_picture_in_the_text_itself_is_no_web_address() {
        assert_eq!(first_picture("<img src=\"data:image/png;base64,AA==\">"), None);
    }
}
