//! Whom “he” and “she” mean, and “the president”.

use super::{FAR, Meant, REACH, Resolver};
use crate::items::Items;
use crate::people::{Gender, Sort};
use crate::phrases::Subject;
use crate::tags::Tag;

impl Resolver<'_, '_> {
    /// Whether who just spoke has a name like a person's, though nothing tells that it is one.
    pub(crate) fn may_be_person(&self, number: usize) -> bool {
        self.people.entity(number).is_some_and(|entity| {
            let mut words = entity.name.split(' ');
            // What never speaks may be a shop or a song as well.
            entity.sort == Sort::Unknown
                && self.speakers.contains(&number)
                && entity.name.split(' ').count() == 2
                && words.all(is_like_name)
                && !entity.is_called_like_thing()
        })
    }

    /// Whether somebody may be a person: known for one, named like one, or somebody who has spoken.
    fn is_like_person(&self, entity: usize) -> bool {
        self.people.entity(entity).is_some_and(|found| {
            found.is_person()
                || self.may_be_person(entity)
                || (found.sort == Sort::Unknown
                    && found.mentions.len() > 1
                    && self.speakers.contains(&entity)
                    // "Chileans".
                    && !found.name.ends_with("ans"))
        })
    }

    fn may_mean(&self, entity: usize, gender: Gender) -> bool {
        self.is_like_person(entity)
            && self.people.entity(entity).is_some_and(|found| {
                found.gender == gender
                    || found.gender == Gender::Unknown && !found.is_called_like_other(gender)
            })
    }

    /// Whether somebody besides who is meant may be meant: surely of that gender, called like one, or
    /// a person of whom that is not known.
    pub(crate) fn is_rival(&self, entity: usize, gender: Gender) -> bool {
        self.people.entity(entity).is_some_and(|rival| match rival.gender {
            Gender::Unknown => {
                rival.is_called_like(gender)
                    || rival.is_person() && !rival.is_called_like_other(gender)
            }
            known => known == gender && rival.is_person(),
        })
    }

    /// Whom "he" or "she" means: who spoke or acted last among those who may be meant; the words of
    /// the text where two may be.
    pub(crate) fn pronoun(
        &self,
        number: usize,
        items: &Items<'_, '_>,
        subject: &Subject,
        gender: Gender,
    ) -> Meant {
        let reach = number.saturating_sub(REACH);
        let token = items.get(subject.head).map_or(0, |item| item.from);
        let open =
            || Meant { is_open: true, sort: Sort::Person, gender, ..self.open(items, subject) };
        let mut near = self
            .salient
            .iter()
            .rev()
            .take_while(|(then, _)| *then >= reach)
            .filter_map(|(then, meant)| Some((*then, self.may_be(meant, gender)?)));
        let meant = near.next();
        // "Lind was wrong, he said": not Lind said so, but who spoke before, if somebody did.
        if let Some((then, inner)) = &meant
            && *then == number
            && ((0..subject.head).any(|at| items.tag(at).is_finite())
                // "Had Lind known of it, he said".
                || items.is(0, &["had", "were", "should"]))
            && (0..subject.head).all(|at| !items.is_quoted(at))
            && near
                .find(|(then, _)| *then < number)
                .is_some_and(|(_, outer)| outer.entity != inner.entity || outer.name != inner.name)
        {
            return open();
        }
        let (then, meant) = match meant {
            Some((_, meant)) if meant.is_open => return open(),
            Some(found) => found,
            None => {
                match self.only_one(number, token, gender).and_then(|one| self.of_entity(one)) {
                    Some(meant) => (0, meant),
                    None => return open(),
                }
            }
        };
        let beside = self.is_named_beside(items, subject.head, &meant, gender);
        if beside
            || is_owned_by_like(&meant, gender)
            || self.is_rivalled(&meant, then, token, gender)
            || self.is_role_between(then.max(reach), token, gender)
            || self.is_beside_another(&meant, then, number, gender)
            || self.is_answered(&meant, then, number)
        {
            open()
        } else {
            meant
        }
    }

