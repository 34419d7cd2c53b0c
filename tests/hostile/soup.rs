//! Bytes that are no file, nearly one, or one that went wrong on its way.

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use proptest::collection::vec;
use proptest::prelude::*;

/// A file under a name.
pub type File = (&'static str, Vec<u8>);

/// Any of what is below.
pub fn anything() -> impl Strategy<Value = File> {
    prop_oneof![
        2 => vec(any::<u8>(), 0..800).prop_map(|bytes| ("raw.bin", bytes)),
        4 => csv().prop_map(|bytes| ("soup.csv", bytes)),
        2 => json().prop_map(|bytes| ("soup.json", bytes)),
        2 => packed().prop_map(|bytes| ("packed.zip", bytes)),
        6 => bent_fixture(),
    ]
}

/// Cells, delimiters, quotes and line ends in any order, with bytes that are no text.
pub fn csv() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => Just(b",".to_vec()),
        2 => prop::sample::select(vec![&b";"[..], b"\t", b"|", b",,", b",,,,"]).prop_map(<[u8]>::to_vec),
        5 => Just(b"\n".to_vec()),
        2 => prop::sample::select(vec![&b"\r\n"[..], b"\r", b"\n\n", b"\x0b", b"\x0c", b"\xe2\x80\xa8"]).prop_map(<[u8]>::to_vec),
        2 => prop::sample::select(vec![&b"\""[..], b"\"\"", b"'", b"\"a, b\nc\"", b"\"\"\""]).prop_map(<[u8]>::to_vec),
        1 => prop::sample::select(vec![&b"\0"[..], b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc3", b"\xe9", b"\xf0\x9f", b"\xed\xa0\x80", b"\x80", b"\x9d"]).prop_map(<[u8]>::to_vec),
        4 => value().prop_map(String::into_bytes),
        4 => "[a-z0-9]{1,3},2026-0[1-3]-[0-2][1-9],[0-9]{1,3}\n".prop_map(String::into_bytes),
    ];
    let head = prop::sample::select(vec![
        "",
        "person_id,date,prompts\n",
        "person_id,date,tasks_done\r\n",
        "user;week;tokens\n",
        "Report,x\n\nemail\tday\thours\n",
        "sep=;\na;b;c\n",
        "'id','day','n'\n",
    ]);
    // Now and then longer than what is looked at before anything is decided.
    let times = prop_oneof![12 => Just(1_usize), 1 => 40..400_usize];
    let encoding = prop_oneof![8 => Just(0_u8), 1 => Just(1), 1 => Just(2), 1 => Just(3)];
    (head, vec(piece, 0..60), times, encoding).prop_map(|(head, pieces, times, encoding)| {
        let body = pieces.concat().repeat(times);
        let bytes = [head.as_bytes(), &body].concat();
        let units = || String::from_utf8_lossy(&bytes).into_owned();
        match encoding {
            1 => units().encode_utf16().flat_map(u16::to_le_bytes).collect(),
            2 => [&b"\xfe\xff"[..], &utf16_be(&units())].concat(),
            3 => [&b"\xef\xbb\xbf"[..], &bytes].concat(),
            _ => bytes,
        }
    })
}

fn utf16_be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// What a cell may hold: numbers, dates and durations as people write them, and what only looks so.
pub fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?[0-9]{0,5}([.,'][0-9]{0,4}){0,3} ?(%|€|\\$|kr|h|d|min|e[0-9]{1,4})?",
        "[(+−-]{0,2}(US\\$|EUR)? ?[0-9]{1,4}[)%]{0,2}",
        "[0-9]{1,4}[-/. ]([0-9]{1,3}|Jan|févr|W)[-/. ]?[0-9]{1,5}([T ][0-9]{1,3}:[0-9]{1,3}(:[0-9]{1,9})?(Z| PM|\\+[0-9]{2}:00)?)?",
        "(Mon|Thursday|Tue,) ?[0-9]{1,2} [A-Za-z]{3,9} [0-9]{2,4}",
        "P?-?([0-9]{1,9}[.]?[0-9]{0,3} ?(w|d|h|m|s|ms|T|Y| weeks?|, ){1,2}){1,3}",
        "[0-9]{1,6}([:.][0-9]{1,6}){1,4}",
        "[0-9]{8,22}|-[0-9]{1,20}|[1-9]e[0-9]{1,4}",
        "[=+@\t\r-][A-Z]{1,4}\\([A-Z0-9!|']{0,9}\\)",
        "[A-Z][a-z]{1,8} [A-Z][a-z]{1,9}|[a-z.]{1,9}@[a-z]{1,6}\\.[a-z]{2,3}|\\+?[0-9 ()-]{7,16}",
        "(N/A|NULL|#N/A|None|—|\\?|true|NO|ja|[yn])",
        "\\PC{0,12}",
        ".{0,6}",
    ]
}

/// Objects, lists, strings and what holds them together, whole or torn.
fn json() -> impl Strategy<Value = Vec<u8>> {
    let member = prop_oneof![
        "\"(user|day|n|[a-z]{1,3})\": ?(-?[0-9]{1,5}|\"[a-z0-9-]{0,9}\"|null|true|\\[\\]|\\{\\})",
        Just(r#""day":"2026-01-05""#.to_owned()),
        Just(r#""day_totals":[{"day":"2026-01-05","n":1},{"n":[1,{"a":2}]}]"#.to_owned()),
        Just(r#""a":{"b":{"c":[{"d":1}]}}"#.to_owned()),
        Just("\"s\":\"\\ud800 \\u0000 \u{fffd}\"".to_owned()),
    ];
    let record = vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(",")));
    let torn = prop::sample::select(vec![
        "{", "}", "[", "]", "\"", ",", ":", "\\", "\n", "{\"a\":", "nul", "1e999", "[[[[[[",
        "\u{feff}",
    ]);
    let piece = prop_oneof![
        8 => record,
        2 => torn.prop_map(str::to_owned),
    ];
    let between = prop::sample::select(vec![",", "\n", "\r\n", ",\n", " "]);
    let around = prop::sample::select(vec![
        ("", ""),
        ("[", "]"),
        ("{\"data\":[", "]}"),
        ("{\"from\":1,\"data\":{\"nodes\":[", "]}}"),
        ("[", ""),
    ]);
    let times = prop_oneof![12 => Just(1_usize), 1 => 40..300_usize];
    (vec(piece, 0..24), between, around, times).prop_map(
        |(pieces, between, (open, close), times)| {
            let body = pieces.join(between);
            let many = vec![body.as_str(); times].join(between);
            format!("{open}{many}{close}").into_bytes()
        },
    )
}

/// Archives of such files, whole or damaged.
fn packed() -> impl Strategy<Value = Vec<u8>> {
    let inside = || prop_oneof![csv(), json()];
    let zipped = vec(inside(), 0..4).prop_map(|files| {
        let names = ["a.csv", "b/c.json", "d.txt", "e.csv.gz"];
        let files: Vec<(&str, Vec<u8>)> = names.into_iter().zip(files).collect();
        zip(&files)
    });
    let packed = prop_oneof![
        inside().prop_map(|bytes| gzip(&bytes)),
        (inside(), inside()).prop_map(|(one, other)| [gzip(&one), gzip(&other)].concat()),
        zipped,
    ];
    (packed, vec(change(), 0..3)).prop_map(|(bytes, changes)| bent(bytes, &changes))
}

/// A fixture of a known export that was changed, cut, or mixed with another.
fn bent_fixture() -> impl Strategy<Value = File> {
    let fixtures: Vec<File> = std::fs::read_dir(Path::new("tests/formats"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end != "rs"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (&*name.leak(), std::fs::read(path).unwrap())
        })
        .collect();
    let fixture = || prop::sample::select(fixtures.clone());
    let spliced = (fixture(), fixture(), any::<(u16, u16)>()).prop_map(
        |((name, mut one), (_, other), (cut, from))| {
            one.truncate(usize::from(cut) % (one.len() + 1));
            one.extend_from_slice(&other[usize::from(from) % other.len()..]);
            (name, one)
        },
    );
    let changed = (fixture(), vec(change(), 0..6))
        .prop_map(|((name, bytes), changes)| (name, bent(bytes, &changes)));
    prop_oneof![4 => changed, 1 => spliced]
}

/// Something that happens to bytes on their way.
#[derive(Debug, Clone)]
enum Change {
    Flip(u16, u8),
    Cut(u16),
    Lose(u16, u8),
    Repeat(u16, u8, u8),
    Insert(u16, Vec<u8>),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => any::<(u16, u8)>().prop_map(|(at, bits)| Change::Flip(at, bits)),
        1 => any::<u16>().prop_map(Change::Cut),
        2 => any::<(u16, u8)>().prop_map(|(at, length)| Change::Lose(at, length)),
        2 => any::<(u16, u8)>().prop_flat_map(|(at, length)| (Just(at), Just(length), 1..20_u8))
            .prop_map(|(at, length, times)| Change::Repeat(at, length, times)),
        4 => (any::<u16>(), value()).prop_map(|(at, text)| Change::Insert(at, text.into_bytes())),
        2 => (any::<u16>(), vec(any::<u8>(), 1..5)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
    ]
}

fn bent(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let place = |at: u16| usize::from(at) % (bytes.len() + 1);
        let range = |at: u16, length: u8| {
            let start = place(at);
            start..(start + usize::from(length)).min(bytes.len())
        };
        match change {
            Change::Flip(at, bits) => {
                let at = place(*at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= bits;
                }
            }
            Change::Cut(at) => {
                let at = place(*at);
                bytes.truncate(at);
            }
            Change::Lose(at, length) => {
                let range = range(*at, *length);
                drop(bytes.drain(range));
            }
            Change::Repeat(at, length, times) => {
                let range = range(*at, *length);
                let again = bytes[range.clone()].repeat(usize::from(*times));
                drop(bytes.splice(range.start..range.start, again));
            }
            Change::Insert(at, more) => {
                let at = place(*at);
                drop(bytes.splice(at..at, more.iter().copied()));
            }
        }
    }
    bytes
}

/// The bytes packed with gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packing = GzEncoder::new(Vec::new(), Compression::fast());
    packing.write_all(bytes).unwrap();
    packing.finish().unwrap()
}

/// A zip archive of files.
pub fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let stated = files
        .iter()
        .map(|(name, bytes)| (*name, bytes.as_slice(), u32::try_from(bytes.len()).unwrap()));
    zip_that_states(&stated.collect::<Vec<_>>())
}

/// A zip archive of files that states a size for each, which need not be true.
pub fn zip_that_states(files: &[(&str, &[u8], u32)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes, stated) in files {
        let mut packing = DeflateEncoder::new(Vec::new(), Compression::fast());
        packing.write_all(bytes).unwrap();
        let packed = packing.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let local = u32::try_from(archive.len()).unwrap();
        let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        for word in [crc.sum(), u32::try_from(packed.len()).unwrap(), *stated] {
            common.extend(word.to_le_bytes());
        }
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&common);
        archive.extend(name.as_bytes());
        archive.extend(packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(local.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = u32::try_from(archive.len()).unwrap();
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    let size = u32::try_from(directory.len()).unwrap();
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([count, count].concat());
    archive.extend(size.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}
