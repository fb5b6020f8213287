//! What users reported as wrong: it vanishes for them at once, and for all once an admin or a second
//! user says so.

use dateline_model::{Role, StatementId, UserId};
use jiff::Timestamp;
use serde_json::json;

use super::load::{Person, person, rows_of};
use crate::Store;
use crate::error::Result;
use crate::tx::{Tx, query_one, values};

/// So many users must say that something is wrong before nobody is shown it.
const ENOUGH: i64 = 2;

/// So much of what a user writes is kept.
const LONGEST: usize = 1000;

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A statement, wherever its words stand.
    Statement,
    /// A person's page.
    Person,
}

impl Subject {
    fn name(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Person => "person",
        }
    }
}

/// A report as a case for tests: the words that were taken apart, and nothing of who reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What it is about.
    pub what: String,
    /// What users wrote of it, where they did.
    pub why: Vec<String>,
    /// What was found: speaker, act, sentence and words, or the person's name and roles.
    pub found: serde_json::Value,
    /// Whether nobody is shown it any more.
    pub for_all: bool,
}

fn role_of(tx: &mut dyn Tx, user: UserId) -> Result<String> {
    query_one(tx, "SELECT role FROM users WHERE id = ?1", &values![user])?.text()
}

/// Stores a report, and settles for whom it hides.
fn report(
    tx: &mut dyn Tx,
    user: UserId,
    subject: Subject,
    key: &str,
    why: &str,
    kept: &serde_json::Value,
    now: Timestamp,
) -> Result<()> {
    let why: String = why.trim().chars().take(LONGEST).collect();
    let is_admin = role_of(tx, user)? == Role::Admin.as_str();
    let sql = "INSERT INTO statement_reports \
        (user_id, what, key, why, kept, reported_at, for_all) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
        ON CONFLICT (user_id, what, key) DO UPDATE SET why = excluded.why";
    let params = values![user, subject.name(), key, why, kept.to_string(), now, is_admin];
    tx.execute(sql, &params)?;
    settle(tx, subject, key)
}

/// What an admin or two users reported is hidden for all.
fn settle(tx: &mut dyn Tx, subject: Subject, key: &str) -> Result<()> {
    let sql = "SELECT count(*), coalesce(sum(CASE WHEN u.role = ?3 THEN 1 ELSE 0 END), 0) \
        FROM statement_reports r JOIN users u ON u.id = r.user_id WHERE r.what = ?1 AND r.key = ?2";
    let mut row = query_one(tx, sql, &values![subject.name(), key, Role::Admin.as_str()])?;
    let for_all = row.int()? >= ENOUGH || row.int()? > 0;
    let sql = "UPDATE statement_reports SET for_all = ?3 WHERE what = ?1 AND key = ?2";
    tx.execute(sql, &values![subject.name(), key, for_all])?;
    if subject == Subject::Statement {
        let sql = "INSERT INTO search_due (article_id, anew) \
            SELECT DISTINCT article_id, 1 FROM statements WHERE fingerprint = ?1";
        tx.execute(sql, &values![key])?;
    }
    Ok(())
}

impl Store {
    /// Notes that a user finds a statement wrong: it is theirs no more to see, and nobody's once an
    /// admin or two users found so. `None` where they do not see it; else what takes it back.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn report_statement(
        &self,
        user: UserId,
        id: StatementId,
        why: &str,
        now: Timestamp,
    ) -> Result<Option<String>> {
        let why = why.to_owned();
        self.write(move |tx| {
            let found = rows_of(tx, user, true, "st.id", &values![id])?.into_iter().next();
            let Some(told) = found else { return Ok(None) };
            let speaker = told.speaker.as_ref();
            let kept = json!({
                "speaker": speaker.map(|teller| teller.name.as_str()),
                "role": speaker.and_then(|teller| teller.role.as_deref()),
                "act": told.act.name(),
                "kind": told.kind.name(),
                "sentence": told.sentence,
                "words": told.words,
                "confidence": f64::from(told.confidence),
            });
            report(tx, user, Subject::Statement, &told.fingerprint, &why, &kept, now)?;
            Ok(Some(told.fingerprint))
        })
        .await
    }

    /// Notes that a user finds a person's page wrong, as [`Store::report_statement`] does; `false`
    /// where there is none for them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn report_person(
        &self,
        user: UserId,
        slug: &str,
        why: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let (slug, why) = (slug.to_owned(), why.to_owned());
        self.write(move |tx| {
            // Whoever reads nothing of a person may not make the page vanish for those who do.
            let Some(Person { name, roles, .. }) = person(tx, user, &slug)? else {
                return Ok(false);
            };
            let kept = json!({"name": name, "roles": roles});
            report(tx, user, Subject::Person, &slug, &why, &kept, now)?;
            Ok(true)
        })
        .await
    }

    /// Takes a user's own report back.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn withdraw_report(&self, user: UserId, subject: Subject, key: &str) -> Result<bool> {
        let key = key.to_owned();
        self.write(move |tx| {
            let sql = "DELETE FROM statement_reports WHERE user_id = ?1 AND what = ?2 AND key = ?3";
            let gone = tx.execute(sql, &values![user, subject.name(), &key])? > 0;
            if gone {
                settle(tx, subject, &key)?;
            }
            Ok(gone)
        })
        .await
    }

    /// All reports as cases for tests, without who reported.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn statement_cases(&self) -> Result<Vec<Case>> {
        self.read(|tx| {
            let sql = "SELECT what, key, why, kept, for_all FROM statement_reports \
                ORDER BY what, key, reported_at";
            let mut cases: Vec<(String, Case)> = Vec::new();
            for mut row in tx.query(sql, &[])? {
                let (what, key, why) = (row.text()?, row.text()?, row.text()?);
                let (found, for_all) = (row.json()?, row.bool()?);
                let known =
                    cases.last_mut().filter(|(known, case)| *known == key && case.what == what);
                let case = match known {
                    Some((_, case)) => case,
                    None => {
                        cases.push((key, Case { what, why: Vec::new(), found, for_all }));
                        let Some((_, case)) = cases.last_mut() else { continue };
                        case
                    }
                };
                if !why.is_empty() {
                    case.why.push(why);
                }
            }
            Ok(cases.into_iter().map(|(_, case)| case).collect())
        })
        .await
    }
}
