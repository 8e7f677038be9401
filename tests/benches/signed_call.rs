//! A signed SOAP call (nadaj: read, verify, answer signed) beside the bare RSA signatures in it: same key, same run.

mod support;

use std::hint::black_box;

use criterion::Criterion;
use poligon_certs::{KeyKind, Order, Profile, Vault};
use poligon_crypto::{Certificate, DigestAlgorithm, SignatureAlgorithm, SigningKey};
use poligon_institution::Examination;
use poligon_soap::Envelope;
use poligon_soap::answer::{Sealing, seal};
use poligon_soap::security::{Directory, Policy, Registration, verify};
use poligon_soap::signing::{Signer, Style, sign};
use poligon_soap::write::Message;
use poligon_world::{Entropy, Strictness};
use support::{Comparison, against_goal, compare, measuring};
use time::OffsetDateTime;
use time::macros::datetime;

type Failure = Box<dyn std::error::Error>;

const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
const RSA: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
const HEADERS: &str = concat!(
    r#"<ob:IdentyfikatorPodmiotu xmlns:ob="http://wsdl.epuap.gov.pl/obiekty/">gminafikcja</ob:IdentyfikatorPodmiotu>"#,
    r#"<ob:AdresSkrytki xmlns:ob="http://wsdl.epuap.gov.pl/obiekty/">/urzadfikcja/skrytka</ob:AdresSkrytki>"#,
    r#"<ob:AdresOdpowiedzi xmlns:ob="http://wsdl.epuap.gov.pl/obiekty/">/gminafikcja/domyslna</ob:AdresOdpowiedzi>"#,
    r#"<ob:CzyProbne xmlns:ob="http://wsdl.epuap.gov.pl/obiekty/">false</ob:CzyProbne>"#,
);
const ANSWER: &str = concat!(
    r#"<ob:OdpowiedzSkrytki xmlns:ob="http://wsdl.epuap.gov.pl/obiekty/"><status><kod>1</kod>"#,
    "<komunikat>Zlecenie zostało przyjęte.</komunikat></status><identyfikatorDokumentu>12345</identyfikatorDokumentu>",
    "<identyfikatorUpp>12346</identyfikatorUpp></ob:OdpowiedzSkrytki>",
);

/// One registered system.
struct Register(Certificate);

impl Directory for Register {
    fn registration(&self, certificate: &Certificate) -> Option<Registration> {
        (*certificate == self.0).then(|| Registration {
            system: "ezd".to_owned(),
            podmiot: "gminafikcja".to_owned(),
            roles: vec!["Rola domyślna".to_owned()],
            revoked: None,
        })
    }

    fn certificates(&self) -> Vec<Certificate> {
        vec![self.0.clone()]
    }
}

struct Call {
    request: String,
    key: SigningKey,
    register: Register,
    entropy: Entropy,
    signed_info: Vec<u8>,
    value: Vec<u8>,
}

impl Call {
    /// A nadaj with a document of this many bytes.
    fn new(bytes: usize) -> Result<Self, Failure> {
        let order = Order {
            key: KeyKind::Rsa2048,
            nip: Some("1111111111".to_owned()),
            ..Order::new(Profile::KsefSeal)
        };
        let credential = Vault::in_memory(None).issue(&order, NOW)?;
        let key = SigningKey::from_pkcs8(credential.key.pkcs8())?;
        let register = Register(Certificate::from_der(&credential.certificate)?);
        let document = poligon_soap::base64::encode(&vec![b'x'; bytes]);
        let body = format!(
            "<ob:Dokument xmlns:ob=\"http://wsdl.epuap.gov.pl/obiekty/\"><nazwaPliku>pismo.xml</nazwaPliku>\
             <typPliku>text/xml</typPliku><zawartosc>{document}</zawartosc></ob:Dokument>"
        );
        let entropy = Entropy::new(1, "bench");
        let signer = Signer { key: &key, certificate: &register.0 };
        let message = Message { headers: HEADERS, body: &body };
        let request = sign(message, &Style::default(), signer, &entropy, NOW)?;
        let signed_info = vec![b'x'; 600];
        let value = key.sign(RSA, &signed_info, &[])?;
        let call = Self { request, key, register, entropy, signed_info, value };
        match call.verified() {
            true => Ok(call),
            false => Err("our own request does not verify".into()),
        }
    }

    fn verified(&self) -> bool {
        let mut exam = Examination::new(Strictness::Faithful);
        let policy = Policy::default();
        let call = Envelope::read(&mut exam, self.request.as_bytes(), policy.limits)
            .and_then(|envelope| verify(&mut exam, envelope, &policy, &self.register, NOW));
        call.is_ok_and(|call| call.require_role(&mut exam, &["Rola domyślna"]).is_ok())
    }

    fn answered(&self) -> Option<String> {
        let own = Signer { key: &self.key, certificate: &self.register.0 };
        seal(Message { headers: "", body: ANSWER }, Sealing::Signed, own, None, &self.entropy, NOW).ok()
    }

    fn bare_verify(&self) -> bool {
        self.key.public().verifies(RSA, &self.signed_info, &self.value)
    }

    fn bare_sign(&self) -> Option<Vec<u8>> {
        self.key.sign(RSA, &self.signed_info, &[]).ok()
    }
}

fn main() -> Result<(), Failure> {
    let (small, large) = (Call::new(2_000)?, Call::new(200_000)?);
    let mut criterion: Criterion = support::criterion();
    let mut group = criterion.benchmark_group("signed call");
    group.sample_size(50);
    group.bench_function("bare verify and sign", |b| {
        b.iter(|| black_box((small.bare_verify(), small.bare_sign())))
    });
    group.bench_function("nadaj", |b| b.iter(|| black_box((small.verified(), small.answered()))));
    group.bench_function("nadaj of 200 KB", |b| b.iter(|| black_box((large.verified(), large.answered()))));
    group.finish();
    criterion.final_summary();
    if measuring() {
        println!("\nA signed SOAP call beside its bare RSA-2048 signatures, medians of the same run");
        let bare = || drop(black_box((small.bare_verify(), small.bare_sign())));
        compare(
            // Architecture §9.
            &Comparison { title: "nadaj of 2 KB: verified and answered", goal_percent: Some(80.0) },
            || drop(black_box((small.verified(), small.answered()))),
            bare,
        );
        compare(
            &Comparison { title: "nadaj of 200 KB: verified and answered", goal_percent: None },
            || drop(black_box((large.verified(), large.answered()))),
            bare,
        );
        let broken = small.request.replacen("pismo.xml", "inne.xml", 1);
        against_goal("a tampered nadaj, explained (architecture §2)", 20.0, 50, || {
            let mut exam = Examination::new(Strictness::Faithful);
            let policy = Policy::default();
            let result = Envelope::read(&mut exam, broken.as_bytes(), policy.limits)
                .and_then(|envelope| verify(&mut exam, envelope, &policy, &small.register, NOW).map(drop));
            let _ = black_box(result);
        });
    }
    Ok(())
}
