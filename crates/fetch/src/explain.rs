//! Turns the HTTP client's error chains into typed errors.

use std::error::Error;
use std::io;

use rustls::CertificateError;

use crate::error::FetchError;
use crate::guard::LookupError;
use crate::settings::FetchSettings;

/// What a failed request to `host` means.
pub(crate) fn explain(error: &reqwest::Error, host: &str, settings: &FetchSettings) -> FetchError {
    let host = host.to_owned();
    if let Some(lookup) = find::<LookupError>(error) {
        return match lookup {
            LookupError::Nowhere => FetchError::Dns { host },
            LookupError::Refused { address, class } => {
                FetchError::Address { host, address: *address, class }
            }
        };
    }
    if let Some(tls) = find::<rustls::Error>(error) {
        return explain_tls(tls, host);
    }
    if error.is_timeout() && error.is_connect() {
        return FetchError::Timeout { host, after: settings.connect_timeout, connecting: true };
    }
    let io = find::<io::Error>(error);
    if error.is_connect() {
        let why = io.map_or("no connection could be made", |io| io_words(io.kind()));
        return FetchError::Connect { host, why: why.to_owned() };
    }
    let broke_off = error.is_body() || io.is_some() || says_incomplete(error);
    let why = if broke_off {
        "broke off in the middle of its answer"
    } else {
        "sent an answer that is not HTTP"
    };
    FetchError::Protocol { host, why: why.to_owned() }
}

fn explain_tls(error: &rustls::Error, host: String) -> FetchError {
    let (certificate, why) = match error {
        rustls::Error::InvalidCertificate(problem) => (true, certificate_words(problem)),
        rustls::Error::NoCertificatesPresented => (true, "there is none".to_owned()),
        rustls::Error::AlertReceived(alert) => {
            (false, format!("the server refused it ({alert:?})"))
        }
        rustls::Error::InvalidMessage(_) => {
            (false, "the server does not answer in TLS at this port".to_owned())
        }
        rustls::Error::PeerIncompatible(_) => {
            (false, "the server offers only outdated encryption".to_owned())
        }
        other => (false, other.to_string()),
    };
    FetchError::Tls { host, certificate, why }
}

fn certificate_words(problem: &CertificateError) -> String {
    match problem {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its time has not begun"
        }
        CertificateError::UnknownIssuer => "it was not issued by an authority known here",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it was issued for another name"
        }
        CertificateError::Revoked => "it was revoked",
        CertificateError::BadSignature => "its signature is wrong",
        CertificateError::BadEncoding => "it cannot be read",
        other => return other.to_string(),
    }
    .to_owned()
}

fn io_words(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::ConnectionRefused => "connection refused",
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => "connection cut",
        io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => "connection closed",
        io::ErrorKind::HostUnreachable => "no way to the host",
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::AddrNotAvailable => {
            "no way to its network"
        }
        _ => "no connection could be made",
    }
}

/// The HTTP library keeps the kind of a connection closed too early to itself but for this word.
fn says_incomplete(error: &reqwest::Error) -> bool {
    let mut next = error.source();
    while let Some(error) = next {
        if error.to_string().contains("closed before message completed") {
            return true;
        }
        next = error.source();
    }
    false
}

/// The first error of type `T` in a chain, looking into I/O errors, which hide the error they
/// carry.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        let carried = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(found) = carried.and_then(|carried| find::<T>(carried)) {
            return Some(found);
        }
        next = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_explained_in_words() {
        let tls = |problem| {
            explain_tls(&rustls::Error::InvalidCertificate(problem), "x.example".into()).to_string()
        };
        assert_eq!(
            tls(CertificateError::Expired),
            "the server's certificate is not valid: expired"
        );
        assert!(tls(CertificateError::NotValidForName).ends_with("issued for another name"));
        assert!(tls(CertificateError::UnknownIssuer).ends_with("an authority known here"));
    }

    #[test]
    fn an_error_inside_an_io_error_is_found() {
        let inner = rustls::Error::InvalidCertificate(CertificateError::Revoked);
        let wrapped = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, inner.clone()));
        assert_eq!(find::<rustls::Error>(&wrapped), Some(&inner));
    }
}
