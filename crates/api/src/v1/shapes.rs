//! What feeds, entries, articles and stories look like in answers, each value beside its schema.

use dateline_model::address::without_login;
use dateline_model::{ArticleSummary, CopyLink, Enclosure, FeedOverview, Item, Outlet, StoryCard};
use dateline_statement::disputes::told_with;
use dateline_story::excerpt::excerpt;
use serde_json::{Value, json};

use super::schema::{
    Named, count, flag, id, list, moment, nullable, object, refer, said, text, word,
};

/// How many characters of its text stand with an article in a list.
const EXCERPT: usize = 300;

/// All schemas with a name.
pub fn named() -> Named {
    let all = [
        ("Problem", problem_schema()),
        ("Outlet", outlet_schema()),
        ("Feed", feed_schema()),
        ("Entry", entry_schema()),
        ("ArticleSummary", article_schema()),
        ("CopyLink", copy_schema()),
        ("Story", story_schema()),
        ("Statement", super::statements::schema()),
    ];
    all.into_iter().collect()
}

fn problem_schema() -> Value {
    object([
        ("type", text()),
        ("title", text()),
        ("status", count()),
        ("detail", said(text(), "What is wrong, in words.")),
    ])
}

fn outlet_schema() -> Value {
    object([
        ("id", id()),
        ("key", said(text(), "Its registrable domain, mostly.")),
        ("name", text()),
    ])
}

/// Who published something.
pub fn outlet(outlet: &Outlet) -> Value {
    json!({ "id": outlet.id, "key": outlet.key, "name": outlet.name })
}

fn feed_schema() -> Value {
    object([
        ("id", id()),
        ("title", said(text(), "Your own title, else the feed's, else its address.")),
        ("own_title", said(nullable(text()), "Your own title.")),
        ("folder", said(text(), "The folder, with `/` between levels; empty at the top.")),
        ("url", said(text(), "Where it is polled, without a login.")),
        ("site_url", nullable(text())),
        ("format", nullable(text())),
        ("status", word(&["new", "fine", "failing", "broken", "gone", "locked"])),
        ("problem", said(nullable(text()), "What went wrong last, in a line.")),
        ("subscribed", moment()),
        ("polled", nullable(moment())),
        ("next_poll", nullable(moment())),
        ("interval_reason", said(nullable(text()), "Why it is polled then, in a line.")),
        ("entries", said(count(), "How many entries are kept.")),
        ("unread", said(count(), "How many of its articles are unread.")),
    ])
}

/// A feed that somebody subscribes to.
pub fn feed(overview: &FeedOverview) -> Value {
    let (feed, polling) = (&overview.feed, &overview.feed.polling);
    json!({
        "id": feed.id,
        "title": match overview.title() {
            title if title == feed.url => without_login(title),
            title => title.to_owned(),
        },
        "own_title": overview.subscription.title,
        "folder": overview.subscription.folder,
        "url": without_login(&feed.url),
        "site_url": feed.site_url,
        "format": feed.format,
        "status": polling.status,
        "problem": polling.last_error,
        "subscribed": overview.subscription.created_at.to_string(),
        "polled": polling.polled_at.map(|at| at.to_string()),
        "next_poll": polling.next_poll_at.map(|at| at.to_string()),
        "interval_reason": polling.interval_reason,
        "entries": overview.entries,
        "unread": overview.unread,
    })
}

fn entry_schema() -> Value {
    let enclosure =
        object([("url", text()), ("type", nullable(text())), ("length", nullable(count()))]);
    object([
        ("id", said(id(), "It grows with arrival: whoever has all up to one misses nothing.")),
        ("feed", id()),
        ("article", id()),
        ("guid", said(text(), "The id that the feed gives it.")),
        ("url", nullable(text())),
        ("title", text()),
        ("authors", list(text())),
        ("tags", said(list(text()), "As the feed names them.")),
        ("html", said(text(), "Sanitized; the article's, where that holds more than the feed's.")),
        ("enclosures", list(enclosure)),
        ("image", nullable(text())),
        ("words", count()),
        ("published", nullable(moment())),
        ("updated", nullable(moment())),
        ("seen", moment()),
        (
            "changed",
            said(moment(), "When its text or its state last changed, or it was first seen."),
        ),
        ("read", flag()),
        ("starred", flag()),
        ("labels", list(text())),
        ("story", nullable(id())),
        ("copy_of", said(nullable(id()), "The article whose text it has.")),
    ])
}

