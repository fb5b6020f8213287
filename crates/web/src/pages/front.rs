//! `GET /`: the stories of now, laid out as a newspaper's front page.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use dateline_model::{
    ArticleSummary, FrontPage, FrontQuery, OutScope, StoryCard, StoryId, StoryPlace, StoryStanding,
};
use dateline_statement::story::lines;
use serde::Deserialize;

use super::welcome;
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::Ask;
use crate::kept_pages::Keepable;
use crate::state::App;
use crate::views::page;
use crate::views::said::{self, SaidLine};
use crate::views::shell::{Place, Shell, section_path, top_folders};
use crate::views::story::{StoryView, path_of, place_to_text};
use crate::views::story_list::StoryList;
use crate::views::under_way::UnderWay;
use crate::when::When;

/// Among how many stories the front page is laid out.
const STORIES: u32 = 60;

/// Among how many of the highest the lead is looked for: further down nothing leads.
const LEAD_AMONG: usize = 4;

/// How many characters of the lead's text stand under its headline.
const LEAD_EXCERPT: usize = 280;

/// How many of the first in a section.
const FIRST_EXCERPT: usize = 160;

/// How many follow the lead with an excerpt: a pair below it, the others in a column of their own.
const SECONDS: usize = 6;

/// How many of them stand below the lead.
const PAIR: usize = 2;

/// How many stand in the column of the newest.
const COLUMN: usize = 12;

/// How many stand in a section.
const IN_SECTION: usize = 6;

/// Among how many of a section's stories those are looked for that do not stand elsewhere.
const SECTION_AMONG: u32 = 24;

/// More sections than these make a page that nobody reads to its end.
const SECTIONS: usize = 8;

/// The fewest words of an article that leads.
const LEAD_WORDS: u32 = 60;

#[derive(Template)]
#[template(path = "front.html")]
struct Front {
    shell: Shell,
    lead: Option<StoryView>,
    /// What stands below the lead.
    pair: Vec<StoryView>,
    /// A few statements of the lead.
    few: Vec<SaidLine>,
    seconds: Vec<StoryView>,
    /// The newest, each with its day where that is another than the one before it began on.
    newest: Vec<(Option<String>, StoryView)>,
    sections: Vec<Section>,
    more: Option<String>,
    /// How far the first polls are, where they go on.
    under_way: Option<UnderWay>,
    /// It is told of each story why it stands there.
    with_reasons: bool,
}

/// Stories under a heading.
struct Section {
    name: String,
    href: Option<String>,
    stories: Vec<StoryView>,
}

/// What the page is asked for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    why: Option<String>,
}

