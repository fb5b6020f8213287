//! What is kept of the validators that answers carry (RFC 9110 8.8, RFC 9111 4.3.4).

use dateline_fetch::Validators;
use dateline_model::PollingState;

/// Whether a request can be conditional.
pub(super) fn has_validators(polling: &PollingState) -> bool {
    polling.etag.is_some() || polling.last_modified.is_some()
}

pub(super) trait KeepValidators {
    fn replace(&mut self, validators: &Validators);
    fn renew(&mut self, validators: &Validators);
}

impl KeepValidators for PollingState {
    /// After a 200 the pair is replaced whole: a header that is missing clears what was kept.
    fn replace(&mut self, validators: &Validators) {
        self.etag = validators.etag.clone();
        self.last_modified = validators.last_modified.clone();
    }

    /// After a 304 only what it carries is renewed.
    fn renew(&mut self, validators: &Validators) {
        if validators.etag.is_some() {
            self.etag = validators.etag.clone();
        }
        if validators.last_modified.is_some() {
            self.last_modified = validators.last_modified.clone();
        }
    }
}
