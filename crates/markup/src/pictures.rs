//! The pictures in sanitized HTML: which there are, and HTML that shows each in another way.

use crate::{
    entities::escape,
    links::srcset_candidates,
    sanitize::{is_tracker, is_tracking_tag},
    scan::{Scanner, Tag, Token},
};

/// A picture that is shown larger than this on no page of ours; a wider file only takes longer.
const WIDE_ENOUGH: u32 = 1280;

/// A picture as HTML names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPicture {
    /// Its address: of several sizes the one that is large enough.
    pub address: String,
    /// The width that its tag states, in CSS pixels.
    pub width: Option<u32>,
    /// The height that its tag states, in CSS pixels.
    pub height: Option<u32>,
}

/// How a picture is to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPicture {
    /// Where it is loaded from.
    pub src: String,
    /// Its widths, as `srcset` has them; may be empty.
    pub srcset: String,
    /// How wide it stands, as `sizes` has it.
    pub sizes: String,
    /// Its width and height in CSS pixels, where they are known.
    pub size: Option<(u32, u32)>,
}

/// The addresses of the pictures that HTML shows, in their order.
pub fn pictures(html: &str) -> Vec<NamedPicture> {
    let mut found = Vec::new();
    with_pictures(html, |named| {
        found.push(named.clone());
        None
    });
    found
}

/// Sanitized HTML in which every picture is shown as `show` says, and left out where it says
/// nothing, as are those that only count their readers. No address of a picture is left that `show`
/// did not give, but for those that hold the picture themselves (`data:`). Linear in the length of
/// the HTML.
pub fn with_pictures(
    html: &str,
    mut show: impl FnMut(&NamedPicture) -> Option<ShownPicture>,
) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    // What stands in `<source>` before its `<img>`.
    let mut offered = Offered::default();
    for token in Scanner::new(html) {
        match token {
            Token::Text(piece)
            | Token::Raw(piece)
            | Token::Comment(piece)
            | Token::Doctype(piece)
            | Token::Bogus(piece) => out.push_str(piece),
            Token::End(tag) => {
                if tag.name == "picture" {
                    offered = Offered::default();
                }
                out.push_str(tag.raw);
            }
            Token::Start(tag) => match &*tag.name {
                "picture" => {
                    offered = Offered::default();
                    out.push_str(tag.raw);
                }
                // The sources of sounds and films have no sets.
                "source" if tag.attribute("srcset").is_some() => offered.take(&tag),
                "img" => image(&tag, &std::mem::take(&mut offered), &mut show, &mut out),
                "video" if tag.attribute("poster").is_some() => video(&tag, &mut show, &mut out),
                _ => out.push_str(tag.raw),
            },
        }
    }
    out
}

/// Addresses of one picture in several widths.
#[derive(Default)]
struct Offered {
    by_width: Vec<(u32, String)>,
    /// By pixels for each point, in tenths.
    by_density: Vec<(u32, String)>,
}

impl Offered {
    /// Takes what a `<source>` offers, unless it is in a form that cannot be drawn.
    fn take(&mut self, tag: &Tag<'_>) {
        let kind = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
        if kind.contains("avif") || kind.contains("svg") || kind.contains("jxl") {
            return;
        }
        self.take_set(&tag.attribute("srcset").unwrap_or_default());
    }

    fn take_set(&mut self, set: &str) {
        for (address, descriptor) in srcset_candidates(set) {
            let density = || descriptor.strip_suffix('x').unwrap_or("1").parse::<f32>().ok();
            match descriptor.strip_suffix('w').map(str::parse) {
                Some(Ok(width)) => self.by_width.push((width, address.to_owned())),
                Some(Err(_)) => {}
                None => {
                    let density = density().filter(|density| (0.0..100.0).contains(density));
                    let tenths = density.map(|density| (density * 10.0).round() as u32);
                    self.by_density.extend(tenths.map(|tenths| (tenths, address.to_owned())));
                }
            }
        }
    }

