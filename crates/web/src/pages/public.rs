//! `/public/…`: the newspaper that anybody may see, where an admin switched it on.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use dateline_model::{ArticleId, PublicArticle, PublicFront, PublicStory, StoryId};

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::pages::{classic, front};
use crate::public::{Shown, at_the_door};
use crate::security::redirect::{see_other, segment};
use crate::state::App;
use crate::views::public::{
    About, ArticleView, CopyView, Frame, StoryView, absolute, json_ld, outlet_path, section_path,
    size,
};
use crate::when::When;

/// Among how many stories the front page is laid out.
const STORIES: u32 = 40;

/// How many follow the lead with an excerpt.
const SECONDS: usize = 4;

/// How many stand in a section of the front page, and how many on its own page.
const IN_SECTION: usize = 6;
const ON_PAGE: u32 = 60;

/// Among how many of a section's stories those are looked for that do not stand elsewhere.
const SECTION_AMONG: u32 = 18;

/// More sections than these make a page that nobody reads to its end.
const SECTIONS: usize = 12;

/// So many items are told to machines.
const TOLD: usize = 30;

const HTML: &str = "text/html; charset=utf-8";

/// Listed, and its words taken no further than a publisher's would be.
const LISTED: &str = "index, follow, max-snippet:160, max-image-preview:none";

/// A page that only leads to outlets is no page of its own.
const UNLISTED: &str = "noindex, follow";

#[derive(Template)]
#[template(path = "public/front.html")]
struct FrontPage {
    frame: Frame,
    lead: Option<StoryView>,
    seconds: Vec<StoryView>,
    sections: Vec<SectionView>,
}

struct SectionView {
    name: String,
    href: Option<String>,
    stories: Vec<StoryView>,
}

#[derive(Template)]
#[template(path = "public/section.html")]
struct SectionPage {
    frame: Frame,
    name: String,
    stories: Vec<StoryView>,
}

#[derive(Template)]
#[template(path = "public/story.html")]
struct StoryPage {
    frame: Frame,
    story: StoryView,
    size: String,
    members: Vec<Member>,
}

/// An article of a story with those that have its text.
struct Member {
    article: ArticleView,
    copies: Vec<ArticleView>,
}

#[derive(Template)]
#[template(path = "public/outlet.html")]
struct OutletPage {
    frame: Frame,
    name: String,
    home: Option<String>,
    articles: Vec<CopyView>,
}

#[derive(Template)]
#[template(path = "public/article.html")]
struct ArticlePage {
    frame: Frame,
    told: CopyView,
    story: Option<String>,
}

#[derive(Template)]
#[template(path = "public/about.html")]
struct AboutPage {
    frame: Frame,
}

/// `GET /`: their own front page for whoever is signed in, else the public one where there is one.
pub async fn door(
    State(app): State<App>,
    reader: Result<Reader, PageError>,
    headers: HeaderMap,
    asked: Result<Ask<front::Asked>, PageError>,
) -> Result<Response, PageError> {
    match reader {
        Ok(reader) => classic::start(State(app), reader, headers, asked?).await,
        Err(refused @ PageError::SignIn { .. }) => {
            let shown = Shown::of(&app, &headers).await?;
            if !shown.paper.on {
                return Err(refused);
            }
            show(State(app), shown).await.map(at_the_door)
        }
        Err(other) => Err(other),
    }
}

/// `GET /public`
pub async fn show(State(app): State<App>, shown: Shown) -> Result<Response, PageError> {
    let make = async {
        let sections: Vec<String> = shown.paper.sections.iter().take(SECTIONS).cloned().collect();
        let found = app.desk.store().public_front(STORIES, &sections, SECTION_AMONG).await?;
        front_page(&app, &shown, &found).map(Some)
    };
    shown.page(&app, "front", HTML, make).await
}

