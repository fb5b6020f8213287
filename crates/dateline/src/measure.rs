//! Metrics: the recorder behind `/metrics`, and what is known of the process as a whole.

use std::time::Duration;

use anyhow::{Context, Result};
use dateline_store::Store;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::task::JoinHandle;

/// Upper bounds of the histograms: from a fast query in seconds to the size of a batch.
const BUCKETS: [f64; 13] =
    [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 5.0, 10.0, 30.0, 100.0, 300.0];

/// How often the process is looked at.
const PAUSE: Duration = Duration::from_secs(15);

/// Starts recording.
///
/// # Errors
/// When something records already.
pub fn start() -> Result<PrometheusHandle> {
    PrometheusBuilder::new()
        .set_buckets(&BUCKETS)
        .and_then(PrometheusBuilder::install_recorder)
        .context("the metrics could not be set up")
}

/// Keeps the recorder tidy and measures process and store, until the task is dropped.
pub fn watch(recorder: PrometheusHandle, store: Store) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            recorder.run_upkeep();
            if let Some(bytes) = resident_bytes() {
                metrics::gauge!("process_resident_memory_bytes").set(bytes as f64);
            }
            if let Ok(bytes) = store.size_bytes().await {
                metrics::gauge!("dateline_store_bytes").set(bytes as f64);
            }
            tokio::time::sleep(PAUSE).await;
        }
    })
}

/// The memory that this process holds, where the system is Linux.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_holds_some_memory() {
        let bytes = super::resident_bytes().unwrap();
        assert!(bytes > 100_000 && bytes < 100_000_000_000, "{bytes}");
    }
}
