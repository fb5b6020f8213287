//! What holds for every engine.

use bytes::Bytes;
use proptest::prelude::*;

use crate::{Blobs, Key, Usage};

/// Each engine with what it stands on.
fn engines() -> Vec<(&'static str, Blobs, Option<tempfile::TempDir>)> {
    let folder = tempfile::tempdir().unwrap();
    vec![
        ("files", Blobs::files(folder.path().join("blobs")), Some(folder)),
        ("memory", Blobs::memory(1_000_000), None),
    ]
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

#[test]
fn a_value_comes_back_whole() {
    run(async {
        for (name, blobs, _folder) in engines() {
            let key = Key::of(&["a", "b"]);
            assert_eq!(blobs.get(key).await.unwrap(), None, "{name}");
            for value in [&b""[..], b"one", &[0; 70_000]] {
                blobs.put(key, Bytes::copy_from_slice(value)).await.unwrap();
                assert_eq!(blobs.get(key).await.unwrap().unwrap(), value, "{name}");
            }
            assert_eq!(blobs.get(Key::of(&["ab"])).await.unwrap(), None, "{name}");
            assert_eq!(blobs.usage().await.unwrap().blobs, 1, "{name}");
            blobs.remove(key).await.unwrap();
            blobs.remove(key).await.unwrap();
            assert_eq!(blobs.get(key).await.unwrap(), None, "{name}");
            assert_eq!(blobs.usage().await.unwrap(), Usage::default(), "{name}");
        }
    });
}

#[test]
fn making_room_removes_no_more_than_it_must() {
    run(async {
        for (name, blobs, _folder) in engines() {
            let keys = ["a", "b", "c", "d"].map(|part| Key::of(&[part]));
            for key in keys {
                blobs.put(key, Bytes::from(vec![1; 5000])).await.unwrap();
            }
            let before = blobs.usage().await.unwrap();
            assert_eq!(before.blobs, 4, "{name}");
            assert_eq!(blobs.trim(before.bytes).await.unwrap().removed.blobs, 0, "{name}");
            let trimmed = blobs.trim(before.bytes / 2).await.unwrap();
            assert_eq!((trimmed.removed.blobs, trimmed.left.blobs), (2, 2), "{name}");
            assert_eq!(blobs.usage().await.unwrap(), trimmed.left, "{name}");
            let mut found = 0;
            for key in keys {
                found += usize::from(blobs.get(key).await.unwrap().is_some());
            }
            assert_eq!(found, 2, "{name}");
            assert_eq!(blobs.trim(0).await.unwrap().left, Usage::default(), "{name}");
        }
    });
}

#[test]
fn writers_of_one_key_leave_one_of_their_values() {
    run(async {
        for (name, blobs, _folder) in engines() {
            let key = Key::of(&["shared"]);
            let writers = (0..16u8).map(|number| {
                let blobs = blobs.clone();
                tokio::spawn(async move {
                    blobs.put(key, Bytes::from(vec![number; 40_000])).await.unwrap();
                    let seen = blobs.get(key).await.unwrap().unwrap();
                    assert!(seen.len() == 40_000 && seen.iter().all(|byte| *byte == seen[0]));
                })
            });
            for writer in writers.collect::<Vec<_>>() {
                writer.await.unwrap();
            }
            assert_eq!(blobs.usage().await.unwrap().blobs, 1, "{name}");
        }
    });
}

#[test]
fn a_memory_stays_within_its_bound() {
    run(async {
        let blobs = Blobs::memory(100);
        let keys = ["a", "b", "c"].map(|part| Key::of(&[part]));
        blobs.put(keys[0], Bytes::from(vec![1; 40])).await.unwrap();
        blobs.put(keys[1], Bytes::from(vec![1; 40])).await.unwrap();
        assert!(blobs.get(keys[0]).await.unwrap().is_some());
        blobs.put(keys[2], Bytes::from(vec![1; 40])).await.unwrap();
        assert_eq!(blobs.get(keys[1]).await.unwrap(), None, "the least recently used");
        assert_eq!(blobs.usage().await.unwrap(), Usage { blobs: 2, bytes: 80 });
        blobs.put(keys[2], Bytes::from(vec![1; 400])).await.unwrap();
        assert!(blobs.usage().await.unwrap().bytes <= 100);
    });
}

#[test]
fn names_that_only_look_alike_have_keys_of_their_own() {
    let keys = [
        Key::of(&["a", "b"]),
        Key::of(&["ab"]),
        Key::of(&["a", "", "b"]),
        Key::of(&["", "ab"]),
        Key::of(&[]),
    ];
    for (at, key) in keys.iter().enumerate() {
        assert!(!keys[..at].contains(key), "{at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn engines_agree(steps in prop::collection::vec((0u8..4, 0u8..5, prop::collection::vec(any::<u8>(), 0..300)), 0..40)) {
        let told: Vec<Vec<Option<Bytes>>> = engines().into_iter().map(|(_, blobs, _folder)| run(async {
            let mut told = Vec::new();
            for (act, name, value) in &steps {
                let key = Key::of(&[&name.to_string()]);
                match act {
                    0 | 1 => blobs.put(key, Bytes::from(value.clone())).await.unwrap(),
                    2 => blobs.remove(key).await.unwrap(),
                    _ => told.push(blobs.get(key).await.unwrap()),
                }
            }
            told
        })).collect();
        prop_assert_eq!(&told[0], &told[1]);
    }
}
