//! Words near each other.

/// Whether one place can be chosen from each list so that all are within so many steps of each
/// other. The lists are ascending; of no lists it is true.
pub fn within_steps(lists: &[Vec<u32>], within: u32) -> bool {
    let mut at = vec![0usize; lists.len()];
    loop {
        let mut lowest: Option<(u32, usize)> = None;
        let mut highest = 0;
        for (list, (places, at)) in lists.iter().zip(&at).enumerate() {
            let Some(place) = places.get(*at) else { return false };
            highest = highest.max(*place);
            if lowest.is_none_or(|(low, _)| *place < low) {
                lowest = Some((*place, list));
            }
        }
        let Some((low, list)) = lowest else { return true };
        if highest - low <= within {
            return true;
        }
        // Only a later place of the lowest can bring them nearer.
        match at.get_mut(list) {
            Some(at) => *at += 1,
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_near_in_any_order() {
        assert!(within_steps(&[vec![1, 50], vec![10, 47]], 3));
        assert!(!within_steps(&[vec![1, 50], vec![10, 46]], 3));
        assert!(within_steps(&[vec![3], vec![1], vec![2]], 2));
        assert!(!within_steps(&[vec![1], vec![]], 5));
        assert!(within_steps(&[], 5));
    }
}
