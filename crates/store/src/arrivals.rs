//! What the entries of a feed do to articles: new ones, better texts, changed texts.

use std::collections::HashMap;

use dateline_model::{
    ArticleId, FeedId, NewArticle, NewEntry, OutletHint, OutletId, PageState, TextSource, address,
};
use jiff::Timestamp;
use url::Url;

use crate::entries::{Arrival, take_numbers};
use crate::error::Result;
use crate::revisions::{Earlier, count_words, keep, texts_differ, titles_differ};
use crate::stories::queue;
use crate::tx::{Tx, Value, each_lookup, insert_many, json, query_opt, values};
use crate::{articles, jobs, outlets};

/// Which article each entry leads to, in the order of the entries.
pub(crate) struct Linked {
    pub articles: Vec<ArticleId>,
    pub new: u32,
}

/// An article that an entry leads to and that is known already.
struct Known {
    id: ArticleId,
    text_source: TextSource,
    page: PageState,
    has_outlet: bool,
    published: Option<Timestamp>,
    seen_at: Timestamp,
    untitled: bool,
    /// Its text is from a feed on its own domain.
    is_own: bool,
}

/// The moment an article is ordered by: a date in the future does not lift it above the present.
pub(crate) fn placed_at(published: Option<Timestamp>, seen_at: Timestamp) -> Timestamp {
    published.map_or(seen_at, |published| published.min(seen_at))
}

/// The headline that an entry gives its article; empty where it has none.
fn headline(entry: &NewEntry) -> &str {
    entry.article.title.as_deref().or(entry.title.as_deref()).unwrap_or_default()
}

/// What a text weighs against the limit of retention.
pub(crate) fn weight(html: &str, text: &str) -> i64 {
    i64::try_from(html.len() + text.len()).unwrap_or(i64::MAX)
}

fn rank(source: TextSource) -> u8 {
    match source {
        TextSource::None => 0,
        TextSource::FeedSummary => 1,
        TextSource::FeedFull => 2,
        TextSource::Page => 3,
    }
}

/// Finds or makes the article of each entry.
pub(crate) fn link(tx: &mut dyn Tx, arrival: &Arrival, fresh: &[&NewEntry]) -> Result<Linked> {
    let mut firsts: HashMap<&str, &NewEntry> = HashMap::new();
    let mut order: Vec<&NewEntry> = Vec::new();
    for entry in fresh.iter().copied() {
        if !firsts.contains_key(entry.article.key.as_str()) {
            firsts.insert(&entry.article.key, entry);
            order.push(entry);
        }
    }
    let known = known_articles(tx, &order)?;
    let hints: Vec<&OutletHint> = order
        .iter()
        .filter(|entry| {
            let known = known.get(&entry.article.key);
            known.is_none_or(|known| !known.has_outlet || takes_over(entry, known))
        })
        .map(|entry| &entry.article.outlet)
        .collect();
    let outlets = outlets::upsert(tx, &hints)?;
    let new: Vec<&NewEntry> =
        order.iter().copied().filter(|entry| !known.contains_key(&entry.article.key)).collect();
    let mut ids: HashMap<&str, ArticleId> = HashMap::new();
    for entry in &order {
        if let Some(known) = known.get(&entry.article.key) {
            improve(tx, arrival, entry, known, outlet_of(entry, &outlets))?;
            ids.insert(&entry.article.key, known.id);
        }
    }
    insert(tx, arrival, &new, &outlets, &mut ids)?;
    let articles =
        fresh.iter().filter_map(|entry| ids.get(entry.article.key.as_str()).copied()).collect();
    Ok(Linked { articles, new: u32::try_from(new.len()).unwrap_or(u32::MAX) })
}

fn outlet_of(entry: &NewEntry, outlets: &HashMap<String, OutletId>) -> Option<OutletId> {
    outlets.get(&outlets::stored_key(&entry.article.outlet)?).copied()
}

