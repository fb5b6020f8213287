//! What can be asked: one table, from which both the router and the document are made.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::Method;
use serde_json::Value;

use super::call::{Call, Reply};
use crate::problem::Problem;

/// The largest ordinary body, in bytes.
pub const BODY: usize = 64 * 1024;

/// What an app password must be good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Reading what is its user's.
    Read,
    /// Changing it as well.
    Write,
    /// Other people's accounts; only an administrator's password can be.
    Admin,
}

/// What a body or an answer is made of.
#[derive(Debug, Clone)]
pub struct Content {
    /// Its media types, the usual one first.
    pub kinds: &'static [&'static str],
    /// What it looks like.
    pub schema: Value,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Whether it is a part of the path; of the query otherwise.
    pub in_path: bool,
    /// What it looks like.
    pub schema: Value,
    /// What it means.
    pub about: &'static str,
}

type Running = Pin<Box<dyn Future<Output = Result<Reply, Problem>> + Send>>;
type Run = Arc<dyn Fn(Call) -> Running + Send + Sync>;

/// Something that can be asked.
#[derive(Clone)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// Its path below `/api/v1`, parts in braces.
    pub path: &'static str,
    /// Its name, for programs that are made from the document.
    pub name: &'static str,
    /// What it does, in a line.
    pub about: &'static str,
    /// What it is about.
    pub group: &'static str,
    /// What an app password must be good for.
    pub scope: Scope,
    /// How many ordinary requests it counts as.
    pub cost: u32,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// What is sent with it.
    pub body: Option<Content>,
    /// How many bytes of that are taken.
    pub most: usize,
    /// What it answers where it went well.
    pub answers: Vec<(u16, &'static str, Option<Content>)>,
    /// The statuses it answers with otherwise, beside those that all have.
    pub problems: Vec<u16>,
    /// What does it.
    pub run: Run,
}

impl Operation {
    fn new(method: Method, scope: Scope, path: &'static str, name: &'static str) -> Self {
        Self {
            method,
            path,
            name,
            about: "",
            group: "",
            scope,
            cost: 1,
            parameters: Vec::new(),
            body: None,
            most: BODY,
            answers: Vec::new(),
            problems: Vec::new(),
            run: Arc::new(|_| Box::pin(async { Err(Problem::NotFound) })),
        }
    }

    /// What it does, in a line, and what that is about.
    pub fn about(mut self, group: &'static str, line: &'static str) -> Self {
        (self.group, self.about) = (group, line);
        self
    }

    /// Only for who administers the instance.
    pub fn for_admins(mut self) -> Self {
        self.scope = Scope::Admin;
        self
    }

    /// It counts as so many requests.
    pub fn costs(mut self, cost: u32) -> Self {
        self.cost = cost;
        self
    }

    /// A part of the path.
    pub fn part(mut self, name: &'static str, schema: Value, about: &'static str) -> Self {
        self.parameters.push(Parameter { name, in_path: true, schema, about });
        self
    }

    /// A parameter behind the question mark; none is ever needed.
    pub fn query(mut self, name: &'static str, schema: Value, about: &'static str) -> Self {
        self.parameters.push(Parameter { name, in_path: false, schema, about });
        self
    }

    /// What is sent with it, as JSON.
    pub fn takes(mut self, schema: Value) -> Self {
        self.body = Some(Content { kinds: &["application/json"], schema });
        self
    }

    /// What is sent with it, as something else.
    pub fn takes_raw(mut self, kinds: &'static [&'static str], schema: Value) -> Self {
        self.body = Some(Content { kinds, schema });
        self
    }

    /// So many bytes are taken.
    pub fn at_most(mut self, bytes: usize) -> Self {
        self.most = bytes;
        self
    }

    /// What it answers, as JSON.
    pub fn gives(mut self, status: u16, about: &'static str, schema: Value) -> Self {
        let content = Content { kinds: &["application/json"], schema };
        self.answers.push((status, about, Some(content)));
        self
    }

    /// What it answers, as something else.
    pub fn gives_raw(
        mut self,
        kinds: &'static [&'static str],
        about: &'static str,
        schema: Value,
    ) -> Self {
        self.answers.push((200, about, Some(Content { kinds, schema })));
        self
    }

    /// It answers that it is done, and nothing else.
    pub fn gives_nothing(mut self, about: &'static str) -> Self {
        self.answers.push((204, about, None));
        self
    }

    /// It may also answer with this status.
    pub fn or(mut self, status: u16) -> Self {
        self.problems.push(status);
        self
    }

    /// What does it.
    pub fn by<F, Done>(mut self, run: F) -> Self
    where
        F: Fn(Call) -> Done + Send + Sync + 'static,
        Done: Future<Output = Result<Reply, Problem>> + Send + 'static,
    {
        self.run = Arc::new(move |call| Box::pin(run(call)));
        self
    }

    /// All statuses that it answers with.
    pub fn statuses(&self) -> Vec<u16> {
        let mut statuses: Vec<u16> = self.answers.iter().map(|(status, ..)| *status).collect();
        if self.method == Method::GET && statuses.contains(&200) {
            statuses.push(304);
        }
        statuses.extend([400, 401, 429, 500, 503]);
        if self.scope != Scope::Read {
            statuses.push(403);
        }
        if self.parameters.iter().any(|parameter| parameter.in_path) {
            statuses.push(404);
        }
        if self.body.is_some() {
            statuses.extend([413, 415]);
        }
        statuses.extend(&self.problems);
        statuses.sort_unstable();
        statuses.dedup();
        statuses
    }
}

/// Reads something.
pub fn get(path: &'static str, name: &'static str) -> Operation {
    Operation::new(Method::GET, Scope::Read, path, name)
}

/// Makes or does something.
pub fn post(path: &'static str, name: &'static str) -> Operation {
    Operation::new(Method::POST, Scope::Write, path, name)
}

/// Changes something.
pub fn patch(path: &'static str, name: &'static str) -> Operation {
    Operation::new(Method::PATCH, Scope::Write, path, name)
}

/// Removes something.
pub fn delete(path: &'static str, name: &'static str) -> Operation {
    Operation::new(Method::DELETE, Scope::Write, path, name)
}
