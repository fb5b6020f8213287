//! An article in a list.

use dateline_model::{ArticleId, ArticleSummary, FrontPlace, Outlet};

use super::said::{DisputeLine, disputes_beside};
use super::text;
use crate::security::redirect::segment;
use crate::when::{Moment, When};

/// An outlet with its page here.
#[derive(Debug, Clone)]
pub struct OutletLink {
    /// Its name.
    pub name: String,
    /// Its page here.
    pub href: String,
    /// Its icon's path; a letter in its place is a picture too.
    pub icon: String,
}

/// A picture in a place of its own, which it never leaves or outgrows.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its address at the outlet; pages show it through the frame's `Shell::picture`.
    pub address: String,
    /// How wide it is, in pixels; with the height it tells its shape before it comes.
    pub width: u32,
    /// How high it is.
    pub height: u32,
}

/// An article in a list, ready for a template.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its number.
    pub id: ArticleId,
    /// Its page.
    pub href: String,
    /// Its headline.
    pub title: String,
    /// Who published it.
    pub outlet: Option<OutletLink>,
    /// When it was published, as far as known.
    pub when: Moment,
    /// The beginning of its text.
    pub excerpt: String,
    /// What disputes the claims that the excerpt repeats.
    pub disputes: Vec<DisputeLine>,
    /// "By …".
    pub byline: Option<String>,
    /// Its picture.
    pub picture: Option<Picture>,
    /// What else is to be known at a glance: "paywall", "edited".
    pub tags: Vec<String>,
    /// Where it first appeared.
    pub first_appeared: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// Whether it was read.
    pub read: bool,
    /// Whether it is starred.
    pub starred: bool,
}

/// The articles of one day.
#[derive(Debug, Clone)]
pub struct Day {
    /// "Today", "Yesterday", "Sunday, 14 December".
    pub name: String,
    /// Its articles, newest first.
    pub cards: Vec<Card>,
}

impl OutletLink {
    /// The link to an outlet's page here.
    pub fn of(outlet: &Outlet) -> Self {
        let key = segment(&outlet.key);
        Self {
            name: outlet.name.clone(),
            href: format!("/outlet/{key}"),
            icon: format!("/icon/{key}"),
        }
    }
}

impl Picture {
    /// The picture at an address of the outlet's, where it can be shown.
    pub fn of(address: Option<&str>) -> Option<Self> {
        let address = text::picture_address(address)?;
        Some(Self { address, width: 900, height: 600 })
    }
}

impl Card {
    /// An article with an excerpt of at most `excerpt` characters.
    pub fn of(article: &ArticleSummary, when: &When, excerpt: usize) -> Self {
        let excerpt = text::excerpt(&article.text, &article.title, excerpt);
        Self {
            disputes: disputes_beside(&excerpt, &article.disputed),
            id: article.id,
            href: format!("/article/{}", article.id),
            title: headline(&article.title),
            outlet: article.outlet.as_ref().map(OutletLink::of),
            when: when.tell(article.placed_at),
            excerpt,
            byline: text::byline(&article.byline),
            picture: Picture::of(article.image.as_deref()),
            tags: tags(article),
            first_appeared: article.first_appeared.as_ref().map(|origin| origin.outlet.clone()),
            language: text::language(article.language.as_deref()),
            read: article.read,
            starred: article.starred,
        }
    }
}

/// The headline, or a word in place of one.
pub fn headline(title: &str) -> String {
    let title = title.trim();
    if title.is_empty() { say!("article-untitled") } else { title.to_owned() }
}

fn tags(article: &ArticleSummary) -> Vec<String> {
    let mut tags = Vec::new();
    if article.paywalled == Some(true) {
        tags.push(say!("article-is-paywalled"));
    }
    if article.revisions > 0 {
        tags.push(say!("article-is-edited", n = article.revisions));
    }
    tags
}

/// Articles by the day they are placed at. Those of earlier days tell their hour: that a whole
/// column is "1 d" old says nothing.
pub fn by_day(articles: &[&ArticleSummary], when: &When, excerpt: usize) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    let today = when.day(when.now());
    for article in articles {
        let name = when.day(article.placed_at);
        let mut card = Card::of(article, when, excerpt);
        if name != today {
            card.when.short = card.when.time.clone();
        }
        match days.last_mut() {
            Some(day) if day.name == name => day.cards.push(card),
            _ => days.push(Day { name, cards: vec![card] }),
        }
    }
    days
}

/// A place in a list as it stands in an address: milliseconds and the article.
pub fn place_to_text(place: FrontPlace) -> String {
    format!("{}-{}", place.at.as_millisecond(), place.article)
}

/// The place of such a text.
pub fn place_from_text(text: &str) -> Option<FrontPlace> {
    let (at, article) = text.rsplit_once('-')?;
    Some(FrontPlace {
        at: jiff::Timestamp::from_millisecond(at.parse().ok()?).ok()?,
        article: article.parse().ok()?,
    })
}

/// The place of an article in a list.
pub fn place_of(article: &ArticleSummary) -> FrontPlace {
    FrontPlace { at: article.placed_at, article: article.id }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_model::ArticleId;

    #[test]
    fn a_place_goes_through_an_address_and_back() {
        for millisecond in [1_766_412_000_123_i64, 0, -5_000] {
            let place = FrontPlace {
                at: jiff::Timestamp::from_millisecond(millisecond).unwrap(),
                article: ArticleId(77),
            };
            assert_eq!(place_from_text(&place_to_text(place)), Some(place));
        }
        for bad in ["", "-", "1", "a-b", "99999999999999999999-1", "1-2-x"] {
            assert_eq!(place_from_text(bad), None, "{bad}");
        }
    }
}
