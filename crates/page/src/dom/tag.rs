//! The elements that parsing and reading know by name, as small numbers.

/// A name of up to 15 bytes as a number, a longer one by its start and its length.
#[inline]
pub(super) const fn packed(name: &str) -> u128 {
    let bytes = name.as_bytes();
    let mut value = 0u128;
    let mut at = 0;
    while at < bytes.len() && at < WHOLE {
        value = value << 8 | bytes[at] as u128;
        at += 1;
    }
    value | (bytes.len() as u128 & 0xff) << 120
}

/// A name up to this length is its packed number and nothing else is.
pub(super) const WHOLE: usize = 15;

macro_rules! tags {
    ($($tag:ident $name:literal)*) => {
        /// What a node is: an element of a known name, another element, text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Tag { Document, Text, Other, $($tag),* }

        #[expect(non_upper_case_globals, reason = "they stand beside the variants of one name")]
        mod numbers {
            $(pub const $tag: u128 = super::packed($name);)*
        }

        impl Tag {
            /// The tag of an element's name in lower case.
            pub fn of(name: &str) -> Self {
                match packed(name) {
                    $(numbers::$tag => Self::$tag,)*
                    _ => Self::Other,
                }
            }

            /// The name of a known element.
            pub fn name(self) -> &'static str {
                match self {
                    Self::Document | Self::Text | Self::Other => "",
                    $(Self::$tag => $name,)*
                }
            }
        }
    };
}

tags! {
    A "a" Abbr "abbr" Acronym "acronym" Address "address" Applet "applet" Area "area"
    Article "article" Aside "aside" Audio "audio" B "b" Base "base" Basefont "basefont" Bdi "bdi"
    Bdo "bdo" Bgsound "bgsound" Big "big" Blockquote "blockquote" Body "body" Br "br"
    Button "button" Canvas "canvas" Caption "caption" Center "center" Cite "cite" Code "code"
    Col "col" Colgroup "colgroup" Data "data" Dd "dd" Del "del" Details "details" Dfn "dfn"
    Dialog "dialog" Dir "dir" Div "div" Dl "dl" Dt "dt" Em "em" Embed "embed"
    Fieldset "fieldset" Figcaption "figcaption" Figure "figure" Font "font" Footer "footer"
    Form "form" Frame "frame" Frameset "frameset" H1 "h1" H2 "h2" H3 "h3" H4 "h4" H5 "h5"
    H6 "h6" Head "head" Header "header" Hgroup "hgroup" Hr "hr" Html "html" I "i"
    Iframe "iframe" Image "image" Img "img" Input "input" Ins "ins" Kbd "kbd" Keygen "keygen"
    Label "label" Legend "legend" Li "li" Link "link" Listing "listing" Main "main" Map "map"
    Mark "mark" Marquee "marquee" Math "math" Menu "menu" Meta "meta" Nav "nav" Nobr "nobr"
    Noembed "noembed" Noframes "noframes" Noscript "noscript" Object "object" Ol "ol"
    Optgroup "optgroup" Option "option" P "p" Param "param" Picture "picture"
    Plaintext "plaintext" Pre "pre" Q "q" Rb "rb" Rp "rp" Rt "rt" Rtc "rtc" Ruby "ruby" S "s"
    Samp "samp" Script "script" Search "search" Section "section" Select "select" Small "small"
    Source "source" Span "span" Strike "strike" Strong "strong" Style "style" Sub "sub"
    Summary "summary" Sup "sup" Svg "svg" Table "table" Tbody "tbody" Td "td"
    Template "template" Textarea "textarea" Tfoot "tfoot" Th "th" Thead "thead" Time "time"
    Title "title" Tr "tr" Track "track" Tt "tt" U "u" Ul "ul" Var "var" Video "video" Wbr "wbr"
    Xmp "xmp"
}

