//! Sending mail by SMTP (RFC 5321), through the one server that the instance's settings name.
//!
//! It stands beside the fetcher and shares nothing with it: who runs the instance chose the server,
//! so that no guard of addresses applies, and no user can name another one.

use std::time::Duration;

use lettre::message::{Mailbox, MultiPart, header};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::Url;

/// A whole conversation with the server takes no longer.
const TIME: Duration = Duration::from_secs(60);

/// How the server is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// `smtps://host` speaks TLS from the start (port 465), `smtp://host` changes to TLS before
    /// anything is said (STARTTLS, port 587), and `smtp+plain://host` never does (port 25).
    pub server: Url,
    /// The name to sign in with; `None` where the server asks for none.
    pub user: Option<String>,
    /// The password that goes with it.
    pub password: Option<String>,
    /// Who the mail is from: `Dateline <news@example.org>`.
    pub from: String,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailSettings")
            .field("server", &self.server.host_str())
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Whom it is to.
    pub to: String,
    /// What it is about, one line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// What is unique about it, as letters and digits: the same mail sent twice has it twice, so
    /// that programs which read mail can tell.
    pub name: String,
}

/// Why a mail could not be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// A setting cannot be used.
    #[error("the mail settings cannot be used: {0}")]
    Settings(String),
    /// Whom it is to is nobody's address.
    #[error("“{address}” is no address of e-mail")]
    Address {
        /// What was given as an address.
        address: String,
    },
    /// The mail cannot be written down.
    #[error("the mail could not be written: {0}")]
    Written(String),
    /// The server refuses it for good.
    #[error("the mail server refused it: {0}")]
    Refused(String),
    /// It may be taken later.
    #[error("the mail server did not take it: {0}")]
    Later(String),
}

impl MailError {
    /// Whether it is worth trying again.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Later(_))
    }
}

/// Whether a text can be an address of e-mail.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<Address>().is_ok()
}

/// Sends mail. A clone is cheap.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// The domain that names of mails end with.
    domain: String,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailer").field("from", &self.from).finish_non_exhaustive()
    }
}

impl Mailer {
    /// A mailer by these settings; it opens no connection yet.
    ///
    /// # Errors
    /// [`MailError::Settings`] when they cannot be used.
    pub fn new(settings: &MailSettings) -> Result<Self, MailError> {
        let bad = |why: &str| MailError::Settings(why.to_owned());
        // A provider that is already installed serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let host = settings.server.host_str().ok_or_else(|| bad("the server has no name"))?;
        // An IPv6 address stands in brackets in a URL only.
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let tls = || TlsParameters::new(host.to_owned()).map_err(|error| bad(&error.to_string()));
        let (tls, port) = match settings.server.scheme() {
            "smtps" => (Tls::Wrapper(tls()?), 465),
            "smtp" => (Tls::Required(tls()?), 587),
            "smtp+plain" => (Tls::None, 25),
            _ => return Err(bad("the server begins with smtps://, smtp:// or smtp+plain://")),
        };
        let from: Mailbox =
            settings.from.parse().map_err(|_| bad(&format!("“{}” is no sender", settings.from)))?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(settings.server.port().unwrap_or(port))
            .tls(tls)
            .timeout(Some(TIME));
        if let Some(user) = &settings.user {
            let password = settings.password.clone().unwrap_or_default();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        let domain = from.email.domain().to_owned();
        Ok(Self { transport: builder.build(), from, domain })
    }

    /// Sends a mail; the server has taken it when this returns.
    ///
    /// # Errors
    /// Whatever kept the server from taking it; see [`MailError::is_temporary`].
    pub async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let message = self.message(mail)?;
        let sent = tokio::time::timeout(TIME, self.transport.send(message)).await;
        let sent = sent.map_err(|_| MailError::Later("it did not answer in time".to_owned()))?;
        sent.map(|_| ()).map_err(|error| {
            let why = reason(&error);
            if error.is_permanent() { MailError::Refused(why) } else { MailError::Later(why) }
        })
    }

    fn message(&self, mail: &Mail) -> Result<Message, MailError> {
        let bad = || MailError::Address { address: mail.to.clone() };
        let to: Address = mail.to.parse().map_err(|_| bad())?;
        let subject: String =
            mail.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .message_id(Some(format!("<{}@{}>", mail.name, self.domain)))
            // RFC 3834: nobody's holiday notice is to answer it.
            .header(AutoSubmitted("auto-generated".to_owned()))
            .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
            .map_err(|error| MailError::Written(error.to_string()))
    }
}

/// The innermost reason, which is what a person can do something about.
fn reason(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut inner = error.source();
    while let Some(next) = inner {
        text = next.to_string();
        inner = next.source();
    }
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect()
}

/// RFC 3834, section 5.
#[derive(Debug, Clone)]
struct AutoSubmitted(String);

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), self.0.clone())
    }
}

#[cfg(test)]
mod tests;
