//! GOST certificates and messages signed with them, before our own verifier (`make clients` asks OpenSSL).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use poligon_certs::{Authority, Credential, Flaw, KeyKind, Order, Profile, Russian, Vault};
use poligon_crypto::cms::{self, Plan, Signer};
use poligon_crypto::gost::{ParameterSet, SigningKey};
use poligon_crypto::{Certificate, asn1};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

fn order() -> Order {
    let russian = Russian {
        snils: Some("00000060001".into()),
        ogrn: Some("1000000000009".into()),
        inn_le: Some("9900000000".into()),
        ..Russian::default()
    };
    Order {
        organization: Some("ООО «Берёзка учебная»".into()),
        surname: Some("Вымышленный".into()),
        given_name: Some("Иван Иванович".into()),
        russian: Some(russian),
        ..Order::new(Profile::EsiaEmployee)
    }
}

fn chain(credential: &Credential) -> Vec<Certificate> {
    credential.chain().iter().map(|der| Certificate::from_der(der).unwrap()).collect()
}

fn signed(credential: &Credential, content: &[u8], plan: Plan) -> Vec<u8> {
    let key = SigningKey::from_pkcs8(credential.key.pkcs8()).unwrap();
    cms::sign(content, Signer::Gost(&key), &credential.chain(), plan).unwrap()
}

fn plans() -> [Plan; 5] {
    let attributes = Plan { attributes: true, signing_time: Some(NOW), ..Plan::default() };
    [
        Plan::default(),
        attributes,
        Plan::cades(NOW),
        Plan { attached: true, ..Plan::default() },
        Plan { attached: true, ..Plan::cades(NOW) },
    ]
}

#[test]
fn the_chain_of_three_verifies_and_carries_the_numbers() {
    let vault = Vault::in_memory(Some(7));
    let [leaf, middle, root] = chain(&vault.issue(&order(), NOW).unwrap()).try_into().unwrap();
    let followed = leaf.chain(std::slice::from_ref(&middle), std::slice::from_ref(&root), &|_| false, NOW);
    assert_eq!(followed.unwrap().len(), 3);
    assert_eq!(leaf.subject_attribute("1.2.643.100.1").unwrap(), "1000000000009");
    assert_eq!(leaf.subject_attribute("1.2.643.100.3").unwrap(), "00000060001");
    assert!(root.is_self_signed() && root.subject_line().contains("УЧЕБНЫЙ СТЕНД"));
    assert!(leaf.subject_line().contains("одноразовый"));
    let stranger = vault.issue(&Order { flaw: Some(Flaw::OtherAuthority), ..order() }, NOW).unwrap();
    let [other, ..] = chain(&stranger).try_into().map(|all: [Certificate; 3]| all).unwrap();
    assert!(other.chain(&[middle], &[root], &|_| false, NOW).is_err());
}

#[test]
fn the_same_seed_makes_the_same_bytes() {
    let make = || {
        let credential = Vault::in_memory(Some(7)).issue(&order(), NOW).unwrap();
        (credential.chain(), signed(&credential, b"text", Plan::cades(NOW)))
    };
    assert_eq!(make(), make());
}

#[test]
fn every_parameter_set_signs_every_form_and_a_changed_content_fails() {
    let vault = Vault::in_memory(Some(7));
    for set in ParameterSet::ALL {
        let order = Order { key: KeyKind::Gost(set), self_signed: true, ..order() };
        let credential = vault.issue(&order, NOW).unwrap();
        assert!(chain(&credential)[0].is_self_signed(), "{}", set.name());
        for plan in plans() {
            let message = signed(&credential, b"openid", plan);
            let report = cms::verify(&message, b"openid", &[], &[]);
            assert!(report.holds(), "{} {plan:?}: {:?}", set.name(), report.steps);
            let read = report.message.unwrap();
            assert_eq!((read.is_cades(), read.content.is_some()), (plan.cades, plan.attached));
            assert!(!cms::verify(&message, b"openie", &[], &[]).holds(), "{} {plan:?}", set.name());
        }
    }
}

