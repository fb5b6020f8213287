//! Statements as one user may read them: those of articles that they see.

use std::collections::{BTreeMap, HashMap, HashSet};

use dateline_model::{ArticleId, ArticleSummary, DisputedClaim, StatementId, StoryId, UserId};
use dateline_statement::story::lines;
use dateline_statement::{Act, Kind, Teller, Told, disputes};

use crate::Store;
use crate::articles::VISIBLE;
use crate::error::Result;
use crate::outlets::{OUTLET, outlet};
use crate::searches::rules::RULED_OUT;
use crate::stories::living;
use crate::tx::{Row, Tx, Value, each_lookup, query_opt, values};

/// Of a story, the statements of so many articles are told, the latest.
const MOST_ARTICLES: u32 = 200;

/// So many of a person's statements are told, the latest.
const MOST_OF_PERSON: u32 = 300;

/// So many of a person's roles are told.
const MOST_ROLES: usize = 12;

/// That a statement was reported as wrong, by the user at place 1 or for all.
const HIDDEN: &str = "CAST(CASE WHEN EXISTS (SELECT 1 FROM statement_reports r \
    WHERE r.what = 'statement' AND r.key = st.fingerprint \
    AND (r.for_all = 1 OR r.user_id = ?1)) THEN 1 ELSE 0 END AS BIGINT)";

/// That the page of person `p` was.
pub(super) const PERSON_HIDDEN: &str = "EXISTS (SELECT 1 FROM statement_reports r \
    WHERE r.what = 'person' AND r.key = p.slug AND (r.for_all = 1 OR r.user_id = ?1))";

/// Rows of statements with their articles, for [`told`]; the user is at place 1.
fn select(visible: bool, which: &str) -> String {
    let seen = if visible { VISIBLE } else { "1 = 1" };
    format!(
        "SELECT st.id, st.article_id, coalesce(a.copy_of, a.id), a.story_id, a.title, a.address, \
         a.placed_at, st.position, st.kind, st.act, st.speaker, st.role, st.named, p.slug, \
         st.sentence, st.words, st.spans, st.gist, st.confidence, st.as_of, st.fingerprint, \
         {HIDDEN}, {OUTLET} FROM statements st JOIN articles a ON a.id = st.article_id \
         LEFT JOIN outlets o ON o.id = a.outlet_id \
         LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
         LEFT JOIN speakers p ON p.id = st.speaker_id AND NOT {PERSON_HIDDEN} \
         WHERE {seen} AND {which}"
    )
}

fn told(row: &mut Row) -> Result<Told> {
    let id = StatementId(row.int()?);
    let (article, original) = (ArticleId(row.int()?), ArticleId(row.int()?));
    let (story, title) = (row.opt_int()?.map(StoryId), row.text()?);
    let (address, at, position) = (row.opt_text()?, row.time()?, row.u32()?);
    let kind = Kind::of_name(&row.text()?).unwrap_or(Kind::Indirect);
    let act = Act::of_name(&row.text()?).unwrap_or_default();
    let (name, role, is_named, person) =
        (row.opt_text()?, row.opt_text()?, row.bool()?, row.opt_text()?);
    Ok(Told {
        id,
        article,
        original,
        story,
        title,
        address,
        at,
        position,
        kind,
        act,
        speaker: name.map(|name| Teller { name, role, is_named, person }),
        sentence: row.text()?,
        words: row.json()?,
        spans: row.json()?,
        gist: row.json()?,
        confidence: row.real()? as f32,
        as_of: row.opt_text()?.and_then(|day| day.parse().ok()),
        fingerprint: row.text()?,
        is_hidden: row.bool()?,
        answers: Vec::new(),
        outlet: outlet(row)?,
    })
}

/// The statements that `which` names by the keys from place 2 on.
pub(super) fn rows_of(
    tx: &mut dyn Tx,
    user: UserId,
    visible: bool,
    column: &str,
    keys: &[Value],
) -> Result<Vec<Told>> {
    let mut found = Vec::new();
    each_lookup(keys, 2, |places, chunk| {
        let sql = select(visible, &format!("{column} IN ({places})"));
        let params: Vec<Value> =
            std::iter::once(Value::from(user)).chain(chunk.iter().cloned()).collect();
        for mut row in tx.query(&sql, &params)? {
            found.push(told(&mut row)?);
        }
        Ok(())
    })?;
    found.sort_by_key(|told| (told.at, told.article, told.position));
    Ok(found)
}

