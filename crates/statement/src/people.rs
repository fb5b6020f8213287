//! Who and what an article names, by which names, titles and roles.

mod entity;
mod runs;
mod words;

use rustc_hash::FxHashMap;

use crate::article::Layout;
use crate::lexicon::Lexicon;
use crate::tags::Tag;
pub(crate) use entity::{Entity, Gender, Sort};
use runs::{Run, gender, gender_of_title, is_surname, runs, sort};

/// A name in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mention {
    /// Its first token, titles left out.
    pub(crate) from: usize,
    /// The token after its last.
    pub(crate) to: usize,
    pub(crate) entity: usize,
}

/// The names of an article.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub(crate) entities: Vec<Entity>,
    pub(crate) mentions: Vec<Mention>,
    by_last: FxHashMap<Box<str>, Vec<usize>>,
    /// Those of whom the text says what they are, the first ones.
    pub(crate) with_roles: Vec<usize>,
}

/// Of more people with roles than this, none is found by role alone: it is a list.
const MOST_ROLES: usize = 60;

/// So many entities with one last word are told apart; more are a list.
const MOST_ALIKE: usize = 12;

impl People {
    pub(crate) fn of(layout: &Layout<'_>, lexicon: &Lexicon) -> Self {
        let mut people = Self::default();
        let runs = runs(layout, lexicon);
        // Full names first, so that a surname finds whose it is wherever the full name stands; then
        // "Mr. Lind", so that a bare "Lind" is not taken for the other one of the family.
        let turn = |run: &Run| match (
            is_surname(&words_of(layout, run)),
            gender_of_title(layout, lexicon, run),
        ) {
            (false, _) => 0,
            (_, Gender::Unknown) => 2,
            _ => 1,
        };
        for now in 0..3 {
            for run in runs.iter().filter(|run| turn(run) == now) {
                people.learn(layout, lexicon, run);
            }
        }
        people.mentions.sort_by_key(|mention| mention.from);
        for entity in &mut people.entities {
            entity.mentions.sort_unstable();
        }
        for at in 0..people.mentions.len() {
            people.learn_apposition(layout, lexicon, at);
        }
        people.join_first_names(lexicon);
        let with_roles =
            people.entities.iter().enumerate().filter(|(_, entity)| !entity.roles.is_empty());
        people.with_roles = with_roles.map(|(number, _)| number).take(MOST_ROLES).collect();
        people
    }

    /// Who is named in full once and by the first name from then on is one person, where nobody else
    /// has that name.
    fn join_first_names(&mut self, lexicon: &Lexicon) {
        let mut of_first: FxHashMap<Box<str>, Vec<usize>> = FxHashMap::default();
        for (number, entity) in self.entities.iter().enumerate() {
            if let [first, _, ..] = entity.words.as_slice() {
                of_first.entry(first.clone()).or_default().push(number);
            }
        }
        let mut joined: FxHashMap<usize, usize> = FxHashMap::default();
        for (number, entity) in self.entities.iter().enumerate() {
            let [word] = entity.words.as_slice() else { continue };
            let Some([full]) = of_first.get(word).map(Vec::as_slice) else { continue };
            let alone = self.by_last.get(word).is_none_or(|alike| alike.len() == 1);
            let is_name = lexicon.is("female_names", word) || lexicon.is("male_names", word);
            let fits = self.entities.get(*full).is_some_and(|full| {
                (full.gender != Gender::Unknown && is_name || full.is_person())
                    && (lexicon.country(word).is_none() || is_name)
                    && full.mentions.first() < entity.mentions.first()
            });
            if fits && alone && matches!(entity.sort, Sort::Person | Sort::Unknown) {
                joined.insert(number, *full);
            }
        }
        for (number, full) in &joined {
            let Some(short) = self.entities.get_mut(*number) else { continue };
            let mentions = std::mem::take(&mut short.mentions);
            let words = short.words.clone();
            if let [word] = words.as_slice() {
                self.by_last.remove(word);
            }
            if let Some(entity) = self.entities.get_mut(*full) {
                entity.mentions.extend(mentions);
                entity.mentions.sort_unstable();
            }
        }
        for mention in &mut self.mentions {
            if let Some(full) = joined.get(&mention.entity) {
                mention.entity = *full;
            }
        }
    }

