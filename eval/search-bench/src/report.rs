//! What was measured of an engine.

use std::time::Duration;

/// Resident memory in MB: the program's own, and pages of files.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    pub own: u64,
    pub files: u64,
}

pub fn memory() -> Memory {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
        kilobytes.and_then(|number| number.parse::<u64>().ok()).unwrap_or(0) / 1024
    };
    Memory { own: of("RssAnon:"), files: of("RssFile:") }
}

/// The processor's time of this thread: what an answer costs where nothing else runs.
pub fn processor() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// An answer's time, how many it found, and the query.
pub type Asking = (Duration, u64, String);

#[derive(Default)]
pub struct Line {
    pub name: &'static str,
    pub per_second: f64,
    pub bytes: u64,
    pub memory_writing: Memory,
    pub memory_asking: Memory,
    pub live: Vec<Asking>,
    pub full: Vec<Asking>,
    /// The same in the processor's time.
    pub live_cost: Vec<Asking>,
    pub full_cost: Vec<Asking>,
}

fn share(times: &mut [Asking], percent: usize) -> f64 {
    times.sort_by_key(|(time, ..)| *time);
    let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(at).map_or(f64::NAN, |(time, ..)| time.as_secs_f64() * 1e3)
}

impl Line {
    pub fn print(&mut self, articles: u64) {
        println!(
            "{:<14} {:>8.0} docs/s {:>8.1} MB ({:>5.0} B each)  memory writing {}+{} MB, asking {}+{} MB",
            self.name,
            self.per_second,
            self.bytes as f64 / 1e6,
            self.bytes as f64 / articles as f64,
            self.memory_writing.own,
            self.memory_writing.files,
            self.memory_asking.own,
            self.memory_asking.files,
        );
        let lines = [
            ("as you type", &mut self.live),
            ("  processor", &mut self.live_cost),
            ("full, counts", &mut self.full),
            ("  processor", &mut self.full_cost),
        ];
        for (what, times) in lines.into_iter().filter(|(_, times)| !times.is_empty()) {
            println!(
                "    {what:<13} {:>6} asked   p50 {:>9.2} ms   p90 {:>9.2} ms   p99 {:>9.2} ms   most {:>9.2} ms",
                times.len(),
                share(times, 50),
                share(times, 90),
                share(times, 99),
                share(times, 100),
            );
            if std::env::var_os("SLOWEST").is_some() {
                for (time, found, text) in times.iter().rev().take(12) {
                    println!("        {:>9.2} ms  {found:>8} found  {text}", time.as_secs_f64() * 1e3);
                }
            }
        }
    }

    /// Whether the goals hold.
    pub fn holds(&mut self) -> bool {
        share(&mut self.live, 50) < 5.0
            && share(&mut self.live, 99) < 25.0
            && share(&mut self.full, 99) < 60.0
    }
}
