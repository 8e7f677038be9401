//! Mistakes in the signature value: what was signed, with which scheme and hash, written how, by whose key.

use super::octets::{hex, length, name};
use super::references::{METHODS, prefix_lists};
use super::{Hypothesis, case, markup};
use crate::key::{KeyKind, fixed_of_der};
use crate::seal::located::Located;
use crate::seal::{Policy, base64, target, transforms};
use crate::{DigestAlgorithm, Document, PublicKey, SignatureAlgorithm};

/// Most public-key operations of one search.
const MOST_VERIFICATIONS: usize = 120;

/// What would make the value verify with one of these keys.
pub(super) fn explain(text: &str, policy: &Policy, keys: &[PublicKey]) -> Vec<Hypothesis> {
    case::with(text, policy, |document, located| {
        let declared = *located.algorithm.as_ref().ok()?;
        let value = located.value.as_ref().ok()?;
        let messages = messages(document, located, text);
        let mut left = MOST_VERIFICATIONS;
        keys.iter().find_map(|key| match key.kind() {
            KeyKind::Rsa { .. } => rsa(key, declared, value, &messages),
            KeyKind::Ec { bits } => ec(key, bits, declared, value, &messages, &mut left),
        })
    })
    .flatten()
    .unwrap_or_default()
}

/// Nothing fits: another key signed, or SignedInfo was changed. RSA tells which; for EC the references do.
pub(super) fn foreign(text: &str, policy: &Policy, keys: &[PublicKey], references_hold: bool) -> Hypothesis {
    let opens = case::with(text, policy, |_, located| {
        let value = located.value.as_ref().ok()?;
        let rsa = keys.iter().any(|key| matches!(key.kind(), KeyKind::Rsa { .. }));
        rsa.then(|| {
            keys.iter().any(|key| {
                key.recovered(value)
                    .is_some_and(|block| Opened::read(&block).is_some() || is_pss(key, &block))
            })
        })
    });
    let own = match opens.flatten() {
        Some(opens) => opens,
        None => !references_hold,
    };
    match own {
        true => Hypothesis::new(
            "signed-info-changed-after-signing",
            "ds:SignedInfo (algorithms, references, digests) had not been changed after signing: the signature value is of another SignedInfo",
            "Compute digests and algorithms first, then sign, and change nothing in ds:SignedInfo afterwards.",
        ),
        false => Hypothesis::new(
            "signed-by-another-key",
            "it were signed by the private key that belongs to the certificate in ds:KeyInfo: the value was made by another key, or was altered",
            "Load key and certificate from the same PKCS#12 file and compare their public keys before signing.",
        ),
    }
}

type Message = (Vec<u8>, Option<Hypothesis>);

/// What may have been signed; SignedInfo as it should be first.
fn messages(document: &Document<'_>, located: &Located<'_>, text: &str) -> Vec<Message> {
    let Ok((declared, prefixes)) = &located.c14n else { return Vec::new() };
    let right = located.signed_info_bytes(*declared, prefixes).unwrap_or_default();
    let mut all: Vec<Message> = vec![(right.clone(), None)];
    let mut add = |octets: Vec<u8>, id: &'static str, clause: String, remedy: &str| {
        if !octets.is_empty() && all.iter().all(|(known, _)| *known != octets) {
            all.push((octets, Some(Hypothesis::new(id, clause, remedy))));
        }
    };
    let setting = "Let CanonicalizationMethod and the canonicalizer of SignedInfo come from one setting.";
    for method in METHODS {
        let clause = format!(
            "ds:SignedInfo had been canonicalized with {} as it declares, not with {}",
            declared.uri(),
            method.uri()
        );
        add(
            located.signed_info_bytes(method, &[]).unwrap_or_default(),
            "signed-info-other-canonicalization",
            clause,
            setting,
        );
    }
    for list in prefix_lists(located.signed_info) {
        let clause = format!(
            "CanonicalizationMethod declared the PrefixList „{}” that SignedInfo was canonicalized with",
            list.join(" ")
        );
        add(
            located.signed_info_bytes(crate::C14n::Exclusive, &list).unwrap_or_default(),
            "signed-info-prefix-list-differs",
            clause,
            setting,
        );
    }
    let raw = markup::source_of(text, "SignedInfo").unwrap_or_default();
    let clause = "ds:SignedInfo had been canonicalized before signing, not taken as text".to_owned();
    add(
        raw.as_bytes().to_vec(),
        "signed-info-not-canonicalized",
        clause,
        "Sign the canonicalizer's output for the SignedInfo that stands in the document.",
    );
    let hashes: Vec<Vec<u8>> =
        DigestAlgorithm::ALL.into_iter().take(4).map(|hash| hash.digest(&right)).collect();
    for hash in hashes {
        let clause = "the signer had been given the bytes of SignedInfo; it was given their digest and hashed once more".to_owned();
        let remedy = "Pass SignedInfo itself to a function that hashes, or its digest to one that does not.";
        add(hex(&hash).into_bytes(), "signature-over-the-digest", clause.clone(), remedy);
        add(base64::encode(&hash).into_bytes(), "signature-over-the-digest", clause.clone(), remedy);
        add(hash, "signature-over-the-digest", clause, remedy);
    }
    for reference in &located.references {
        let clause = "ds:SignedInfo had been signed, not the document itself or its digest".to_owned();
        let remedy = "XML signatures sign SignedInfo, which carries the digests; sign its canonical bytes.";
        if let (Ok(target), Ok(chain)) = (target::resolve(document, reference.uri), &reference.transforms) {
            let octets = transforms::apply(document, located.signature, target, chain).unwrap_or_default();
            add(octets, "document-signed-instead-of-signed-info", clause.clone(), remedy);
        }
        add(
            reference.value.clone().unwrap_or_default(),
            "document-signed-instead-of-signed-info",
            clause,
            remedy,
        );
    }
    all
}