fn front_page(app: &App, shown: &Shown, found: &PublicFront) -> Result<String, PageError> {
    let when = app.when();
    let above: Vec<&PublicStory> = found.stories.iter().take(1 + SECONDS).collect();
    let mut stand: Vec<StoryId> = above.iter().map(|story| story.id).collect();
    let mut sections = Vec::new();
    for (name, stories) in &found.sections {
        let chosen: Vec<&PublicStory> =
            stories.iter().filter(|story| !stand.contains(&story.id)).take(IN_SECTION).collect();
        stand.extend(chosen.iter().map(|story| story.id));
        if !chosen.is_empty() {
            sections.push(section_view(name, Some(section_path(name)), &chosen, &when));
        }
    }
    let rest: Vec<&PublicStory> =
        found.stories.iter().filter(|story| !stand.contains(&story.id)).collect();
    if !rest.is_empty() {
        sections.push(section_view(&say!("public-more-stories"), None, &rest, &when));
    }
    let listed: Vec<&PublicArticle> =
        found.stories.iter().take(TOLD).map(|story| &story.lead).collect();
    let name = shown.paper.name.clone();
    let own = absolute(shown.base.as_ref(), "/public");
    let about = About {
        description: say!("public-description"),
        json_ld: json_ld(&name, own.as_deref(), &name, &listed),
        canonical: own,
        title: name,
        robots: LISTED,
        kind: "website",
        feed: Some("front".to_owned()),
    };
    let mut views = above.into_iter().map(|story| StoryView::of(story, &when));
    let page = FrontPage {
        frame: frame(app, shown, "/public", &when, about),
        lead: views.next(),
        seconds: views.collect(),
        sections,
    };
    Ok(page.render()?)
}

fn section_view(
    name: &str,
    href: Option<String>,
    stories: &[&PublicStory],
    when: &When,
) -> SectionView {
    let stories = stories.iter().map(|story| StoryView::of(story, when)).collect();
    SectionView { name: name.to_owned(), href, stories }
}

fn frame(app: &App, shown: &Shown, path: &str, when: &When, about: About) -> Frame {
    let frame = Frame::of(&shown.paper, shown.base.as_ref(), path, when, about);
    Frame { demo: app.settings.demo, ..frame }
}

/// `GET /public/section/{name}`
pub async fn section(
    State(app): State<App>,
    At(name): At<String>,
    shown: Shown,
) -> Result<Response, PageError> {
    if !shown.paper.sections.contains(&name) {
        return Err(PageError::NotFound);
    }
    let path = section_path(&name);
    let make = async {
        let found = app.desk.store().public_stories(Some(&name), ON_PAGE).await?;
        let when = app.when();
        let listed: Vec<&PublicArticle> =
            found.iter().take(TOLD).map(|story| &story.lead).collect();
        let own = absolute(shown.base.as_ref(), &path);
        let about = About {
            title: format!("{name} · {}", shown.paper.name),
            description: say!("public-section-description", section = name.as_str()),
            json_ld: json_ld(&name, own.as_deref(), &shown.paper.name, &listed),
            canonical: own,
            robots: LISTED,
            kind: "website",
            feed: Some(format!("section/{}", segment(&name))),
        };
        let page = SectionPage {
            frame: frame(&app, &shown, &path, &when, about),
            name: name.clone(),
            stories: found.iter().map(|story| StoryView::of(story, &when)).collect(),
        };
        Ok(Some(page.render()?))
    };
    shown.page(&app, &path, HTML, make).await
}