    /// A headline may have the first name that the text leaves out.
    pub(crate) fn learn_title(&mut self, title: &str, lexicon: &Lexicon) {
        let words: Vec<&str> = title
            .split(|sign: char| !sign.is_alphabetic() && sign != '-')
            .filter(|word| !word.is_empty())
            .collect();
        let begins_small = |word: &&&str| word.chars().next().is_some_and(char::is_lowercase);
        let long = || words.iter().filter(|word| word.chars().count() > 3);
        // In a headline of capitals nothing tells a surname from a verb.
        let tells = 2 * long().filter(begins_small).count() > long().count();
        for pair in words.windows(2) {
            let [first, last] = pair else { continue };
            let lower = first.to_lowercase();
            let gender = gender(lexicon, &[], &lower, 2);
            if gender == Gender::Unknown || !first.chars().next().is_some_and(char::is_uppercase) {
                continue;
            }
            if tells
                && last.chars().next().is_some_and(char::is_uppercase)
                && !self.by_last.contains_key(&*last.to_lowercase())
                && let Some([number]) = self.by_last.get(&*lower).map(Vec::as_slice)
                && let Some(entity) = self.entities.get_mut(*number)
                && entity.words.len() == 1
                && entity.roles.is_empty()
            {
                entity.name = format!("{} {last}", entity.name);
                entity.gender = gender;
                entity.sort = Sort::Person;
                continue;
            }
            let Some([number]) = self.by_last.get(&*last.to_lowercase()).map(Vec::as_slice) else {
                continue;
            };
            if let Some(entity) = self.entities.get_mut(*number)
                && entity.words.len() == 1
                && (entity.gender == gender || entity.gender == Gender::Unknown)
            {
                entity.name = format!("{first} {last}");
                entity.gender = gender;
                entity.sort = Sort::Person;
            }
        }
    }

    fn learn(&mut self, layout: &Layout<'_>, lexicon: &Lexicon, run: &Run) {
        let words = words_of(layout, run);
        let Some(last) = words
            .iter()
            .rev()
            .find(|word| !matches!(&***word, "jr." | "sr." | "jr" | "ii" | "iii"))
            .cloned()
        else {
            return;
        };
        let title = (run.title.0..run.title.1).map(|at| layout.lower(at)).collect::<Vec<_>>();
        let gender = gender(lexicon, &title, words.first().map_or("", |word| word), words.len());
        let known = self.by_last.get(&last).map(|known| {
            known
                .iter()
                .copied()
                .filter(|number| {
                    self.entities.get(*number).is_some_and(|entity| {
                        same_name(&entity.words, &words, gender, entity.gender)
                    })
                })
                .collect::<Vec<_>>()
        });
        let known = known.map(|known| self.narrowed(known, &words, &title));
        let is_somebodys = |number: &usize| {
            self.entities.get(*number).is_some_and(|entity| {
                entity.words.len() > 1 && entity.gender != Gender::Unknown && entity.words.len() < 5
            })
        };
        if run.is_office
            && !known
                .as_ref()
                .is_some_and(|known| known.iter().all(is_somebodys) && !known.is_empty())
        {
            return;
        }
        let number = match known.as_deref() {
            Some([number]) => *number,
            // A surname that several have is nobody's in particular.
            Some([_, _, ..]) if is_surname(&words) => return,
            Some([number, ..]) => *number,
            _ => {
                let sort = sort(lexicon, layout, run, &title, gender);
                let number = self.entities.len();
                self.entities.push(Entity {
                    name: name_of(layout, run),
                    words: words.clone(),
                    sort,
                    gender,
                    roles: Vec::new(),
                    is_shortened: false,
                    mentions: Vec::new(),
                });
                let alike = self.by_last.entry(last).or_default();
                if alike.len() < MOST_ALIKE {
                    alike.push(number);
                }
                number
            }
        };
        let Some(entity) = self.entities.get_mut(number) else { return };
        // "The Legendary Ann Lind" is a film's name for Ann Lind.
        let adorned = entity.words.len() > 1 && words.ends_with(&entity.words);
        let is_first =
            |word: &str| lexicon.is("female_names", word) || lexicon.is("male_names", word);
        let plainer = words.len() > 1
            && words.len() < entity.words.len()
            && entity.words.ends_with(&words)
            && !entity.words.first().is_some_and(|first| is_first(first));
        if plainer {
            entity.name = name_of(layout, run);
            entity.words.clone_from(&words);
        }
        entity.is_shortened |= words.len() < entity.words.len();
        if words.len() > entity.words.len() && run.to - run.from <= 5 && !adorned {
            entity.name = name_of(layout, run);
            entity.words = words;
        }
        if entity.gender == Gender::Unknown {
            entity.gender = gender;
        }
        if run.title.0 < run.title.1 {
            let (start, end) = layout.bytes(run.title.0, run.title.1);
            let role = layout.text.get(start..end).unwrap_or_default().to_owned();
            if entity.roles.len() < 8 && !entity.roles.contains(&role) && tells_role(&role) {
                entity.roles.push(role);
            }
            if entity.sort == Sort::Unknown {
                entity.sort = Sort::Person;
            }
        }
        entity.mentions.push(run.from);
        self.mentions.push(Mention { from: run.from, to: run.to, entity: number });
    }

