//! Counts the line feeds of some bytes: the least that a program has to do with a file. Compiled by `run.mjs` alone.

/// Room for a file.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    Box::leak(vec![0; bytes].into_boxed_slice()).as_mut_ptr()
}

/// How many line feeds stand there.
///
/// # Safety
///
/// `from` is what `room` gave for at least so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn line_feeds(from: *const u8, bytes: usize) -> usize {
    // SAFETY: by the contract above.
    let bytes = unsafe { std::slice::from_raw_parts(from, bytes) };
    // A byte counts to 255, so that sixteen lanes can count beside each other.
    let count = |block: &[u8]| {
        block
            .iter()
            .fold(0_u8, |count, byte| count + u8::from(*byte == b'\n'))
    };
    bytes
        .chunks(128)
        .map(|block| usize::from(count(block)))
        .sum()
}
