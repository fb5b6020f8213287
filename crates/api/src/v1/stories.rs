//! Stories: the articles about one event, with their coverage and their course.

use dateline_model::{
    ArticleId, Dispute, FrontPage, StoryCopy, StoryFilter, StoryId, StoryMark, StoryMember,
    StoryPage, StoryPlace, StoryQuery,
};
use dateline_statement::disputes::beside;
use dateline_story::diff::compare_line;
use dateline_story::families::Families;
use dateline_story::reports::{Told, told};
use dateline_story::summary::Role;
use dateline_story::timeline::{Event, EventKind};
use serde::Deserialize;
use serde_json::{Value, json};

use super::articles::{pieces, pieces_schema};
use super::call::{Call, LONGEST_FOLDER, Reply, ok};
use super::feeds::given;
use super::operation::{Operation, get, patch};
use super::schema::{
    PLACE_OF_STORY, count, flag, id, limit, list, moment, nullable, number, object, refer, said,
    sent, shaped, some_text, text, word,
};
use super::sections::section_folders;
use super::shapes;
use crate::problem::Problem;

const GROUP: &str = "Stories";

/// Among how many stories a front page is laid out, and how many each of its sections has.
const FRONT: u32 = 60;
const IN_SECTION: u32 = 24;

pub fn operations() -> Vec<Operation> {
    let stories = || list(refer("Story"));
    let section = object([("name", text()), ("stories", stories())]);
    vec![
        get("/front", "get_front_page")
            .about(GROUP, "The front page of now: the highest stories, and those of each section")
            .gives(
                200,
                "The front page",
                object([("stories", stories()), ("sections", list(section))]),
            )
            .by(front),
        get("/stories", "list_stories")
            .about(GROUP, "Stories of your feeds, the highest first")
            .query(
                "show",
                word(&["all", "unread", "followed", "muted"]),
                "all but the muted ones, or only such",
            )
            .query(
                "folder",
                some_text(LONGEST_FOLDER),
                "only those of feeds in this folder or below it",
            )
            .query("after", shaped(PLACE_OF_STORY), "the `next` of an earlier answer")
            .query("limit", limit(30, 100), "how many at the most")
            .gives(200, "Stories", object([("stories", stories()), ("next", nullable(text()))]))
            .by(list_stories),
        get("/stories/{story}", "get_story")
            .about(
                GROUP,
                "A story: who reports what, what is said in short, and what happened in it",
            )
            .part("story", id(), "its number, also an earlier one")
            .gives(
                200,
                "The story; its number is another where it became part of that one",
                whole_schema(),
            )
            .by(show),
        patch("/stories/{story}", "mark_story")
            .about(GROUP, "Mark a story's articles read or unread; follow it, mute it, or neither")
            .part("story", id(), "its number, also an earlier one")
            .takes(sent([], [("read", flag()), ("mark", nullable(word(&["follow", "mute"])))]))
            .gives(200, "The story in short, as it is now", refer("Story"))
            .by(mark),
    ]
}

async fn front(call: Call) -> Result<Reply, Problem> {
    let (store, user) = (call.app.store(), call.caller.user.id);
    let folders = section_folders(&store.folders(user).await?);
    let FrontPage { stories, sections } =
        store.front_page(user, FRONT, &folders, IN_SECTION, |_, sections| sections).await?;
    let sections = sections.iter().map(|(name, stories)| {
        json!({ "name": name, "stories": stories.iter().map(shapes::story).collect::<Vec<_>>() })
    });
    ok(json!({
        "stories": stories.iter().map(shapes::story).collect::<Vec<_>>(),
        "sections": sections.collect::<Vec<_>>(),
    }))
}

