//! Encryption of session files by the browser's own Web Crypto: PBKDF2-HMAC-SHA-256 and AES-GCM with 256 bits.
//! [`crate::report::session::Cipher`] says the same in the file's first line.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use crate::notice::Kind;
use crate::report::session::{Cipher, Envelope};

/// Whether the browser encrypts here: it does so only for pages that came over https, or from this machine.
pub fn is_there() -> bool {
    subtle().is_some()
}

/// A cipher with fresh random bytes; `None` where the browser does not encrypt.
pub fn cipher() -> Option<Cipher> {
    subtle()?;
    let crypto = web_sys::window()?.crypto().ok()?;
    let (mut salt, mut nonce) = ([0; 16], [0; 12]);
    crypto.get_random_values_with_u8_array(&mut salt).ok()?;
    crypto.get_random_values_with_u8_array(&mut nonce).ok()?;
    Some(Cipher::new(salt, nonce))
}

/// The session file with its body encrypted as its header says.
///
/// # Errors
/// [`Kind::NoEncryption`] where the browser does not encrypt.
pub async fn seal(envelope: Envelope, passphrase: &str) -> Result<Envelope, Kind> {
    let Some(cipher) = &envelope.header.cipher else {
        return Ok(envelope);
    };
    let sealed = async {
        let key = key(cipher, passphrase).await?;
        let how = aes(cipher, &envelope.line)?;
        let bytes = Uint8Array::from(envelope.body.as_slice());
        let promise = subtle()?.encrypt_with_object_and_js_u8_array(&how, &key, &bytes);
        Some(bytes_of(&JsFuture::from(promise.ok()?).await.ok()?))
    };
    let body = sealed.await.ok_or(Kind::NoEncryption)?;
    Ok(Envelope { body, ..envelope })
}

/// The body of an encrypted session file.
///
/// # Errors
/// [`Kind::NoEncryption`] where the browser does not decrypt, [`Kind::WrongPassphrase`] where the passphrase does not
/// fit; a damaged body cannot be told from that.
pub async fn open(envelope: &Envelope, passphrase: &str) -> Result<Vec<u8>, Kind> {
    let Some(cipher) = &envelope.header.cipher else {
        return Ok(envelope.body.clone());
    };
    let prepared = async {
        let key = key(cipher, passphrase).await?;
        let how = aes(cipher, &envelope.line)?;
        let bytes = Uint8Array::from(envelope.body.as_slice());
        subtle()?
            .decrypt_with_object_and_js_u8_array(&how, &key, &bytes)
            .ok()
    };
    let promise = prepared.await.ok_or(Kind::NoEncryption)?;
    let opened = JsFuture::from(promise).await;
    opened
        .map(|buffer| bytes_of(&buffer))
        .map_err(|_| Kind::WrongPassphrase)
}

fn subtle() -> Option<SubtleCrypto> {
    let window = web_sys::window().filter(web_sys::Window::is_secure_context)?;
    Some(window.crypto().ok()?.subtle())
}

async fn key(cipher: &Cipher, passphrase: &str) -> Option<CryptoKey> {
    let subtle = subtle()?;
    let material = Uint8Array::from(passphrase.as_bytes());
    let usages = |use_: &[&str]| {
        use_.iter()
            .map(|name| JsValue::from(*name))
            .collect::<Array>()
    };
    let promise = subtle
        .import_key_with_str("raw", &material, "PBKDF2", false, &usages(&["deriveKey"]))
        .ok()?;
    let material: CryptoKey = JsFuture::from(promise).await.ok()?.unchecked_into();
    let how = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(cipher.salt().as_slice()).into()),
        ("iterations", cipher.iterations.into()),
    ])?;
    let kind = object(&[("name", "AES-GCM".into()), ("length", 256.into())])?;
    let promise = subtle
        .derive_key_with_object_and_object(
            &how,
            &material,
            &kind,
            false,
            &usages(&["encrypt", "decrypt"]),
        )
        .ok()?;
    Some(JsFuture::from(promise).await.ok()?.unchecked_into())
}

/// The first line of the file is authenticated too, so that it cannot be changed unnoticed.
fn aes(cipher: &Cipher, line: &[u8]) -> Option<Object> {
    object(&[
        ("name", "AES-GCM".into()),
        ("iv", Uint8Array::from(cipher.nonce().as_slice()).into()),
        ("additionalData", Uint8Array::from(line).into()),
    ])
}

fn object(fields: &[(&str, JsValue)]) -> Option<Object> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value).ok()?;
    }
    Some(object)
}

fn bytes_of(buffer: &JsValue) -> Vec<u8> {
    Uint8Array::new(buffer).to_vec()
}
