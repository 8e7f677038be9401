//! Base64 as XML carries it: whitespace anywhere, padding required.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Decodes; the error is one sentence without place.
pub fn decode(text: &str) -> Result<Vec<u8>, String> {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    if !text.as_bytes().iter().any(is_space) {
        return STANDARD.decode(text).map_err(|error| format!("not base64: {error}"));
    }
    let compact: Vec<u8> = text.bytes().filter(|byte| !is_space(byte)).collect();
    STANDARD.decode(compact).map_err(|error| format!("not base64: {error}"))
}

/// Encodes in one line.
pub fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
