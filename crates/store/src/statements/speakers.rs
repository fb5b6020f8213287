//! Who is who: one person is who has one full name and compatible roles. Nobody is joined across
//! articles on less.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dateline_model::{ArticleId, StoryId};
use dateline_statement::Kept;
use dateline_statement::person::{full_name, roles_agree, slug};

use crate::error::Result;
use crate::tx::{Tx, Value, each_lookup, json, query_one, query_opt, values};

/// So many different roles of a person are remembered.
const MOST_ROLES: usize = 12;

/// So many people of one name are told apart; the next ones have no page.
const MOST_NAMESAKES: usize = 20;

struct Known {
    id: i64,
    roles: Vec<String>,
}

fn namesakes(tx: &mut dyn Tx, folded: &str) -> Result<Vec<Known>> {
    let sql = "SELECT id, roles FROM speakers WHERE folded = ?1 ORDER BY id";
    let rows = tx.query(sql, &values![folded])?.into_iter();
    rows.map(|mut row| Ok(Known { id: row.int()?, roles: row.json()? })).collect()
}

/// Notes whose a statement is, where it is a person's with a full name. Without a role it is
/// that of the name's person without one: two people may have one name.
pub(super) fn assign(
    tx: &mut dyn Tx,
    article: ArticleId,
    position: usize,
    kept: &Kept,
) -> Result<()> {
    let speaker = kept.speaker.as_ref().filter(|speaker| speaker.is_person && speaker.is_named);
    let Some(speaker) = speaker else { return Ok(()) };
    let Some(folded) = full_name(&speaker.name) else { return Ok(()) };
    let role = speaker.role.as_deref().map(str::trim).filter(|role| !role.is_empty());
    let known = namesakes(tx, &folded)?;
    let same: Vec<&Known> = known
        .iter()
        .filter(|person| match role {
            Some(role) => {
                !person.roles.is_empty()
                    && person.roles.iter().all(|known| roles_agree(known, role))
            }
            None => person.roles.is_empty(),
        })
        .collect();
    let person = match same.as_slice() {
        [one] => {
            learn(tx, one, role)?;
            one.id
        }
        // Two that it may be: it is said of neither.
        [_, ..] => return Ok(()),
        [] if known.len() < MOST_NAMESAKES => add(tx, &folded, &speaker.name, role)?,
        [] => return Ok(()),
    };
    let position = i64::try_from(position).unwrap_or(i64::MAX);
    let sql = "UPDATE statements SET speaker_id = ?1 WHERE article_id = ?2 AND position = ?3";
    tx.execute(sql, &values![person, article, position]).map(|_| ())
}

fn learn(tx: &mut dyn Tx, person: &Known, role: Option<&str>) -> Result<()> {
    let Some(role) = role else { return Ok(()) };
    let is_known = person.roles.iter().any(|known| known.eq_ignore_ascii_case(role));
    if is_known || person.roles.len() >= MOST_ROLES {
        return Ok(());
    }
    let mut roles = person.roles.clone();
    roles.push(role.to_owned());
    let sql = "UPDATE speakers SET roles = ?1 WHERE id = ?2";
    tx.execute(sql, &values![json(&roles)?, person.id]).map(|_| ())
}

/// A new person, whose address is the name, with a number where others have it.
fn add(tx: &mut dyn Tx, folded: &str, name: &str, role: Option<&str>) -> Result<i64> {
    let base = slug(folded);
    let mut address = base.clone();
    let mut number = 2;
    while query_opt(tx, "SELECT 1 FROM speakers WHERE slug = ?1", &values![&address])?.is_some() {
        address = format!("{base}-{number}");
        number += 1;
    }
    let roles: Vec<&str> = role.into_iter().collect();
    let sql = "INSERT INTO speakers (slug, folded, name, roles) VALUES (?1, ?2, ?3, ?4) \
        RETURNING id";
    query_one(tx, sql, &values![address, folded, name, json(&roles)?])?.int()
}

/// Within one story, who is named without a role is the one person of that name who has one there.
pub(super) fn join_in_story(tx: &mut dyn Tx, story: StoryId) -> Result<()> {
    let sql = "SELECT st.id, p.id, p.folded, p.roles FROM articles a \
        JOIN statements st ON st.article_id = a.id JOIN speakers p ON p.id = st.speaker_id \
        WHERE a.story_id = ?1";
    let mut bare: Vec<(i64, String)> = Vec::new();
    let mut with_role: HashMap<String, BTreeSet<i64>> = HashMap::new();
    for mut row in tx.query(sql, &values![story])? {
        let (statement, person, folded) = (row.int()?, row.int()?, row.text()?);
        match row.text()?.as_str() {
            "[]" => bare.push((statement, folded)),
            _ => {
                with_role.entry(folded).or_default().insert(person);
            }
        }
    }
    let mut joined: BTreeMap<i64, Vec<Value>> = BTreeMap::new();
    for (statement, folded) in bare {
        let Some(people) = with_role.get(&folded).filter(|people| people.len() == 1) else {
            continue;
        };
        for person in people {
            joined.entry(*person).or_default().push(Value::from(statement));
        }
    }
    for (person, statements) in joined {
        each_lookup(&statements, 2, |places, chunk| {
            let sql = format!("UPDATE statements SET speaker_id = ?1 WHERE id IN ({places})");
            let mut params = Vec::from(values![person]);
            params.extend_from_slice(chunk);
            tx.execute(&sql, &params).map(|_| ())
        })?;
    }
    Ok(())
}