    /// Of those with one surname, whom the surname alone means, as far as the text tells: never the
    /// wife, the son or the like where a title stands before it; who has that title; who is never
    /// named in full, as where "Mr. Lind" stands beside "Anna Lind".
    fn narrowed(&self, known: Vec<usize>, words: &[Box<str>], title: &[&str]) -> Vec<usize> {
        if !is_surname(words) {
            return known;
        }
        // "British Tesla" is no fuller name of Tesla's.
        let demonym = |number: &usize| {
            entity_first(self, *number).is_some_and(|first| {
                Lexicon::english().country(first).is_some_and(|country| country != first)
            })
        };
        let known: Vec<usize> = known.into_iter().filter(|number| !demonym(number)).collect();
        let entity = |number: &usize| self.entities.get(*number);
        let others = |number: &usize| !entity(number).is_some_and(Entity::is_kin);
        let office = title
            .last()
            .is_some_and(|title| !matches!(*title, "mr." | "mrs." | "ms." | "mr" | "mrs" | "ms"));
        let mut left: Vec<usize> = known.iter().copied().filter(others).collect();
        if left.is_empty() && !office {
            left = known;
        }
        if left.len() > 1
            && let Some(title) = title.last()
        {
            let of_title: Vec<usize> = left
                .iter()
                .copied()
                .filter(|number| entity(number).is_some_and(|entity| entity.has_role(title)))
                .collect();
            if of_title.len() == 1 {
                return of_title;
            }
        }
        if left.len() > 1 {
            let short: Vec<usize> = left
                .iter()
                .copied()
                .filter(|number| entity(number).is_some_and(|entity| entity.words.len() == 1))
                .collect();
            if short.len() == 1 {
                return short;
            }
        }
        left
    }

    /// "X, the president of Y," says what X is.
    fn learn_apposition(&mut self, layout: &Layout<'_>, lexicon: &Lexicon, at: usize) {
        let Some(mention) = self.mentions.get(at).copied() else { return };
        let comma = layout.lower(mention.to) == ",";
        let next = mention.to + usize::from(comma);
        // "Lind, 54, said", "Lind, who": only people have an age, and are a "who".
        let aged = comma && is_age(layout.word(next)) && layout.lower(next + 1) == ",";
        if (aged || matches!(layout.lower(next), "who" | "whose"))
            && let Some(entity) = self.entities.get_mut(mention.entity)
            && entity.sort == Sort::Unknown
        {
            entity.sort = Sort::Person;
        }
        let is_thing = self
            .entity(mention.entity)
            .is_none_or(|entity| matches!(entity.sort, Sort::Group | Sort::Place));
        // "Lind, holding a map": what somebody does is not what they are.
        if !comma || is_thing || matches!(layout.tag(next), Tag::Vbg | Tag::Vbn | Tag::In) {
            return;
        }
        let mut end = mention.to + 1;
        let mut is_role = false;
        while end < mention.to + 12 && layout.tag(end) != Tag::Punct {
            if layout.tag(end).is_finite() || layout.tag(end) == Tag::Wh {
                return;
            }
            is_role |= lexicon.is("roles", layout.lower(end))
                && layout.tag(end) != Tag::Nns
                && end < mention.to + 7;
            end += 1;
        }
        if !is_role {
            return;
        }
        if layout.tag(end) != Tag::Punct {
            // What is cut off ends before the last preposition, not behind it.
            let cut = (mention.to + 2..end).rev().find(|at| layout.tag(*at) == Tag::In);
            end = cut.unwrap_or(end);
        }
        let (start, end) = layout.bytes(mention.to + 1, end);
        let role = layout.text.get(start..end).unwrap_or_default().to_owned();
        if !tells_role(&role) {
            return;
        }
        if let Some(entity) = self.entities.get_mut(mention.entity)
            && entity.roles.len() < 8
            && !entity.roles.contains(&role)
        {
            let female =
                role.split_whitespace().any(|word| lexicon.is("female", &word.to_lowercase()));
            let male = role.split_whitespace().any(|word| lexicon.is("male", &word.to_lowercase()));
            entity.roles.push(role);
            if entity.gender == Gender::Unknown && female != male {
                entity.gender = if female { Gender::Female } else { Gender::Male };
            }
            if entity.sort == Sort::Unknown {
                entity.sort = Sort::Person;
            }
        }
    }

