//! A small PNG writer (RFC 2083, RFC 1950, RFC 1951): true colour, the Sub filter, fixed Huffman codes and runs.

/// An RGB picture of `width` columns as a PNG file; `pixels` holds whole rows.
pub(crate) fn encode(width: usize, pixels: &[[u8; 3]]) -> Vec<u8> {
    let width = width.max(1);
    let height = pixels.len() / width;
    let mut raw = Vec::with_capacity(height * (width * 3 + 1));
    for row in pixels.chunks_exact(width) {
        raw.push(1);
        let mut left = [0_u8; 3];
        for pixel in row {
            for (value, before) in pixel.iter().zip(left) {
                raw.push(value.wrapping_sub(before));
            }
            left = *pixel;
        }
    }
    let mut file = vec![0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
    let mut head = Vec::new();
    for side in [width, height] {
        head.extend_from_slice(&u32::try_from(side).unwrap_or(u32::MAX).to_be_bytes());
    }
    head.extend_from_slice(&[8, 2, 0, 0, 0]);
    chunk(&mut file, b"IHDR", &head);
    chunk(&mut file, b"IDAT", &zlib(&raw));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    file.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    let from = file.len();
    file.extend_from_slice(kind);
    file.extend_from_slice(data);
    let sum = crc(file.get(from..).unwrap_or_default());
    file.extend_from_slice(&sum.to_be_bytes());
}

fn crc(data: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in data {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg());
        }
    }
    !sum
}

fn adler(data: &[u8]) -> u32 {
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in data {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    (high << 16) | low
}

fn zlib(data: &[u8]) -> Vec<u8> {
    let mut bits = Bits { bytes: vec![0x78, 0x01], held: 0, count: 0 };
    bits.put(1, 1);
    bits.put(1, 2);
    for run in data.chunk_by(|one, two| one == two) {
        let Some(byte) = run.first() else { continue };
        bits.symbol(u16::from(*byte));
        let mut left = run.len() - 1;
        while left >= 3 {
            // Only lengths that need no extra bits: 258, and 3 to 10.
            let (length, symbol) = if left >= 258 {
                (258, 285)
            } else {
                let short = left.min(10);
                (short, 254 + short)
            };
            bits.symbol(u16::try_from(symbol).unwrap_or_default());
            bits.put(0, 5);
            left -= length;
        }
        for _ in 0..left {
            bits.symbol(u16::from(*byte));
        }
    }
    bits.symbol(256);
    bits.flush();
    bits.bytes.extend_from_slice(&adler(data).to_be_bytes());
    bits.bytes
}

struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn put(&mut self, value: u32, width: u32) {
        self.held |= value << self.count;
        self.count += width;
        while self.count >= 8 {
            self.bytes.push(self.held.to_le_bytes()[0]);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// A literal or length symbol in the fixed code (RFC 1951, section 3.2.6); codes go most significant bit first.
    fn symbol(&mut self, symbol: u16) {
        let symbol = u32::from(symbol);
        let (code, width) = match symbol {
            0..=143 => (0x30 + symbol, 8),
            144..=255 => (0x190 + symbol - 144, 9),
            256..=279 => (symbol - 256, 7),
            _ => (0xc0 + symbol - 280, 8),
        };
        self.put(code.reverse_bits() >> (32 - width), width);
    }

    fn flush(&mut self) {
        if self.count > 0 {
            self.put(0, 8 - self.count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_match_known_values() {
        assert_eq!(crc(b"IEND"), 0xae42_6082);
        assert_eq!(adler(b"Wikipedia"), 0x11e6_0398);
    }

    #[test]
    fn an_even_picture_is_small() {
        let file = encode(640, &vec![[9, 90, 200]; 640 * 40]);
        assert!(file.starts_with(b"\x89PNG"));
        assert!(file.len() < 2_000, "{}", file.len());
    }
}