/// Shows it.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    let FrontPage { mut stories, sections } = found(&app, &reader).await?;
    let more = stories
        .get(STORIES as usize - 1)
        .map(|last| format!("/stories?after={}", place_to_text(last.place)));
    if stories.is_empty() {
        // Stories are formed a moment after articles came, or by another process.
        let articles = store.front(&FrontQuery::newest(reader.user.id, STORIES)).await?;
        stories = articles.into_iter().map(lone).collect();
    }
    if stories.is_empty() {
        return welcome::show(&app, &reader, &headers).await;
    }
    let with_reasons = asked.why.is_some();
    let list = StoryList::front();
    let when = app.when();
    let view = |story: &StoryCard, excerpt| {
        let view = StoryView::of(story, &when, excerpt).of_list(&list);
        if with_reasons { view.with_reasons(story, &when) } else { view }
    };
    let views = |stories: &[&StoryCard], excerpt| {
        stories.iter().map(|story| view(story, excerpt)).collect::<Vec<_>>()
    };
    let in_section = |stories: &[&StoryCard]| {
        let excerpt = |index| if index == 0 { FIRST_EXCERPT } else { 0 };
        stories.iter().enumerate().map(|(index, story)| view(story, excerpt(index))).collect()
    };
    let layout = Layout::of(&stories);
    let (pair, seconds) = layout.seconds.split_at(layout.seconds.len().min(PAIR));
    let rest = layout.rest(&stories, &sections);
    let mut sections: Vec<Section> = sections
        .into_iter()
        .filter(|(_, stories)| !stories.is_empty())
        .map(|(name, stories)| Section {
            href: Some(section_path(&name)),
            stories: in_section(&stories.iter().collect::<Vec<_>>()),
            name,
        })
        .collect();
    for (name, href, stories) in kept_sections(&app, &reader).await? {
        let stories = in_section(&stories.iter().collect::<Vec<_>>());
        sections.push(Section { name, href: Some(href), stories });
    }
    if !rest.is_empty() {
        let name = say!("front-more");
        sections.push(Section { name, href: None, stories: in_section(&rest) });
    }
    let few = match layout.lead.filter(|lead| lead.id.0 > 0) {
        Some(lead) => {
            said::few(&lines(store.story_statements(reader.user.id, lead.id).await?), &when)
        }
        None => Vec::new(),
    };
    let mut response = page(&Front {
        shell: Shell::of(&app, &reader, &say!("shell-front-page"), Place::Front)
            .await?
            .with_feed(&app, &reader, &OutScope::Front)
            .await?,
        lead: layout.lead.map(|story| view(story, LEAD_EXCERPT).with_spark(story, &when)),
        few,
        pair: views(pair, 150),
        seconds: views(seconds, 150),
        newest: by_day(&layout.newest, views(&layout.newest, 0), &when),
        sections,
        more,
        under_way: UnderWay::of(&store.first_polls(reader.user.id).await?),
        with_reasons,
    })?;
    response.extensions_mut().insert(Keepable);
    Ok(response)
}

/// What the page is laid out from.
async fn found(app: &App, reader: &Reader) -> Result<FrontPage, PageError> {
    let store = app.desk.store();
    let folders = store.folders(reader.user.id).await?;
    let folders: Vec<String> =
        top_folders(&folders).into_iter().take(SECTIONS).map(str::to_owned).collect();
    Ok(store.front_page(reader.user.id, STORIES, &folders, SECTION_AMONG, not_above).await?)
}

/// The stories of the page in the order that it is read in, each once.
///
/// # Errors
/// When the store fails.
pub(crate) async fn in_order(app: &App, reader: &Reader) -> Result<Vec<StoryCard>, PageError> {
    let FrontPage { stories, sections } = found(app, reader).await?;
    let layout = Layout::of(&stories);
    let mut order: Vec<StoryCard> = layout.above().cloned().collect();
    let rest: Vec<StoryCard> = layout.rest(&stories, &sections).into_iter().cloned().collect();
    order.extend(sections.into_iter().flat_map(|(_, stories)| stories));
    let kept = kept_sections(app, reader).await?;
    order.extend(kept.into_iter().flat_map(|(_, _, stories)| stories));
    order.extend(rest);
    let mut seen = std::collections::HashSet::new();
    order.retain(|story| seen.insert(path_of(story)));
    Ok(order)
}

/// Names the day of each story that began on another than the one before it; today needs no name.
fn by_day(
    stories: &[&StoryCard],
    views: Vec<StoryView>,
    when: &When,
) -> Vec<(Option<String>, StoryView)> {
    let mut last = when.day(when.now());
    let days = stories.iter().map(|story| {
        let day = when.day(story.opened_at);
        (day != last).then(|| {
            last.clone_from(&day);
            day
        })
    });
    days.collect::<Vec<_>>().into_iter().zip(views).collect()
}