fn known_articles(tx: &mut dyn Tx, entries: &[&NewEntry]) -> Result<HashMap<String, Known>> {
    let keys: Vec<Value> = entries.iter().map(|entry| Value::from(&entry.article.key)).collect();
    let mut known = HashMap::new();
    each_lookup(&keys, 1, |places, chunk| {
        let sql = format!(
            "SELECT d.key, a.id, a.text_source, a.page, a.outlet_id, a.published, a.seen_at, \
             a.title, f.id FROM article_addresses d JOIN articles a ON a.id = d.article_id \
             LEFT JOIN feeds f ON f.id = a.text_feed AND f.host = a.host \
             WHERE d.key IN ({places})"
        );
        for mut row in tx.query(&sql, chunk)? {
            let key = row.text()?;
            let article = Known {
                id: ArticleId(row.int()?),
                text_source: TextSource::from_stored(&row.text()?),
                page: PageState::from_stored(&row.text()?),
                has_outlet: row.opt_int()?.is_some(),
                published: row.opt_time()?,
                seen_at: row.time()?,
                untitled: row.text()?.is_empty(),
                is_own: row.opt_int()?.is_some(),
            };
            known.insert(key, article);
        }
        Ok(())
    })?;
    Ok(known)
}

fn insert<'a>(
    tx: &mut dyn Tx,
    arrival: &Arrival,
    new: &[&'a NewEntry],
    outlets: &HashMap<String, OutletId>,
    ids: &mut HashMap<&'a str, ArticleId>,
) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let first = take_numbers(tx, "article", new.len())?;
    let (mut articles, mut texts, mut addresses, mut reads) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (entry, id) in new.iter().zip(first..) {
        let article = &entry.article;
        let reads_page = article.read_page && article.address.is_some();
        let page = if reads_page { PageState::Waiting } else { PageState::NotNeeded };
        let bucket = address::bucket(&article.host);
        articles.push(Vec::from(values![
            id,
            bucket,
            &article.host,
            article.address.as_deref(),
            headline(entry),
            count_words(&article.text),
            article.text_source.as_str(),
            arrival.feed,
            arrival.at,
            weight(&article.html, &article.text),
            page.as_str(),
            json(&article.byline)?,
            article.dateline.as_deref(),
            article.first_appeared.as_ref().map(json).transpose()?,
            article.language.as_deref(),
            article.image.as_deref(),
            false,
            outlet_of(entry, outlets),
            article.published,
            article.updated,
            arrival.at,
            placed_at(article.published, arrival.at),
            0_i64,
            queue::first_due(reads_page, arrival.at),
        ]));
        texts.push(Vec::from(values![id, &article.html, &article.text]));
        addresses.push(Vec::from(values![&article.key, id]));
        if reads_page {
            let kind = jobs::READ;
            reads.push(Vec::from(values![kind, id, &article.host, bucket, arrival.at, 0_i64]));
        }
        ids.insert(&article.key, ArticleId(id));
    }
    let head = "INSERT INTO articles (id, bucket, host, address, title, words, text_source, \
        text_feed, text_since, bytes, page, byline, dateline, first_appeared, language, image, \
        no_archive, outlet_id, \
        published, updated, seen_at, placed_at, revisions, story_due)";
    insert_many(tx, head, "", articles)?;
    insert_many(tx, "INSERT INTO article_texts (article_id, html, text)", "", texts)?;
    insert_many(tx, "INSERT INTO article_addresses (key, article_id)", "", addresses)?;
    let head = "INSERT INTO jobs (kind, article_id, host, bucket, due_at, attempts)";
    insert_many(tx, head, "", reads)?;
    Ok(())
}

/// The outlet's own feed counts over another's, whichever came first, and the page over both.
fn takes_over(entry: &NewEntry, known: &Known) -> bool {
    entry.article.own && !known.is_own && known.text_source != TextSource::Page
}

