//! What certificates of each profile contain beside their subject.

use rcgen::{ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose};
use time::{Duration, OffsetDateTime};

use crate::draft::Draft;
use crate::name::{Attribute, EXERCISE, Name, TRAINING};
use crate::validity::{self, Validity};
use crate::{Authority, Flaw, Order, Profile, VaultError, names, subject};

/// The certificate that this order asks for.
pub(crate) fn ordered(order: &Order, now: OffsetDateTime) -> Result<Draft, VaultError> {
    let server = order.profile == Profile::TlsServer;
    let system = order.profile == Profile::EpuapSystem;
    if !server && !system && !order.names.is_empty() {
        return Err(VaultError::Order(
            "only a TLS server and a system at ePUAP carry DNS names; leave names out of the order"
                .to_owned(),
        ));
    }
    if !server && order.flaw == Some(Flaw::WrongName) {
        return Err(VaultError::Order(
            "only a TLS server has the name of a host to be wrong; choose another flaw".to_owned(),
        ));
    }
    Ok(Draft {
        subject: subject::of(order)?,
        validity: validity::leaf(now, order.flaw)?,
        is_ca: IsCa::ExplicitNoCa,
        usages: usages(order.profile),
        extended: if server { vec![ExtendedKeyUsagePurpose::ServerAuth] } else { Vec::new() },
        names: match order.flaw {
            _ if !server => names::checked(&order.names)?,
            Some(Flaw::WrongName) => names::elsewhere(),
            _ => names::with_local(&order.names)?,
        },
    })
}

/// Who issues it; `None` when it is self-signed.
pub(crate) fn issuer(order: &Order) -> Result<Option<Authority>, VaultError> {
    let stranger = order.flaw == Some(Flaw::OtherAuthority);
    if order.self_signed && stranger {
        return Err(VaultError::Order(
            "a self-signed certificate has no other authority; drop self_signed or the flaw".to_owned(),
        ));
    }
    Ok(match order.profile {
        _ if order.self_signed => None,
        profile if stranger && profile.is_russian() => Some(Authority::EsiaStranger),
        _ if stranger => Some(Authority::Stranger),
        Profile::EpuapService | Profile::EpuapSystem | Profile::EpuapUpp => Some(Authority::Epuap),
        Profile::KsefPerson | Profile::KsefSeal | Profile::KsefUpo => Some(Authority::Qualified),
        Profile::TlsServer => Some(Authority::Tls),
        Profile::WkNode | Profile::WkEncryption | Profile::WkSignature => Some(Authority::WezelKrajowy),
        Profile::EsiaEmployee
        | Profile::EsiaEntrepreneur
        | Profile::EsiaOrganisation
        | Profile::EsiaPerson => Some(Authority::Esia),
    })
}

/// A public key of KSeF: „Ministerstwo Finansów”, whatever its use (`spec/ksef.md` §4.3). A later generation begins a minute later,
/// because one client takes the certificate with the newest `validFrom` and another the one with the oldest.
pub(crate) fn ksef_public_key(generation: u32, now: OffsetDateTime) -> Result<Draft, VaultError> {
    let Validity { from, until } = validity::leaf(now, None)?;
    let later = Duration::minutes(i64::from(generation.min(MOST_GENERATIONS)));
    let subject = Name::throwaway()
        .with(Attribute::Organization, format!("Krajowy System e-Faktur – {EXERCISE}"))
        .with(Attribute::CommonName, "Ministerstwo Finansów");
    Ok(Draft {
        subject,
        validity: Validity { from: from + later, until },
        is_ca: IsCa::ExplicitNoCa,
        usages: vec![KeyUsagePurpose::KeyEncipherment, KeyUsagePurpose::DataEncipherment],
        extended: Vec::new(),
        names: Vec::new(),
    })
}

/// A certificate for signing tokens. A later generation begins a minute later, so that the newest is told by its date.
pub(crate) fn esia_token(generation: u32, now: OffsetDateTime) -> Result<Draft, VaultError> {
    let Validity { from, until } = validity::leaf(now, None)?;
    let later = Duration::minutes(i64::from(generation.min(MOST_GENERATIONS)));
    let subject = Name::russian()
        .with(Attribute::Organization, format!("Полигон – {TRAINING}"))
        .with(Attribute::CommonName, format!("Подпись маркеров – {TRAINING}"));
    Ok(Draft {
        subject,
        validity: Validity { from: from + later, until },
        is_ca: IsCa::ExplicitNoCa,
        usages: vec![KeyUsagePurpose::DigitalSignature],
        extended: Vec::new(),
        names: Vec::new(),
    })
}

/// Validity begins a day before the month, and no generation may begin inside it.
const MOST_GENERATIONS: u32 = 24 * 60 - 1;

fn usages(profile: Profile) -> Vec<KeyUsagePurpose> {
    match profile {
        Profile::TlsServer => vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment],
        Profile::EpuapService
        | Profile::EpuapSystem
        | Profile::EpuapUpp
        | Profile::EsiaEmployee
        | Profile::EsiaEntrepreneur
        | Profile::EsiaOrganisation
        | Profile::EsiaPerson
        | Profile::KsefPerson
        | Profile::KsefSeal
        | Profile::KsefUpo
        | Profile::WkNode
        | Profile::WkSignature => {
            vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment]
        }
        // As in COI's sample certificate DU_ENC_EC (`spec/wezel-krajowy.md` §6.1).
        Profile::WkEncryption => vec![
            KeyUsagePurpose::ContentCommitment,
            KeyUsagePurpose::KeyEncipherment,
            KeyUsagePurpose::DataEncipherment,
            KeyUsagePurpose::KeyAgreement,
        ],
    }
}
