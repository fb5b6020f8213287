//! Bodies of requests as a user writes them, with `{{url}}` and the like where an article's values
//! go. Nothing can be computed in them.

use std::str::FromStr;

use serde_json::Value;

/// What may stand between braces.
const FIELDS: [&str; 8] = ["url", "title", "outlet", "authors", "published", "text", "here", "id"];

/// The longest template, in bytes.
const LONGEST: usize = 20_000;

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Json,
    Form,
    Text,
}

/// A template. As text it begins with a line that says what it is: `json`, `form` or `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    kind: Kind,
    body: String,
}

/// Why a text is no template, in a line for who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// It does not say what it is.
    #[error("a template is JSON, a form or plain text")]
    Kind,
    /// It is empty.
    #[error("the template is empty")]
    Empty,
    /// It is too long.
    #[error("the template is longer than {LONGEST} bytes")]
    TooLong,
    /// A value that articles do not have.
    #[error(
        "there is no “{0}”; a template may hold {{{{url}}}}, {{{{title}}}}, {{{{outlet}}}}, {{{{authors}}}}, {{{{published}}}}, {{{{text}}}}, {{{{here}}}} and {{{{id}}}}"
    )]
    Field(String),
    /// Braces without their counterpart.
    #[error("there is a {{{{ without its }}}}")]
    Open,
    /// It gives no JSON.
    #[error(
        "the template does not give JSON: {why}; values go between quotation marks, as in {{\"url\": \"{{{{url}}}}\"}}"
    )]
    Json {
        /// The line of what it gives, counted from 1.
        line: usize,
        /// The column there, counted from 1.
        column: usize,
        /// What is wrong there.
        why: String,
    },
}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        let (kind, body) = text.split_once('\n').ok_or(TemplateError::Kind)?;
        let kind = match kind.trim() {
            "json" => Kind::Json,
            "form" => Kind::Form,
            "text" => Kind::Text,
            _ => return Err(TemplateError::Kind),
        };
        let body = body.trim();
        if body.is_empty() {
            return Err(TemplateError::Empty);
        }
        if body.len() > LONGEST {
            return Err(TemplateError::TooLong);
        }
        let template = Self { kind, body: body.to_owned() };
        let mut rest = body;
        while let Some((_, after)) = rest.split_once("{{") {
            let (field, after) = after.split_once("}}").ok_or(TemplateError::Open)?;
            if !FIELDS.contains(&field.trim()) {
                return Err(TemplateError::Field(field.trim().chars().take(40).collect()));
            }
            rest = after;
        }
        if kind == Kind::Json {
            let sample = template.render(&|_| "a \"b\"\n\\c".to_owned());
            serde_json::from_str::<Value>(&sample).map_err(|error| TemplateError::Json {
                line: error.line(),
                column: error.column(),
                why: error.to_string(),
            })?;
        }
        Ok(template)
    }
}

impl Template {
    /// The longest one, in bytes.
    pub const LONGEST: usize = LONGEST;

    /// What may stand between braces.
    pub const FIELDS: &[&str] = &FIELDS;

    /// The media type of what it gives.
    pub fn media_type(&self) -> &'static str {
        match self.kind {
            Kind::Json => "application/json",
            Kind::Form => "application/x-www-form-urlencoded",
            Kind::Text => "text/plain; charset=utf-8",
        }
    }

    /// The body with these values, each written so that it cannot end where it stands.
    pub(super) fn render(&self, value: &dyn Fn(&str) -> String) -> String {
        let mut out = String::with_capacity(self.body.len());
        let mut rest = self.body.as_str();
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            let Some((field, after)) = after.split_once("}}") else {
                rest = after;
                break;
            };
            let value = value(field.trim());
            match self.kind {
                Kind::Text => out.push_str(&value),
                Kind::Form => out.extend(url::form_urlencoded::byte_serialize(value.as_bytes())),
                Kind::Json => {
                    let quoted = Value::String(value).to_string();
                    let bare = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
                    out.push_str(bare.unwrap_or_default());
                }
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(template: &str, value: &str) -> String {
        template.parse::<Template>().unwrap().render(&|_| value.to_owned())
    }

    #[test]
    fn a_value_never_ends_where_it_stands() {
        let value = "\"a\", \"x\": \"\\ &b=1 \u{1}\n";
        let json = rendered("json\n{\"title\": \"{{title}}\", \"n\": 1}", value);
        let read: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["title"], value);
        assert_eq!(read.as_object().unwrap().len(), 2);
        let form = rendered("form\nurl={{url}}&tags=news", value);
        let pairs: Vec<(String, String)> =
            url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        assert_eq!(pairs[0], ("url".to_owned(), value.to_owned()));
        assert_eq!(pairs.len(), 2);
        assert_eq!(rendered("json\n{\"a\": \"{{url}}\"}", ""), "{\"a\": \"\"}");
        assert_eq!(rendered("text\n{{ title }} {{url}}", "a"), "a a");
        assert_eq!(rendered("text\n{{title}}", "{{url}}"), "{{url}}", "values hold no fields");
    }

    #[test]
    fn what_is_wrong_with_a_template_is_said_before_it_is_used() {
        let wrong = |text: &str| text.parse::<Template>().unwrap_err();
        assert_eq!(wrong("{\"a\": 1}"), TemplateError::Kind);
        assert_eq!(wrong("xml\n<a/>"), TemplateError::Kind);
        assert_eq!(wrong("text\n  "), TemplateError::Empty);
        assert_eq!(wrong("text\n{{password}}"), TemplateError::Field("password".to_owned()));
        assert_eq!(wrong("text\n{{url"), TemplateError::Open);
        assert!(matches!(wrong("json\n{\"a\": {{url}}}"), TemplateError::Json { .. }));
        assert!(wrong("text\n{{x}}").to_string().contains("{{title}}"));
    }
}
