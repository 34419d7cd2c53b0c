//! A file's bytes, a piece at a time.
//!
//! Every piece is read into the same buffer. Where each has a buffer of its own, browsers let go of them late: of a file
//! of 53 MB, Chromium then kept all the bytes at once.

use std::ops::ControlFlow;

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_streams::ReadableStream;
use web_sys::Blob;

/// Bytes of the buffer.
const BUFFER: u32 = 256 << 10;

/// Gives the bytes to `take`, from the first to the last or until it has enough. An error when the file cannot be read
/// any more.
pub async fn each(
    file: &Blob,
    mut take: impl AsyncFnMut(&[u8]) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, JsValue> {
    let mut stream = ReadableStream::from_raw(file.stream());
    if let Ok(mut reader) = stream.try_get_byob_reader() {
        let mut bytes = vec![0; BUFFER as usize];
        let mut buffer = None;
        loop {
            let room = buffer.unwrap_or_else(|| Uint8Array::new_with_length(BUFFER));
            let (length, filled) = reader.read_with_buffer(&mut bytes, room).await?;
            buffer = filled;
            if length == 0 {
                return Ok(ControlFlow::Continue(()));
            }
            if take(&bytes[..length]).await.is_break() {
                reader.cancel().await?;
                return Ok(ControlFlow::Break(()));
            }
        }
    }
    // Not every browser has streams that fill a buffer of the reader's.
    let mut reader = stream.try_get_reader()?;
    while let Some(piece) = reader.read().await? {
        if take(&Uint8Array::from(piece).to_vec()).await.is_break() {
            reader.cancel().await?;
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// All bytes at once, with room for no more.
pub async fn whole(file: &Blob) -> Result<Vec<u8>, JsValue> {
    let bytes = JsFuture::from(file.array_buffer()).await?;
    Ok(Uint8Array::new(&bytes).to_vec())
}
