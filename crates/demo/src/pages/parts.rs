//! The boxes around an article: navigation, sharing, related headlines, newsletter, cookies, biography, comments.

use super::Leaf;
use crate::html::escape;
use crate::outlet::Outlet;
use crate::pictures;
use crate::site::Site;

/// The words of the boxes in an outlet's language.
pub(super) struct Labels {
    pub by: &'static str,
    pub updated: &'static str,
    pub share: &'static str,
    pub related: &'static str,
    pub comments: &'static str,
    pub cookies: &'static str,
    pub accept: &'static str,
    pub sign_up: &'static str,
    pub photo: &'static str,
    pub rights: &'static str,
}

pub(super) fn labels(lang: &str) -> &'static Labels {
    match lang {
        "de" => &GERMAN,
        "fr" => &FRENCH,
        _ => &ENGLISH,
    }
}

const ENGLISH: Labels = Labels {
    by: "By",
    updated: "Updated",
    share: "Share",
    related: "More from",
    comments: "Comments",
    cookies: "We use cookies to remember your settings and to count our readers.",
    accept: "Accept all",
    sign_up: "Sign up",
    photo: "Photograph",
    rights: "All rights reserved.",
};
const GERMAN: Labels = Labels {
    by: "Von",
    updated: "Aktualisiert",
    share: "Teilen",
    related: "Mehr aus",
    comments: "Kommentare",
    cookies: "Wir verwenden Cookies, um Ihre Einstellungen zu speichern.",
    accept: "Alle akzeptieren",
    sign_up: "Anmelden",
    photo: "Foto",
    rights: "Alle Rechte vorbehalten.",
};
const FRENCH: Labels = Labels {
    by: "Par",
    updated: "Mis à jour",
    share: "Partager",
    related: "À lire aussi dans",
    comments: "Commentaires",
    cookies: "Ce site utilise des cookies pour mesurer son audience.",
    accept: "Tout accepter",
    sign_up: "S’inscrire",
    photo: "Photo",
    rights: "Tous droits réservés.",
};

pub(super) fn navigation(outlet: &Outlet) -> String {
    let link = |word: &String| format!("<a href=\"/?section={0}\">{0}</a>\n", escape(word));
    format!("<nav>\n{}</nav>\n", outlet.nav.iter().map(link).collect::<String>())
}

pub(super) fn share(leaf: &Leaf<'_>) -> String {
    let label = labels(&leaf.outlet.lang).share;
    format!(
        "<div class=\"share-bar\"><span>{label}</span> <a href=\"#\">Email</a> <a href=\"#\">Copy link</a> \
         <a href=\"#\">Print</a> <button type=\"button\">Save</button></div>\n"
    )
}

pub(super) fn figure(leaf: &Leaf<'_>) -> String {
    let (Some(address), Some(picture)) = (leaf.site.picture(leaf.article), &leaf.article.picture)
    else {
        return String::new();
    };
    let (width, height) = pictures::SIZE;
    format!(
        "<figure class=\"picture\"><img src=\"{address}\" width=\"{width}\" height=\"{height}\" alt=\"{0}\">\
         <figcaption>{0} <span class=\"credit\">{1}: {2}</span></figcaption></figure>\n",
        escape(&picture.caption),
        labels(&leaf.outlet.lang).photo,
        escape(&picture.credit),
    )
}

pub(super) fn related(leaf: &Leaf<'_>) -> String {
    let others = leaf
        .site
        .world
        .published(&leaf.outlet.key)
        .filter(|other| other.slug != leaf.article.slug)
        .take(5);
    let rows: String = others
        .map(|other| {
            format!(
                "<li><a href=\"{}\">{}</a></li>\n",
                leaf.site.world.path(other),
                escape(leaf.site.world.headline(other))
            )
        })
        .collect();
    format!(
        "<aside class=\"related\"><h3>{} {}</h3>\n<ul>\n{rows}</ul></aside>\n",
        labels(&leaf.outlet.lang).related,
        escape(&leaf.outlet.title)
    )
}

pub(super) fn newsletter(outlet: &Outlet) -> String {
    outlet.newsletter.as_ref().map_or_else(String::new, |words| {
        format!(
            "<div class=\"box newsletter-signup\"><p>{}</p><form action=\"#\"><input type=\"email\" name=\"mail\">\
             <button>{}</button></form></div>\n",
            escape(words),
            labels(&outlet.lang).sign_up
        )
    })
}

pub(super) fn cookies(outlet: &Outlet) -> String {
    let labels = labels(&outlet.lang);
    format!(
        "<div id=\"cookie-notice\" class=\"box\" role=\"dialog\"><p>{}</p><button>{}</button></div>\n",
        labels.cookies, labels.accept
    )
}

pub(super) fn biography(leaf: &Leaf<'_>) -> String {
    let line = |name: &String| {
        let bio = leaf.outlet.bios.get(name)?;
        Some(format!("<p><strong>{}</strong> {}</p>\n", escape(name), escape(bio)))
    };
    let lines: String = leaf.article.authors.iter().filter_map(line).collect();
    if lines.is_empty() { lines } else { format!("<div class=\"author-bio\">\n{lines}</div>\n") }
}

pub(super) fn comments(outlet: &Outlet) -> String {
    if outlet.comments.is_empty() {
        return String::new();
    }
    let one = |[name, words]: &[String; 2]| {
        format!(
            "<li class=\"comment\"><cite>{}</cite><p>{}</p></li>\n",
            escape(name),
            escape(words)
        )
    };
    format!(
        "<section id=\"comments\"><h3>{} ({})</h3>\n<ol>\n{}</ol></section>\n",
        labels(&outlet.lang).comments,
        outlet.comments.len(),
        outlet.comments.iter().map(one).collect::<String>()
    )
}

pub(super) fn footer(outlet: &Outlet, site: &Site) -> String {
    let year = site.world.start().strftime("%Y");
    format!(
        "<footer><p>© {year} {}. {}</p><p><a href=\"/about\">About</a> <a href=\"/contact\">Contact</a> \
         <a href=\"/privacy\">Privacy</a> <a href=\"{}\">RSS</a></p></footer>\n",
        escape(&outlet.title),
        labels(&outlet.lang).rights,
        outlet.feed_path
    )
}
