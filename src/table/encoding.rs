//! Bytes to text, as browsers do it: the encodings that spreadsheets and vendors export, and no others.
//!
//! A decoder takes a file in pieces, wherever they are cut. Bytes that are no text become U+FFFD and are
//! remembered, so that nothing is lost in silence. Held against `encoding_rs` in the tests below; that crate carries
//! the tables of forty encodings, which would be a quarter of the program.

/// What stands for bytes that are no text.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// Bytes that are given as one text.
const PIECE: usize = 64 << 10;

/// What the bytes of a file stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// One to four bytes a letter.
    Utf8,
    /// Two or four bytes a letter, the low byte first, as Windows writes "Unicode".
    Utf16Le,
    /// Two or four bytes a letter, the high byte first.
    Utf16Be,
    /// One byte a letter: western European Windows.
    Windows1252,
}

impl Encoding {
    /// The encoding that a byte order mark at the start of a file tells.
    pub fn of_mark(bytes: &[u8]) -> Option<Encoding> {
        const MARKS: [(&[u8], Encoding); 3] = [
            (b"\xef\xbb\xbf", Encoding::Utf8),
            (b"\xff\xfe", Encoding::Utf16Le),
            (b"\xfe\xff", Encoding::Utf16Be),
        ];
        let mut marks = MARKS.into_iter();
        marks.find_map(|(mark, encoding)| bytes.starts_with(mark).then_some(encoding))
    }

    /// The encoding's name, as the web writes it.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    /// The text of a whole piece, without a byte order mark.
    pub fn decode(self, bytes: &[u8]) -> String {
        let mut text = String::new();
        let mut decoder = Decoder::new(self);
        decoder.decode(bytes, &mut text);
        decoder.finish(&mut text);
        text
    }
}

/// Decodes a file piece by piece.
#[derive(Debug)]
pub struct Decoder {
    encoding: Encoding,
    /// The bytes of a letter that was cut: at most three.
    held: Vec<u8>,
    /// Whether a byte order mark may still come.
    at_start: bool,
    has_replaced: bool,
}

impl Decoder {
    /// A decoder for the start of a file; a byte order mark is left out of the text.
    pub fn new(encoding: Encoding) -> Self {
        Decoder {
            encoding,
            held: Vec::new(),
            at_start: true,
            has_replaced: false,
        }
    }

    /// What the bytes are taken for.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Whether bytes so far were no text and had to be replaced.
    pub fn has_replaced(&self) -> bool {
        self.has_replaced
    }

    /// Adds the text of the next bytes.
    pub fn decode(&mut self, bytes: &[u8], text: &mut String) {
        // Most pieces cut no letter, and are then decoded where they lie.
        if self.held.is_empty() {
            self.decode_joined(bytes, text);
        } else {
            let mut joined = std::mem::take(&mut self.held);
            joined.extend_from_slice(bytes);
            self.decode_joined(&joined, text);
        }
    }

    /// Gives the text of the next bytes to `take`, piece by piece. UTF-8 is given as it lies, without a copy,
    /// and no piece takes much memory.
    pub fn each(&mut self, bytes: &[u8], mut take: impl FnMut(&str)) {
        let mut text = String::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            if self.encoding == Encoding::Utf8 && self.held.is_empty() && !self.at_start {
                let good = valid_beginning(&rest[..rest.len().min(PIECE)]);
                if !good.is_empty() {
                    take(good);
                    rest = &rest[good.len()..];
                    continue;
                }
            }
            let length = match self.encoding {
                // A letter that was cut, or bytes that are none: what follows is likely as good as before.
                Encoding::Utf8 => 64,
                _ => PIECE,
            };
            let (piece, after) = rest.split_at(length.min(rest.len()));
            text.clear();
            self.decode(piece, &mut text);
            take(&text);
            rest = after;
        }
    }

    /// Adds what a file that ends within a letter leaves.
    pub fn finish(&mut self, text: &mut String) {
        if !self.held.is_empty() {
            self.held.clear();
            self.replace(text);
        }
    }

    fn decode_joined(&mut self, bytes: &[u8], text: &mut String) {
        let start = text.len();
        match self.encoding {
            Encoding::Utf8 => self.decode_utf8(bytes, text),
            Encoding::Utf16Le => self.decode_utf16(bytes, u16::from_le_bytes, text),
            Encoding::Utf16Be => self.decode_utf16(bytes, u16::from_be_bytes, text),
            Encoding::Windows1252 => decode_windows_1252(bytes, text),
        }
        if self.at_start && text.len() > start {
            self.at_start = false;
            if text[start..].starts_with('\u{feff}') {
                text.remove(start);
            }
        }
    }

    fn decode_utf8(&mut self, bytes: &[u8], text: &mut String) {
        // Nearly every piece is valid throughout, and this check is the fastest there is.
        if let Ok(valid) = std::str::from_utf8(bytes) {
            return text.push_str(valid);
        }
        let mut read = 0;
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            read += chunk.valid().len() + chunk.invalid().len();
            if chunk.invalid().is_empty() {
                continue;
            }
            if read == bytes.len() && is_cut(chunk.invalid()) {
                self.held.extend_from_slice(chunk.invalid());
            } else {
                self.replace(text);
            }
        }
    }

    fn decode_utf16(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16, text: &mut String) {
        let (mut pairs, odd) = bytes.as_chunks::<2>();
        let mut rest = odd.len();
        // The first half of a letter waits for its second half.
        if let [whole @ .., last] = pairs
            && (0xd800..0xdc00).contains(&unit(*last))
        {
            pairs = whole;
            rest += 2;
        }
        text.reserve(pairs.len());
        let units = pairs.iter().map(|pair| unit(*pair));
        for letter in char::decode_utf16(units) {
            match letter {
                Ok(letter) => text.push(letter),
                Err(_) => self.replace(text),
            }
        }
        self.held.extend_from_slice(&bytes[bytes.len() - rest..]);
    }

    fn replace(&mut self, text: &mut String) {
        self.has_replaced = true;
        text.push(REPLACEMENT);
    }
}

