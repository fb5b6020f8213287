//! Places a stream of invented articles and says what each takes: for `eval/stories.sh`.
//!
//! `stories_load ARTICLES STEP [copies]`: all of them lie within the time that the window remembers. What
//! inventing them takes is not counted, nor what reading a candidate's text from a store would.

use std::io::{self, Write};

use dateline_model::{ArticleId, StoryId};
use dateline_story::{
    Arrival, Window, WindowSettings,
    copies::{Index, Signature, copy_among},
    families::Families,
    understand,
};
use jiff::Timestamp;
use rustix::time::{ClockId, clock_gettime};

use invent::{Invented, Stream};

mod invent;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

const START: i64 = 1_766_000_000;
/// The window is tidied, and the index forgets, once in so many articles.
const TIDIED_EVERY: usize = 5000;
const PHASES: [&str; 6] = ["words", "sign", "look", "compare", "place", "insert"];

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1).filter_map(|number| number.parse().ok());
    let articles: usize = arguments.next().unwrap_or(1_000_000);
    let step: usize = arguments.next().unwrap_or(articles.div_ceil(10));
    let settings = WindowSettings::default();
    let seconds = settings.forgotten_after as f64 * 0.99;

    let stream = Stream::new(articles);
    let mut desk = Desk {
        window: Window::new(settings, StoryId(1)),
        index: Index::new(),
        stream: &stream,
        copies_only: std::env::args().any(|argument| argument == "copies"),
        pace: seconds / articles as f64,
    };
    let own = resident();
    let mut output = io::stdout().lock();
    write!(output, "{:>9}", "articles")?;
    for phase in PHASES {
        write!(output, " {phase:>7}")?;
    }
    writeln!(
        output,
        " {:>7} {:>7} {:>7} {:>8} {:>7} {:>6}",
        "all", "p99", "max", "tidy ms", "MB", "copies"
    )?;
    let mut taken: Vec<[f32; PHASES.len()]> = Vec::with_capacity(step);
    let (mut copies, mut tidied) = (0, 0.0_f32);
    for number in 0..articles {
        let (times, is_copy) = desk.take(number);
        taken.push(times);
        copies += usize::from(is_copy);
        if number % TIDIED_EVERY == TIDIED_EVERY - 1 {
            tidied = tidied.max(desk.tidy(number));
        }
        if taken.len() == step || number + 1 == articles {
            report(&mut output, number + 1, &taken)?;
            let megabytes = resident() - own;
            writeln!(output, " {:8.1} {megabytes:7.0} {copies:6}", tidied / 1000.0)?;
            output.flush()?;
            taken.clear();
            (copies, tidied) = (0, 0.0);
        }
    }
    Ok(())
}

struct Desk<'a> {
    window: Window,
    index: Index,
    stream: &'a Stream,
    /// Only copies are looked for.
    copies_only: bool,
    /// Seconds from one article to the next.
    pace: f64,
}

impl Desk<'_> {
    /// The microseconds that each phase took, and whether the article was a copy.
    fn take(&mut self, number: usize) -> ([f32; PHASES.len()], bool) {
        let invented = self.stream.article(number);
        let article = self.arrival(number, &invented);
        let mut watch = Watch::new();
        let features = (!self.copies_only).then(|| understand(&article));
        watch.lap();
        let signature = Signature::of(article.text);
        watch.lap();
        let candidates = self.index.candidates(&signature);
        watch.lap();

        let texts: Vec<(usize, Invented)> = candidates
            .iter()
            .map(|candidate| candidate.article.0 as usize)
            .map(|other| (other, self.stream.article(other)))
            .collect();
        watch.pause();
        let others: Vec<Arrival<'_>> =
            texts.iter().map(|(other, invented)| self.arrival(*other, invented)).collect();
        let copy = copy_among(Families::built_in(), &article, &others);
        let copy = copy.map(|(of, relation)| relation.copy_of(of));
        watch.lap();
        if let Some(features) = features {
            let _ = self.window.place(article.id, article.at, features, copy);
        }
        watch.lap();
        self.index.insert(article.id, article.at, &signature);
        watch.lap();
        (watch.laps, copy.is_some())
    }

    fn arrival<'a>(&self, number: usize, invented: &'a Invented) -> Arrival<'a> {
        Arrival {
            id: ArticleId(number as i64),
            at: self.at(number),
            title: &invented.title,
            text: &invented.text,
            language: Some("en"),
            outlet: Some(&invented.outlet),
            address: None,
            canonical: None,
            origin: None,
            alone: false,
        }
    }

    fn at(&self, number: usize) -> Timestamp {
        let second = START + (number as f64 * self.pace) as i64;
        Timestamp::from_second(second).unwrap_or(Timestamp::MAX)
    }

    /// The microseconds that tidying took.
    fn tidy(&mut self, number: usize) -> f32 {
        let now = self.at(number);
        let mut watch = Watch::new();
        let _ = self.window.tidy(now);
        let before = now.as_second() - WindowSettings::default().forgotten_after;
        self.index.forget(Timestamp::from_second(before).unwrap_or(Timestamp::MIN));
        watch.lap();
        watch.laps.iter().sum()
    }
}

/// The processor time of this thread, by phases.
struct Watch {
    since: f64,
    laps: [f32; PHASES.len()],
    lap: usize,
}

impl Watch {
    fn new() -> Self {
        Self { since: microseconds(), laps: [0.0; PHASES.len()], lap: 0 }
    }

    fn lap(&mut self) {
        let now = microseconds();
        if let Some(lap) = self.laps.get_mut(self.lap) {
            *lap = (now - self.since) as f32;
        }
        self.lap += 1;
        self.since = microseconds();
    }

    /// What was done since the last lap does not count.
    fn pause(&mut self) {
        self.since = microseconds();
    }
}

fn microseconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}

fn report(output: &mut impl Write, articles: usize, taken: &[[f32; 6]]) -> io::Result<()> {
    write!(output, "{articles:>9}")?;
    let count = taken.len() as f32;
    for phase in 0..PHASES.len() {
        let sum: f32 = taken.iter().filter_map(|laps| laps.get(phase)).sum();
        write!(output, " {:7.1}", sum / count)?;
    }
    let mut all: Vec<f32> = taken.iter().map(|laps| laps.iter().sum()).collect();
    all.sort_by(f32::total_cmp);
    let place = all.len() * 99 / 100;
    let p99 = all.get(place).copied().unwrap_or_default();
    let last = all.last().copied().unwrap_or_default();
    write!(output, " {:7.1} {p99:7.0} {last:7.0}", all.iter().sum::<f32>() / count)
}

/// Resident megabytes.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}