/// RSA opens the value once; what was signed stands in it.
fn rsa(
    key: &PublicKey,
    declared: SignatureAlgorithm,
    value: &[u8],
    messages: &[Message],
) -> Option<Vec<Hypothesis>> {
    let block = key.recovered(value)?;
    if let Some(opened) = Opened::read(&block) {
        return messages.iter().find_map(|(message, why)| {
            let hash = opened.fits(message)?;
            let mut all: Vec<_> = why.iter().cloned().collect();
            all.extend(scheme(declared, SignatureAlgorithm::RsaPkcs1(hash)));
            if opened.hash.is_none() {
                all.push(Hypothesis::new("digest-info-missing", "the PKCS#1 v1.5 padding held a DigestInfo (algorithm and digest), not the bare digest", "Use the library's „sign with SHA-256” function, not raw private-key encryption of a digest."));
            }
            Some(all)
        });
    }
    messages.iter().find_map(|(message, why)| {
        let hash = DigestAlgorithm::ALL
            .into_iter()
            .find(|hash| key.block_is_pss(*hash, &hash.digest(message), &block))?;
        Some(why.iter().cloned().chain(scheme(declared, SignatureAlgorithm::RsaPss(hash))).collect())
    })
}

fn is_pss(key: &PublicKey, block: &[u8]) -> bool {
    DigestAlgorithm::ALL.into_iter().any(|hash| key.block_looks_like_pss(hash, length(hash), block))
}

fn ec(
    key: &PublicKey,
    bits: usize,
    declared: SignatureAlgorithm,
    value: &[u8],
    messages: &[Message],
    left: &mut usize,
) -> Option<Vec<Hypothesis>> {
    let width = 2 * bits.div_ceil(8);
    let der = fixed_of_der(value, bits).map(|fixed| {
        (fixed, Hypothesis::new("ecdsa-value-is-der", "the ECDSA value was written as R‖S of fixed width, not as an ASN.1 SEQUENCE", format!("Convert the DER value to {width} bytes R‖S: IEEE P1363 format (Java SHA256withECDSAinP1363Format, .NET DSASignatureFormat.IeeeP1363FixedFieldConcatenation).")))
    });
    let fixed = (value.len() == width).then(|| value.to_vec());
    let swapped = fixed.as_ref().map(|fixed| {
        let (r, s) = fixed.split_at(width / 2);
        (
            [s, r].concat(),
            Hypothesis::new(
                "ecdsa-halves-swapped",
                "the ECDSA value was R‖S, not S‖R",
                "Write R first, then S.",
            ),
        )
    });
    let forms = fixed
        .map(|fixed| (fixed, None))
        .into_iter()
        .chain(der.into_iter().chain(swapped).map(|(form, why)| (form, Some(why))));
    let forms: Vec<_> = forms.collect();
    let hashes = DigestAlgorithm::ALL.into_iter().take(4);
    let usual = |hash: DigestAlgorithm| SignatureAlgorithm::Ecdsa(hash) == declared;
    // One mistake is likelier than two, and verifications are dear: first every message written and hashed as declared, then
    // the rest as far as the budget goes.
    let all = || messages.iter().flat_map(|message| forms.iter().map(move |form| (message, form)));
    let trials = all().flat_map(|(message, form)| hashes.clone().map(move |hash| (message, form, hash)));
    let (first, rest): (Vec<_>, Vec<_>) =
        trials.partition(|(_, (_, written), hash)| written.is_none() && usual(*hash));
    for ((message, why), (form, written), hash) in first.into_iter().chain(rest) {
        *left = left.checked_sub(1)?;
        if key.verifies(SignatureAlgorithm::Ecdsa(hash), message, form) {
            let causes = written.iter().chain(why).cloned();
            return Some(causes.chain(scheme(declared, SignatureAlgorithm::Ecdsa(hash))).collect());
        }
    }
    None
}

