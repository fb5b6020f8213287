//! What the store's operations are written over: one open transaction, its values and its rows.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Result, StoreError};

/// A value that is bound to a statement or comes back in a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

/// An open transaction of either engine. Statements carry `?1`, `?2` and so on.
pub(crate) trait Tx {
    /// Runs a statement and gives its rows.
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>>;

    /// Runs a statement and gives how many rows it changed.
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64>;

    /// How many rows one INSERT should carry: round trips cost on a server and nothing in process.
    fn rows_per_insert(&self) -> usize;

    /// Takes the lock that shows that a worker lives; `false` if somebody has it.
    fn hold_worker(&mut self, token: &str) -> Result<bool>;

    /// Gives the lock of a worker back.
    fn drop_worker(&mut self, token: &str) -> Result<()>;

    /// Which of these workers live, in any process.
    fn living_workers(&mut self, tokens: &[String]) -> Result<Vec<String>>;

    /// Sets a table's own numbering after rows came in with their numbers.
    fn resume_ids(&mut self, table: &str) -> Result<()>;

    /// What the engine itself finds wrong with its files.
    fn integrity(&mut self) -> Result<Vec<String>>;

    /// Bytes that the database takes on disk; on SQLite without the free pages.
    fn size_bytes(&mut self) -> Result<u64>;

    /// Bytes that rows and indexes take, without the room that removed rows left. It may cost a
    /// pass over all tables, and is an estimate on PostgreSQL.
    fn used_bytes(&mut self) -> Result<u64>;

    /// Gives some of the room that removed rows left back to the file system; `true` if there is
    /// more to give.
    fn give_room_back(&mut self) -> Result<bool>;

    /// The number of the last migration that was applied.
    fn schema_number(&mut self) -> Result<i64>;

    /// What another connection's commit changes and nothing else; only to be compared with what the
    /// same connection said before.
    fn version(&mut self) -> Result<String>;
}

/// A row, read from its first column to its last.
#[derive(Debug)]
pub(crate) struct Row {
    values: std::vec::IntoIter<Value>,
}

impl Row {
    pub(crate) fn new(values: Vec<Value>) -> Self {
        Self { values: values.into_iter() }
    }

    fn next(&mut self) -> Result<Value> {
        self.values.next().ok_or_else(|| data("a row is shorter than its statement says"))
    }

    pub(crate) fn opt_int(&mut self) -> Result<Option<i64>> {
        match self.next()? {
            Value::Null => Ok(None),
            Value::Int(number) => Ok(Some(number)),
            _ => Err(data("a number is stored as something else")),
        }
    }

    pub(crate) fn int(&mut self) -> Result<i64> {
        self.opt_int()?.ok_or_else(|| data("a number is missing"))
    }

    pub(crate) fn opt_text(&mut self) -> Result<Option<String>> {
        match self.next()? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            _ => Err(data("a text is stored as something else")),
        }
    }

    pub(crate) fn text(&mut self) -> Result<String> {
        self.opt_text()?.ok_or_else(|| data("a text is missing"))
    }

    pub(crate) fn real(&mut self) -> Result<f64> {
        match self.next()? {
            Value::Real(number) => Ok(number),
            _ => Err(data("a measure is stored as something else")),
        }
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>> {
        match self.next()? {
            Value::Bytes(bytes) => Ok(bytes),
            _ => Err(data("bytes are stored as something else")),
        }
    }

    pub(crate) fn bool(&mut self) -> Result<bool> {
        Ok(self.int()? != 0)
    }

    pub(crate) fn opt_bool(&mut self) -> Result<Option<bool>> {
        Ok(self.opt_int()?.map(|number| number != 0))
    }

    pub(crate) fn u64(&mut self) -> Result<u64> {
        u64::try_from(self.int()?).map_err(|_| data("a count is negative"))
    }

    pub(crate) fn u32(&mut self) -> Result<u32> {
        u32::try_from(self.int()?).map_err(|_| data("a count is out of range"))
    }

    pub(crate) fn u16(&mut self) -> Result<u16> {
        u16::try_from(self.int()?).map_err(|_| data("a bucket is out of range"))
    }

    pub(crate) fn opt_time(&mut self) -> Result<Option<Timestamp>> {
        self.opt_int()?.map(time).transpose()
    }

    pub(crate) fn time(&mut self) -> Result<Timestamp> {
        time(self.int()?)
    }

    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        from_json(&self.text()?)
    }

    pub(crate) fn opt_json<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        self.opt_text()?.as_deref().map(from_json).transpose()
    }

    pub(crate) fn rest(self) -> Vec<Value> {
        self.values.collect()
    }
}

fn data(what: &str) -> StoreError {
    StoreError::Data { what: what.to_owned() }
}

fn time(milliseconds: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| data("a time is out of range"))
}

fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| data(&format!("a list cannot be read: {error}")))
}

/// A list or structure as the text under which it is stored.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<Value> {
    serde_json::to_string(value)
        .map(Value::from)
        .map_err(|error| data(&format!("a list cannot be stored: {error}")))
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        // PostgreSQL refuses NUL in text, and one bad feed must not make its poll fail for ever.
        if text.contains('\0') {
            Self::Text(text.replace('\0', ""))
        } else {
            Self::Text(text.to_owned())
        }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.contains('\0') { Self::Text(text.replace('\0', "")) } else { Self::Text(text) }
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<u16> for Value {
    fn from(number: u16) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Int(i64::from(truth))
    }
}

