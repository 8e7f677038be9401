//! Digests: of an answer, to know it again, and of an entry, to know that it is whole.

use poligon_crypto::DigestAlgorithm::Sha256;

use crate::Response;

/// SHA-256 of status, headers in their order, and body: what the client saw. Findings are left out, since a better
/// explanation in a later version is no other past.
pub(crate) fn of_response(response: &Response) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(response.body.len() + 512);
    bytes.extend_from_slice(response.status.as_str().as_bytes());
    for (name, value) in &response.headers {
        bytes.push(b'\n');
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
    }
    bytes.extend_from_slice(b"\n\n");
    bytes.extend_from_slice(&response.body);
    Sha256.digest(&bytes)
}

/// The first eight bytes of SHA-256: enough against a flipped bit, which is all that is asked.
pub(crate) fn short(bytes: &[u8]) -> [u8; 8] {
    let digest = Sha256.digest(bytes);
    let mut short = [0; 8];
    for (to, from) in short.iter_mut().zip(digest) {
        *to = from;
    }
    short
}
