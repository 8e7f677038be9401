//! A certificate written out element by element, because rcgen knows neither GOST keys nor NumericString.

use poligon_crypto::asn1::{self, SEQUENCE, write, write_oid, write_unsigned};
use poligon_crypto::{DigestAlgorithm, gost};
use rcgen::{BasicConstraints, IsCa, KeyUsagePurpose, SigningKey as _};
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};

use crate::digest::hex;
use crate::draft::{Draft, Signed, Signer};
use crate::{Key, KeyKind, VaultError};

/// Signs a draft for this key; by itself when there is nobody above.
pub(crate) fn sign(
    draft: &Draft,
    serial: &[u8; 8],
    key: &Key,
    above: Option<&Signer<'_>>,
) -> Result<Signed, VaultError> {
    if !draft.names.is_empty() {
        return Err(VaultError::Order(
            "a server certificate has no GOST key here; order RSA or EC".to_owned(),
        ));
    }
    let signer = above.map_or(key, |signer| signer.key);
    let algorithm = algorithm(signer.kind());
    let subject = draft.subject.der()?;
    let issuer = match above {
        Some(signer) => signer.name.der()?,
        None => subject.clone(),
    };
    let validity = write(SEQUENCE, &[&moment(draft.validity.from)?, &moment(draft.validity.until)?]);
    let tbs = write(
        SEQUENCE,
        &[
            &write(0xA0, &[&write_unsigned(&[2])]),
            &write_unsigned(serial),
            &algorithm,
            &issuer,
            &validity,
            &subject,
            &key.spki(),
            &write(0xA3, &[&extensions(draft, key, signer)]),
        ],
    );
    let value = signature(signer, &tbs)?;
    let bits = write(asn1::BIT_STRING, &[&[0], &value]);
    Ok(Signed { der: write(SEQUENCE, &[&tbs, &algorithm, &bits]), serial: hex(serial) })
}

fn signature(signer: &Key, tbs: &[u8]) -> Result<Vec<u8>, VaultError> {
    let failed = |why: String| VaultError::making("a signature on a certificate", why);
    match (signer.gost(), signer.classic()) {
        (Some(key), _) => key.sign(tbs).map_err(|why| failed(why.to_string())),
        (None, Some(key)) => key.sign(tbs).map_err(|why| failed(why.to_string())),
        (None, None) => Err(failed("its key signs with nothing".to_owned())),
    }
}

fn algorithm(kind: KeyKind) -> Vec<u8> {
    match kind {
        KeyKind::EcP256 => write(SEQUENCE, &[&write_oid("1.2.840.10045.4.3.2")]),
        KeyKind::Gost(set) => write(SEQUENCE, &[&write_oid(set.size().signature_oid())]),
        KeyKind::Rsa2048 | KeyKind::Rsa4096 => {
            write(SEQUENCE, &[&write_oid("1.2.840.113549.1.1.11"), &write(asn1::NULL, &[])])
        }
    }
}

fn extensions(draft: &Draft, key: &Key, signer: &Key) -> Vec<u8> {
    let octets = |bytes: &[u8]| write(asn1::OCTET_STRING, &[bytes]);
    let critical = write(0x01, &[&[0xFF]]);
    let extension = |oid: &str, critical: &[u8], value: Vec<u8>| {
        write(SEQUENCE, &[&write_oid(oid), critical, &octets(&value)])
    };
    let authority = write(SEQUENCE, &[&write(0x80, &[&identifier(signer)])]);
    let mut all = vec![
        extension("2.5.29.19", &critical, basic_constraints(draft.is_ca)),
        extension("2.5.29.15", &critical, key_usage(&draft.usages)),
        extension("2.5.29.14", &[], octets(&identifier(key))),
        extension("2.5.29.35", &[], authority),
    ];
    if draft.is_ca == IsCa::ExplicitNoCa {
        // What signed tools of this field ask for: subjectSignTool says what made the key.
        let tool = write(0x0C, &["Полигон (не СКЗИ)".as_bytes()]);
        all.push(extension("1.2.643.100.111", &[], tool));
    }
    write(SEQUENCE, &[&all.concat()])
}

fn basic_constraints(is_ca: IsCa) -> Vec<u8> {
    let ca = write(0x01, &[&[0xFF]]);
    match is_ca {
        IsCa::Ca(BasicConstraints::Constrained(most)) => write(SEQUENCE, &[&ca, &write_unsigned(&[most])]),
        IsCa::Ca(BasicConstraints::Unconstrained) => write(SEQUENCE, &[&ca]),
        IsCa::NoCa | IsCa::ExplicitNoCa => write(SEQUENCE, &[]),
    }
}

/// The bits of RFC 5280 §4.2.1.3 that drafts use; all lie in the first byte.
fn key_usage(usages: &[KeyUsagePurpose]) -> Vec<u8> {
    let bit = |usage: &KeyUsagePurpose| match usage {
        KeyUsagePurpose::DigitalSignature => 0x80,
        KeyUsagePurpose::ContentCommitment => 0x40,
        KeyUsagePurpose::KeyEncipherment => 0x20,
        KeyUsagePurpose::DataEncipherment => 0x10,
        KeyUsagePurpose::KeyAgreement => 0x08,
        KeyUsagePurpose::KeyCertSign => 0x04,
        KeyUsagePurpose::CrlSign => 0x02,
        _ => 0_u8,
    };
    let bits = usages.iter().map(bit).fold(0, |all, one| all | one);
    let unused = u8::try_from(bits.trailing_zeros().min(7)).unwrap_or(7);
    write(asn1::BIT_STRING, &[&[unused, bits]])
}

/// Twenty bytes that tell keys apart.
fn identifier(key: &Key) -> Vec<u8> {
    let digest = match key.kind() {
        KeyKind::Gost(set) => gost::digest(set.size(), &key.spki()),
        _ => DigestAlgorithm::Sha256.digest(&key.spki()),
    };
    digest.into_iter().take(20).collect()
}

/// UTCTime until 2049, GeneralizedTime from then on (RFC 5280 §4.1.2.5).
fn moment(at: OffsetDateTime) -> Result<Vec<u8>, VaultError> {
    let at = at.to_offset(UtcOffset::UTC);
    let short = format_description!("[year repr:last_two][month][day][hour][minute][second]Z");
    let long = format_description!("[year][month][day][hour][minute][second]Z");
    let (tag, text) = match at.year() {
        1950..=2049 => (0x17, at.format(short)),
        _ => (0x18, at.format(long)),
    };
    let text = text.map_err(|why| VaultError::making("a date of validity", why))?;
    Ok(write(tag, &[text.as_bytes()]))
}
