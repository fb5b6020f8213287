//! Reads every file of a folder, and mutations of them: nothing may panic, none may take longer
//! than two seconds.
//!
//! `mutate_pages FOLDER [MUTATIONS [SEED]]`; ends with 1 where a page was too slow. A page that
//! makes the reader panic is named by its file and its number before the panic.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use dateline_page::{PageHints, read};

const TOO_LONG: Duration = Duration::from_secs(2);

/// xorshift64*, so that a seed gives the same mutations everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit.max(1)
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length);
        start..(start + self.below(20_000)).min(length)
    }
}

/// Half a page, a part twice, a part within many elements, odd bytes, tags gone.
fn mutate(page: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(3) {
        let range = dice.range(page.len());
        match dice.below(7) {
            0 => page.truncate(range.start),
            1 => {
                let part = page.get(range.clone()).unwrap_or(&[]).repeat(1 + dice.below(8));
                page.splice(range.end..range.end, part);
            }
            2 => {
                let tags: [&[u8]; 6] =
                    [b"<div>", b"<table><td>", b"<b>", b"<ul><li>", b"<svg>", b"<a href=x>"];
                let tag = tags.get(dice.below(tags.len())).copied().unwrap_or(b"<p>");
                let nest = tag.repeat(1 + dice.below(5_000));
                page.splice(range.start..range.start, nest);
            }
            3 => {
                for _ in 0..=dice.below(400) {
                    let at = dice.below(page.len());
                    if let Some(byte) = page.get_mut(at) {
                        *byte = dice.below(256) as u8;
                    }
                }
            }
            4 => drop(page.drain(range)),
            5 => {
                let every = 1 + dice.below(30);
                let mut seen = 0;
                page.retain(|&byte| {
                    seen += usize::from(byte == b'>');
                    byte != b'>' || !seen.is_multiple_of(every)
                });
            }
            _ => {
                let attributes: Vec<u8> = (0..dice.below(3_000))
                    .flat_map(|n| format!(" a{n}='{n}'").into_bytes())
                    .collect();
                let start = range.start;
                page.splice(start..start, [b"<p".as_slice(), &attributes, b">"].concat());
            }
        }
    }
}

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// How long this thread has run, where the system tells: what else the machine does must not count.
fn clock() -> Duration {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = spent.and_then(|spent| spent.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or_else(|| std::io::Error::other("no folder given"))?;
    let mut number =
        |default: usize| arguments.next().and_then(|n| n.parse().ok()).unwrap_or(default);
    let (mutations, seed) = (number(20_000), number(1));
    let mut paths: Vec<_> =
        std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (seed as u64));
    let (mut slow, mut worst) = (0, Duration::ZERO);
    for round in 0..paths.len() + mutations {
        let Some(path) = paths.get(round % paths.len()) else { break };
        let mut page = std::fs::read(path)?;
        if round >= paths.len() {
            mutate(&mut page, &mut dice);
        }
        let start = clock();
        let read = std::panic::catch_unwind(|| read(&page, &PageHints::default()).is_ok());
        let taken = clock().saturating_sub(start);
        if read.is_err() || taken > TOO_LONG {
            eprintln!("{} in round {round}: {taken:?}", path.display());
            slow += 1;
        }
        worst = worst.max(taken);
    }
    println!("{} pages, {mutations} mutations, seed {seed}: the slowest {worst:?}", paths.len());
    if slow > 0 {
        return Err(std::io::Error::other(format!("{slow} failed")));
    }
    Ok(())
}
