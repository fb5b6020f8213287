//! The attributes of an element: namespaces declared, references decoded.

use std::borrow::Cow;
use std::rc::Rc;

use super::{State, lower, split};
use crate::xml::namespaces::{self, Ns};
use crate::xml::receiver::Receiver;
use crate::xml::tree::Attribute;

const MOST_ATTRIBUTES: usize = 128;

/// The attributes of an element, and what some of them mean for it and what stands in it.
pub(super) struct Attributes<'a> {
    pub(super) list: Vec<Attribute<'a>>,
    pub(super) base: Option<Cow<'a, str>>,
    pub(super) language: Option<Rc<str>>,
    /// How many namespaces it declares.
    pub(super) declared: usize,
}

impl<'a, R: Receiver<'a>> State<'a, '_, R> {
    /// Reads the attributes of a tag; declares the namespaces among them.
    pub(super) fn attributes(&mut self, tag: &'a str, name_len: usize) -> Attributes<'a> {
        let list = self.spare_attributes.pop().unwrap_or_default();
        let mut found = Attributes { list, base: None, language: None, declared: 0 };
        if tag.len() <= name_len {
            return found;
        }
        let mut prefixed = Vec::new();
        let mut written = quick_xml::events::attributes::Attributes::html(tag, name_len);
        for attribute in written.with_checks(false).take(MOST_ATTRIBUTES) {
            let Ok(attribute) = attribute else { continue };
            let key = attribute.key.0;
            let value = match attribute.value {
                Cow::Borrowed(value) => self.entities.decode(value),
                Cow::Owned(value) => Cow::Owned(self.entities.decode(&value).into_owned()),
            };
            let (prefix, local) = split(key);
            if key == "xmlns" || prefix == Some("xmlns") {
                let ns = namespaces::by_uri(&value);
                self.declarations.push((if prefix.is_some() { local } else { "" }, ns, key));
                found.declared += 1;
                continue;
            }
            match (prefix, local) {
                (Some("xml"), "base") => found.base = Some(value.clone()),
                (Some("xml"), "lang") => found.language = Some(Rc::from(value.trim())),
                _ => {}
            }
            if let Some(prefix) = prefix {
                prefixed.push((found.list.len(), prefix));
            }
            found.list.push(Attribute { ns: Ns::Core, name: lower(local), value });
        }
        // A prefix may be declared behind the attribute that uses it.
        for (index, prefix) in prefixed {
            let ns = self.namespace(prefix);
            found.list.get_mut(index).into_iter().for_each(|attribute| attribute.ns = ns);
        }
        found
    }
}