impl From<Timestamp> for Value {
    fn from(moment: Timestamp) -> Self {
        Self::Int(moment.as_millisecond())
    }
}

macro_rules! id_values {
    ($($id:ident),*) => {
        $(impl From<dateline_model::$id> for Value {
            fn from(id: dateline_model::$id) -> Self {
                Self::Int(id.0)
            }
        })*
    };
}
id_values!(
    AlertId,
    AppPasswordId,
    ArticleId,
    EntryId,
    FeedId,
    FeedOutId,
    FolderId,
    InvitationId,
    JobId,
    MarkingId,
    OutletId,
    PasskeyId,
    RevisionId,
    RuleId,
    SearchId,
    StatementId,
    StoryId,
    TargetId,
    UserId
);

impl From<&dateline_model::WorkerId> for Value {
    fn from(worker: &dateline_model::WorkerId) -> Self {
        Self::from(worker.0.as_str())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Values for the places of a statement, in their order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { [$($crate::tx::Value::from($value)),*] };
}
pub(crate) use values;

/// The only row, or none.
pub(crate) fn query_opt(tx: &mut dyn Tx, sql: &str, params: &[Value]) -> Result<Option<Row>> {
    Ok(tx.query(sql, params)?.into_iter().next())
}

/// The only row; a statement such as a count always has one.
pub(crate) fn query_one(tx: &mut dyn Tx, sql: &str, params: &[Value]) -> Result<Row> {
    query_opt(tx, sql, params)?.ok_or_else(|| data("a row that must be there is missing"))
}

/// How many keys one statement looks up.
pub(crate) const LOOKUP: usize = 256;

/// Calls `run` with slices of `keys` that are padded to a power of two by repeating the last one,
/// together with the list of places for `IN (…)` that starts at place `first`. The padding keeps
/// the number of different statements small, so that prepared ones are found again.
pub(crate) fn each_lookup(
    keys: &[Value],
    first: usize,
    mut run: impl FnMut(&str, &[Value]) -> Result<()>,
) -> Result<()> {
    for chunk in keys.chunks(LOOKUP) {
        let Some(last) = chunk.last() else { continue };
        let mut padded = chunk.to_vec();
        padded.resize(chunk.len().next_power_of_two(), last.clone());
        run(&places(first, padded.len()), &padded)?;
    }
    Ok(())
}

/// `?3, ?4, ?5` for `places(3, 3)`.
pub(crate) fn places(first: usize, count: usize) -> String {
    let numbered: Vec<String> = (first..first + count).map(|place| format!("?{place}")).collect();
    numbered.join(", ")
}

/// Inserts many rows with few statements. `head` is `INSERT INTO t (…)`, `tail` what follows the
/// rows (`ON CONFLICT …`) or empty. Keys must differ between the rows.
pub(crate) fn insert_many(
    tx: &mut dyn Tx,
    head: &str,
    tail: &str,
    rows: Vec<Vec<Value>>,
) -> Result<u64> {
    let mut changed = 0;
    let mut rest = rows.as_slice();
    while let Some(width) = rest.first().map(Vec::len) {
        let most = tx.rows_per_insert().min(rest.len()).max(1);
        // The largest power of two, so that only a handful of statements is ever prepared.
        let take = 1 << most.ilog2();
        let (now, later) = rest.split_at(take);
        let tuples: Vec<String> =
            (0..take).map(|row| format!("({})", places(row * width + 1, width))).collect();
        let sql = format!("{head} VALUES {} {tail}", tuples.join(", "));
        let params: Vec<Value> = now.iter().flatten().cloned().collect();
        changed += tx.execute(&sql, &params)?;
        rest = later;
    }
    Ok(changed)
}

/// Replaces `?1` by `$1`; question marks in quoted text and those without a number stay.
pub(crate) fn numbered_for_postgres(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut quoted = false;
    let mut characters = sql.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\'' {
            quoted = !quoted;
        }
        let is_place = character == '?'
            && !quoted
            && characters.peek().is_some_and(|next| next.is_ascii_digit());
        out.push(if is_place { '$' } else { character });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_renumbered_outside_of_quotes_only() {
        assert_eq!(
            numbered_for_postgres("SELECT '?1', ?12 WHERE a = ?2 AND b = '?'"),
            "SELECT '?1', $12 WHERE a = $2 AND b = '?'"
        );
    }

    #[test]
    fn lookups_are_padded_to_powers_of_two() {
        let keys: Vec<Value> = (0..261).map(Value::Int).collect();
        let mut sizes = Vec::new();
        each_lookup(&keys, 2, |places, chunk| {
            assert!(places.starts_with("?2"));
            sizes.push(chunk.len());
            Ok(())
        })
        .unwrap();
        assert_eq!(sizes, [256, 8]);
    }

    #[test]
    fn nul_never_reaches_an_engine() {
        assert_eq!(Value::from("a\0b"), Value::Text("ab".to_owned()));
        assert_eq!(Value::from("a\0b".to_owned()), Value::Text("ab".to_owned()));
    }

    #[test]
    fn a_row_of_another_shape_is_an_error_and_no_panic() {
        let mut row = Row::new(vec![Value::Text("x".to_owned()), Value::Int(-1)]);
        assert!(row.int().is_err());
        assert!(row.u32().is_err());
        assert!(row.int().is_err());
    }
}