/// Which of these answers which, by the statements' numbers; `across` also between articles.
fn answers(tx: &mut dyn Tx, claims: &[Value], across: bool) -> Result<Vec<(i64, i64)>> {
    let mut pairs = Vec::new();
    let most = i64::from(across);
    each_lookup(claims, 2, |places, chunk| {
        let sql = format!(
            "SELECT answer_id, claim_id FROM statement_answers \
             WHERE across <= ?1 AND claim_id IN ({places}) ORDER BY claim_id, answer_id"
        );
        let params: Vec<Value> =
            std::iter::once(Value::from(most)).chain(chunk.iter().cloned()).collect();
        for mut row in tx.query(&sql, &params)? {
            pairs.push((row.int()?, row.int()?));
        }
        Ok(())
    })?;
    Ok(pairs)
}

/// Adds the statements of other articles that answer these, as far as the user sees them, and says
/// of each what it answers.
pub(super) fn with_answers(
    tx: &mut dyn Tx,
    user: UserId,
    visible: bool,
    across: bool,
    mut found: Vec<Told>,
) -> Result<Vec<Told>> {
    let keys: Vec<Value> = found.iter().map(|told| Value::from(told.id)).collect();
    let pairs = answers(tx, &keys, across)?;
    let known: HashSet<i64> = found.iter().map(|told| told.id.0).collect();
    let mut others: Vec<i64> =
        pairs.iter().map(|(answer, _)| *answer).filter(|id| !known.contains(id)).collect();
    others.sort_unstable();
    others.dedup();
    let others: Vec<Value> = others.into_iter().map(Value::from).collect();
    found.extend(rows_of(tx, user, visible, "st.id", &others)?);
    let mut of: HashMap<i64, Vec<StatementId>> = HashMap::new();
    for (answer, claim) in pairs {
        of.entry(answer).or_default().push(StatementId(claim));
    }
    for told in &mut found {
        told.answers = of.remove(&told.id.0).unwrap_or_default();
    }
    Ok(found)
}

/// A person as their page shows them.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// What their page's address ends with.
    pub slug: String,
    /// The full name.
    pub name: String,
    /// What articles say they are.
    pub roles: Vec<String>,
    /// Others of the name, who may or may not be the same.
    pub namesakes: Vec<Namesake>,
    /// What they said in articles that the user sees, and what answers it.
    pub told: Vec<Told>,
}

/// Somebody who has the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namesake {
    /// What their page's address ends with.
    pub slug: String,
    /// What articles say they are; none where no article says.
    pub roles: Vec<String>,
}

pub(super) fn person(tx: &mut dyn Tx, user: UserId, slug: &str) -> Result<Option<Person>> {
    let sql = format!(
        "SELECT p.id, p.name, p.folded FROM speakers p WHERE p.slug = ?2 AND NOT {PERSON_HIDDEN}"
    );
    let Some(mut row) = query_opt(tx, &sql, &values![user, slug])? else { return Ok(None) };
    let (id, name, folded) = (row.int()?, row.text()?, row.text()?);
    let found = said_by(tx, user, id)?;
    // Of somebody whom no article of theirs quotes, a reader learns not even that others do.
    if found.is_empty() {
        return Ok(None);
    }
    let sql = format!(
        "SELECT p.id, p.slug FROM speakers p WHERE p.folded = ?2 AND p.id <> ?3 \
         AND NOT {PERSON_HIDDEN} ORDER BY p.id"
    );
    let mut namesakes = Vec::new();
    for mut row in tx.query(&sql, &values![user, folded, id])? {
        let (other, slug) = (row.int()?, row.text()?);
        let said = said_by(tx, user, other)?;
        if !said.is_empty() {
            namesakes.push(Namesake { slug, roles: roles(&said) });
        }
    }
    let roles = roles(&found);
    let told = with_answers(tx, user, true, true, found)?;
    Ok(Some(Person { slug: slug.to_owned(), name, roles, namesakes, told }))
}