impl Tag {
    /// Elements that stand within a line of text.
    pub fn is_inline(self) -> bool {
        matches!(
            self,
            Self::A
                | Self::Abbr
                | Self::Acronym
                | Self::B
                | Self::Bdi
                | Self::Bdo
                | Self::Big
                | Self::Cite
                | Self::Code
                | Self::Data
                | Self::Del
                | Self::Dfn
                | Self::Em
                | Self::Font
                | Self::I
                | Self::Img
                | Self::Ins
                | Self::Kbd
                | Self::Label
                | Self::Mark
                | Self::Nobr
                | Self::Picture
                | Self::Q
                | Self::Rp
                | Self::Rt
                | Self::Ruby
                | Self::S
                | Self::Samp
                | Self::Small
                | Self::Source
                | Self::Span
                | Self::Strike
                | Self::Strong
                | Self::Sub
                | Self::Sup
                | Self::Time
                | Self::Tt
                | Self::U
                | Self::Var
                | Self::Wbr
        )
    }

    /// Elements without content (HTML Living Standard, 13.1.2).
    pub fn is_void(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Base
                | Self::Basefont
                | Self::Bgsound
                | Self::Br
                | Self::Col
                | Self::Embed
                | Self::Frame
                | Self::Hr
                | Self::Image
                | Self::Img
                | Self::Input
                | Self::Keygen
                | Self::Link
                | Self::Meta
                | Self::Param
                | Self::Source
                | Self::Track
                | Self::Wbr
        )
    }

    /// Elements that belong to a page's head wherever they stand before its body.
    pub fn is_of_head(self) -> bool {
        matches!(
            self,
            Self::Base
                | Self::Basefont
                | Self::Bgsound
                | Self::Link
                | Self::Meta
                | Self::Noframes
                | Self::Script
                | Self::Style
                | Self::Title
        )
    }

    pub fn is_heading(self) -> bool {
        matches!(self, Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6)
    }

    /// Elements whose end tag closes them across lines only.
    pub fn is_formatting(self) -> bool {
        matches!(
            self,
            Self::A
                | Self::B
                | Self::Big
                | Self::Code
                | Self::Em
                | Self::Font
                | Self::I
                | Self::Nobr
                | Self::S
                | Self::Small
                | Self::Strike
                | Self::Strong
                | Self::Tt
                | Self::U
        )
    }

    /// Elements whose start ends an open paragraph (HTML Living Standard, 13.2.6.4.7).
    pub fn ends_paragraph(self) -> bool {
        self.is_heading()
            || matches!(
                self,
                Self::Address
                    | Self::Article
                    | Self::Aside
                    | Self::Blockquote
                    | Self::Center
                    | Self::Dd
                    | Self::Details
                    | Self::Dialog
                    | Self::Dir
                    | Self::Div
                    | Self::Dl
                    | Self::Dt
                    | Self::Fieldset
                    | Self::Figcaption
                    | Self::Figure
                    | Self::Footer
                    | Self::Form
                    | Self::Header
                    | Self::Hgroup
                    | Self::Hr
                    | Self::Li
                    | Self::Listing
                    | Self::Main
                    | Self::Menu
                    | Self::Nav
                    | Self::Ol
                    | Self::P
                    | Self::Pre
                    | Self::Search
                    | Self::Section
                    | Self::Summary
                    | Self::Table
                    | Self::Ul
                    | Self::Xmp
            )
    }

    /// Elements across which an end tag of something within a line has no effect (the standard's
    /// category “special”).
    pub fn is_special(self) -> bool {
        self.ends_paragraph()
            || self.is_boundary()
            || matches!(
                self,
                Self::Body
                    | Self::Button
                    | Self::Colgroup
                    | Self::Head
                    | Self::Html
                    | Self::Iframe
                    | Self::Select
                    | Self::Tbody
                    | Self::Tfoot
                    | Self::Thead
                    | Self::Tr
            )
    }

    /// Elements that hide what is open around them from the tags within.
    pub fn is_boundary(self) -> bool {
        matches!(
            self,
            Self::Applet
                | Self::Caption
                | Self::Html
                | Self::Marquee
                | Self::Object
                | Self::Table
                | Self::Td
                | Self::Th
        )
    }
}