    /// Somebody who acted, if a pronoun of that gender may mean them: open where it must be them and
    /// nobody knows who they are.
    fn may_be(&self, meant: &Meant, gender: Gender) -> Option<Meant> {
        if meant.plural || matches!(meant.sort, Sort::Group | Sort::Place) {
            return None;
        }
        if let Some(entity) = meant.entity {
            return self.may_mean(entity, gender).then(|| meant.clone());
        }
        if meant.gender != gender && meant.gender != Gender::Unknown {
            return None;
        }
        // "An ally of Lind said": not Lind, and nobody whom the text names.
        let mut words = meant.name.split(' ');
        if words.next().is_some_and(|word| matches!(word, "a" | "an" | "A" | "An")) {
            let of_paper = words
                .any(|word| self.lexicon.is("documents", word) || self.lexicon.is("groups", word));
            return (!of_paper)
                .then(|| Meant { is_open: meant.sort != Sort::Person, ..meant.clone() });
        }
        let surname = meant.name.rsplit(' ').next().unwrap_or_default();
        let of_name = self.people.of_surname(surname, gender);
        match of_name.as_slice() {
            [one] => self.of_entity(*one),
            [] if meant.sort != Sort::Person => None,
            _ => Some(meant.clone()),
        }
    }

    /// Whether the sentence itself names somebody else before the pronoun, who may be meant.
    fn is_named_beside(
        &self,
        items: &Items<'_, '_>,
        pronoun: usize,
        meant: &Meant,
        gender: Gender,
    ) -> bool {
        (0..pronoun).any(|at| {
            let Some(item) = items.get(at).filter(|item| item.quotation.is_none()) else {
                return false;
            };
            self.layout.quoted.get(item.from).copied().flatten().is_none()
                // "Lind’s advice is “…,” he says": whose sentence it is may have said it.
                && (items.tag(at + 1) != Tag::Pos || at < 2)
                && self.mentioned(item.from).is_some_and(|entity| {
                    meant.entity != Some(entity)
                        && (self.is_rival(entity, gender)
                            || self.is_clause_of_somebody(items, at, entity, gender))
                })
        })
    }

    /// Whether a clause before the pronoun's is about somebody whom no table knows, but whose name is
    /// one of two words like a person's: "While Jody Lind was once asked, “…,” she says".
    fn is_clause_of_somebody(
        &self,
        items: &Items<'_, '_>,
        at: usize,
        entity: usize,
        gender: Gender,
    ) -> bool {
        let begins = at == 0
            || at == 1 && items.is(0, &["while", "although", "though", "but", "as", "when"]);
        begins
            && self.people.entity(entity).is_some_and(|found| {
                found.sort == Sort::Unknown
                    && found.name.split(' ').count() == 2
                    && found.name.split(' ').all(is_like_name)
                    && !found.is_called_like_other(gender)
            })
    }

    /// The only person of that gender in the sentences before.
    fn only_one(&self, number: usize, token: usize, gender: Gender) -> Option<usize> {
        let floor = number.saturating_sub(FAR);
        let floor = self.layout.sentences.get(floor).map_or(0, |sentence| sentence.from);
        let first = self.people.mentions.partition_point(|mention| mention.from < floor);
        let near = || {
            let from = self.people.mentions.get(first..).unwrap_or_default().iter();
            from.take_while(|mention| mention.from < token)
        };
        let mut only: Vec<usize> = near()
            .map(|mention| mention.entity)
            .filter(|entity| self.may_mean(*entity, gender))
            .collect();
        only.sort_unstable();
        only.dedup();
        // Who is named once, in passing, is not whom the text goes on about.
        let is_about = |one: usize| {
            let mentions: Vec<usize> = near()
                .filter(|mention| mention.entity == one)
                .map(|mention| mention.from)
                .collect();
            mentions.len() > 1 || mentions.iter().any(|mention| self.is_fronted(*mention))
        };
        match only.as_slice() {
            [one] if is_about(*one) => Some(*one),
            _ => None,
        }
    }

