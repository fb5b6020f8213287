//! What a story's row says of its articles, made anew whenever they change.

use std::collections::BTreeSet;

use dateline_model::StoryId;
use jiff::Timestamp;

use super::standing::{Member, standing};
use crate::error::Result;
use crate::tx::{Tx, query_opt, values};

fn members(tx: &mut dyn Tx, story: StoryId) -> Result<Vec<Member>> {
    let sql = "SELECT a.id, substr(a.title, 1, 300), \
        CASE WHEN a.image IS NULL THEN 0 ELSE 1 END, a.placed_at, a.copy_of, \
        a.words, o.key, a.voice \
        FROM articles a LEFT JOIN outlets o ON o.id = a.outlet_id \
        WHERE a.story_id = ?1 ORDER BY a.placed_at, a.id";
    tx.query(sql, &values![story])?
        .into_iter()
        .map(|mut row| {
            Ok(Member {
                id: row.int()?,
                title: row.text()?,
                is_pictured: row.bool()?,
                at: row.time()?,
                copy_of: row.opt_int()?,
                words: row.u32()?,
                outlet: row.opt_text()?,
                voice: row.opt_text()?,
            })
        })
        .collect()
}

fn language(tx: &mut dyn Tx, article: i64) -> Result<Option<String>> {
    let sql = "SELECT language FROM articles WHERE id = ?1";
    Ok(query_opt(tx, sql, &values![article])?.map(|mut row| row.opt_text()).transpose()?.flatten())
}

/// Makes the rows of these stories anew. A story without articles goes, with the addresses that
/// led to it.
pub(crate) fn refresh(tx: &mut dyn Tx, stories: &[StoryId]) -> Result<()> {
    let stories: BTreeSet<StoryId> = stories.iter().copied().collect();
    for story in stories {
        refresh_one(tx, story)?;
    }
    Ok(())
}

fn refresh_one(tx: &mut dyn Tx, story: StoryId) -> Result<()> {
    let sql = "SELECT lead_article, merged_into FROM stories WHERE id = ?1";
    let Some(mut row) = query_opt(tx, sql, &values![story])? else { return Ok(()) };
    let (lead, merged) = (row.opt_int()?, row.opt_int()?);
    if merged.is_some() {
        return Ok(());
    }
    let members = members(tx, story)?;
    let standing = standing(&members, lead);
    let (Some(first), Some(last), Some(standing)) = (members.first(), members.last(), standing)
    else {
        tx.execute("DELETE FROM stories WHERE id = ?1 OR merged_into = ?1", &values![story])?;
        return Ok(());
    };
    let language = match language(tx, standing.lead.id)? {
        None => language(tx, first.id)?,
        known => known,
    };
    let copies = members.iter().filter(|member| member.copy_of.is_some()).count();
    let sql = "UPDATE stories SET language = ?1, lead_article = ?2, image_article = ?3, \
        opened_at = ?4, grown_at = ?5, articles = ?6, copies = ?7, rank = ?8 WHERE id = ?9";
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let params = values![
        language,
        standing.lead.id,
        standing.pictured.map(|member| member.id),
        first.at,
        last.at,
        count(members.len() - copies),
        count(copies),
        standing.rank,
        story,
    ];
    tx.execute(sql, &params).map(|_| ())
}

/// Makes a story's row, where there is none yet, to be filled by [`refresh`]. One that had become
/// part of another lives again.
pub(super) fn open(tx: &mut dyn Tx, story: StoryId, at: Timestamp) -> Result<()> {
    let sql = "INSERT INTO stories (id, opened_at, grown_at, articles, copies, rank, related) \
        VALUES (?1, ?2, ?2, 0, 0, 0.0, '[]') \
        ON CONFLICT (id) DO UPDATE SET merged_into = NULL WHERE stories.merged_into IS NOT NULL";
    tx.execute(sql, &values![story, at])?;
    let sql = "UPDATE counters SET value = ?1 WHERE name = 'story' AND value < ?1";
    tx.execute(sql, &values![story]).map(|_| ())
}