/// An entry as a user sees it.
pub fn entry(item: &Item) -> Value {
    let enclosures = item.enclosures.iter().map(
        |Enclosure { href, kind, length }| json!({ "url": href, "type": kind, "length": length }),
    );
    json!({
        "id": item.id,
        "feed": item.feed,
        "article": item.article,
        "guid": item.guid,
        "url": item.address,
        "title": item.title,
        "authors": item.authors,
        "tags": item.tags,
        "html": item.html,
        "enclosures": enclosures.collect::<Vec<_>>(),
        "image": item.image,
        "words": item.words,
        "published": item.published.map(|at| at.to_string()),
        "updated": item.updated.map(|at| at.to_string()),
        "seen": item.seen_at.to_string(),
        "changed": item.changed_at.to_string(),
        "read": item.read_at.is_some(),
        "starred": item.starred_at.is_some(),
        "labels": item.labels,
        "story": item.story,
        "copy_of": item.copy_of,
    })
}

fn article_schema() -> Value {
    object([
        ("id", id()),
        ("title", text()),
        ("url", nullable(text())),
        ("outlet", nullable(refer("Outlet"))),
        ("authors", list(text())),
        ("place", said(nullable(text()), "Its dateline's place.")),
        ("language", nullable(text())),
        ("published", said(nullable(moment()), "As its page or feed says.")),
        (
            "placed",
            said(
                moment(),
                "What it is ordered by: when it was published, but never later than it was seen.",
            ),
        ),
        ("excerpt", text()),
        ("image", nullable(text())),
        ("paywalled", said(nullable(flag()), "Null where nothing tells.")),
        ("read", flag()),
        ("starred", flag()),
        ("path", said(text(), "Its page here.")),
    ])
}

/// An article in a list.
pub fn article(article: &ArticleSummary) -> Value {
    json!({
        "id": article.id,
        "title": article.title,
        "url": article.address,
        "outlet": article.outlet.as_ref().map(outlet),
        "authors": article.byline.authors,
        "place": article.dateline,
        "language": article.language,
        "published": article.published.map(|at| at.to_string()),
        "placed": article.placed_at.to_string(),
        "excerpt": told_with(
            &excerpt(&article.text, &article.title, EXCERPT),
            &article.disputed,
            EXCERPT,
        ),
        "image": article.image,
        "paywalled": article.paywalled,
        "read": article.read,
        "starred": article.starred,
        "path": format!("/article/{}", article.id),
    })
}

fn copy_schema() -> Value {
    object([
        ("of", said(id(), "The other article.")),
        (
            "credited",
            said(
                flag(),
                "Something says that the other one is the original; else both only have one text.",
            ),
        ),
        (
            "shared",
            said(
                super::schema::number(),
                "The share of the shorter text that stands in the longer one, 0 to 1.",
            ),
        ),
    ])
}

/// Whose text an article has.
pub fn copy(link: &CopyLink) -> Value {
    json!({ "of": link.of, "credited": link.credited, "shared": link.shared })
}

fn story_schema() -> Value {
    let by = object([
        ("outlet", refer("Outlet")),
        ("articles", said(count(), "Articles of its own; 0 where it has only copies.")),
        ("copies", count()),
    ]);
    let voice = object([
        ("name", text()),
        ("agency", said(flag(), "An agency, whose texts others run.")),
        ("outlets", said(count(), "How many outlets it speaks through, copies not counted.")),
        ("since", moment()),
    ]);
    object([
        ("id", id()),
        ("title", said(text(), "The headline of its most central article that you can see.")),
        ("language", nullable(text())),
        ("lead", refer("ArticleSummary")),
        ("image", nullable(text())),
        ("outlets", list(by)),
        ("voices", said(list(voice), "Its independent voices, in the order in which they spoke.")),
        ("articles", said(count(), "Articles that are no copies.")),
        ("copies", count()),
        ("unread", count()),
        ("opened", said(moment(), "When its earliest article was published, as far as was seen.")),
        ("grown", said(moment(), "When its latest article was published.")),
        ("mark", nullable(word(&["follow", "mute"]))),
        ("path", said(text(), "Its page here.")),
    ])
}

/// A story in a list.
pub fn story(card: &StoryCard) -> Value {
    let outlets = card.outlets.iter().map(
        |by| json!({ "outlet": outlet(&by.outlet), "articles": by.articles, "copies": by.copies }),
    );
    let voices = card.standing.voices.iter().map(|voice| {
        json!({
            "name": voice.name,
            "agency": voice.agency,
            "outlets": voice.outlets,
            "since": voice.since.to_string(),
        })
    });
    json!({
        "id": card.id,
        "title": card.title,
        "language": card.language,
        "lead": article(&card.lead),
        "image": card.image,
        "outlets": outlets.collect::<Vec<_>>(),
        "voices": voices.collect::<Vec<_>>(),
        "articles": card.articles,
        "copies": card.copies,
        "unread": card.unread,
        "opened": card.opened_at.to_string(),
        "grown": card.grown_at.to_string(),
        "mark": card.mark,
        "path": format!("/story/{}", card.id),
    })
}
