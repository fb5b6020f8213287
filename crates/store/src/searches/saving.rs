//! Articles that are saved elsewhere when their reader says so. Each is an alert of one article
//! that no search opened, so that it is sent, tried again and shown as alerts are.

use dateline_model::{AlertId, AlertState, ArticleId, TargetId, TargetKind, UserId};
use jiff::{SignedDuration, Timestamp};

use super::targets::Trial;
use crate::Store;
use crate::articles::VISIBLE;
use crate::error::Result;
use crate::tx::{query_one, query_opt, values};

/// How many articles a user may save within an hour.
const AN_HOUR: u64 = 200;

/// A place where articles are to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSaver {
    /// Which service stands there.
    pub kind: TargetKind,
    /// What its user calls it.
    pub name: String,
    /// Its address.
    pub address: String,
    /// What lets Dateline in.
    pub secret: String,
    /// Its labels with commas between them, or the template of a body.
    pub options: String,
}

impl Store {
    /// Makes a place where a user's articles can be saved.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add_saver(
        &self,
        user: UserId,
        saver: NewSaver,
        now: Timestamp,
    ) -> Result<TargetId> {
        self.write(move |tx| {
            let sql = "INSERT INTO alert_targets (user_id, kind, address, secret, created_at, \
                confirmed_at, name, options) VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7) RETURNING id";
            let params = values![
                user,
                saver.kind.as_str(),
                &saver.address,
                &saver.secret,
                now,
                &saver.name,
                &saver.options,
            ];
            Ok(TargetId(query_one(tx, sql, &params)?.int()?))
        })
        .await
    }

    /// Has an article saved at one of its reader's places; `Unknown` where the reader has no such
    /// place or cannot see the article.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_article(
        &self,
        user: UserId,
        target: TargetId,
        article: ArticleId,
        now: Timestamp,
    ) -> Result<Trial> {
        let sees = format!(
            "SELECT a.title FROM articles a \
             LEFT JOIN article_states s ON s.user_id = ?1 AND s.article_id = a.id \
             WHERE a.id = ?2 AND {VISIBLE}"
        );
        self.write(move |tx| {
            let sql = "SELECT kind FROM alert_targets WHERE id = ?1 AND user_id = ?2";
            let Some(mut row) = query_opt(tx, sql, &values![target, user])? else {
                return Ok(Trial::Unknown);
            };
            let kind = TargetKind::from_stored(&row.text()?);
            let Some(mut row) = query_opt(tx, &sees, &values![user, article])? else {
                return Ok(Trial::Unknown);
            };
            let title = row.text()?;
            if !kind.is_some_and(TargetKind::saves) {
                return Ok(Trial::Unknown);
            }
            let since = now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MIN);
            let sql = "SELECT count(*) FROM alerts \
                WHERE user_id = ?1 AND search_id IS NULL AND created_at > ?2";
            if query_one(tx, sql, &values![user, since])?.u64()? >= AN_HOUR {
                return Ok(Trial::TooMany);
            }
            // A second press while the first waits is the same wish.
            let waits = "SELECT 1 FROM alerts l JOIN alert_articles x ON x.alert_id = l.id \
                WHERE l.target_id = ?1 AND x.article_id = ?2 AND l.state = ?3 LIMIT 1";
            let waiting = AlertState::Waiting.as_str();
            if query_opt(tx, waits, &values![target, article, waiting])?.is_some() {
                return Ok(Trial::Opened);
            }
            let sql = "INSERT INTO alerts \
                (user_id, search_id, target_id, name, state, created_at, due_at, attempts) \
                VALUES (?1, NULL, ?2, ?3, ?4, ?5, ?5, 0) RETURNING id";
            let params = values![user, target, &title, waiting, now];
            let alert = AlertId(query_one(tx, sql, &params)?.int()?);
            let sql = "INSERT INTO alert_articles (alert_id, article_id) VALUES (?1, ?2)";
            tx.execute(sql, &values![alert, article])?;
            Ok(Trial::Opened)
        })
        .await
    }

    /// When and how an article was last saved, by place: the latest alert of each.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn savings_of_article(
        &self,
        user: UserId,
        article: ArticleId,
    ) -> Result<Vec<(TargetId, AlertState)>> {
        let sql = "SELECT l.target_id, l.state FROM alerts l \
            JOIN alert_articles x ON x.alert_id = l.id WHERE l.user_id = ?1 \
            AND l.search_id IS NULL AND x.article_id = ?2 ORDER BY l.id DESC LIMIT 50";
        self.read(move |tx| {
            let mut latest: Vec<(TargetId, AlertState)> = Vec::new();
            for mut row in tx.query(sql, &values![user, article])? {
                let target = TargetId(row.int()?);
                let state = AlertState::from_stored(&row.text()?);
                if !latest.iter().any(|(known, _)| *known == target) {
                    latest.push((target, state));
                }
            }
            Ok(latest)
        })
        .await
    }
}