    /// The nouns by which the text tells which one is meant: "the head of the rehabilitation department",
    /// "the researcher behind the study".
    fn told_behind<'i>(&self, items: &'i Items<'_, '_>, head: usize) -> Vec<&'i str> {
        if items.tag(head + 1) != Tag::In {
            return Vec::new();
        }
        (head + 2..items.len())
            .take_while(|at| !items.is_comma(*at) && !items.tag(*at).is_verb())
            .filter(|at| items.tag(*at).is_noun() && !items.is_time(*at))
            .map(|at| items.lower(at))
            .collect()
    }

    /// Whom "the president", "the Ukrainian leader" or "the spokesman" means, if it is one person.
    pub(crate) fn by_role(&self, items: &Items<'_, '_>, subject: &Subject) -> Option<Meant> {
        if !items.is(subject.from, &["the"]) || items.tag(subject.head) == Tag::Nns {
            return None;
        }
        let head = items.lower(subject.head);
        let token = items.get(subject.head).map_or(0, |item| item.from);
        let heads: &[&str] = match head {
            "leader" => {
                &["leader", "president", "premier", "chancellor", "minister", "king", "chairman"]
            }
            "lawmaker" | "legislator" => &[
                "senator",
                "sen",
                "rep",
                "representative",
                "congressman",
                "congresswoman",
                "lawmaker",
            ],
            "senator" => &["senator", "sen"],
            "congressman" | "congresswoman" | "representative" => {
                &["congressman", "congresswoman", "rep", "representative"]
            }
            "governor" => &["governor", "gov"],
            "candidate" | "nominee" => &["candidate", "nominee"],
            "spokesperson" => &["spokesman", "spokeswoman", "spokesperson"],
            _ => &[],
        };
        let own = [head];
        let heads = if heads.is_empty() { &own } else { heads };
        let modifiers: Vec<&str> = (subject.from + 1..subject.head)
            .map(|at| items.lower(at))
            .filter(|word| !matches!(*word, "former" | "then"))
            .collect();
        let country = modifiers.iter().find_map(|word| self.lexicon.country(word));
        let told = self.told_behind(items, subject.head);
        let mut found: Option<usize> = None;
        for number in &self.people.with_roles {
            let (number, Some(entity)) = (*number, self.people.entity(*number)) else { continue };
            if entity.last_before(token).is_none()
                || !entity.is_person()
                || !told.iter().all(|word| entity.has_role(word))
                || !heads.iter().any(|head| entity.has_role(head))
            {
                continue;
            }
            let fits = match country {
                Some(country) => entity
                    .roles
                    .iter()
                    .flat_map(|role| role.split_whitespace())
                    .any(|word| self.lexicon.country(&word.to_lowercase()) == Some(country)),
                None => modifiers.iter().all(|word| entity.has_role(word)),
            };
            if !fits {
                continue;
            }
            if found.is_some() {
                return None;
            }
            found = Some(number);
        }
        self.of_entity(found?)
    }
}

/// Whether a word is written like a part of a person's name: not in capitals, and of three signs and more.
fn is_like_name(word: &str) -> bool {
    word.chars().count() > 2
        && word.chars().skip(1).all(|sign| sign.is_lowercase() || !sign.is_alphabetic())
}

/// Whether who is meant is only told by whose they are, "her mother": the next "she" may be either.
fn is_owned_by_like(meant: &Meant, gender: Gender) -> bool {
    let owner = meant.name.split(' ').next().unwrap_or_default().to_lowercase();
    let of = match owner.as_str() {
        "her" => Gender::Female,
        "his" => Gender::Male,
        _ => return false,
    };
    meant.entity.is_none() && of == gender
}
