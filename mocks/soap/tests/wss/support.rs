//! Keys made for one run, a directory of two systems, and a request as clients send it.

use std::sync::OnceLock;

use poligon_crypto::{Certificate, SigningKey};
use poligon_institution::{Check, Evidence, Examination, Finding};
use poligon_soap::security::{Call, Directory, Policy, Registration, verify};
use poligon_soap::signing::{Signer, Style, sign};
use poligon_soap::write::Message;
use poligon_soap::{DetailName, Envelope, Fault};
use poligon_world::{Entropy, Strictness};
use time::OffsetDateTime;
use time::macros::datetime;

pub const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
pub const OB: &str = "http://wsdl.epuap.gov.pl/obiekty/";
pub const WYJATEK: DetailName = DetailName { namespace: OB, local: "Wyjatek" };
pub const BODY: &str = "<ob:Dokument xmlns:ob=\"http://wsdl.epuap.gov.pl/obiekty/\"><!-- inside --><nazwaPliku>pismo.xml</nazwaPliku>\
                        <zawartosc>PGE+xYLEhTwvYT4=</zawartosc></ob:Dokument>";
pub const HEADERS: &str =
    "<ob:AdresSkrytki xmlns:ob=\"http://wsdl.epuap.gov.pl/obiekty/\">/urzad/skrytka</ob:AdresSkrytki>";

/// A key and its certificate.
pub struct Keys {
    pub key: SigningKey,
    pub certificate: Certificate,
}

impl Keys {
    pub fn signer(&self) -> Signer<'_> {
        Signer { key: &self.key, certificate: &self.certificate }
    }

    fn of(pair: &rcgen::KeyPair, name: &str, years: (i32, i32)) -> Self {
        let mut parameters = rcgen::CertificateParams::new(Vec::new()).unwrap();
        parameters.distinguished_name.push(rcgen::DnType::CommonName, name);
        parameters.distinguished_name.push(rcgen::DnType::OrganizationName, "Urząd Gminy, Referat \"X\"");
        // With a subject key identifier.
        parameters.is_ca = rcgen::IsCa::ExplicitNoCa;
        parameters.not_before = rcgen::date_time_ymd(years.0, 1, 1);
        parameters.not_after = rcgen::date_time_ymd(years.1, 1, 1);
        let certificate = parameters.self_signed(pair).unwrap();
        Self {
            key: SigningKey::from_pkcs8(&pair.serialize_der()).unwrap(),
            certificate: Certificate::from_der(certificate.der()).unwrap(),
        }
    }
}

pub fn rsa_pair() -> rcgen::KeyPair {
    rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048).unwrap()
}

/// The system „ezd” of the podmiot „gmina”.
pub fn system() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| Keys::of(&rsa_pair(), "THROWAWAY ezd", (2026, 2027)))
}

/// Somebody whom no directory knows.
pub fn stranger() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| Keys::of(&rsa_pair(), "THROWAWAY stranger", (2026, 2027)))
}

/// The same system's old certificate, expired on the first day of 2026, and one to come.
pub fn expired() -> Keys {
    Keys::of(&rsa_pair(), "THROWAWAY expired", (2025, 2026))
}

pub fn not_yet_valid() -> Keys {
    Keys::of(&rsa_pair(), "THROWAWAY tomorrow", (2027, 2028))
}

pub fn elliptic() -> Keys {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
    Keys::of(&pair, "THROWAWAY elliptic", (2026, 2027))
}

/// These certificates are registered, all to the system „ezd”.
pub struct Register {
    pub certificates: Vec<Certificate>,
    pub revoked: Option<OffsetDateTime>,
}

impl Register {
    pub fn of(keys: &Keys) -> Self {
        Self { certificates: vec![keys.certificate.clone()], revoked: None }
    }
}

impl Directory for Register {
    fn registration(&self, certificate: &Certificate) -> Option<Registration> {
        self.certificates.contains(certificate).then(|| Registration {
            system: "ezd".to_owned(),
            podmiot: "gmina".to_owned(),
            roles: vec!["Rola domyślna".to_owned()],
            revoked: self.revoked,
        })
    }

    fn certificates(&self) -> Vec<Certificate> {
        self.certificates.clone()
    }
}

pub fn entropy() -> Entropy {
    Entropy::new(7, "soap tests")
}

/// A request of the system in this style.
pub fn request(style: &Style) -> String {
    signed_by(system(), style)
}

pub fn signed_by(keys: &Keys, style: &Style) -> String {
    sign(Message { headers: HEADERS, body: BODY }, style, keys.signer(), &entropy(), NOW).unwrap()
}

/// What a message came to.
pub struct Outcome {
    pub findings: Vec<Finding>,
    /// The check that refused.
    pub refused: Option<&'static Check>,
}

impl Outcome {
    pub fn failed(&self) -> Vec<&'static str> {
        self.findings.iter().filter(|finding| finding.failed()).map(|finding| finding.check.id).collect()
    }

    pub fn fault(&self) -> Fault {
        Fault::of(self.findings.iter().filter(|finding| finding.failed()), Some(WYJATEK), |_| None)
    }

    /// All that the refusal says.
    pub fn evidence(&self) -> String {
        let failed = self.findings.iter().filter(|finding| finding.failed());
        failed.map(poligon_institution::explain::finding).collect()
    }

    pub fn causes(&self) -> Vec<String> {
        let evidence = self.findings.iter().flat_map(|finding| &finding.evidence);
        let candidates = evidence.filter_map(|one| match one {
            Evidence::Candidates(candidates) => Some(candidates),
            _ => None,
        });
        candidates.flatten().map(|candidate| candidate.id.clone()).collect()
    }
}

/// Judges as a faithful service of the one system.
pub fn judge(message: &[u8]) -> Outcome {
    judge_with(message, &Policy::default(), &Register::of(system()), Strictness::Faithful, |_, _| ())
}

pub fn judge_with(
    message: &[u8],
    policy: &Policy,
    directory: &dyn Directory,
    strictness: Strictness,
    then: impl FnOnce(&mut Examination, &Call<'_>),
) -> Outcome {
    let mut exam = Examination::new(strictness);
    let result = Envelope::read(&mut exam, message, policy.limits)
        .and_then(|envelope| verify(&mut exam, envelope, policy, directory, NOW));
    let refused = match result {
        Ok(call) => {
            then(&mut exam, &call);
            None
        }
        Err(refused) => Some(refused.check),
    };
    Outcome { findings: exam.into_findings(), refused }
}

/// The text with one part replaced; the part must be there.
pub fn once(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old} is not in {text}");
    text.replacen(old, new, 1)
}

/// From the start of `opening` to the end of the next `closing`.
pub fn part<'t>(text: &'t str, opening: &str, closing: &str) -> &'t str {
    let start = text.find(opening).unwrap();
    let end = start + text[start..].find(closing).unwrap() + closing.len();
    &text[start..end]
}
