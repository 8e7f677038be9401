//! A bare signature value, verified with evidence: which stages it passed, and which known mistake would explain a failure.

use num_bigint::BigUint;

use super::PublicKey;
use crate::asn1;
use crate::evidence::{Step, Steps};
use crate::microscope::Hypothesis;

/// Another message that may have been signed in place of the right one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// What is said when its signature fits.
    pub hypothesis: Hypothesis,
    /// The bytes.
    pub message: Vec<u8>,
}

/// What the verification of a bare value saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawReport {
    /// The stages, in order.
    pub steps: Vec<Step>,
    /// „It would verify if …”, best first; empty when it verifies.
    pub hypotheses: Vec<Hypothesis>,
}

impl RawReport {
    /// Whether every stage passed.
    pub fn holds(&self) -> bool {
        !self.steps.is_empty() && self.steps.iter().all(|step| !step.failed())
    }
}

/// How many alternatives are tried together with each way of writing the value; callers put the likely ones first.
const MOST_PAIRED: usize = 6;

/// Verifies a value `s‖r` over `message`. On failure each known way of writing the value is tried, then each alternative
/// message, then both together.
pub fn verify_raw(
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
    alternatives: &[Alternative],
) -> RawReport {
    let mut steps = Steps::default();
    let width = 2 * key.size().bytes();
    let long = signature.len();
    steps.judge("length", long == width, format!("{long} bytes; a value of this key has {width}"));
    if long == width {
        let holds = key.verifies(message, signature);
        let set = key.parameter_set().name();
        steps.judge("value", holds, format!("s‖r against the key on {set}, digest Streebog"));
    }
    let mut report = RawReport { steps: steps.into_inner(), hypotheses: Vec::new() };
    if !report.holds() {
        report.hypotheses = search(key, message, signature, alternatives);
    }
    report
}

fn search(
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
    alternatives: &[Alternative],
) -> Vec<Hypothesis> {
    let forms = forms(key, signature);
    for form in &forms {
        if form.fits(key, message) {
            return vec![form.hypothesis.clone()];
        }
    }
    for other in alternatives {
        if key.verifies(&other.message, signature) {
            return vec![other.hypothesis.clone()];
        }
    }
    // Both at once: two mistakes are rarer, and each trial costs a verification.
    for other in alternatives.iter().take(MOST_PAIRED) {
        for form in forms.iter().filter(|form| !form.big_endian_digest) {
            if form.fits(key, &other.message) {
                return vec![other.hypothesis.clone(), form.hypothesis.clone()];
            }
        }
    }
    certain(signature)
}

/// One way of writing a value wrongly, undone.
struct Form {
    value: Vec<u8>,
    /// The digest was read as a big-endian number.
    big_endian_digest: bool,
    hypothesis: Hypothesis,
}

impl Form {
    fn fits(&self, key: &PublicKey, message: &[u8]) -> bool {
        let digest = super::digest(key.size(), message);
        if self.big_endian_digest {
            return key.holds(&BigUint::from_bytes_be(&digest), &self.value).unwrap_or(false);
        }
        key.verifies_digest(&digest, &self.value)
    }
}

fn forms(key: &PublicKey, signature: &[u8]) -> Vec<Form> {
    let half = key.size().bytes();
    if signature.len() != 2 * half {
        return unwrapped(half, signature);
    }
    let form = |value: Vec<u8>, id, if_clause: &str, remedy: &str| Form {
        value,
        big_endian_digest: false,
        hypothesis: Hypothesis::new(id, if_clause, remedy),
    };
    let (first, second) = signature.split_at(half);
    let turned = |bytes: &[u8]| bytes.iter().rev().copied().collect::<Vec<u8>>();
    vec![
        form(
            turned(signature),
            "reversed-value",
            "the bytes of the value were reversed as a whole (CryptoPro CSP hands them out little-endian)",
            "Reverse the 64 bytes that CryptoPro returns before encoding them.",
        ),
        form(
            [second, first].concat(),
            "swapped-halves",
            "the halves of the value were swapped: it is r‖s, and s‖r is due",
            "Put s before r, each big-endian.",
        ),
        form(
            [turned(first), turned(second)].concat(),
            "reversed-halves",
            "each half of the value were reversed: they are little-endian, and big-endian is due",
            "Write s and r big-endian.",
        ),
        Form {
            value: signature.to_vec(),
            big_endian_digest: true,
            hypothesis: Hypothesis::new(
                "reversed-digest",
                "the digest had been read as a little-endian number (it was signed big-endian)",
                "Reverse the Streebog digest before handing it to the signer (gogost and gostcrypto need that).",
            ),
        },
    ]
}

/// DER `SEQUENCE { r INTEGER, s INTEGER }`, as ECDSA libraries write.
fn unwrapped(half: usize, signature: &[u8]) -> Vec<Form> {
    let Ok((outer, [])) = asn1::read(signature) else { return Vec::new() };
    let Ok(parts) = asn1::children(outer.content) else { return Vec::new() };
    let [r, s] = parts.as_slice() else { return Vec::new() };
    let padded = |content: &[u8]| {
        let digits: Vec<u8> = content.iter().copied().skip_while(|byte| *byte == 0).collect();
        let mut out = vec![0; half.saturating_sub(digits.len())];
        out.extend(digits);
        out
    };
    let form = |one: &[u8], other: &[u8]| Form {
        value: [padded(one), padded(other)].concat(),
        big_endian_digest: false,
        hypothesis: Hypothesis::new(
            "der-value",
            "the value were bare (it is DER, SEQUENCE of two INTEGERs)",
            "Send the 64 bytes s‖r, not the DER of an ECDSA library.",
        ),
    };
    vec![form(s.content, r.content), form(r.content, s.content)]
}

/// What is certain when nothing fits.
fn certain(signature: &[u8]) -> Vec<Hypothesis> {
    if crate::cms::looks_like(signature) {
        return vec![Hypothesis::new(
            "cms-for-raw",
            "a bare signature value had been sent (this is a CMS message)",
            "Version 2 and 3 of the API take the bare 64 bytes; sign with `openssl dgst -sign`, not with `cms` or `smime`.",
        )];
    }
    Vec::new()
}