/// What a person said in articles that the user sees, the latest first.
fn said_by(tx: &mut dyn Tx, user: UserId, person: i64) -> Result<Vec<Told>> {
    let which = format!(
        "st.speaker_id = ?2 AND st.confidence >= 0.5 AND NOT {RULED_OUT} \
         ORDER BY a.placed_at DESC, st.id DESC LIMIT {MOST_OF_PERSON}"
    );
    let rows = tx.query(&select(true, &which), &values![user, person])?;
    rows.into_iter().map(|mut row| told(&mut row)).collect()
}

/// What these statements say that their speaker is, the earliest first. What only articles say that
/// the user does not see is none of theirs.
fn roles(said: &[Told]) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    let tellers = said.iter().rev().filter(|told| !told.is_hidden);
    for role in tellers.filter_map(|told| told.speaker.as_ref()?.role.as_deref()) {
        let role = role.trim();
        let is_known = roles.iter().any(|known| known.eq_ignore_ascii_case(role));
        if !is_known && !role.is_empty() && roles.len() < MOST_ROLES {
            roles.push(role.to_owned());
        }
    }
    roles
}

/// The claims of these articles that somebody disputes, with the disputes, by article.
fn disputed(
    tx: &mut dyn Tx,
    user: UserId,
    visible: bool,
    articles: &[Value],
) -> Result<BTreeMap<ArticleId, Vec<Told>>> {
    let mut claims = Vec::new();
    each_lookup(articles, 1, |places, chunk| {
        let sql = format!(
            "SELECT DISTINCT c.id FROM statements c JOIN statement_answers x ON x.claim_id = c.id \
             JOIN statements d ON d.id = x.answer_id AND d.act IN ('denial', 'rebuttal') \
             WHERE c.article_id IN ({places})"
        );
        for mut row in tx.query(&sql, chunk)? {
            claims.push(Value::from(row.int()?));
        }
        Ok(())
    })?;
    if claims.is_empty() {
        return Ok(BTreeMap::new());
    }
    let found = rows_of(tx, user, visible, "st.id", &claims)?;
    let of: HashMap<StatementId, ArticleId> =
        found.iter().map(|told| (told.id, told.article)).collect();
    by_article(with_answers(tx, user, visible, true, found)?, &of)
}

/// These statements by the articles that `of` names for them, with what answers each.
fn by_article(
    told: Vec<Told>,
    of: &HashMap<StatementId, ArticleId>,
) -> Result<BTreeMap<ArticleId, Vec<Told>>> {
    let mut by_article: BTreeMap<ArticleId, Vec<Told>> = BTreeMap::new();
    for told in told {
        let own = of.get(&told.id).copied();
        let answered = told.answers.iter().filter_map(|claim| of.get(claim).copied());
        let mut places: Vec<ArticleId> = own.into_iter().chain(answered).collect();
        places.sort_unstable();
        places.dedup();
        for article in places {
            by_article.entry(article).or_default().push(told.clone());
        }
    }
    Ok(by_article)
}

/// These articles with their claims that somebody disputes. Every list of articles passes here, so
/// that whatever repeats their words can put the dispute beside it.
pub(crate) fn with_disputes(
    tx: &mut dyn Tx,
    user: UserId,
    mut articles: Vec<ArticleSummary>,
) -> Result<Vec<ArticleSummary>> {
    let keys: Vec<Value> = articles.iter().map(|article| Value::from(article.id)).collect();
    let mut disputed = disputed(tx, user, true, &keys)?;
    if disputed.is_empty() {
        return Ok(articles);
    }
    for article in &mut articles {
        if let Some(told) = disputed.remove(&article.id) {
            article.disputed = disputes::of(&lines(told));
        }
    }
    Ok(articles)
}

/// The claims of these articles that somebody disputes, in whichever article, for faces that show
/// articles to nobody in particular.
pub(crate) fn claims_of(
    tx: &mut dyn Tx,
    articles: &[Value],
) -> Result<BTreeMap<ArticleId, Vec<DisputedClaim>>> {
    let found = disputed(tx, UserId(0), false, articles)?.into_iter();
    Ok(found.map(|(article, told)| (article, disputes::of(&lines(told)))).collect())
}

