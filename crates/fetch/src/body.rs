//! Reading a body under its caps, and undoing its `Content-Encoding` (RFC 9110 8.4).

use std::io;

use async_compression::tokio::bufread::{
    BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder,
};
use async_compression::zstd::DParameter;
use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::error::{FetchError, SizeLimit};

/// Decoded bytes below which the ratio does not count.
const RATIO_FLOOR: u64 = 1024 * 1024;

/// RFC 9659: a decoder on the web need not offer more than a window of 8 MiB.
const ZSTD_WINDOW_LOG: u32 = 23;

/// A file of more gzip members than this was made to keep a reader busy.
const MOST_MEMBERS: usize = 4096;

/// No server stacks more encodings than this.
const MOST_LAYERS: usize = 2;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Caps {
    pub(crate) wire: u64,
    pub(crate) decoded: u64,
    pub(crate) ratio: u64,
    /// Take what lies below the caps instead of failing.
    pub(crate) cut: bool,
}

/// Why a body could not be decoded.
#[derive(Debug)]
pub(crate) enum BodyError {
    TooLarge(u64, SizeLimit),
    /// Damaged, with the encoding's name.
    Damaged(String),
}

impl BodyError {
    pub(crate) fn at(self, host: &str) -> FetchError {
        match self {
            Self::TooLarge(limit, what) => FetchError::TooLarge { limit, what },
            Self::Damaged(encoding) => FetchError::Decode { host: host.to_owned(), encoding },
        }
    }
}

/// Undoes the encodings of `wire` in reverse order of `content_encoding`.
pub(crate) async fn decode(
    wire: Bytes,
    content_encoding: &str,
    caps: Caps,
) -> Result<Bytes, BodyError> {
    let layers: Vec<String> = content_encoding
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty() && name != "identity")
        .collect();
    if layers.len() > MOST_LAYERS {
        return Err(BodyError::Damaged(content_encoding.to_owned()));
    }
    let gauge = Gauge { wire: wire.len() as u64, caps };
    let mut body = wire;
    for layer in layers.iter().rev() {
        if body.is_empty() {
            break;
        }
        body = undo(body, layer, gauge).await?;
    }
    Ok(body)
}

/// The content of a gzip file that a server gives as a file, as many do with sitemaps, whatever it
/// is called; any other body as it is. A damaged file stays one.
pub(crate) async fn unpack_file(body: Bytes, caps: Caps) -> Result<Bytes, BodyError> {
    if !body.starts_with(&[0x1f, 0x8b, 0x08]) {
        return Ok(body);
    }
    let gauge = Gauge { wire: body.len() as u64, caps };
    match undo(body.clone(), "gzip", gauge).await {
        Err(BodyError::Damaged(_)) => Ok(body),
        unpacked => unpacked,
    }
}

async fn undo(body: Bytes, encoding: &str, gauge: Gauge) -> Result<Bytes, BodyError> {
    let input: &[u8] = &body;
    let mut out = Vec::new();
    let result = match encoding {
        "gzip" | "x-gzip" => gzip(input, &mut out, gauge).await,
        "br" => drain(BrotliDecoder::new(input), &mut out, gauge).await,
        "zstd" => zstd(input, &mut out, gauge).await,
        "deflate" if has_zlib_header(input) => {
            let result = drain(ZlibDecoder::new(input), &mut out, gauge).await;
            // Two bytes can look like a zlib header by chance.
            match result {
                Err(Stop::Broken) if out.is_empty() => {
                    drain(DeflateDecoder::new(input), &mut out, gauge).await
                }
                other => other,
            }
        }
        "deflate" => drain(DeflateDecoder::new(input), &mut out, gauge).await,
        _ => Err(Stop::Broken),
    };
    match result {
        Ok(()) => Ok(out.into()),
        Err(Stop::Over(limit, what)) if !gauge.caps.cut => Err(BodyError::TooLarge(limit, what)),
        Err(Stop::Broken) if looks_plain(input) => Ok(body),
        Err(_) if gauge.caps.cut => Ok(out.into()),
        Err(_) => Err(BodyError::Damaged(encoding.to_owned())),
    }
}

/// Members of a gzip file (RFC 1952 2.2) one after the other; what follows the last one is padding.
async fn gzip(mut input: &[u8], out: &mut Vec<u8>, gauge: Gauge) -> Result<(), Stop> {
    for _ in 0..MOST_MEMBERS {
        let mut decoder = GzipDecoder::new(input);
        drain(&mut decoder, out, gauge).await?;
        input = decoder.into_inner();
        if !input.starts_with(&[0x1f, 0x8b]) {
            return Ok(());
        }
    }
    Err(Stop::Broken)
}

async fn zstd(input: &[u8], out: &mut Vec<u8>, gauge: Gauge) -> Result<(), Stop> {
    let mut decoder =
        ZstdDecoder::with_params(input, &[DParameter::window_log_max(ZSTD_WINDOW_LOG)]);
    decoder.multiple_members(true);
    drain(decoder, out, gauge).await
}

#[derive(Debug, Clone, Copy)]
struct Gauge {
    wire: u64,
    caps: Caps,
}

impl Gauge {
    fn check(self, decoded: u64) -> Result<(), Stop> {
        if decoded > self.caps.decoded {
            return Err(Stop::Over(self.caps.decoded, SizeLimit::Decoded));
        }
        if decoded > RATIO_FLOOR && decoded > self.wire.saturating_mul(self.caps.ratio) {
            return Err(Stop::Over(self.caps.ratio, SizeLimit::Ratio));
        }
        Ok(())
    }
}

enum Stop {
    Over(u64, SizeLimit),
    Broken,
}

impl From<io::Error> for Stop {
    fn from(_: io::Error) -> Self {
        Self::Broken
    }
}

async fn drain(
    mut decoder: impl AsyncRead + Unpin,
    out: &mut Vec<u8>,
    gauge: Gauge,
) -> Result<(), Stop> {
    let mut chunk = vec![0; 32 * 1024];
    loop {
        let read = decoder.read(&mut chunk).await?;
        let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else {
            return Ok(());
        };
        out.extend_from_slice(bytes);
        gauge.check(out.len() as u64)?;
        // The input lies in memory, so nothing else would let other fetches and the deadline have a
        // say.
        tokio::task::yield_now().await;
    }
}

/// RFC 1950 2.2: the method is deflate and the two bytes are a multiple of 31.
fn has_zlib_header(input: &[u8]) -> bool {
    match input {
        [cmf, flg, ..] => cmf & 0x0f == 8 && (u16::from(*cmf) << 8 | u16::from(*flg)) % 31 == 0,
        _ => false,
    }
}

/// Whether bytes that are not in their announced encoding are a readable text or an XML file in
/// UTF-16.
fn looks_plain(input: &[u8]) -> bool {
    if input.starts_with(&[0xff, 0xfe]) || input.starts_with(&[0xfe, 0xff]) {
        return true;
    }
    let head = input.get(..512).unwrap_or(input);
    let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    !head.is_empty() && !head.iter().any(|byte| control(byte) || *byte == 0x7f)
}

#[cfg(test)]
mod tests;