/// What another feed adds to an article that is known: a fuller text, a publisher, a date.
fn improve(
    tx: &mut dyn Tx,
    arrival: &Arrival,
    entry: &NewEntry,
    known: &Known,
    outlet: Option<OutletId>,
) -> Result<()> {
    let article = &entry.article;
    let mut source = known.text_source;
    let fuller = rank(article.text_source) > rank(source);
    let takes_over = takes_over(entry, known);
    // What stands elsewhere may fill a gap, but never changes what another feed said.
    let may_change = article.own || source == TextSource::None;
    let told_more = (takes_over || (fuller && may_change)) && !article.text.trim().is_empty();
    if told_more {
        source = article.text_source;
        set_text(tx, known.id, arrival, entry)?;
    }
    let titled = (known.untitled || takes_over) && !headline(entry).is_empty();
    if told_more || titled {
        queue::changed(tx, known.id, arrival.at)?;
    }
    if titled {
        let sql = "UPDATE articles SET title = ?1 WHERE id = ?2";
        tx.execute(sql, &values![headline(entry), known.id])?;
    }
    if (!known.has_outlet || takes_over) && outlet.is_some() {
        let sql = "UPDATE articles SET outlet_id = ?1 WHERE id = ?2";
        tx.execute(sql, &values![outlet, known.id])?;
    }
    if known.published.is_none() && article.published.is_some() {
        let sql = "UPDATE articles SET published = ?1, placed_at = ?2 WHERE id = ?3";
        let placed = placed_at(article.published, known.seen_at);
        tx.execute(sql, &values![article.published, placed, known.id])?;
    }
    let wants_page = article.read_page && known.page == PageState::NotNeeded;
    let whole = rank(source) >= rank(TextSource::FeedFull);
    let of_its_outlet = known.is_own || takes_over;
    if wants_page && !(whole && of_its_outlet) {
        jobs::make_due(tx, known.id, arrival.at)?;
    }
    if takes_over && whole && !article.read_page && known.page == PageState::Waiting {
        jobs::withdraw(tx, known.id)?;
        queue::page_tried(tx, known.id, arrival.at)?;
    }
    Ok(())
}

fn set_text(tx: &mut dyn Tx, id: ArticleId, arrival: &Arrival, entry: &NewEntry) -> Result<()> {
    let article = &entry.article;
    let sql = "UPDATE article_texts SET html = ?1, text = ?2 WHERE article_id = ?3";
    tx.execute(sql, &values![&article.html, &article.text, id])?;
    let sql = "UPDATE articles SET words = ?1, text_source = ?2, text_feed = ?3, \
        text_since = ?4, bytes = ?5 WHERE id = ?6";
    let params = values![
        count_words(&article.text),
        article.text_source.as_str(),
        arrival.feed,
        arrival.at,
        weight(&article.html, &article.text),
        id,
    ];
    tx.execute(sql, &params).map(|_| ())
}

/// What an article said until one of its entries changed.
struct Said {
    title: String,
    text: String,
    text_source: TextSource,
    text_feed: Option<FeedId>,
    text_since: Timestamp,
    no_archive: bool,
    page: PageState,
    was_read: bool,
    seen_at: Timestamp,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
}

fn said(tx: &mut dyn Tx, id: ArticleId) -> Result<Option<Said>> {
    let sql = "SELECT a.title, t.text, a.text_source, a.text_feed, a.text_since, a.no_archive, \
        a.page, a.page_read_at, a.seen_at, a.published, a.updated \
        FROM articles a JOIN article_texts t ON t.article_id = a.id WHERE a.id = ?1";
    let Some(mut row) = query_opt(tx, sql, &values![id])? else { return Ok(None) };
    Ok(Some(Said {
        title: row.text()?,
        text: row.text()?,
        text_source: TextSource::from_stored(&row.text()?),
        text_feed: row.opt_int()?.map(FeedId),
        text_since: row.time()?,
        no_archive: row.bool()?,
        page: PageState::from_stored(&row.text()?),
        was_read: row.opt_int()?.is_some(),
        seen_at: row.time()?,
        published: row.opt_time()?,
        updated: row.opt_time()?,
    }))
}

