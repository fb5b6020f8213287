use async_compression::tokio::bufread::{
    BrotliEncoder, DeflateEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder,
};

use super::*;

const CAPS: Caps = Caps { wire: 5 << 20, decoded: 25 << 20, ratio: 100, cut: false };

async fn all(mut reader: impl AsyncRead + Unpin) -> Vec<u8> {
    let mut out = Vec::new();
    reader.read_to_end(&mut out).await.unwrap();
    out
}

async fn gzipped(text: &[u8]) -> Vec<u8> {
    all(GzipEncoder::new(text)).await
}

/// Text that compresses about threefold.
fn text() -> Vec<u8> {
    let mut text = b"<rss>".to_vec();
    let mut state = 1_u32;
    for _ in 0..40_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        text.push(b'a' + (state >> 24) as u8 % 12);
    }
    text
}

async fn undone(wire: Vec<u8>, encoding: &str) -> Result<Bytes, BodyError> {
    decode(wire.into(), encoding, CAPS).await
}

#[tokio::test]
async fn every_encoding_is_undone() {
    let text = text();
    let input: &[u8] = &text;
    let bodies = [
        ("gzip", gzipped(input).await),
        ("X-GZip", gzipped(input).await),
        ("br", all(BrotliEncoder::new(input)).await),
        ("zstd", all(ZstdEncoder::new(input)).await),
        ("deflate", all(ZlibEncoder::new(input)).await),
        ("deflate", all(DeflateEncoder::new(input)).await),
        ("identity", text.clone()),
        ("", text.clone()),
        ("deflate, gzip", gzipped(&all(ZlibEncoder::new(input)).await).await),
    ];
    for (encoding, wire) in bodies {
        assert!(undone(wire, encoding).await.unwrap() == text, "{encoding}");
    }
}

#[tokio::test]
async fn members_are_joined_and_padding_is_ignored() {
    let mut wire = gzipped(b"<rss>").await;
    wire.extend(gzipped(b"</rss>").await);
    wire.extend([0; 16]);
    assert_eq!(undone(wire, "gzip").await.unwrap(), "<rss></rss>");
    let mut frames = all(ZstdEncoder::new(&b"<rss>"[..])).await;
    frames.extend(all(ZstdEncoder::new(&b"</rss>"[..])).await);
    assert_eq!(undone(frames, "zstd").await.unwrap(), "<rss></rss>");
}

#[tokio::test]
async fn endless_members_are_damage() {
    let one = gzipped(b"").await;
    let error = undone(one.repeat(MOST_MEMBERS + 1), "gzip").await.unwrap_err();
    assert!(matches!(error, BodyError::Damaged(_)));
}

#[tokio::test]
async fn plain_text_under_a_false_label_is_taken() {
    for encoding in ["gzip", "br", "zstd", "deflate", "utf-8"] {
        for plain in ["<rss version='2.0'><channel/></rss>", "{\"items\": []}", "\u{feff}<rss/>"] {
            assert_eq!(undone(plain.into(), encoding).await.unwrap(), plain, "{encoding}");
        }
    }
}

#[tokio::test]
async fn truncated_bodies_are_damage() {
    let text = text();
    let input: &[u8] = &text;
    for (encoding, mut wire) in [
        ("gzip", gzipped(input).await),
        ("br", all(BrotliEncoder::new(input)).await),
        ("zstd", all(ZstdEncoder::new(input)).await),
        ("deflate", all(ZlibEncoder::new(input)).await),
        ("deflate", all(DeflateEncoder::new(input)).await),
    ] {
        for cut in [wire.len() - 1, wire.len() / 2] {
            wire.truncate(cut);
            let result = undone(wire.clone(), encoding).await;
            assert!(matches!(result, Err(BodyError::Damaged(_))), "{encoding} at {cut}");
        }
    }
    assert!(undone(vec![0, 1, 2], "compress").await.is_err());
    assert!(undone(b"<a>".to_vec(), "gzip, br, zstd").await.is_err());
}

#[tokio::test]
async fn bombs_are_cut_by_size_and_by_ratio() {
    let bomb = gzipped(&vec![b' '; 26 << 20]).await;
    let error = undone(bomb.clone(), "gzip").await.unwrap_err();
    assert!(matches!(error, BodyError::TooLarge(100, SizeLimit::Ratio)), "{error:?}");
    let loose = Caps { ratio: u64::MAX, ..CAPS };
    let error = decode(bomb.clone().into(), "gzip", loose).await.unwrap_err();
    assert!(matches!(error, BodyError::TooLarge(_, SizeLimit::Decoded)), "{error:?}");
    let twice = gzipped(&bomb).await;
    assert!(undone(twice, "gzip, gzip").await.is_err());
    let small = gzipped(&vec![b' '; 1 << 20]).await;
    assert_eq!(undone(small, "gzip").await.unwrap().len(), 1 << 20);
}

#[tokio::test]
async fn a_cut_body_keeps_its_beginning() {
    let text = text();
    let mut wire = gzipped(&text).await;
    wire.truncate(wire.len() / 2);
    let body = decode(wire.into(), "gzip", Caps { cut: true, ..CAPS }).await.unwrap();
    assert!(body.len() > 5_000 && text.starts_with(&body));
}

#[tokio::test]
async fn a_file_is_unpacked_by_what_it_is() {
    let packed = gzipped(b"<urlset/>").await;
    assert_eq!(unpack_file(packed.clone().into(), CAPS).await.unwrap(), "<urlset/>");
    let plain = Bytes::from_static(b"<urlset/>");
    assert_eq!(unpack_file(plain.clone(), CAPS).await.unwrap(), plain);
    let damaged = Bytes::from(packed.get(..12).unwrap().to_vec());
    assert_eq!(unpack_file(damaged.clone(), CAPS).await.unwrap(), damaged);
    let bomb = gzipped(&vec![b'a'; 8 << 20]).await;
    let refused = unpack_file(bomb.into(), CAPS).await;
    assert!(matches!(refused, Err(BodyError::TooLarge(..))), "{refused:?}");
}
