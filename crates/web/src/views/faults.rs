//! What the crates below say went wrong, told to people in their tongue.

use dateline_auth::names::{self, NameError};
use dateline_auth::password::{self, PasswordError};

use dateline_desk::{
    AddError, ClipError, ImportError, MoveError, SiteError, Template, TemplateError,
};
use dateline_model::address::AddressError;

use super::text::sentence;
use crate::say::list;

/// Why somebody cannot be called so.
pub fn of_name(error: NameError) -> String {
    match error {
        NameError::Length => say!("people-name-length", n = names::LONGEST),
        NameError::Unseen => say!("people-name-unseen"),
    }
}

/// Why a password cannot be used.
pub fn of_password(error: &PasswordError) -> String {
    match error {
        PasswordError::Short => say!("people-password-short", n = password::SHORTEST),
        PasswordError::Long => say!("people-password-long", n = password::LONGEST),
        PasswordError::Guessable => say!("people-password-guessable"),
        PasswordError::Hash(_) => sentence(error),
    }
}

/// Why a text is no address of the web.
pub fn of_address(error: &AddressError) -> String {
    match error {
        AddressError::Empty => say!("fault-address-empty"),
        AddressError::Scheme { scheme } => say!("fault-address-scheme", scheme = scheme.as_str()),
        AddressError::Malformed { text, why } => {
            say!("fault-address-malformed", text = text.as_str(), why = why.as_str())
        }
    }
}

/// Why an address could not be added.
pub fn of_adding(error: &AddError) -> String {
    match error {
        AddError::Address(error) => of_address(error),
        AddError::Status { status: 401, url } => {
            let example = "https://name:password@host/";
            let why = meaning(401);
            say!(
                "fault-status-sign-in",
                url = url.as_str(),
                why = why,
                status = "401",
                example = example
            )
        }
        AddError::Status { status, url } => of_status(*status, url),
        AddError::NoFeedNamed { url } => say!("fault-no-feed-named", url = url.as_str()),
        AddError::NoPublicChannel { url } => say!("fault-no-public-channel", url = url.as_str()),
        AddError::OtherRule { url, rule } => {
            say!("fault-other-rule", url = url.as_str(), rule = rule.as_str())
        }
        AddError::NoRule { url } => say!("fault-no-rule", url = url.as_str()),
        AddError::NotYours => say!("fault-not-yours"),
        other => sentence(other),
    }
}

/// Why a file could not be imported at all.
pub fn of_import(error: &ImportError) -> String {
    match error {
        ImportError::Address(error) => of_address(error),
        ImportError::Status { status, url } => of_status(*status, url),
        other => sentence(other),
    }
}

/// Why something cannot be kept.
pub fn of_clip(error: &ClipError) -> String {
    match error {
        ClipError::Nothing => say!("fault-clip-nothing"),
        ClipError::NotWeb => say!("fault-clip-not-web"),
        ClipError::Desk(_) => sentence(error),
    }
}

/// Why nothing could be taken over from another reader.
pub fn of_move(error: &MoveError) -> String {
    match error {
        MoveError::Address(error) => of_address(error),
        MoveError::Login(reader) => say!("fault-move-login", reader = reader.as_str()),
        other => sentence(other),
    }
}

/// Why rules for a site could not be tried or set.
pub fn of_site(error: &SiteError) -> String {
    match error {
        SiteError::TooLarge => say!("fault-site-file-large"),
        other => sentence(other),
    }
}

/// Why a text is no template.
pub fn of_template(error: &TemplateError) -> String {
    match error {
        TemplateError::Kind => say!("fault-template-kind"),
        TemplateError::Empty => say!("fault-template-empty"),
        TemplateError::TooLong => say!("fault-template-long", n = Template::LONGEST),
        TemplateError::Field(name) => {
            let fields: Vec<String> =
                Template::FIELDS.iter().map(|field| format!("{{{{{field}}}}}")).collect();
            let fields = list(&fields).unwrap_or_default();
            say!("fault-template-field", name = name.as_str(), fields = fields)
        }
        TemplateError::Open => say!("fault-template-open", opens = "{{", ends = "}}"),
        TemplateError::Json { line, column, .. } => {
            let example = r#"{"url": "{{url}}"}"#;
            say!("fault-template-json", line = *line, column = *column, example = example)
        }
    }
}

fn of_status(status: u16, url: &str) -> String {
    say!("fault-status", url = url, why = meaning(status), status = status.to_string())
}

/// What a status of HTTP means to whoever asked for an address (RFC 9110, 15).
fn meaning(status: u16) -> String {
    match status {
        400 => say!("fault-status-400"),
        401 => say!("fault-status-401"),
        402 => say!("fault-status-402"),
        403 => say!("fault-status-403"),
        404 => say!("fault-status-404"),
        410 => say!("fault-status-410"),
        429 => say!("fault-status-429"),
        451 => say!("fault-status-451"),
        503 => say!("fault-status-503"),
        500..=599 => say!("fault-status-5xx"),
        300..=399 => say!("fault-status-3xx"),
        204 | 205 => say!("fault-status-empty"),
        _ => say!("fault-status-odd"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_as_the_crates_below_say_it() {
        let url = || "https://a.example/".to_owned();
        for error in [
            AddError::Address(AddressError::Empty),
            AddError::Address(AddressError::Scheme { scheme: "ftp".to_owned() }),
            AddError::NoFeedNamed { url: url() },
            AddError::NoPublicChannel { url: url() },
            AddError::OtherRule { url: url(), rule: "li".to_owned() },
            AddError::NoRule { url: url() },
            AddError::NotYours,
        ] {
            assert_eq!(
                of_adding(&error),
                super::super::text::sentence(&error).replace("Https", "https")
            );
        }
        for status in [400, 401, 402, 403, 404, 410, 418, 429, 451, 503, 502, 302, 204] {
            let error = AddError::Status { status, url: url() };
            assert_eq!(of_adding(&error), error.to_string(), "{status}");
        }
    }
}
