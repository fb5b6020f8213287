//! The people of a text in a language that is read by a table: their full names, what they are, and
//! whom a mention means.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Table;
use super::told::bare;
use crate::article::Layout;
use crate::items::Items;

/// Whether somebody is spoken of as a man or a woman.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
}

/// Somebody whom the text names.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// The fullest name.
    pub(crate) name: String,
    /// What the text says they are, in its own words, as "Verkehrsminister".
    pub(crate) role: Option<String>,
    pub(crate) gender: Option<Gender>,
    /// The token at which the text first names them.
    first_at: usize,
}

/// The people of a text.
#[derive(Debug, Default)]
pub(crate) struct People {
    all: Vec<Person>,
    /// The people of that surname.
    by_surname: FxHashMap<String, Vec<usize>>,
    /// Offices that the text says whose they are, as "le président du tribunal", of nobody it names:
    /// the same word alone may mean either.
    owned: FxHashSet<String>,
}

/// Who is meant by some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meant {
    /// One of the text's people.
    Person(usize),
    /// Something or somebody else, by the words of the text.
    Other(String),
    /// Whoever was spoken of last: a pronoun, or "der 47-Jährige", which means people only.
    Before { gender: Option<Gender>, of_age: bool },
}

/// The most words of a name.
const LONGEST_NAME: usize = 5;

/// The tokens of a name: what it is, and where it stands.
struct Run {
    /// Where the titles before it begin.
    from: usize,
    /// Where the name begins.
    name: usize,
    to: usize,
    titled: bool,
}

impl People {
    /// The people of a text: known first names with a surname, and names with a title beside them.
    pub(crate) fn of(layout: &Layout<'_>, table: &Table) -> Self {
        let mut people = Self::default();
        for sentence in &layout.sentences {
            let mut at = sentence.from;
            while at < sentence.to {
                let Some(run) = run_at(layout, table, at, sentence.from, sentence.to) else {
                    people.note_owned(layout, table, at, sentence.to);
                    at += 1;
                    continue;
                };
                at = run.to;
                people.learn(layout, table, &run, sentence.from);
            }
        }
        people
    }

    /// Keeps the office at `at` where what it is of follows, and no name.
    fn note_owned(&mut self, layout: &Layout<'_>, table: &Table, at: usize, end: usize) {
        let office = bare(layout.lower(at));
        if !table.is_office(office) || !table.is_owning(layout.lower(at + 1)) {
            return;
        }
        let names = (at + 2..end.min(at + 8)).take_while(|at| !table.says(layout.lower(*at)));
        let named = names
            .clone()
            .any(|at| table.is_first_name(layout.lower(at)) && is_capital(layout.word(at)));
        if !named {
            self.owned.insert(office.to_owned());
        }
    }