/// The searches that their reader made sections, each with what it found last.
async fn kept_sections(
    app: &App,
    reader: &Reader,
) -> Result<Vec<(String, String, Vec<StoryCard>)>, PageError> {
    let store = app.desk.store();
    let mut kept = store.kept_searches(Some(reader.user.id)).await?;
    kept.retain(|search| search.section.is_some());
    kept.sort_by_key(|search| search.section);
    let mut sections = Vec::new();
    for search in kept.into_iter().take(SECTIONS) {
        let found =
            store.search_matches(reader.user.id, search.id, None, IN_SECTION as u32).await?;
        if found.is_empty() {
            continue;
        }
        let stories = found.into_iter().map(|(_, article)| lone(article)).collect();
        sections.push((search.name, format!("/searches/{}", search.id), stories));
    }
    Ok(sections)
}

/// An article that has no story yet, as a story of its own. Its number leads nowhere.
pub(crate) fn lone(article: ArticleSummary) -> StoryCard {
    StoryCard {
        id: StoryId(-article.id.0),
        title: article.title.clone(),
        language: article.language.clone(),
        image: article.image.clone(),
        image_article: Some(article.id),
        outlets: Vec::new(),
        articles: 1,
        copies: 0,
        unread: u32::from(!article.read),
        opened_at: article.placed_at,
        grown_at: article.placed_at,
        mark: None,
        place: StoryPlace { rank: 0.0, story: StoryId(-article.id.0) },
        standing: StoryStanding { voices: Vec::new(), picture: false, words: article.words },
        lead: article,
    }
}

/// The stories of each section that the page shows, where these are the highest of all.
fn not_above(highest: &[StoryCard], sections: Vec<Vec<StoryId>>) -> Vec<Vec<StoryId>> {
    let mut shown: Vec<StoryId> = Layout::of(highest).above().map(|story| story.id).collect();
    each_once(sections, &mut shown)
}

/// The first stories of each section that stand nowhere above, which from then on are shown.
fn each_once(mut sections: Vec<Vec<StoryId>>, shown: &mut Vec<StoryId>) -> Vec<Vec<StoryId>> {
    for stories in &mut sections {
        stories.retain(|story| !shown.contains(story));
        stories.truncate(IN_SECTION);
        shown.extend(stories.iter());
    }
    sections
}

/// Which story stands where above the sections. Each stands once.
#[derive(Debug, PartialEq)]
struct Layout<'a> {
    lead: Option<&'a StoryCard>,
    seconds: Vec<&'a StoryCard>,
    newest: Vec<&'a StoryCard>,
}

impl<'a> Layout<'a> {
    /// Takes stories, the highest first.
    fn of(stories: &'a [StoryCard]) -> Self {
        let lead = stories.iter().take(LEAD_AMONG).find(can_lead).or(stories.first());
        let mut others: Vec<_> =
            stories.iter().filter(|story| lead.is_none_or(|lead| lead.id != story.id)).collect();
        let seconds = seconds(&others, lead);
        others.retain(|story| !seconds.iter().any(|second| second.id == story.id));
        // What began last, whatever its rank, the latest first.
        others.sort_by_key(|story| std::cmp::Reverse((story.opened_at, story.id)));
        others.truncate(COLUMN);
        Self { lead, seconds, newest: others }
    }

    /// What stands neither above nor in a section.
    fn rest(
        &self,
        stories: &'a [StoryCard],
        sections: &[(String, Vec<StoryCard>)],
    ) -> Vec<&'a StoryCard> {
        let mut shown: Vec<StoryId> = self.above().map(|story| story.id).collect();
        shown.extend(sections.iter().flat_map(|(_, stories)| stories.iter().map(|one| one.id)));
        stories.iter().filter(|story| !shown.contains(&story.id)).collect()
    }

    fn above(&self) -> impl Iterator<Item = &'a StoryCard> {
        self.lead.into_iter().chain(self.seconds.clone()).chain(self.newest.clone())
    }
}

/// A story leads with a text that everybody can read, and with a date.
fn can_lead(story: &&StoryCard) -> bool {
    story.lead.published.is_some()
        && story.lead.words >= LEAD_WORDS
        && story.lead.paywalled != Some(true)
}

