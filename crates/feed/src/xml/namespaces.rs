//! Namespaces by address, with the slips that publishers make.

/// The vocabularies that carry meaning here; feeds' own core vocabularies are all [`Ns::Core`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ns {
    Core,
    Atom,
    /// Atom 0.3 and what came before it.
    AtomDraft,
    Rdf,
    Dc,
    DcTerms,
    Content,
    Media,
    Itunes,
    Xhtml,
    FeedBurner,
    Syndication,
    Wfw,
    Podcast,
    Source,
    SitemapNews,
    SitemapImage,
    Xml,
    Other,
}

/// The vocabulary of a namespace address; nothing where it is unknown.
pub(crate) fn by_uri(uri: &str) -> Option<Ns> {
    let uri = uri.trim().to_ascii_lowercase();
    let uri = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://")).unwrap_or(&uri);
    let uri = uri.trim_end_matches(['/', '#']);
    Some(match uri {
        "www.w3.org/2005/atom" => Ns::Atom,
        "purl.org/atom/ns"
        | "example.com/newformat"
        | "example.com/necho"
        | "purl.org/echo"
        | "uri/of/echo/namespace"
        | "purl.org/pie" => Ns::AtomDraft,
        ""
        | "backend.userland.com/rss"
        | "blogs.law.harvard.edu/tech/rss"
        | "purl.org/rss/1.0"
        | "my.netscape.com/rdf/simple/0.9"
        | "example.com/newformat#"
        | "purl.org/net/rss1.1"
        | "my.netscape.com/publish/formats/rss-0.91.dtd"
        | "www.rssboard.org/rss-specification"
        | "cyber.law.harvard.edu/rss/rss.html"
        | "purl.org/rss/1.0/modules/rss091"
        | "www.sitemaps.org/schemas/sitemap/0.9"
        | "www.google.com/schemas/sitemap/0.84"
        | "www.google.com/schemas/sitemap/0.9" => Ns::Core,
        "www.w3.org/1999/02/22-rdf-syntax-ns" => Ns::Rdf,
        "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" | "purl.org/dc" => Ns::Dc,
        "purl.org/dc/terms" => Ns::DcTerms,
        "purl.org/rss/1.0/modules/content" => Ns::Content,
        "search.yahoo.com/mrss"
        | "tools.search.yahoo.com/mrss"
        | "video.search.yahoo.com/mrss"
        | "video.search.yahoo.com/mrss/"
        | "www.rssboard.org/media-rss" => Ns::Media,
        "www.itunes.com/dtds/podcast-1.0.dtd"
        | "itunes.com/dtds/podcast-1.0.dtd"
        | "example.com/dtds/podcast-1.0.dtd" => Ns::Itunes,
        "www.w3.org/1999/xhtml" => Ns::Xhtml,
        "rssnamespace.org/feedburner/ext/1.0" => Ns::FeedBurner,
        "purl.org/rss/1.0/modules/syndication" => Ns::Syndication,
        "wellformedweb.org/commentapi" => Ns::Wfw,
        "podcastindex.org/namespace/1.0" => Ns::Podcast,
        "source.scripting.com" | "source.smallpict.com/2014/07/12/theline.html" => Ns::Source,
        "www.google.com/schemas/sitemap-news/0.9" => Ns::SitemapNews,
        "www.google.com/schemas/sitemap-image/1.1" => Ns::SitemapImage,
        "www.w3.org/xml/1998/namespace" => Ns::Xml,
        _ if uri.ends_with("podcast-1.0.dtd") => Ns::Itunes,
        _ => return None,
    })
}

/// The vocabulary that a prefix usually means, for documents that forget to declare it.
pub(crate) fn by_prefix(prefix: &str) -> Option<Ns> {
    Some(match prefix.to_ascii_lowercase().as_str() {
        "atom" | "atom10" | "a10" => Ns::Atom,
        "atom03" => Ns::AtomDraft,
        "rss" | "rss10" | "rss091" => Ns::Core,
        "rdf" => Ns::Rdf,
        "dc" => Ns::Dc,
        "dcterms" | "dct" => Ns::DcTerms,
        "content" => Ns::Content,
        "media" => Ns::Media,
        "itunes" => Ns::Itunes,
        "xhtml" | "html" => Ns::Xhtml,
        "feedburner" => Ns::FeedBurner,
        "sy" => Ns::Syndication,
        "wfw" => Ns::Wfw,
        "podcast" => Ns::Podcast,
        "source" => Ns::Source,
        "news" => Ns::SitemapNews,
        "image" => Ns::SitemapImage,
        "xml" => Ns::Xml,
        _ => return None,
    })
}

/// Whether an address is Atom 1.0's own, not one of its drafts'.
pub(crate) fn is_atom1(uri: &str) -> bool {
    let uri = uri.trim().to_ascii_lowercase();
    uri.trim_end_matches('/').ends_with("www.w3.org/2005/atom")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_scheme_and_slash_do_not_matter() {
        assert_eq!(by_uri("HTTPS://www.w3.org/2005/Atom/"), Some(Ns::Atom));
        assert_eq!(by_uri("http://purl.org/dc/elements/1.1"), Some(Ns::Dc));
        assert_eq!(by_uri("http://example.org/mine"), None);
    }
}