    fn learn(&mut self, layout: &Layout<'_>, table: &Table, run: &Run, begin: usize) {
        let words: Vec<&str> = (run.name..run.to).map(|at| layout.word(at)).collect();
        let (Some(first), Some(surname)) = (words.first(), words.last()) else { return };
        let is_full = words.len() > 1;
        if surname.chars().filter(|sign| sign.is_alphabetic()).count() < 2 {
            return;
        }
        let title = title_before(layout, table, run, begin);
        let known = table.is_first_name(&first.to_lowercase());
        if !(known && is_full || run.titled || title.is_some()) {
            return;
        }
        let (role, titled) = title.unzip();
        let role = role.filter(|role| !role.is_empty());
        let gender = titled
            .flatten()
            .or_else(|| table.gender_of_name(&first.to_lowercase()).filter(|_| is_full));
        let name = words.join(" ");
        let same = self.by_surname.get(*surname).into_iter().flatten().copied().find(|at| {
            self.all
                .get(*at)
                .is_some_and(|person| person.name == name || !is_full || !person.name.contains(' '))
        });
        match same.and_then(|at| self.all.get_mut(at)) {
            Some(person) => {
                if is_full && !person.name.contains(' ') {
                    person.name = name;
                }
                person.role = person.role.take().or(role);
                person.gender = person.gender.or(gender);
            }
            None => {
                self.by_surname.entry((*surname).to_owned()).or_default().push(self.all.len());
                self.all.push(Person { name, role, gender, first_at: run.name });
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn get(&self, person: usize) -> Option<&Person> {
        self.all.get(person)
    }

    /// Who is named at `at`, by surname; the surname of two people means neither, and one behind
    /// another first name is somebody else's.
    pub(crate) fn at(&self, items: &Items<'_, '_>, at: usize, table: &Table) -> Option<usize> {
        let word = items.word(at);
        let same = self.by_surname.get(word).or_else(|| {
            // "Petersens Vorwurf", "des Ministers Petersen".
            word.strip_suffix('s').and_then(|word| self.by_surname.get(word))
        })?;
        let before = at.checked_sub(1).map(|at| items.word(at)).unwrap_or_default();
        let fits = |person: &&usize| {
            self.all.get(**person).is_some_and(|person| {
                let is_first = table.is_first_name(&before.to_lowercase())
                    && before.chars().next().is_some_and(char::is_uppercase);
                !is_first || person.name.split(' ').any(|part| part == before)
            })
        };
        let found: Vec<usize> = same.iter().filter(fits).copied().collect();
        if let [one] = found.as_slice() {
            return Some(*one);
        }
        let is_whole = |person: &Person| person.name.split(' ').any(|part| part == before);
        if let Some(whole) = found.iter().find(|at| self.get(**at).is_some_and(is_whole)) {
            return Some(*whole);
        }
        // A surname alone is the first one's until the text has named two.
        let here = items.get(at).map_or(0, |item| item.from);
        let named =
            found.iter().filter(|at| self.get(**at).is_some_and(|person| person.first_at < here));
        (named.count() < 2).then(|| found.first().copied())?
    }

    /// The one person who has that office, as "minister" means a "Verkehrsminister".
    fn of_office(&self, table: &Table, office: &str, gender: Option<Gender>) -> Option<usize> {
        if !table.is_office(office) || self.owned.iter().any(|owned| owned.ends_with(office)) {
            return None;
        }
        let mut found = self.all.iter().enumerate().filter(|(_, person)| {
            person.role.as_deref().is_some_and(|role| {
                role.to_lowercase().split([' ', '-']).any(|word| word.ends_with(office))
            }) && (gender.is_none() || person.gender.is_none() || person.gender == gender)
        });
        let (at, _) = found.next()?;
        found.next().is_none().then_some(at)
    }

    /// The one person who has that office, whatever word stands before it.
    pub(crate) fn holder(&self, table: &Table, office: &str) -> Option<usize> {
        self.of_office(table, office, None)
    }

    /// Whom the items `from..to` mean.
    pub(crate) fn meant(
        &self,
        table: &Table,
        items: &Items<'_, '_>,
        from: usize,
        to: usize,
    ) -> Meant {
        let first = items.lower(from);
        if to == from + 1 && table.is_pronoun(first) {
            return Meant::Before { gender: table.gender_of_pronoun(first), of_age: false };
        }
        if (from..to).any(|at| table.is_of_age(items.lower(at))) {
            return Meant::Before { gender: table.gender_of_article(first), of_age: true };
        }
        for at in from..to {
            if let Some(person) = self.at(items, at, table)
                && !self.is_owner(table, items, from, at)
            {
                return Meant::Person(person);
            }
        }
        if to == from + 2
            && table.is_definite(first)
            && let Some(person) =
                self.of_office(table, items.lower(from + 1), table.gender_of_article(first))
        {
            return Meant::Person(person);
        }
        let words = self.words(table, items, from, to);
        match self.of_role(&words).filter(|_| table.is_definite(first)) {
            Some(person) => Meant::Person(person),
            // "Ihr Sprecher, ein Tierarzt": what a comma adds is no part of the name.
            None => Meant::Other(words.split(", ").next().unwrap_or_default().to_owned()),
        }
    }

    /// The one person whose role is told in just these words.
    fn of_role(&self, words: &str) -> Option<usize> {
        let mut found =
            self.all.iter().enumerate().filter(|(_, person)| person.role.as_deref() == Some(words));
        let (at, _) = found.next()?;
        found.next().is_none().then_some(at)
    }

    /// Whether the name at `at` only says whose spokesman speaks: "der Sprecher von Anna Lind", "le
    /// porte-parole du ministre Paul Berg", but not "die Präsidentin des Verbands Anna Lind".
    fn is_owner(&self, table: &Table, items: &Items<'_, '_>, from: usize, at: usize) -> bool {
        let person = self.at(items, at, table).and_then(|person| self.all.get(person));
        let words = person.map_or(1, |person| person.name.split(' ').count());
        let mut name = at;
        while name > from
            && at - name + 1 < words
            && person.is_some_and(|person| {
                person.name.split(' ').any(|part| part == items.word(name - 1))
            })
        {
            name -= 1;
        }
        let mut title = name;
        let is_group = |at: usize| table.is("groups", bare(items.lower(at)));
        while title > from && table.is_title(items.lower(title - 1)) && !is_group(title - 1) {
            title -= 1;
        }
        let is_office = |at: usize| table.is_title(items.lower(at)) || items.is_upper(at);
        let behind_an_office = title > from
            && table.is_owning(items.lower(title - 1))
            // "ihr Sprecher, der Tierarzt Paul Berg" is one man.
            && !(title > from + 1 && items.is_comma(title - 2))
            && (from..title - 1).any(is_office);
        let joined = ["d'", "d’"].iter().any(|of| items.lower(name).starts_with(of));
        behind_an_office || joined && (from..name).any(is_office)
    }

    /// The words of the text without their article, a genitive in its first case.
    fn words(&self, table: &Table, items: &Items<'_, '_>, from: usize, to: usize) -> String {
        let first = items.lower(from);
        let is_article = table.is("articles", first) && to > from + 1;
        let start = from + usize::from(is_article);
        let (begin, end) = items.bytes(start, to);
        let words = items.layout.text.get(begin..end).unwrap_or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = bare(&words).to_owned();
        if is_article && matches!(first, "des" | "eines") && table.declines() && to == start + 1 {
            return nominative(&words);
        }
        words
    }
}

/// A German noun without the ending of its genitive.
fn nominative(noun: &str) -> String {
    let is_vowel = |sign: char| "aeiouyäöü".contains(sign);
    let stem = noun.strip_suffix("es").filter(|stem| {
        stem.chars().next_back().is_some_and(|sign| !is_vowel(sign)) && stem.chars().count() > 2
    });
    match stem {
        Some(stem) => {
            stem.strip_suffix("niss").map_or_else(|| stem.to_owned(), |stem| format!("{stem}nis"))
        }
        None => noun
            .strip_suffix('s')
            .filter(|stem| stem.chars().count() > 2)
            .unwrap_or(noun)
            .to_owned(),
    }
}

fn is_capital(word: &str) -> bool {
    bare(word).chars().next().is_some_and(char::is_uppercase)
        && word.chars().filter(|sign| sign.is_alphabetic()).count() > 0
        && !word.chars().any(char::is_numeric)
}

/// The name that begins at `at`, with the titles before it.
fn run_at(layout: &Layout<'_>, table: &Table, at: usize, begin: usize, end: usize) -> Option<Run> {
    let is_part = |at: usize| at < end && is_capital(layout.word(at));
    let is_closed = |at: usize| {
        at == begin && table.is_closed(layout.lower(at))
            || table.is_closed_anywhere(layout.lower(at))
    };
    if !is_part(at) || is_closed(at) {
        return None;
    }
    let mut name = at;
    while is_part(name) && table.is_title(layout.lower(name)) {
        name += 1;
    }
    let titled = name > at && !table.is("groups", bare(layout.lower(name - 1)));
    // "Union Rade Anna Lind": the name begins with the first name.
    let mut to = name;
    while to < end && to - name < LONGEST_NAME {
        let is_particle = table.is("names", layout.lower(to)) && is_part(to + 1) && to > name;
        if !(is_part(to) || is_particle) || to > name && table.is_title(layout.lower(to)) {
            break;
        }
        to += 1;
    }
    if to == name {
        return None;
    }
    if !titled
        && let Some(first) = (name..to).find(|at| table.is_first_name(layout.lower(*at)))
        && first + 1 < to
    {
        return Some(Run { from: first, name: first, to, titled: false });
    }
    Some(Run { from: at, name, to, titled })
}

/// What the text says somebody is, and of which gender that word is: titles right before the name,
/// or an office that a comma parts from it.
fn title_before(
    layout: &Layout<'_>,
    table: &Table,
    run: &Run,
    begin: usize,
) -> Option<(String, Option<Gender>)> {
    let article = |at: usize| at.checked_sub(1).map_or("", |at| layout.lower(at));
    let told = |from: usize, to: usize, title: usize| {
        let (start, end) = layout.bytes(from, to);
        let role = bare(layout.text.get(start..end).unwrap_or_default());
        // "des Ministers Lind": the office is the minister's.
        let lower = role.to_lowercase();
        let in_genitive = table.declines()
            && lower.strip_suffix('s').is_some_and(|office| table.is_office(office));
        let role = role.strip_suffix('s').filter(|_| in_genitive).unwrap_or(role).to_owned();
        let gender = table.gender_of_title(layout.lower(title), article(from.max(begin)));
        (role, gender)
    };
    if run.titled {
        let (role, gender) = told(run.from, run.name, run.name - 1);
        let is_address = table.is("addresses", &role.trim_end_matches('.').to_lowercase());
        return Some((if is_address { String::new() } else { role }, gender));
    }
    // "la conseillère écologiste Nadia Lind", "le maire de Valmont, Étienne Lind", both with the
    // office at most six words before.
    let comma = run.from > begin && layout.word(run.from - 1) == ",";
    let stop = if comma { run.from - 1 } else { run.from };
    let full = run.to - run.name > 1;
    let title = (begin.max(stop.saturating_sub(7))..stop).rev().take_while(|at| {
        let word = layout.lower(*at);
        word.chars().any(char::is_alphanumeric) && !table.says(word) && word != ","
    });
    let title = title.filter(|at| table.is_title(layout.lower(*at))).last()?;
    let plain = (title + 1..stop).all(|at| {
        comma && full
            || layout.word(at).chars().next().is_some_and(char::is_lowercase)
                && !table.is("articles", layout.lower(at))
                && !table.is("others", layout.lower(at))
    });
    let is_person = !table.is("groups", bare(layout.lower(title)).trim_end_matches('.'));
    (plain && is_person).then(|| told(title, stop, title))
}