    /// The entity named by the tokens `from..to`, if exactly one is.
    pub(crate) fn named(&self, from: usize, to: usize) -> Option<usize> {
        let first = self.mentions.partition_point(|mention| mention.from < from);
        self.mentions
            .get(first..)?
            .iter()
            .take_while(|mention| mention.from < to)
            .filter(|mention| mention.to <= to)
            .last()
            .map(|mention| mention.entity)
    }

    /// Whether somebody, or several, have that small word as their last name.
    pub(crate) fn is_surname(&self, word: &str) -> bool {
        self.by_last.contains_key(word)
    }

    /// Those whose last name it is and who may be of that gender.
    pub(crate) fn of_surname(&self, name: &str, gender: Gender) -> Vec<usize> {
        let known = self.by_last.get(&*name.to_lowercase()).map(Vec::as_slice).unwrap_or_default();
        let may_be = |number: &usize| {
            self.entity(*number).is_some_and(|entity| {
                entity.gender == gender
                    || entity.gender == Gender::Unknown
                        && !matches!(entity.sort, Sort::Group | Sort::Place)
            })
        };
        known.iter().copied().filter(may_be).collect()
    }

    pub(crate) fn entity(&self, number: usize) -> Option<&Entity> {
        self.entities.get(number)
    }
}

/// Whether words may tell what somebody is: what goes over a paragraph's end is a list or a headline, and
/// so is what stands in capitals.
fn tells_role(words: &str) -> bool {
    let is_loud = |word: &&str| {
        word.chars().count() > 3 && word.chars().all(|sign| sign.is_uppercase() || sign == '-')
    };
    !words.contains('\n') && words.split(' ').filter(is_loud).count() < 2
}

/// Whether a word is a number of years that somebody may be old.
fn is_age(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|sign| sign.is_ascii_digit())
}

fn words_of(layout: &Layout<'_>, run: &Run) -> Vec<Box<str>> {
    (run.from..run.to).map(|at| layout.lower(at).into()).collect()
}

fn name_of(layout: &Layout<'_>, run: &Run) -> String {
    let (start, end) = layout.bytes(run.from, run.to);
    layout.text.get(start..end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first word of an entity's name of two.
fn entity_first(people: &People, number: usize) -> Option<&str> {
    match people.entities.get(number)?.words.as_slice() {
        [first, _] if first.ends_with('n') || first.ends_with('h') || first.ends_with('e') => {
            Some(first)
        }
        _ => None,
    }
}

/// Whether two names may be one's: a surname alone, or the same first and last words.
fn same_name(
    known: &[Box<str>],
    new: &[Box<str>],
    new_gender: Gender,
    known_gender: Gender,
) -> bool {
    let clash = matches!(
        (new_gender, known_gender),
        (Gender::Female, Gender::Male) | (Gender::Male, Gender::Female)
    );
    let younger = |words: &[Box<str>]| {
        words.iter().any(|word| matches!(&**word, "jr." | "jr" | "ii" | "iii"))
    };
    if new.len() == 1 || known.len() == 1 {
        return !clash && !younger(known) && new.last() == known.last();
    }
    let last = |words: &[Box<str>]| {
        words.iter().rev().find(|word| !younger(std::slice::from_ref(*word))).cloned()
    };
    let within = new.ends_with(known) || known.ends_with(new);
    younger(new) == younger(known)
        && !clash
        && (within || new.first() == known.first() && last(new) == last(known))
}
