//! Amounts of bytes, as people say them.

use crate::when::grouped;

/// "1.2 GB", "3.4 MB", "12 kB", "840 bytes".
pub fn bytes(bytes: u64) -> String {
    let units = [(1_000_000_000_u64, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    let Some((size, unit)) = units.into_iter().find(|(size, _)| bytes >= *size) else {
        return say!("size-bytes", n = bytes);
    };
    let tenths = u64::try_from(u128::from(bytes) * 10 / u128::from(size)).unwrap_or(u64::MAX);
    let whole = grouped(tenths / 10);
    match tenths % 10 {
        0 => say!("size", whole = whole, unit = unit),
        tenth => say!("size-tenths", whole = whole, tenth = tenth.to_string(), unit = unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::{Tongue, within};

    #[test]
    fn bytes_are_told_in_units_that_people_know() {
        assert_eq!(bytes(840), "840 bytes");
        assert_eq!(bytes(12_000), "12 kB");
        assert_eq!(bytes(1_250_000_000), "1.2 GB");
        assert_eq!(bytes(u64::MAX), "18,446,744,073.7 GB");
        assert_eq!(within(Tongue::German, || bytes(3_450_000)), "3,4 MB");
    }
}