async fn list_stories(call: Call) -> Result<Reply, Problem> {
    let limit: u32 = call.asked("limit").unwrap_or(30);
    let query = StoryQuery {
        user: call.caller.user.id,
        folder: call.asked("folder"),
        filter: match call.asked::<String>("show").as_deref() {
            Some("unread") => StoryFilter::Unread,
            Some("followed") => StoryFilter::Followed,
            Some("muted") => StoryFilter::Muted,
            _ => StoryFilter::All,
        },
        after: call.asked::<String>("after").as_deref().and_then(place_from_text),
        limit: limit + 1,
    };
    let mut stories = call.app.store().front_stories(&query).await?;
    let has_more = stories.len() > limit as usize;
    stories.truncate(limit as usize);
    let next = stories.last().filter(|_| has_more).map(|last| place_to_text(last.place));
    ok(json!({
        "stories": stories.iter().map(shapes::story).collect::<Vec<_>>(),
        "next": next,
    }))
}

/// The rank by its bits, so that it comes back as it was.
fn place_to_text(place: StoryPlace) -> String {
    format!("{:016x}-{}", place.rank.to_bits(), place.story)
}

fn place_from_text(text: &str) -> Option<StoryPlace> {
    let (rank, story) = text.split_once('-')?;
    let rank = f64::from_bits(u64::from_str_radix(rank, 16).ok()?);
    // What is no rank has no place: the list begins anew.
    rank.is_finite().then_some(StoryPlace { rank, story: story.parse().ok()? })
}

fn whole_schema() -> Value {
    let copied = object([("article", refer("ArticleSummary")), ("link", refer("CopyLink"))]);
    let member = object([
        ("article", refer("ArticleSummary")),
        (
            "link",
            said(
                nullable(refer("CopyLink")),
                "Set where it is itself a copy whose original you cannot see.",
            ),
        ),
        ("copies", said(list(copied), "The articles with its text, the earliest first.")),
    ]);
    let sentence = object([
        ("text", said(text(), "Word for word.")),
        ("article", id()),
        ("outlet", nullable(text())),
        ("url", nullable(text())),
        (
            "answers",
            said(
                flag(),
                "It answers the claim before it; neither is ever to be shown without the other.",
            ),
        ),
    ]);
    let event = object([
        ("at", moment()),
        (
            "kind",
            word(&[
                "first_report",
                "opened",
                "development",
                "headline_changed",
                "text_changed",
                "correction",
            ]),
        ),
        ("article", id()),
        ("outlet", nullable(text())),
        ("words", text()),
        ("headline", said(nullable(pieces_schema()), "How a headline was changed.")),
    ]);
    let related = object([
        ("id", id()),
        ("title", text()),
        ("articles", count()),
        ("grown", moment()),
        ("likeness", number()),
    ]);
    object([
        ("story", refer("Story")),
        ("why", said(list(text()), "Why it stands where it stands.")),
        ("sentences", said(list(sentence), "The sentences that carry it.")),
        ("timeline", said(list(event), "What happened in it, the earliest first.")),
        (
            "coverage",
            said(
                list(member),
                "Its articles, the earliest first, copies under the text that they have.",
            ),
        ),
        ("related", list(related)),
    ])
}

async fn show(call: Call) -> Result<Reply, Problem> {
    let (story, user) = (call.part::<StoryId>("story")?, call.caller.user.id);
    let found = call.app.store().story(user, story).await?.ok_or(Problem::NotFound)?;
    let families = call.app.store().families().clone();
    let now = call.app.now();
    // Reading a long story's texts takes milliseconds, which async threads do not have.
    let work = tokio::task::spawn_blocking(move || {
        let mut whole = whole(&found, &families);
        let why = dateline_store::why(&found.card, now);
        if let Some(fields) = whole.as_object_mut() {
            fields.insert("why".to_owned(), json!(why));
        }
        whole
    });
    ok(work.await.map_err(|error| Problem::Broken(error.to_string()))?)
}

