//! The certificates that parties sign with, ordered from the vault when first used.

use std::sync::Arc;

use poligon_certs::{Credential, Flaw, KeyKind, Order, Profile};
use poligon_institution::{Parameter, ParameterKind};

use super::hand::Hand;
use super::parameters::optional;
use super::party::Party;

/// With what somebody signs.
pub(super) const BY: Parameter = optional(
    "by",
    "With what: a seal (organisations), a person's certificate (people; of an organisation: with its NIP), a KSeF token.",
    ParameterKind::OneOf(&["seal", "person", "token"]),
);
/// The kind of key.
pub(super) const KEY: Parameter =
    optional("key", "The kind of key; EC when absent.", ParameterKind::OneOf(&["ec", "rsa"]));
/// Who issued the certificate.
pub(super) const ISSUER: Parameter = optional(
    "issuer",
    "Who issued the certificate: itself when absent, or the qualified authority.",
    ParameterKind::OneOf(&["self", "qualified"]),
);
/// What is wrong with the certificate.
pub(super) const FLAW: Parameter = optional(
    "flaw",
    "What is wrong with the certificate.",
    ParameterKind::OneOf(&[
        "expired",
        "no-identifier",
        "not-yet-valid",
        "other-authority",
        "revoked",
        "six-digit-nip",
    ]),
);

/// The certificate of a party, as the arguments order it.
pub(super) fn of(hand: &mut Hand<'_, '_>, party: &Party) -> Result<Arc<Credential>, String> {
    let flaw = hand.given.text("flaw");
    let order = order(hand, party, flaw.as_deref())?;
    let now = hand.stage.line.now();
    let vault = &hand.stage.sandbox.vault;
    let credential = vault.issue(&order, now).map_err(|why| why.to_string())?;
    if flaw.as_deref() == Some("revoked") {
        vault.revoke(&credential.serial, now).map_err(|why| why.to_string())?;
    }
    Ok(credential)
}

/// Another party's certificate of the same kind: its key signs what this one's should.
pub(super) fn strangers(hand: &mut Hand<'_, '_>, party: &Party) -> Result<Arc<Credential>, String> {
    let order = Order { label: "stranger".to_owned(), ..order(hand, party, None)? };
    hand.stage.sandbox.vault.issue(&order, hand.stage.line.now()).map_err(|why| why.to_string())
}

fn order(hand: &Hand<'_, '_>, party: &Party, flaw: Option<&str>) -> Result<Order, String> {
    let person = matches!(party, Party::Person(_));
    let by = hand.word("by", if person { "person" } else { "seal" });
    let rsa = hand
        .given
        .text("key")
        .map_or(hand.given.text("shape").as_deref() == Some("rsa-pss"), |key| key == "rsa");
    let common = Order {
        key: if rsa { KeyKind::Rsa2048 } else { KeyKind::EcP256 },
        self_signed: hand.word("issuer", "self") == "self" && flaw != Some("other-authority"),
        flaw: Flaw::ALL.into_iter().find(|known| Some(known.name()) == flaw),
        label: if flaw == Some("revoked") { "revoked".to_owned() } else { String::new() },
        ..Order::new(if by == "seal" { Profile::KsefSeal } else { Profile::KsefPerson })
    };
    match (party, by.as_str()) {
        (Party::Organisation(organisation), "seal") => Ok(Order {
            nip: Some(organisation.nip.to_string()),
            organization: Some(organisation.name.clone()),
            ..common
        }),
        // A sole trader's own signature carries the NIP.
        (Party::Organisation(organisation), _) => {
            Ok(Order { nip: Some(organisation.nip.to_string()), ..common })
        }
        (Party::Person(person), "person") => Ok(Order {
            pesel: Some(person.pesel.to_string()),
            given_name: Some(person.names.join(" ")),
            surname: Some(person.surname.clone()),
            ..common
        }),
        (Party::Person(person), _) => Err(format!(
            "„{}” is a person and has no seal; leave „by” out, or act as an organisation",
            person.id
        )),
    }
}
