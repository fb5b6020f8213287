//! How far users have played the files that come with entries.

use dateline_model::{EntryId, UserId};

use crate::Store;
use crate::error::Result;
use crate::tx::{Value, each_lookup, values};

impl Store {
    /// How far a user has played the files of these entries: the entry, the file's place in the
    /// entry's list, seconds. What was never played is left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn playback(
        &self,
        user: UserId,
        entries: &[EntryId],
    ) -> Result<Vec<(EntryId, u32, u64)>> {
        let keys: Vec<Value> = entries.iter().copied().map(Value::from).collect();
        self.read(move |tx| {
            let mut played = Vec::new();
            each_lookup(&keys, 2, |places, chunk| {
                let sql = format!(
                    "SELECT entry_id, enclosure, seconds FROM playback \
                     WHERE user_id = ?1 AND entry_id IN ({places})"
                );
                let mut params = Vec::from(values![user]);
                params.extend_from_slice(chunk);
                for mut row in tx.query(&sql, &params)? {
                    played.push((EntryId(row.int()?), row.u32()?, row.u64()?));
                }
                Ok(())
            })?;
            Ok(played)
        })
        .await
    }

    /// Remembers how far a user has played a file of an entry of their feeds; `false` where it is
    /// none of theirs.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_playback(
        &self,
        user: UserId,
        entry: EntryId,
        enclosure: u32,
        seconds: u32,
    ) -> Result<bool> {
        self.write(move |tx| {
            let sql = "INSERT INTO playback (user_id, entry_id, enclosure, seconds) \
                SELECT u.user_id, e.id, CAST(?3 AS BIGINT), CAST(?4 AS BIGINT) FROM entries e \
                JOIN subscriptions u ON u.feed_id = e.feed_id AND u.user_id = ?1 WHERE e.id = ?2 \
                ON CONFLICT (user_id, entry_id, enclosure) DO UPDATE SET seconds = excluded.seconds";
            Ok(tx.execute(sql, &values![user, entry, enclosure, seconds])? > 0)
        })
        .await
    }
}
