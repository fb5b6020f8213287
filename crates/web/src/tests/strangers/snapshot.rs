//! What a store holds, row by row, but for one user's own rows.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};

use dateline_model::UserId;
use serde_json::Value;

use crate::tests::{House, OWNER};

/// Rows by table. Counters and secrets are the house's own, and counted on by everybody.
pub struct Snapshot {
    rows: BTreeMap<String, BTreeSet<String>>,
    /// The rows of the owner, and those that say nothing of whose they are.
    others: BTreeSet<String>,
}

impl Snapshot {
    /// What is there now, as a backup would hold it.
    pub async fn of(house: &House, without: UserId) -> Self {
        let file = tempfile::NamedTempFile::new().unwrap();
        house.store.backup(file.path()).await.unwrap();
        let text = zstd::Decoder::new(std::fs::File::open(file.path()).unwrap()).unwrap();
        let mut lines = BufReader::new(text).lines();
        let header: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let whose: BTreeMap<&str, usize> = header["tables"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|table| {
                let name = table[0].as_str().unwrap();
                let columns = table[1].as_array().unwrap();
                let column = if name == "users" { "id" } else { "user_id" };
                Some((name, columns.iter().position(|known| known == column)? + 1))
            })
            .collect();
        assert!(whose.len() > 8, "{whose:?}");
        let (mut rows, mut others) = (BTreeMap::<_, BTreeSet<_>>::new(), BTreeSet::new());
        for line in lines {
            let line = line.unwrap();
            let row: Value = serde_json::from_str(&line).unwrap();
            let Some(table) = row[0].as_str() else { continue };
            let user = whose.get(table).and_then(|at| row[*at].as_i64());
            if user == Some(without.0) || ["counters", "secrets"].contains(&table) {
                continue;
            }
            if user.is_none_or(|user| user == OWNER.0) {
                others.insert(line.clone());
            }
            rows.entry(table.to_owned()).or_default().insert(line);
        }
        Self { rows, others }
    }

    /// What is gone, what is another, and what is there now of others that was not before.
    pub fn differs_from(&self, later: &Self) -> Vec<String> {
        let mut told = Vec::new();
        for (table, rows) in &self.rows {
            let nothing = BTreeSet::new();
            let now = later.rows.get(table).unwrap_or(&nothing);
            told.extend(rows.difference(now).map(|row| format!("gone or changed: {row}")));
        }
        told.extend(later.others.difference(&self.others).map(|row| format!("new: {row}")));
        told
    }
}