    /// The smallest that is wide enough, else the widest; without widths the densest up to two.
    fn best(&self) -> Option<&str> {
        let enough = |(width, _): &&(u32, String)| *width >= WIDE_ENOUGH;
        let wide = self.by_width.iter().filter(enough).min_by_key(|(width, _)| *width);
        let wide = wide.or(self.by_width.iter().max_by_key(|(width, _)| *width));
        let dense = || {
            let usual = self.by_density.iter().filter(|(tenths, _)| *tenths <= 20);
            usual.max_by_key(|(tenths, _)| *tenths).or(self.by_density.first())
        };
        wide.or_else(dense).map(|(_, address)| address.as_str())
    }
}

fn image(
    tag: &Tag<'_>,
    offered: &Offered,
    show: &mut impl FnMut(&NamedPicture) -> Option<ShownPicture>,
    out: &mut String,
) {
    if is_tracking_tag(tag) {
        return;
    }
    let source = tag.attribute("src").filter(|source| !source.trim().is_empty());
    let holds_itself =
        source.as_ref().is_some_and(|source| source.trim_start().starts_with("data:"));
    let mut own = Offered::default();
    own.take_set(&tag.attribute("srcset").unwrap_or_default());
    let source_outside = source.as_deref().filter(|_| !holds_itself);
    let address = own.best().or(source_outside).or(offered.best());
    let shown = match address {
        Some(address) if is_tracker(address) => return,
        Some(address) => {
            let side = |name: &str| {
                let side = tag.attribute(name)?.trim().parse::<u32>().ok()?;
                (1..=10_000).contains(&side).then_some(side)
            };
            let named = NamedPicture {
                address: address.to_owned(),
                width: side("width"),
                height: side("height"),
            };
            let Some(shown) = show(&named) else { return };
            shown
        }
        None if holds_itself => ShownPicture {
            src: source.unwrap_or_default().into_owned(),
            srcset: String::new(),
            sizes: String::new(),
            size: None,
        },
        None => return,
    };
    write_image(tag, &shown, out);
}

fn write_image(tag: &Tag<'_>, shown: &ShownPicture, out: &mut String) {
    out.push_str("<img");
    let mut write = |name: &str, value: &str| {
        out.push_str(&format!(" {name}=\"{}\"", escape(value)));
    };
    write("src", &shown.src);
    if !shown.srcset.is_empty() {
        write("srcset", &shown.srcset);
        write("sizes", &shown.sizes);
    }
    // Without one, people who do not see it would have its address read to them.
    write("alt", &tag.attribute("alt").unwrap_or_default());
    for name in ["title", "lang", "dir"] {
        if let Some(value) = tag.attribute(name) {
            write(name, &value);
        }
    }
    if let Some((width, height)) = shown.size {
        write("width", &width.to_string());
        write("height", &height.to_string());
    }
    write("loading", "lazy");
    write("decoding", "async");
    out.push('>');
}