/// Carries the change of an entry over to its article, if the article's text is that feed's, and
/// has the page read again if it was read.
pub(crate) fn entry_changed(
    tx: &mut dyn Tx,
    arrival: &Arrival,
    entry: &NewEntry,
    id: ArticleId,
) -> Result<()> {
    // A feed that needs a login since tells nothing new of articles that anybody comes upon.
    if is_kept_apart(&entry.article) && articles::stands_under_its_address(tx, id)? {
        return Ok(());
    }
    let Some(said) = said(tx, id)? else { return Ok(()) };
    let of_this_feed = said.text_feed.is_none_or(|feed| feed == arrival.feed);
    if said.text_source != TextSource::Page && of_this_feed {
        follow(tx, arrival, entry, id, &said)?;
    }
    let sql = "INSERT INTO article_addresses (key, article_id) VALUES (?1, ?2) \
        ON CONFLICT (key) DO NOTHING";
    tx.execute(sql, &values![&entry.article.key, id])?;
    if entry.article.read_page && matches!(said.page, PageState::Read | PageState::Failed) {
        jobs::make_due(tx, id, arrival.at)?;
    }
    Ok(())
}

/// Whether an article is known by its feed although it has an address, as what a login opened is.
fn is_kept_apart(article: &NewArticle) -> bool {
    let url = article.address.as_deref().and_then(|address| Url::parse(address).ok());
    url.is_some_and(|url| address::article_key(&url) != article.key)
}

fn follow(
    tx: &mut dyn Tx,
    arrival: &Arrival,
    entry: &NewEntry,
    id: ArticleId,
    said: &Said,
) -> Result<()> {
    let article = &entry.article;
    let has_text = !article.text.trim().is_empty();
    // Once its page was read, the headline is the page's, and the page will say what changed.
    let title = match headline(entry) {
        "" => said.title.as_str(),
        _ if said.was_read => said.title.as_str(),
        given => given,
    };
    let new_text = has_text && texts_differ(&said.text, &article.text);
    if new_text || titles_differ(&said.title, title) {
        let earlier = Earlier {
            article: id,
            title: &said.title,
            text: &said.text,
            from: said.text_since,
            until: arrival.at,
            no_archive: said.no_archive,
        };
        keep(tx, &earlier)?;
        let sql = "UPDATE articles SET text_since = ?1 WHERE id = ?2";
        tx.execute(sql, &values![arrival.at, id])?;
    }
    if new_text {
        set_text(tx, id, arrival, entry)?;
    } else if has_text {
        let sql = "UPDATE article_texts SET html = ?1 WHERE article_id = ?2";
        tx.execute(sql, &values![&article.html, id])?;
    }
    let text = if new_text { article.text.as_str() } else { said.text.as_str() };
    if queue::is_much((&said.title, &said.text), (title, text)) {
        queue::changed(tx, id, arrival.at)?;
    }
    let published = article.published.or(said.published);
    let sql = "UPDATE articles SET title = ?1, published = ?2, updated = ?3, placed_at = ?4, \
        image = coalesce(?5, image) WHERE id = ?6";
    let params = values![
        title,
        published,
        article.updated.or(said.updated),
        placed_at(published, said.seen_at),
        article.image.as_deref(),
        id,
    ];
    tx.execute(sql, &params)?;
    let byline = &article.byline;
    let has_byline = !byline.authors.is_empty() || !byline.contributors.is_empty();
    if has_byline && !said.was_read {
        let sql = "UPDATE articles SET byline = ?1 WHERE id = ?2";
        tx.execute(sql, &values![json(byline)?, id])?;
    }
    Ok(())
}
