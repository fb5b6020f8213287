//! The statuses of HTTP in words.

/// A status that is no success, in a line a user understands.
pub(crate) fn describe_status(status: u16) -> String {
    let meaning = match status {
        400 => "the server does not understand the request",
        401 => "it asks for a password",
        402 => "it asks for payment",
        403 => "the server refuses to give it to us",
        404 => "there is nothing at this address",
        410 => "it is gone for good, says the server",
        429 => "we asked too often, says the server",
        451 => "it is withheld for legal reasons",
        503 => "the server is not available now",
        500..=599 => "the server has a fault",
        300..=399 => "the redirect leads nowhere",
        204 | 205 => "the server sent no content",
        _ => "the server gave an answer that is not understood",
    };
    format!("{meaning} ({status})")
}
