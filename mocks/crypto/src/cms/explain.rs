//! Which known mistake would explain that a CMS signature does not verify. Each hypothesis is proved: undone, the failed digest
//! or value fits.

use super::Message;
use super::algorithm::{Digest, Key};
use crate::asn1;
use crate::gost::Alternative;
use crate::microscope::Hypothesis;

/// What is certain after the stages.
#[derive(Clone, Debug)]
pub(super) enum Certain {
    /// The signer's key and digest.
    Key(Key, Digest),
    /// No certificate of the signer is known.
    NoCertificate,
    /// Nothing.
    Nothing,
}

/// Texts that programs sign in place of a text: with a line end, a byte order mark, in another case or encoding.
pub fn twins(text: &[u8]) -> Vec<Alternative> {
    let twin = |message: Vec<u8>, id, if_clause: &str, remedy: &str| Alternative {
        hypothesis: Hypothesis::new(id, if_clause, remedy),
        message,
    };
    let utf16 = String::from_utf8_lossy(text).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let upper = String::from_utf8_lossy(text).to_uppercase().into_bytes();
    let lower = String::from_utf8_lossy(text).to_lowercase().into_bytes();
    let case = "Sign the text exactly as it is sent, letter for letter.";
    let mut twins = vec![
        twin(
            [text, b"\n"].concat(),
            "newline-signed",
            "no line end had been signed with the text (echo adds one)",
            "Write the text with printf, not with echo.",
        ),
        twin(
            [text, b"\r\n"].concat(),
            "crlf-signed",
            "no CRLF had been signed with the text",
            "Write the text without a line end before signing it.",
        ),
        twin(
            [b"\xEF\xBB\xBF", text].concat(),
            "bom-signed",
            "no byte order mark had been signed before the text",
            "Write the text as UTF-8 without BOM.",
        ),
        twin(
            utf16,
            "utf16-signed",
            "the text had been signed as UTF-8 (it was UTF-16)",
            "Encode the text as UTF-8 before signing it.",
        ),
        twin(upper, "upper-case-signed", "the text had been signed in the case in which it was sent", case),
        twin(lower, "lower-case-signed", "the text had been signed in the case in which it was sent", case),
    ];
    twins.retain(|twin| twin.message != text);
    twins
}

pub(super) fn search(
    message: &Message,
    content: &[u8],
    certain: Certain,
    alternatives: &[Alternative],
) -> Vec<Hypothesis> {
    let Certain::Key(key, digest) = certain else {
        return match certain {
            Certain::NoCertificate => vec![Hypothesis::new(
                "no-certificate",
                "the signer's certificate had come with the message, or were registered",
                "Let the signer include its certificate (leave out -nocerts).",
            )],
            _ => Vec::new(),
        };
    };
    let signed_as_is = match &message.attributes {
        Some(attributes) => key.verifies(&message.algorithm, digest, attributes, &message.value),
        None => false,
    };
    for other in alternatives {
        let fits = match (&message.attributes, &message.content) {
            (_, Some(attached)) if *attached != content => *attached == other.message,
            (Some(_), _) => signed_as_is && message.declared_digest() == Some(digest.digest(&other.message)),
            (None, _) => key.verifies(&message.algorithm, digest, &other.message, &message.value),
        };
        if fits {
            return vec![other.hypothesis.clone()];
        }
    }
    value_mistakes(message, content, &key, digest, signed_as_is)
}

fn value_mistakes(
    message: &Message,
    content: &[u8],
    key: &Key,
    digest: Digest,
    signed_as_is: bool,
) -> Vec<Hypothesis> {
    let reversed: Vec<u8> = message.value.iter().rev().copied().collect();
    let bytes = message.attributes.as_deref().unwrap_or(content);
    if key.verifies(&message.algorithm, digest, bytes, &reversed) {
        return vec![Hypothesis::new(
            "reversed-value",
            "the bytes of the signature value were reversed as a whole",
            "Reverse the value that CryptoPro returns before putting it into the message.",
        )];
    }
    let implicit = message.attributes.as_deref().and_then(|set| asn1::read(set).ok());
    if let Some((set, _)) = implicit
        && key.verifies(&message.algorithm, digest, &asn1::write(0xA0, &[set.content]), &message.value)
    {
        return vec![Hypothesis::new(
            "implicit-tag-signed",
            "the signed attributes had been signed as a SET (they were signed under their tag [0])",
            "Sign the attributes with the tag 0x31 (RFC 5652 §5.4).",
        )];
    }
    if message.attributes.is_some() && key.verifies(&message.algorithm, digest, content, &message.value) {
        return vec![Hypothesis::new(
            "attributes-not-signed",
            "the signature covered the signed attributes (it covers the content itself)",
            "Sign the attributes, or leave them out of the message.",
        )];
    }
    if signed_as_is {
        return vec![Hypothesis::new(
            "other-content",
            "the very content that is expected here had been signed (the signature itself is whole)",
            "Compare the text that the signer was given with the one shown here.",
        )];
    }
    Vec::new()
}

pub(super) fn unreadable(bytes: &[u8]) -> Vec<Hypothesis> {
    let remedy = "Send DER (`-outform DER`), base64url of the bytes.";
    if bytes.starts_with(b"-----BEGIN") || bytes.starts_with(b"MIME-Version") {
        return vec![Hypothesis::new(
            "pem-or-smime",
            "DER had been sent (this is text, PEM or S/MIME)",
            remedy,
        )];
    }
    if matches!(bytes.len(), 64 | 128) {
        return vec![Hypothesis::new(
            "raw-for-cms",
            "a CMS message had been sent (this has the length of a bare signature value)",
            "Version 1 of the API takes a detached CMS; sign with `openssl cms` or `smime`, not with `dgst`.",
        )];
    }
    if bytes.first() == Some(&b'M') && bytes.iter().all(u8::is_ascii) {
        return vec![Hypothesis::new(
            "encoded-twice",
            "it had been encoded once (what is inside is base64 again)",
            "Encode the DER once, as base64url.",
        )];
    }
    Vec::new()
}