/// What disputes a sentence of one of the story's articles.
fn disputes_of<'a>(found: &'a StoryPage, article: ArticleId, text: &str) -> Vec<&'a Dispute> {
    found
        .members
        .iter()
        .flat_map(|member| {
            std::iter::once(&member.article).chain(member.copies.iter().map(|copy| &copy.article))
        })
        .find(|known| known.id == article)
        .map_or_else(Vec::new, |article| beside(text, &article.disputed))
}

fn whole(found: &StoryPage, families: &Families) -> Value {
    let Told { sentences, events, .. } = told(found, families);
    let sentences = sentences.iter().flat_map(|said| {
        let own = json!({
            "text": said.text,
            "article": said.article,
            "outlet": said.outlet_name,
            "url": said.address,
            "answers": said.role == Role::Answers,
        });
        let all: Vec<&str> = sentences.iter().map(|said| said.text.as_str()).collect();
        let disputes = disputes_of(found, said.article, &said.text);
        let missing = disputes.into_iter().filter(move |dispute| {
            !all.iter().any(|text| text.contains(dispute.sentence.as_str()))
        });
        std::iter::once(own).chain(missing.map(|dispute| {
            json!({
                "text": dispute.sentence,
                "article": dispute.article,
                "outlet": dispute.outlet,
                "url": Value::Null,
                "answers": true,
            })
        }))
    });
    let related = found.related.iter().map(|story| {
        json!({
            "id": story.id,
            "title": story.title,
            "articles": story.articles,
            "grown": story.grown_at.to_string(),
            "likeness": story.likeness,
        })
    });
    json!({
        "story": shapes::story(&found.card),
        "why": [],
        "sentences": sentences.collect::<Vec<_>>(),
        "timeline": events.iter().map(event).collect::<Vec<_>>(),
        "coverage": found.members.iter().map(member).collect::<Vec<_>>(),
        "related": related.collect::<Vec<_>>(),
    })
}

fn event(event: &Event) -> Value {
    let (kind, headline) = match &event.kind {
        EventKind::FirstReport(_) => ("first_report", None),
        EventKind::Opened => ("opened", None),
        EventKind::Development { .. } => ("development", None),
        EventKind::HeadlineChanged { earlier, later } => {
            ("headline_changed", Some(pieces(&compare_line(earlier, later))))
        }
        EventKind::TextChanged { .. } => ("text_changed", None),
        EventKind::Correction { .. } => ("correction", None),
    };
    json!({
        "at": event.at.to_string(),
        "kind": kind,
        "article": event.article,
        "outlet": event.outlet_name,
        "words": event.words,
        "headline": headline,
    })
}

fn member(member: &StoryMember) -> Value {
    let copies = member.copies.iter().map(|StoryCopy { article, link }| {
        json!({ "article": shapes::article(article), "link": shapes::copy(link) })
    });
    json!({
        "article": shapes::article(&member.article),
        "link": member.link.as_ref().map(shapes::copy),
        "copies": copies.collect::<Vec<_>>(),
    })
}

#[derive(Deserialize)]
struct Mark {
    read: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    mark: Option<Option<StoryMark>>,
}

async fn mark(call: Call) -> Result<Reply, Problem> {
    let (story, change) = (call.part::<StoryId>("story")?, call.json::<Mark>()?);
    let (store, user, now) = (call.app.store(), call.caller.user.id, call.app.now());
    let story = store.sees_story(user, story).await?.ok_or(Problem::NotFound)?;
    if let Some(mark) = change.mark {
        store.mark_story(user, story, mark, now).await?;
    }
    if let Some(read) = change.read {
        store.set_story_read(user, story, read, now).await?;
    }
    let cards = store.story_cards(user, &[story]).await?;
    ok(shapes::story(cards.first().ok_or(Problem::NotFound)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_as_it_was() {
        for rank in [81_234.567_890_123_4, -0.1, 0.0] {
            let place = StoryPlace { rank, story: StoryId(7) };
            assert_eq!(place_from_text(&place_to_text(place)), Some(place));
        }
        assert_eq!(place_from_text("7ff8000000000000-1"), None, "not a number");
    }
}
