//! The world: outlets and articles, loaded from the embedded texts and set against a start.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::article::{Article, Block, Edit, Picture};
use crate::error::DemoError;
use crate::outlet::Outlet;
use crate::{text, times};

/// The texts under `world/`: path and words.
static TEXTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// Where the world reads the time.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The invented world. Its articles' times are set against `start`; what it shows depends on `now`.
pub struct World {
    start: Timestamp,
    now: Now,
    outlets: Vec<Outlet>,
    articles: Vec<Article>,
    edited_by_hand: Mutex<Option<Timestamp>>,
}

impl World {
    /// Loads the embedded texts. Articles with an age appear that long before `start`, those with a negative age
    /// after it, once `now` has passed their time.
    ///
    /// # Errors
    /// [`DemoError::Text`] where a text is not in the expected form; the crate's tests read them all.
    pub fn load(start: Timestamp, now: Now) -> Result<Self, DemoError> {
        let outlets = outlets()?;
        let mut articles = articles(start, &outlets)?;
        articles.sort_by(|one, two| {
            two.published.cmp(&one.published).then_with(|| one.slug.cmp(&two.slug))
        });
        Ok(Self { start, now, outlets, articles, edited_by_hand: Mutex::new(None) })
    }

    /// When the world starts.
    #[must_use]
    pub fn start(&self) -> Timestamp {
        self.start
    }

    /// The time on the world's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// All outlets, in the order of their keys.
    #[must_use]
    pub fn outlets(&self) -> &[Outlet] {
        &self.outlets
    }

    /// The outlet with this key.
    #[must_use]
    pub fn outlet(&self, key: &str) -> Option<&Outlet> {
        self.outlets.iter().find(|outlet| outlet.key == key)
    }

    /// All articles, newest first, those still to come included.
    #[must_use]
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// The article with this `outlet/slug`.
    #[must_use]
    pub fn article(&self, id: &str) -> Option<&Article> {
        let (outlet, slug) = id.split_once('/')?;
        self.articles.iter().find(|article| article.outlet == outlet && article.slug == slug)
    }

    /// The outlet's articles that have been published by now, newest first.
    pub fn published<'a>(&'a self, outlet: &'a str) -> impl Iterator<Item = &'a Article> + 'a {
        let now = self.now();
        self.articles
            .iter()
            .filter(move |article| article.outlet == outlet && article.published <= now)
    }

    /// Each event's articles, newest first, by the event's tag. For tests: the tags are never served.
    #[must_use]
    pub fn events(&self) -> BTreeMap<&str, Vec<&Article>> {
        let mut events: BTreeMap<&str, Vec<&Article>> = BTreeMap::new();
        for article in &self.articles {
            if let Some(event) = &article.event {
                events.entry(event).or_default().push(article);
            }
        }
        events
    }

    /// The article's path on its outlet, from `/`.
    #[must_use]
    pub fn path(&self, article: &Article) -> String {
        if let Some(path) = &article.path {
            return path.clone();
        }
        let Some(outlet) = self.outlet(&article.outlet) else {
            return format!("/{}", article.slug);
        };
        let date = times::local(article.published, outlet.offset_hours);
        outlet
            .path
            .replace("{y}", &date.strftime("%Y").to_string())
            .replace("{m}", &date.strftime("%m").to_string())
            .replace("{d}", &date.strftime("%d").to_string())
            .replace("{section}", &article.section.to_lowercase().replace([' ', '&'], "-"))
            .replace("{id}", &article.number().to_string())
            .replace("{slug}", &article.slug)
    }

    /// Brings every edit forward to this moment.
    pub fn edit_now(&self) {
        let mut edited = self.edited_by_hand.lock().unwrap_or_else(PoisonError::into_inner);
        edited.get_or_insert(self.now());
    }

    /// The edit and its time, where it has taken place by now.
    pub(crate) fn edit<'a>(&self, article: &'a Article) -> Option<(&'a Edit, Timestamp)> {
        let edit = article.edit.as_ref()?;
        let by_hand = *self.edited_by_hand.lock().unwrap_or_else(PoisonError::into_inner);
        let at = by_hand.map_or(edit.at, |by_hand| by_hand.min(edit.at));
        (at <= self.now()).then_some((edit, at))
    }

    /// The headline as it stands now.
    #[must_use]
    pub fn headline<'a>(&self, article: &'a Article) -> &'a str {
        self.edit(article).map_or(&article.headline, |(edit, _)| &edit.headline)
    }

    /// The text as it stands now.
    #[must_use]
    pub fn body<'a>(&self, article: &'a Article) -> &'a [Block] {
        self.edit(article).map_or(&article.body, |(edit, _)| &edit.body)
    }

    /// When the article was last changed: its publication, or its edit.
    #[must_use]
    pub fn updated(&self, article: &Article) -> Timestamp {
        self.edit(article).map_or(article.published, |(_, at)| at)
    }
}

