//! Slows down those who guess passwords.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Failures in a row that cost nothing: people mistype.
const FREE: u32 = 5;

/// The longest wait. Short enough that nobody can lock the owner out for long by failing in their
/// name, long enough to make guessing hopeless.
const LONGEST: Duration = Duration::from_secs(60);

/// After so long without a failure, all is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(15 * 60);

/// The most peers and names that are remembered; past it the longest quiet ones are forgotten.
const REMEMBERED: usize = 4096;

/// Who is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Who {
    /// An address that requests come from.
    Peer(IpAddr),
    /// A name that somebody tries to sign in with, as a digest.
    Name(blake3::Hash),
}

impl Who {
    /// A peer. One household or attacker holds a whole IPv6 /64, so it counts as one.
    pub fn peer(ip: IpAddr) -> Self {
        Self::Peer(match ip {
            IpAddr::V4(_) => ip,
            IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
                Some(v4) => IpAddr::V4(v4),
                None => {
                    let network = u128::from(v6) & (u128::MAX << 64);
                    IpAddr::V6(network.into())
                }
            },
        })
    }

    /// A name; upper and lower case are one.
    pub fn name(name: &str) -> Self {
        Self::Name(blake3::hash(name.trim().to_lowercase().as_bytes()))
    }
}

#[derive(Debug, Clone, Copy)]
struct Tally {
    tries: u32,
    last: Instant,
}

/// Counts failed tries, each try as failed until it is known to have succeeded, so that many at
/// once are no way around it.
#[derive(Debug, Default)]
pub struct Governor {
    tallies: Mutex<HashMap<Who, Tally>>,
}

impl Governor {
    /// Asks for a try.
    ///
    /// # Errors
    /// How long to wait before another try is heard.
    pub fn begin(&self, who: &[Who], now: Instant) -> Result<(), Duration> {
        let mut tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = who
            .iter()
            .filter_map(|one| tallies.get(one))
            .map(|tally| wait_after(tally.tries).saturating_sub(now.duration_since(tally.last)))
            .max()
            .unwrap_or_default();
        if !wait.is_zero() {
            return Err(wait);
        }
        if tallies.len() >= REMEMBERED {
            forget(&mut tallies, now);
        }
        for one in who {
            let tally = tallies.entry(one.clone()).or_insert(Tally { tries: 0, last: now });
            if now.duration_since(tally.last) > FORGOTTEN {
                tally.tries = 0;
            }
            tally.tries = tally.tries.saturating_add(1);
            tally.last = now;
        }
        Ok(())
    }

    /// The try succeeded: the name and the peer start anew.
    pub fn succeed(&self, who: &[Who]) {
        let mut tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        for one in who {
            tallies.remove(one);
        }
    }
}

fn wait_after(tries: u32) -> Duration {
    match tries.checked_sub(FREE) {
        None => Duration::ZERO,
        Some(over) => Duration::from_secs(1 << over.min(6)).min(LONGEST),
    }
}

fn forget(tallies: &mut HashMap<Who, Tally>, now: Instant) {
    tallies.retain(|_, tally| now.duration_since(tally.last) <= FORGOTTEN);
    if tallies.len() < REMEMBERED {
        return;
    }
    let mut ages: Vec<Instant> = tallies.values().map(|tally| tally.last).collect();
    ages.sort_unstable();
    if let Some(middle) = ages.get(ages.len() / 2).copied() {
        tallies.retain(|_, tally| tally.last > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer() -> Vec<Who> {
        vec![Who::peer("192.0.2.7".parse().unwrap())]
    }

    #[test]
    fn a_row_of_failures_makes_one_wait_ever_longer() {
        let governor = Governor::default();
        let start = Instant::now();
        for _ in 0..FREE {
            governor.begin(&peer(), start).unwrap();
        }
        assert_eq!(governor.begin(&peer(), start), Err(Duration::from_secs(1)));
        let later = start + Duration::from_secs(1);
        governor.begin(&peer(), later).unwrap();
        assert_eq!(governor.begin(&peer(), later), Err(Duration::from_secs(2)));
        let much_later = later + FORGOTTEN + Duration::from_secs(1);
        governor.begin(&peer(), much_later).unwrap();
        governor.begin(&peer(), much_later).unwrap();
    }

    #[test]
    fn a_success_clears_the_tally() {
        let governor = Governor::default();
        let now = Instant::now();
        for _ in 0..FREE {
            governor.begin(&peer(), now).unwrap();
        }
        governor.succeed(&peer());
        assert!(governor.begin(&peer(), now).is_ok());
    }

    #[test]
    fn a_name_is_guarded_from_many_peers_and_never_for_more_than_a_minute() {
        let governor = Governor::default();
        let now = Instant::now();
        let mut waited = Duration::ZERO;
        for number in 0..200_u8 {
            let who = [Who::peer([192, 0, 2, number].into()), Who::name("Owner ")];
            if let Err(wait) = governor.begin(&who, now + waited) {
                assert!(wait <= LONGEST, "{wait:?}");
                waited += wait;
            }
        }
        assert!(waited > Duration::from_secs(100), "{waited:?}");
        let _ = governor.begin(&[Who::name("owner")], now + waited);
        assert!(governor.begin(&[Who::name("owner")], now + waited).is_err());
    }

    #[test]
    fn memory_stays_bounded() {
        let governor = Governor::default();
        let now = Instant::now();
        for number in 0..10_000_u32 {
            let _ = governor.begin(&[Who::peer(std::net::Ipv4Addr::from(number).into())], now);
        }
        assert!(governor.tallies.lock().unwrap().len() <= REMEMBERED);
    }

    #[test]
    fn a_whole_ipv6_network_is_one_peer() {
        let one = Who::peer("2001:db8::1".parse().unwrap());
        assert_eq!(one, Who::peer("2001:db8::ffff:2".parse().unwrap()));
        assert_ne!(one, Who::peer("2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(Who::peer("::ffff:192.0.2.7".parse().unwrap()), peer()[0]);
    }
}
