//! Gzip as it comes in, up to a limit: a few kilobytes can unpack to any size.

use std::io::{Error, Write};

use flate2::write::MultiGzDecoder;

use crate::notice::Kind;

use super::MOST_BYTES;

/// Unpacks what is written to it into `W`. Parts that were packed one after the other are one file.
#[derive(Debug)]
pub struct Unpacker<W: Write> {
    decoder: MultiGzDecoder<Limited<W>>,
    is_damaged: bool,
}

/// Takes bytes up to a limit.
#[derive(Debug)]
struct Limited<W> {
    into: W,
    /// Bytes that may still come.
    left: u64,
    is_full: bool,
}

impl<W: Write + Default> Unpacker<W> {
    /// Unpacks up to [`MOST_BYTES`].
    pub fn new() -> Self {
        Self::up_to(MOST_BYTES)
    }

    fn up_to(left: u64) -> Self {
        Unpacker {
            decoder: MultiGzDecoder::new(Limited {
                into: W::default(),
                left,
                is_full: false,
            }),
            is_damaged: false,
        }
    }

    /// The next packed bytes. Nothing more is unpacked after the limit or after damage.
    pub fn push(&mut self, bytes: &[u8]) {
        if !self.is_damaged {
            self.is_damaged = self.decoder.write_all(bytes).is_err();
        }
    }

    /// What was unpacked, once all bytes are in, or why it is of no use.
    pub fn finish(mut self) -> Result<W, Kind> {
        let is_damaged = self.is_damaged || self.decoder.try_finish().is_err();
        let limited = self.decoder.get_mut();
        if limited.is_full {
            Err(Kind::TooLarge(MOST_BYTES))
        } else if is_damaged {
            Err(Kind::Binary("a damaged gzip file".to_owned()))
        } else {
            Ok(std::mem::take(&mut limited.into))
        }
    }
}

impl<W: Write> Write for Limited<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let size = bytes.len() as u64;
        if self.is_full || size > self.left {
            self.is_full = true;
            return Err(Error::other("more than the limit"));
        }
        self.left -= size;
        self.into.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.into.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packing = GzEncoder::new(Vec::new(), Compression::default());
        packing.write_all(bytes).unwrap();
        packing.finish().unwrap()
    }

    fn unpacked(packed: &[u8], most: u64, piece: usize) -> Result<Vec<u8>, Kind> {
        let mut unpacker = Unpacker::<Vec<u8>>::up_to(most);
        for piece in packed.chunks(piece) {
            unpacker.push(piece);
        }
        unpacker.finish()
    }

    #[test]
    fn a_bomb_stops_at_the_limit_and_not_a_byte_before() {
        let bomb = packed(&vec![b'0'; 3_000_000]);
        assert!(bomb.len() < 5_000);
        for piece in [1, 97, bomb.len()] {
            assert_eq!(unpacked(&bomb, 3_000_000, piece).unwrap().len(), 3_000_000);
            assert_eq!(
                unpacked(&bomb, 2_999_999, piece),
                Err(Kind::TooLarge(MOST_BYTES))
            );
        }
    }

    #[test]
    fn parts_that_were_packed_one_by_one_are_one_file() {
        let joined = [packed(b"a,b\n"), packed(b"1,2\n")].concat();
        for piece in [1, 7, joined.len()] {
            assert_eq!(unpacked(&joined, 100, piece).unwrap(), b"a,b\n1,2\n");
        }
    }

    #[test]
    fn damage_stays_damage_wherever_it_is_cut() {
        let whole = packed(b"a,b\n1,2\n3,4\n");
        for at in 0..whole.len() {
            let mut bent = whole.clone();
            bent[at] ^= 0xff;
            let found = unpacked(&bent, 1 << 20, bent.len());
            assert_eq!(unpacked(&bent, 1 << 20, 1), found, "bent at {at}");
            let cut = unpacked(&whole[..at], 1 << 20, 3);
            assert!(cut.is_err() || at == 0, "cut at {at}");
        }
    }
}
