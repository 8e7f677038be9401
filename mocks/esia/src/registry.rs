//! The certificates of registered systems: those that the stand made for them, and those that were given to it.

use std::sync::Arc;

use poligon_certs::{Credential, KeyKind, Order, Profile, Russian, VaultError};
use poligon_crypto::Certificate;
use poligon_world::Sandbox;
use poligon_world::russia::{Citizen, LegalEntity, System};
use time::OffsetDateTime;

use crate::desk::EsiaDesk;

/// The credential that the stand made for a system. RSA costs up to a second the first time.
///
/// # Errors
/// When the vault cannot make it.
pub fn credential(
    sandbox: &Sandbox,
    system: &System,
    key: KeyKind,
    now: OffsetDateTime,
) -> Result<Arc<Credential>, VaultError> {
    let organisation = sandbox.world.russia().organisation(&system.organisation);
    let order = Order {
        key,
        common_name: Some(system.mnemonic.clone()),
        label: format!("system {}", system.mnemonic),
        ..of_organisation(organisation)
    };
    sandbox.vault.issue(&order, now)
}

/// The credential that the stand made for an employee of an organisation.
///
/// # Errors
/// When the vault cannot make it.
pub fn employee(
    sandbox: &Sandbox,
    organisation: &LegalEntity,
    citizen: &Citizen,
    now: OffsetDateTime,
) -> Result<Arc<Credential>, VaultError> {
    let patronymic = citizen.patronymic.as_deref().unwrap_or_default();
    let organisation_order = of_organisation(Some(organisation));
    let russian = Russian {
        snils: Some(citizen.snils.to_string()),
        inn: Some(citizen.inn.to_string()),
        ..organisation_order.russian.clone().unwrap_or_default()
    };
    let order = Order {
        profile: Profile::EsiaEmployee,
        surname: Some(citizen.surname.clone()),
        given_name: Some(format!("{} {patronymic}", citizen.name).trim().to_owned()),
        russian: Some(russian),
        ..organisation_order
    };
    sandbox.vault.issue(&order, now)
}

fn of_organisation(organisation: Option<&LegalEntity>) -> Order {
    let russian = Russian {
        ogrn: organisation.map(|one| one.ogrn.to_string()),
        inn_le: organisation.map(|one| one.inn.to_string()),
        ..Russian::default()
    };
    Order {
        organization: organisation.map(|one| one.short_name.clone()),
        russian: Some(russian),
        ..Order::new(Profile::EsiaOrganisation)
    }
}

/// The registered certificates of a system: given ones first, then the stand's own GOST one; the RSA one only when asked for,
/// because its key takes time to make.
pub fn certificates(
    desk: &EsiaDesk,
    system: &System,
    with_rsa: bool,
    now: OffsetDateTime,
) -> Vec<Certificate> {
    let mut found = desk.state().certificates(&system.mnemonic);
    let kinds = [Some(KeyKind::GOST), with_rsa.then_some(KeyKind::Rsa2048)];
    for kind in kinds.into_iter().flatten() {
        let made = credential(&desk.sandbox, system, kind, now).ok();
        found.extend(made.and_then(|one| Certificate::from_der(&one.certificate).ok()));
    }
    found
}