/// The difference between what SignatureMethod says and what was done.
fn scheme(declared: SignatureAlgorithm, real: SignatureAlgorithm) -> Option<Hypothesis> {
    if declared == real {
        return None;
    }
    let id = match (declared, real) {
        (SignatureAlgorithm::RsaPkcs1(_), SignatureAlgorithm::RsaPss(_)) => "pss-declared-as-pkcs1",
        (SignatureAlgorithm::RsaPss(_), SignatureAlgorithm::RsaPkcs1(_)) => "pkcs1-declared-as-pss",
        (SignatureAlgorithm::Ecdsa(_), SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_))
        | (SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_), SignatureAlgorithm::Ecdsa(_)) => {
            "algorithm-of-another-key-kind"
        }
        _ => "signature-of-other-hash",
    };
    Some(Hypothesis::new(
        id,
        format!(
            "SignatureMethod declared what was done: {}, with {}; it declares {}",
            real.uri(),
            name(real.digest()),
            declared.uri()
        ),
        format!("Set SignatureMethod to {}, or sign as declared.", real.uri()),
    ))
}

/// What a PKCS#1 v1.5 block holds.
struct Opened<'b> {
    hash: Option<DigestAlgorithm>,
    digest: &'b [u8],
}

impl<'b> Opened<'b> {
    fn read(block: &'b [u8]) -> Option<Self> {
        let rest = block.strip_prefix(&[0, 1])?;
        let end = rest.iter().position(|byte| *byte != 0xff).filter(|end| *end >= 8)?;
        let content = rest.get(end..)?.strip_prefix(&[0])?;
        for hash in DigestAlgorithm::ALL {
            let digest = content.get(content.len().checked_sub(length(hash)).unwrap_or(content.len())..)?;
            if digest.len() == length(hash)
                && content.len() > digest.len()
                && hex(content).starts_with(prefix(hash))
            {
                return Some(Self { hash: Some(hash), digest });
            }
        }
        matches!(content.len(), 20 | 32 | 48 | 64).then_some(Self { hash: None, digest: content })
    }

    fn fits(&self, message: &[u8]) -> Option<DigestAlgorithm> {
        let mut candidates =
            DigestAlgorithm::ALL.into_iter().filter(|hash| self.hash.is_none_or(|known| known == *hash));
        candidates.find(|hash| length(*hash) == self.digest.len() && hash.digest(message) == self.digest)
    }
}

/// DigestInfo before the digest (RFC 8017 §9.2, note 1).
fn prefix(hash: DigestAlgorithm) -> &'static str {
    match hash {
        DigestAlgorithm::Sha1 => "3021300906052b0e03021a05000414",
        DigestAlgorithm::Sha256 => "3031300d060960864801650304020105000420",
        DigestAlgorithm::Sha384 => "3041300d060960864801650304020205000430",
        DigestAlgorithm::Sha512 => "3051300d060960864801650304020305000440",
        DigestAlgorithm::Sha3_256 => "3031300d060960864801650304020805000420",
        DigestAlgorithm::Sha3_384 => "3041300d060960864801650304020905000430",
        DigestAlgorithm::Sha3_512 => "3051300d060960864801650304020a05000440",
    }
}