/// The highest after the lead; stories that only one outlet tells each from another outlet, so that
/// a feed which brings ten articles at once does not fill the top. They keep their order.
fn seconds<'a>(others: &[&'a StoryCard], lead: Option<&'a StoryCard>) -> Vec<&'a StoryCard> {
    let outlet = |story: &StoryCard| story.lead.outlet.as_ref().map(|outlet| outlet.id);
    let mut outlets: Vec<_> = lead.into_iter().map(outlet).collect();
    let mut chosen: Vec<StoryId> = Vec::new();
    for story in others {
        let alone = story.outlets.len() <= 1;
        if chosen.len() < SECONDS && !(alone && outlets.contains(&outlet(story))) {
            outlets.push(outlet(story));
            chosen.push(story.id);
        }
    }
    for story in others {
        if chosen.len() < SECONDS && !chosen.contains(&story.id) {
            chosen.push(story.id);
        }
    }
    others.iter().copied().filter(|story| chosen.contains(&story.id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::article;

    fn story(id: i64, words: u32) -> StoryCard {
        let mut story = lone(article(id, words));
        story.id = StoryId(id);
        story
    }

    #[test]
    fn each_story_stands_once_above_the_sections() {
        let stories: Vec<_> = (0..40).map(|id| story(id, 300)).collect();
        let layout = Layout::of(&stories);
        let mut ids: Vec<i64> = layout.above().map(|one| one.id.0).collect();
        assert_eq!(ids.len(), 1 + SECONDS + COLUMN);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 1 + SECONDS + COLUMN);
    }

    #[test]
    fn the_highest_leads_unless_it_is_short_or_paid_for() {
        let mut stories: Vec<_> = (0..20).map(|id| story(id, 300)).collect();
        assert_eq!(Layout::of(&stories).lead.unwrap().id.0, 0);
        stories[0].lead.words = 10;
        stories[1].lead.paywalled = Some(true);
        assert_eq!(Layout::of(&stories).lead.unwrap().id.0, 2);
        for story in &mut stories {
            story.lead.words = 10;
        }
        assert_eq!(Layout::of(&stories).lead.unwrap().id.0, 0);
    }

    #[test]
    fn one_outlet_does_not_fill_the_top() {
        let outlet = |id| {
            Some(dateline_model::Outlet {
                id: dateline_model::OutletId(id),
                key: id.to_string(),
                name: id.to_string(),
                home: None,
            })
        };
        let mut stories: Vec<_> = (0..20).map(|id| story(id, 300)).collect();
        for (story, id) in stories.iter_mut().zip([1, 1, 1, 1, 2, 1, 2, 3, 4, 5, 1, 6, 7]) {
            story.lead.outlet = outlet(id);
        }
        let layout = Layout::of(&stories);
        let ids: Vec<i64> = layout.seconds.iter().map(|one| one.id.0).collect();
        assert_eq!((layout.lead.unwrap().id.0, ids), (0, vec![4, 7, 8, 9, 11, 12]));
        for story in &mut stories {
            story.lead.outlet = outlet(1);
        }
        let ids: Vec<i64> = Layout::of(&stories).seconds.iter().map(|one| one.id.0).collect();
        assert_eq!(ids, [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_story_of_several_sections_stands_in_the_first() {
        let of = |ids: &[i64]| ids.iter().map(|id| StoryId(*id)).collect::<Vec<_>>();
        let many: Vec<i64> = (1..=9).collect();
        let found = each_once(vec![of(&many), of(&[1, 2, 8]), of(&[2, 3])], &mut of(&[1]));
        assert_eq!(found, [of(&[2, 3, 4, 5, 6, 7]), of(&[8]), Vec::new()]);
    }

    #[test]
    fn few_and_short_stories_still_make_a_page() {
        let stories = [story(1, 0)];
        let layout = Layout::of(&stories);
        assert_eq!(layout.lead.unwrap().id.0, 1);
        assert!(layout.seconds.is_empty() && layout.newest.is_empty());
        assert!(Layout::of(&[]).lead.is_none());
    }
}