#[test]
fn an_rsa_key_signs_too() {
    let vault = Vault::in_memory(None);
    let credential = vault.issue(&Order { key: KeyKind::Rsa2048, ..order() }, NOW).unwrap();
    let key = poligon_crypto::SigningKey::from_pkcs8(credential.key.pkcs8()).unwrap();
    for plan in plans() {
        let message = cms::sign(b"text", Signer::Rsa(&key), &credential.chain(), plan).unwrap();
        let report = cms::verify(&message, b"text", &[], &[]);
        assert!(report.holds(), "{plan:?}: {:?}", report.steps);
    }
    assert!(vault.crl(Authority::Esia, NOW).unwrap_err().to_string().contains("not built"));
}

#[test]
fn a_line_end_a_bom_and_another_case_are_named() {
    let credential = Vault::in_memory(Some(7)).issue(&order(), NOW).unwrap();
    for plan in [Plan::default(), Plan::cades(NOW)] {
        for (text, id) in [
            (&b"Key\n"[..], "newline-signed"),
            (b"\xEF\xBB\xBFKey", "bom-signed"),
            (b"KEY", "upper-case-signed"),
            (b"key", "lower-case-signed"),
        ] {
            let message = signed(&credential, text, plan);
            let report = cms::verify(&message, b"Key", &[], &cms::twins(b"Key"));
            let ids: Vec<_> = report.hypotheses.iter().map(|one| one.id).collect();
            assert_eq!(ids, [id], "{plan:?}");
        }
    }
    let bare = SigningKey::from_pkcs8(credential.key.pkcs8()).unwrap().sign(b"Key").unwrap();
    let report = cms::verify(&bare, b"Key", &[], &[]);
    assert_eq!(report.hypotheses[0].id, "raw-for-cms");
}

/// A streaming writer: every constructed element of indefinite length.
fn streamed(der: &[u8]) -> Vec<u8> {
    let (element, _) = asn1::read(der).unwrap();
    if element.tag & 0x20 == 0 {
        return element.whole.to_vec();
    }
    let mut out = vec![element.tag, 0x80];
    for child in asn1::children(element.content).unwrap() {
        // What is signed stays as it is: certificates and attributes are DER inside BER too.
        let keep = matches!(child.tag, 0xA0) && element.tag == 0x30 && out.len() > 2;
        out.extend(if keep { child.whole.to_vec() } else { streamed(child.whole) });
    }
    out.extend([0, 0]);
    out
}

#[test]
fn ber_of_indefinite_length_is_read() {
    let credential = Vault::in_memory(Some(7)).issue(&order(), NOW).unwrap();
    let message = signed(&credential, b"text", Plan::cades(NOW));
    let (outer, _) = asn1::read(&message).unwrap();
    let [kind, wrapped] = asn1::children(outer.content).unwrap().try_into().unwrap();
    let inner = streamed(asn1::read(wrapped.content).unwrap().0.whole);
    let ber = [&[0x30, 0x80], kind.whole, &[0xA0, 0x80], &inner, &[0; 4]].concat();
    let report = cms::verify(&ber, b"text", &[], &[]);
    assert!(report.holds(), "{:?}", report.steps);
    assert!(report.steps[0].detail.contains("indefinite length"));
}

#[test]
fn hostile_messages_do_not_panic() {
    let credential = Vault::in_memory(Some(7)).issue(&order(), NOW).unwrap();
    let message = signed(&credential, b"text", Plan::cades(NOW));
    for end in (0..message.len()).step_by(7) {
        assert!(!cms::verify(&message[..end], b"text", &[], &[]).holds());
    }
    for at in (0..message.len()).step_by(11) {
        let mut changed = message.clone();
        changed[at] ^= 0x81;
        let _ = cms::verify(&changed, b"text", &[], &[]);
    }
}
