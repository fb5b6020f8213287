use super::*;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn seconds(from: Instant) -> u64 {
    from.elapsed().as_secs()
}

#[tokio::test(start_paused = true)]
async fn starts_on_one_host_keep_their_pause_and_order() {
    let budget = Arc::new(Budget::new(64, 2, Duration::from_secs(1)));
    let begin = Instant::now();
    let (sender, mut order) = tokio::sync::mpsc::unbounded_channel();
    for n in 0..5 {
        let (budget, sender) = (Arc::clone(&budget), sender.clone());
        tokio::spawn(async move {
            let _turn =
                budget.turn(&url(&format!("http://{n}.x.example/")), Lane::Feeds).await.unwrap();
            sender.send((n, seconds(begin))).unwrap();
        });
        tokio::task::yield_now().await;
    }
    drop(sender);
    let mut seen = Vec::new();
    while let Some(start) = order.recv().await {
        seen.push(start);
    }
    assert_eq!(seen, [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]);
}

#[tokio::test(start_paused = true)]
async fn a_host_runs_no_more_than_its_share() {
    let budget = Budget::new(64, 2, Duration::ZERO);
    let x = url("http://x.example/");
    let first = budget.turn(&x, Lane::Feeds).await.unwrap();
    let _second = budget.turn(&x, Lane::Feeds).await.unwrap();
    let third = tokio::time::timeout(Duration::from_secs(9), budget.turn(&x, Lane::Feeds)).await;
    assert!(third.is_err());
    drop(first);
    budget.turn(&x, Lane::Feeds).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_waiting_host_holds_no_place_in_the_whole() {
    let budget = Arc::new(Budget::new(1, 2, Duration::from_secs(30)));
    let x = url("http://x.example/");
    drop(budget.turn(&x, Lane::Feeds).await.unwrap());
    let waiting = tokio::spawn({
        let budget = Arc::clone(&budget);
        async move { budget.turn(&url("http://x.example/"), Lane::Feeds).await }
    });
    tokio::task::yield_now().await;
    let begin = Instant::now();
    drop(budget.turn(&url("http://y.example/"), Lane::Feeds).await.unwrap());
    assert_eq!(seconds(begin), 0);
    waiting.await.unwrap().unwrap();
    assert_eq!(seconds(begin), 30);
}

#[tokio::test(start_paused = true)]
async fn starts_delayed_by_the_whole_do_not_bunch() {
    let budget = Arc::new(Budget::new(1, 2, Duration::from_secs(1)));
    let busy = budget.turn(&url("http://y.example/"), Lane::Feeds).await.unwrap();
    let starts: Vec<_> = (0..2)
        .map(|_| {
            let budget = Arc::clone(&budget);
            tokio::spawn(async move {
                budget.turn(&url("http://x.example/"), Lane::Feeds).await.unwrap();
                Instant::now()
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_secs(10)).await;
    drop(busy);
    let mut times = Vec::new();
    for start in starts {
        times.push(start.await.unwrap());
    }
    times.sort();
    assert!(times[1] - times[0] >= Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn short_pauses_are_waited_for_and_long_ones_fail() {
    let budget = Budget::new(64, 2, Duration::ZERO);
    let (x, begin) = (url("http://www.x.example/"), Instant::now());
    budget.pause_host(&host_key(&x), Duration::from_secs(50));
    budget.pause_host(&host_key(&x), Duration::from_secs(5));
    drop(budget.turn(&url("https://feeds.x.example/"), Lane::Feeds).await.unwrap());
    assert_eq!(seconds(begin), 50);
    budget.pause_host(&host_key(&x), Duration::from_secs(3600));
    let error = budget.turn(&x, Lane::Feeds).await.unwrap_err();
    assert_eq!(error.to_string(), "x.example asked for a pause; 3600 s are left");
    budget.pause_host(&host_key(&x), Duration::MAX);
    budget.turn(&url("http://y.example/"), Lane::Feeds).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_crawl_delay_widens_the_pause_while_it_lasts() {
    let budget = Budget::new(64, 2, Duration::from_secs(1));
    let x = url("http://x.example/");
    let begin = Instant::now();
    drop(budget.turn(&x, Lane::Feeds).await.unwrap());
    budget.slow_down(&x, Duration::from_secs(10), Duration::from_secs(15));
    drop(budget.turn(&x, Lane::Feeds).await.unwrap());
    assert_eq!(seconds(begin), 10);
    tokio::time::sleep(Duration::from_secs(20)).await;
    drop(budget.turn(&x, Lane::Feeds).await.unwrap());
    drop(budget.turn(&x, Lane::Feeds).await.unwrap());
    assert_eq!(seconds(begin), 31);
}

#[tokio::test(start_paused = true)]
async fn idle_hosts_are_forgotten_and_paused_ones_are_not() {
    let budget = Budget::new(64, 2, Duration::from_millis(1));
    budget.pause_host("paused.example", Duration::from_secs(86_400));
    for n in 0..10_000 {
        drop(budget.turn(&url(&format!("http://x{n}.example/")), Lane::Feeds).await.unwrap());
        tokio::time::advance(Duration::from_millis(2)).await;
    }
    assert!(lock(&budget.hosts).by_key.len() <= SWEEP_FLOOR);
    assert!(budget.turn(&url("http://paused.example/"), Lane::Feeds).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_request_given_up_frees_its_place() {
    let budget = Arc::new(Budget::new(1, 1, Duration::ZERO));
    let x = url("http://x.example/");
    let busy = budget.turn(&x, Lane::Feeds).await.unwrap();
    let waiting = tokio::spawn({
        let (budget, x) = (Arc::clone(&budget), x.clone());
        async move { budget.turn(&x, Lane::Feeds).await.map(drop) }
    });
    tokio::task::yield_now().await;
    waiting.abort();
    let _ = waiting.await;
    drop(busy);
    budget.turn(&x, Lane::Feeds).await.unwrap();
}
