//! Who asks: an app password's user.