fn outlets() -> Result<Vec<Outlet>, DemoError> {
    let mut outlets = Vec::new();
    for (file, words) in TEXTS {
        if let Some(key) = file.strip_suffix("/outlet.toml") {
            let mut outlet: Outlet =
                toml::from_str(words).map_err(|error| DemoError::text(file, error))?;
            outlet.key = key.to_owned();
            outlets.push(outlet);
        }
    }
    Ok(outlets)
}

fn articles(start: Timestamp, outlets: &[Outlet]) -> Result<Vec<Article>, DemoError> {
    let mut articles: Vec<Article> = Vec::new();
    let mut reprints = Vec::new();
    let mut edits = Vec::new();
    let moved: Vec<(&str, String)> =
        TEXTS.iter().map(|(file, words)| (*file, times::move_weekdays(words, start))).collect();
    for (file, words) in &moved {
        let Some((key, slug)) = file.strip_suffix(".md").and_then(|path| path.split_once('/'))
        else {
            continue;
        };
        let (front, body) = text::split(file, words)?;
        let outlet = outlets.iter().find(|outlet| outlet.key == key);
        let outlet =
            outlet.ok_or_else(|| DemoError::text(file, "its folder has no outlet.toml"))?;
        if let Some(slug) = slug.strip_suffix(".edited") {
            edits.push((*file, outlet, slug, front, body));
        } else if front.reprint_of.is_some() {
            reprints.push((*file, outlet, slug, front, body));
        } else {
            let blocks = text::blocks(file, body, None)?;
            articles.push(article(file, outlet, slug, front, blocks, start)?);
        }
    }
    for (file, outlet, slug, front, body) in reprints {
        let source = front.reprint_of.as_deref().unwrap_or_default();
        let original = articles.iter().find(|article| article.id() == source);
        let original = original
            .ok_or_else(|| DemoError::text(file, format!("there is no article {source}")))?;
        let changed: Vec<Block> =
            original.body.iter().map(|block| text::replaced(block, &front.replace)).collect();
        let blocks = text::blocks(file, body, Some(&changed))?;
        articles.push(article(file, outlet, slug, front, blocks, start)?);
    }
    for (file, outlet, slug, front, body) in edits {
        let at = moment(file, front.after.as_deref().unwrap_or_default(), start, 1)?;
        let first = articles
            .iter_mut()
            .find(|article| article.outlet == outlet.key && article.slug == slug);
        let first =
            first.ok_or_else(|| DemoError::text(file, "there is no article that it edits"))?;
        let body = text::blocks(file, body, Some(&first.body))?;
        first.edit = Some(Edit { at, headline: front.headline, body });
    }
    Ok(articles)
}

fn article(
    file: &str,
    outlet: &Outlet,
    slug: &str,
    front: text::Front,
    body: Vec<Block>,
    start: Timestamp,
) -> Result<Article, DemoError> {
    let published = moment(file, &front.age, start, -1)?;
    let credit = front.credit.unwrap_or_else(|| outlet.title.clone());
    Ok(Article {
        outlet: outlet.key.clone(),
        slug: slug.to_owned(),
        headline: front.headline,
        deck: front.deck,
        authors: front.authors,
        published,
        section: front.section,
        tags: front.tags,
        lang: front.lang.unwrap_or_else(|| outlet.lang.clone()),
        event: front.event,
        reprint_of: front.reprint_of,
        canonical_to_original: front.canonical_to_original,
        paywalled: front.paywalled,
        path: front.path,
        picture: front.caption.map(|caption| Picture { caption, credit }),
        body,
        edit: None,
    })
}

fn moment(file: &str, words: &str, start: Timestamp, sign: i32) -> Result<Timestamp, DemoError> {
    let age: SignedDuration = times::age(words).ok_or_else(|| {
        DemoError::text(file, format!("{words:?} is not an age such as 2d 3h 20m"))
    })?;
    start.checked_add(age * sign).map_err(|error| DemoError::text(file, error))
}

#[cfg(test)]
mod tests;