impl Store {
    /// An article's statements, with those of other articles that answer them; what is hidden or
    /// unsure is among them, so that [`dateline_statement::story::lines`] can judge. Empty where
    /// the user does not see the article.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn article_statements(&self, user: UserId, article: ArticleId) -> Result<Vec<Told>> {
        self.read(move |tx| {
            let found = rows_of(tx, user, true, "st.article_id", &values![article])?;
            with_answers(tx, user, true, true, found)
        })
        .await
    }

    /// The statements of each of these articles, as [`Store::article_statements`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn statements_in(
        &self,
        user: UserId,
        articles: &[ArticleId],
    ) -> Result<BTreeMap<ArticleId, Vec<Told>>> {
        let keys: Vec<Value> = articles.iter().copied().map(Value::from).collect();
        self.read(move |tx| {
            let found = rows_of(tx, user, true, "st.article_id", &keys)?;
            let of: HashMap<StatementId, ArticleId> =
                found.iter().map(|told| (told.id, told.article)).collect();
            by_article(with_answers(tx, user, true, true, found)?, &of)
        })
        .await
    }

    /// Whether anything is kept of who said what in an article that the user sees.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn has_statements(&self, user: UserId, article: ArticleId) -> Result<bool> {
        let sql = format!(
            "SELECT 1 FROM statements st JOIN articles a ON a.id = st.article_id \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             WHERE st.article_id = ?2 AND st.confidence >= 0.5 AND {VISIBLE} LIMIT 1"
        );
        self.read(move |tx| Ok(query_opt(tx, &sql, &values![user, article])?.is_some())).await
    }

    /// The statements of a story's articles that the user sees, as [`Store::article_statements`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn story_statements(&self, user: UserId, story: StoryId) -> Result<Vec<Told>> {
        self.read(move |tx| {
            let Some(story) = living(tx, story)? else { return Ok(Vec::new()) };
            let sql = format!(
                "SELECT a.id FROM articles a \
                 LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
                 WHERE a.story_id = ?2 AND {VISIBLE} AND NOT {RULED_OUT} \
                 ORDER BY a.placed_at DESC, a.id DESC LIMIT {MOST_ARTICLES}"
            );
            let rows = tx.query(&sql, &values![user, story])?.into_iter();
            let keys =
                rows.map(|mut row| row.int().map(Value::from)).collect::<Result<Vec<Value>>>()?;
            let found = rows_of(tx, user, true, "st.article_id", &keys)?;
            with_answers(tx, user, true, true, found)
        })
        .await
    }

    /// Who is reported to say something in these articles, as far as the user sees them, and in how
    /// many: those named first who are in most. Pronouns and roles are nobody's names.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn speakers_in(
        &self,
        user: UserId,
        articles: &[ArticleId],
    ) -> Result<Vec<(String, u64)>> {
        let keys: Vec<Value> = articles.iter().copied().map(Value::from).collect();
        self.read(move |tx| {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            for told in rows_of(tx, user, true, "st.article_id", &keys)?
                .into_iter()
                .filter(|told| told.is_shown() && !told.act.is_event())
                .filter_map(|told| Some((told.article, told.speaker.filter(|it| it.is_named)?)))
                .map(|(article, teller)| (teller.name, article))
                .collect::<std::collections::BTreeSet<_>>()
            {
                *counts.entry(told.0).or_default() += 1;
            }
            let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
            counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            Ok(counts)
        })
        .await
    }

    /// One statement, with what answers it; empty where the user does not see it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn statement(&self, user: UserId, id: StatementId) -> Result<Vec<Told>> {
        self.read(move |tx| {
            let found = rows_of(tx, user, true, "st.id", &values![id])?;
            with_answers(tx, user, true, true, found)
        })
        .await
    }

    /// A person whom articles that the user sees quote, unless their page was reported; `None`
    /// where there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn person(&self, user: UserId, slug: &str) -> Result<Option<Person>> {
        let slug = slug.to_owned();
        self.read(move |tx| person(tx, user, &slug)).await
    }
}