/// A film with its still picture shown in our way.
fn video(
    tag: &Tag<'_>,
    show: &mut impl FnMut(&NamedPicture) -> Option<ShownPicture>,
    out: &mut String,
) {
    out.push_str("<video");
    for attribute in tag.attributes() {
        if !attribute.name.eq_ignore_ascii_case("poster") {
            out.push(' ');
            out.push_str(attribute.raw);
        }
    }
    let address = tag.attribute("poster").unwrap_or_default().into_owned();
    let named = NamedPicture { address, width: None, height: None };
    if let Some(shown) = show(&named).filter(|_| !is_tracker(&named.address)) {
        out.push_str(&format!(" poster=\"{}\"", escape(&shown.src)));
    }
    out.push('>');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sanitize;

    fn shown(html: &str) -> String {
        with_pictures(html, |named| {
            let file = named.address.rsplit('/').next()?;
            (file != "gone.jpg").then(|| ShownPicture {
                src: format!("/p/{file}"),
                srcset: format!("/p/{file} 640w"),
                sizes: "9em".to_owned(),
                size: named.width.zip(named.height),
            })
        })
    }

    fn chosen(html: &str) -> Vec<String> {
        pictures(html).into_iter().map(|named| named.address).collect()
    }

    #[test]
    fn pictures_are_loaded_from_where_it_is_said() {
        let html = "<p>a <b>&lt;img&gt;</b><img src=\"https://x.example/a.jpg?b=1&amp;c=2\" alt=\"A &quot;b&quot;\" width=\"600\" height=\"400\" loading=\"lazy\"> b</p>";
        assert_eq!(
            shown(html),
            "<p>a <b>&lt;img&gt;</b><img src=\"/p/a.jpg?b=1&amp;c=2\" srcset=\"/p/a.jpg?b=1&amp;c=2 640w\" \
             sizes=\"9em\" alt=\"A &quot;b&quot;\" width=\"600\" height=\"400\" loading=\"lazy\" decoding=\"async\"> b</p>"
        );
        let named = &pictures(html)[0];
        assert_eq!(named.address, "https://x.example/a.jpg?b=1&c=2");
        assert_eq!((named.width, named.height), (Some(600), Some(400)));
        assert_eq!(shown("<img src=\"https://x.example/gone.jpg\">!"), "!");
        assert_eq!(pictures("<img src=https://x.example/a width=100% height=auto>")[0].width, None);
    }

    #[test]
    fn of_several_sizes_the_one_that_is_large_enough_is_taken() {
        let set = "<img src=https://x/0.jpg srcset='https://x/1.jpg 320w, https://x/2.jpg 1400w, https://x/3.jpg 4000w'>";
        assert_eq!(chosen(set), ["https://x/2.jpg"]);
        let small = "<img src=https://x/0.jpg srcset='https://x/1.jpg 320w, https://x/2.jpg 640w'>";
        assert_eq!(chosen(small), ["https://x/2.jpg"]);
        let dense = "<img src=https://x/0.jpg srcset='https://x/1.jpg, https://x/2.jpg 2x, https://x/3.jpg 3x'>";
        assert_eq!(chosen(dense), ["https://x/2.jpg"]);
        let odd = "<img src=https://x/0.jpg srcset='https://x/1.jpg NaNx, https://x/2.jpg -1x, https://x/3.jpg hugew'>";
        assert_eq!(chosen(odd), ["https://x/0.jpg"]);
    }

    #[test]
    fn sources_stand_in_where_the_picture_itself_has_no_address() {
        let html = "<picture><source type=image/avif srcset='https://x/a.avif 2000w'>\
            <source srcset='https://x/b.webp 900w'><img src='data:image/gif;base64,AA' alt=x></picture>\
            <img src='data:image/gif;base64,AA'><img>";
        assert_eq!(chosen(html), ["https://x/b.webp"]);
        let told = shown(html);
        assert!(told.starts_with("<picture><img src=\"/p/b.webp\""), "{told}");
        assert!(told.ends_with(
            "</picture><img src=\"data:image/gif;base64,AA\" alt=\"\" loading=\"lazy\" decoding=\"async\">"
        ));
        let plain =
            "<picture><source srcset='https://x/b.webp 900w'><img src=https://x/c.jpg></picture>";
        assert_eq!(chosen(plain), ["https://x/c.jpg"]);
    }

    #[test]
    fn what_counts_its_readers_goes() {
        let html = "<img src=https://x.example/a width=1 height=1><img src=https://pixel.wp.com/b.gif>\
            <img srcset='https://www.google-analytics.com/c 2x'><img src=https://x.example/real.jpg>";
        assert_eq!(chosen(html), ["https://x.example/real.jpg"]);
        let video = "<video controls=\"\" poster=\"https://x.example/still.jpg\" src=\"https://x.example/f.mp4\"></video>";
        assert_eq!(
            shown(video),
            "<video controls=\"\" src=\"https://x.example/f.mp4\" poster=\"/p/still.jpg\"></video>"
        );
    }

    proptest! {
        #[test]
        fn no_address_is_left_that_was_not_given(html in "(<(img|source|picture|video|p)( (src|srcset|poster|alt|width)=[\"']?(https://x\\.example/[a-z]{1,3}|data:image/png;base64,AA|1|&quot;)( 2x| 300w)?[\"']?){0,3}>| |x|</picture>|<|>){0,12}") {
            let clean = sanitize(&html, None);
            let told = shown(&clean);
            for token in Scanner::new(&told) {
                let Token::Start(tag) = token else { continue };
                for name in ["src", "srcset", "poster"] {
                    let is_picture = tag.name == "img" || name != "src";
                    let Some(value) = tag.attribute(name).filter(|_| is_picture) else { continue };
                    prop_assert!(value.starts_with("/p/") || value.starts_with("data:"), "{told}");
                }
            }
            // The words stay what they were.
            prop_assert_eq!(crate::plain_text(&told), crate::plain_text(&clean));
        }
    }
}