/// The text up to the first bytes that are none.
fn valid_beginning(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}

/// Whether bytes that are no letter may be the beginning of one.
fn is_cut(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn decode_windows_1252(mut bytes: &[u8], text: &mut String) {
    text.reserve(bytes.len());
    while !bytes.is_empty() {
        let plain = bytes.iter().take_while(|byte| byte.is_ascii()).count();
        let (ascii, rest) = bytes.split_at(plain);
        text.push_str(std::str::from_utf8(ascii).unwrap_or_default());
        let letters = rest.iter().take_while(|byte| !byte.is_ascii());
        text.extend(letters.clone().map(|byte| windows_1252(*byte)));
        bytes = &rest[letters.count()..];
    }
}

/// The letter of a byte above 127. Latin-1, but for the first 32; what Windows leaves undefined stays as it is.
fn windows_1252(byte: u8) -> char {
    const FROM_128: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let special = byte.checked_sub(128).map(usize::from);
    let special = special.and_then(|at| FROM_128.get(at).copied());
    special.unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [(Encoding, &encoding_rs::Encoding); 4] = [
        (Encoding::Utf8, encoding_rs::UTF_8),
        (Encoding::Utf16Le, encoding_rs::UTF_16LE),
        (Encoding::Utf16Be, encoding_rs::UTF_16BE),
        (Encoding::Windows1252, encoding_rs::WINDOWS_1252),
    ];

    /// Bytes that come near to text: letters of every length, halves of letters, marks, and anything else.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            any::<char>().prop_map(|letter| letter.to_string().into_bytes()),
            any::<char>().prop_map(|letter| utf16(&letter.to_string(), u16::to_le_bytes)),
            any::<char>().prop_map(|letter| utf16(&letter.to_string(), u16::to_be_bytes)),
            (0xd7f0u16..0xe010).prop_map(|unit| unit.to_le_bytes().to_vec()),
            Just(b"\xef\xbb\xbf".to_vec()),
            Just(b"\xff\xfe".to_vec()),
            Just(b"\xf0\x9f\x98".to_vec()),
            proptest::collection::vec(any::<u8>(), 0..4),
            Just(b"plain, text\n".to_vec()),
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    proptest! {
        #[test]
        fn text_is_decoded_as_browsers_do_wherever_it_is_cut(bytes in bytes(), size in 1usize..9) {
            for (encoding, reference) in ALL {
                let (expected, had_errors) = reference.decode_with_bom_removal(&bytes);
                prop_assert_eq!(encoding.name(), reference.name());
                prop_assert_eq!(encoding.decode(&bytes), expected.as_ref());
                let mut decoder = Decoder::new(encoding);
                let mut text = String::new();
                for piece in bytes.chunks(size) {
                    decoder.decode(piece, &mut text);
                }
                decoder.finish(&mut text);
                prop_assert_eq!(&text, &expected);
                prop_assert_eq!(decoder.has_replaced(), had_errors);
                let mut decoder = Decoder::new(encoding);
                let mut text = String::new();
                for piece in bytes.chunks(size) {
                    decoder.each(piece, |piece| text.push_str(piece));
                }
                decoder.finish(&mut text);
                prop_assert_eq!(text, expected);
                prop_assert_eq!(decoder.has_replaced(), had_errors);
            }
        }

        #[test]
        fn a_mark_at_the_start_tells_the_encoding(bytes in bytes()) {
            let expected = encoding_rs::Encoding::for_bom(&bytes).map(|(found, _)| found.name());
            prop_assert_eq!(Encoding::of_mark(&bytes).map(Encoding::name), expected);
        }
    }

    #[test]
    fn every_byte_of_windows_1252_is_the_letter_that_browsers_show() {
        let bytes: Vec<u8> = (0..=255).collect();
        let (expected, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
        assert_eq!(Encoding::Windows1252.decode(&bytes), expected);
    }
}
