//! Every text that Dateline says to people, in the tongues it speaks.
//!
//! The texts stand in message files ([Fluent](https://projectfluent.org)), `messages/en/ROOM.ftl`
//! and `messages/de/ROOM.ftl`, and are built into the program. [`say`] gives the text of a key in a
//! [`Tongue`]; what a tongue lacks is said in English, and a key that nobody wrote is said as
//! itself. `docs/translating.md` says how to add a text or a tongue.
//!
//! ```
//! use dateline_words::{Args, Tongue, say};
//!
//! let mut args = Args::new();
//! args.set("n", 2);
//! assert_eq!(say(Tongue::German, "date-hours-ago", &args), "vor 2 Stunden");
//! ```

mod book;
mod lines;
mod pseudo;
mod tongue;

pub use book::{plain, say};
pub use fluent_bundle::{FluentArgs as Args, FluentValue as Value};
pub use lines::{is_known, line_keys, told};
pub use tongue::{Direction, Tongue};

/// A key that is said somewhere else than where it stands. The tests know by this which keys are
/// in use.
#[macro_export]
macro_rules! key {
    ($key:literal) => {
        $key
    };
}

/// Every message file: the room it is for, and its text.
#[must_use]
pub fn files(tongue: Tongue) -> &'static [(&'static str, &'static str)] {
    book::files(tongue)
}

/// A number with its thousands set apart as a tongue does it: "12,408", "12.408".
#[must_use]
pub fn grouped(tongue: Tongue, number: u64) -> String {
    let digits = number.to_string();
    let apart = match tongue {
        Tongue::German => '.',
        Tongue::English | Tongue::Pseudo | Tongue::Mirrored => ',',
    };
    let mut told = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            told.push(apart);
        }
        told.push(digit);
    }
    told
}