/// `GET /public/story/{story}`
pub async fn story(
    State(app): State<App>,
    At(id): At<StoryId>,
    shown: Shown,
) -> Result<Response, PageError> {
    let path = format!("/public/story/{id}");
    let found = app.desk.store().public_story(id).await?.ok_or(PageError::NotFound)?;
    if found.story.id != id {
        // It became part of another story; its address leads there.
        return Ok(see_other(&format!("/public/story/{}", found.story.id)));
    }
    let make = async {
        let when = app.when();
        let listed: Vec<&PublicArticle> =
            found.members.iter().take(TOLD).map(|(article, _)| article).collect();
        let own = absolute(shown.base.as_ref(), &path);
        let story = &found.story;
        let about = About {
            title: format!("{} · {}", story.lead.title, shown.paper.name),
            description: say!("public-story-description"),
            json_ld: json_ld(&story.lead.title, own.as_deref(), &shown.paper.name, &listed),
            canonical: own,
            // What one article alone makes a story is that article.
            robots: if story.articles + story.copies > 1 { LISTED } else { UNLISTED },
            kind: "article",
            feed: Some(format!("story/{id}")),
        };
        let members = found.members.iter().map(|(article, copies)| Member {
            article: ArticleView::of(article, &when),
            copies: copies.iter().map(|copy| ArticleView::of(copy, &when)).collect(),
        });
        let page = StoryPage {
            frame: frame(&app, &shown, &path, &when, about),
            story: StoryView::of(story, &when),
            size: size(story),
            members: members.collect(),
        };
        Ok(Some(page.render()?))
    };
    shown.page(&app, &path, HTML, make).await
}

/// `GET /public/outlet/{key}`
pub async fn outlet(
    State(app): State<App>,
    At(key): At<String>,
    shown: Shown,
) -> Result<Response, PageError> {
    let path = outlet_path(&key);
    let make = async {
        let Some((outlet, articles)) = app.desk.store().public_outlet(&key).await? else {
            return Ok(None);
        };
        let when = app.when();
        let about = About {
            title: format!("{} · {}", outlet.name, shown.paper.name),
            description: say!("public-outlet-description", outlet = outlet.name.as_str()),
            canonical: absolute(shown.base.as_ref(), &path),
            robots: UNLISTED,
            kind: "website",
            json_ld: String::new(),
            feed: Some(format!("outlet/{}", segment(&key))),
        };
        let page = OutletPage {
            frame: frame(&app, &shown, &path, &when, about),
            home: crate::views::text::web_address(outlet.home.as_deref()),
            name: outlet.name,
            articles: articles
                .iter()
                .map(|(article, original)| CopyView::of(article, original.as_ref(), &when))
                .collect(),
        };
        Ok(Some(page.render()?))
    };
    shown.page(&app, &path, HTML, make).await
}

/// `GET /public/article/{article}`: its headline and the way to its outlet, whose page is the
/// canonical one.
pub async fn article(
    State(app): State<App>,
    At(id): At<ArticleId>,
    shown: Shown,
) -> Result<Response, PageError> {
    let path = format!("/public/article/{id}");
    let make = async {
        let Some((article, original)) = app.desk.store().public_article(id).await? else {
            return Ok(None);
        };
        let when = app.when();
        let about = About {
            title: format!("{} · {}", article.title, article.outlet.name),
            description: article.excerpt.clone(),
            canonical: Some(article.canonical.clone()),
            robots: UNLISTED,
            kind: "article",
            json_ld: String::new(),
            feed: None,
        };
        let page = ArticlePage {
            frame: frame(&app, &shown, &path, &when, about),
            story: article.story.map(|story| format!("/public/story/{story}")),
            told: CopyView::of(&article, original.as_ref(), &when),
        };
        Ok(Some(page.render()?))
    };
    shown.page(&app, &path, HTML, make).await
}

/// `GET /public/about`: what publishers want to know.
pub async fn about(State(app): State<App>, shown: Shown) -> Result<Response, PageError> {
    let make = async {
        let when = app.when();
        let about = About {
            title: format!("{} · {}", say!("public-about"), shown.paper.name),
            description: say!("public-about-description"),
            canonical: absolute(shown.base.as_ref(), "/public/about"),
            robots: LISTED,
            kind: "website",
            json_ld: String::new(),
            feed: None,
        };
        let page = AboutPage { frame: frame(&app, &shown, "/public/about", &when, about) };
        Ok(Some(page.render()?))
    };
    shown.page(&app, "about", HTML, make).await
}
