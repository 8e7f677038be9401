//! An invoice as it was sent: what was declared of it, who sent it, when (spec §7, 5 and 11–16). Duplicates need the state and
//! are judged there.

use poligon_institution::{Evidence, Examination, Refused};
use poligon_world::Nip;
use time::OffsetDateTime;

use super::document::{self, Terms};
use super::{Facts, PartyKind};
use crate::checks::invoice as rules;
use crate::identity::{IdKind, Identifier};
use crate::invoice::facts::Party;
use crate::wire::moment;
use crate::wire::patterns::sha256_base64;

/// How an invoice was sent.
#[derive(Clone, Debug)]
pub struct Sending {
    /// invoiceSize.
    pub declared_size: i64,
    /// invoiceHash.
    pub declared_hash: String,
    /// The form of the session and the limits.
    pub terms: Terms,
    /// The context.
    pub context: Identifier,
    /// Whether the sender may send for debtors.
    pub enforcement: bool,
    /// offlineMode.
    pub offline: bool,
    /// Whether it is a technical correction.
    pub correction: bool,
    /// Whether check digits of NIPs are looked at.
    pub check_digits: bool,
    /// When.
    pub now: OffsetDateTime,
}

/// Judges a decrypted invoice and reads its facts.
///
/// # Errors
/// When a rule refuses it.
pub fn judge(bytes: &[u8], sending: &Sending, exam: &mut Examination) -> Result<Facts, Refused> {
    declared(bytes, sending, exam)?;
    let facts = document::examine(bytes, &sending.terms, exam)?;
    not_from_the_future(&facts, sending.now, exam)?;
    check_digits(&facts, sending, exam)?;
    attachment(&facts, sending, exam)?;
    sender(&facts, sending, exam)?;
    if !sending.offline && is_offline_by_date(&facts, sending.now) {
        let today = moment::warsaw_day(sending.now).to_string();
        let _ = exam.object(
            &rules::OFFLINE_BY_DATE.check,
            vec![Evidence::values("P_1", today, facts.issue_date.to_string())],
        );
    }
    Ok(facts)
}

/// Whether the day of issue had passed in Warsaw when the invoice was sent.
pub fn is_offline_by_date(facts: &Facts, now: OffsetDateTime) -> bool {
    facts.issue_date < moment::warsaw_day(now)
}

/// P_1 is not later than today in Warsaw.
///
/// # Errors
/// When the rule refuses it.
pub fn not_from_the_future(
    facts: &Facts,
    now: OffsetDateTime,
    exam: &mut Examination,
) -> Result<(), Refused> {
    let today = moment::warsaw_day(now);
    exam.require(&rules::ISSUE_DATE.check, facts.issue_date <= today, || {
        vec![
            Evidence::values(
                "/Faktura/Fa/P_1",
                format!("{today} (today in Warsaw) or earlier"),
                facts.issue_date.to_string(),
            ),
            Evidence::text(
                "Data wystawienia faktury (P_1) nie może być późniejsza niż data przyjęcia faktury w KSeF.",
            ),
        ]
    })
}

fn declared(bytes: &[u8], sending: &Sending, exam: &mut Examination) -> Result<(), Refused> {
    let size = sending.declared_size;
    exam.require(&rules::SIZE.check, i64::try_from(bytes.len()) == Ok(size), || {
        let said =
            format!("Rozmiar przesłanego pliku faktury nie zgadza się z zadeklarowaną wartością: {size}.");
        vec![Evidence::values("invoiceSize", bytes.len().to_string(), size.to_string()), Evidence::text(said)]
    })?;
    let hash = sha256_base64(bytes);
    let declared = &sending.declared_hash;
    exam.require(&rules::HASH.check, hash == *declared, || {
        let said = format!(
            "Skrót SHA-256 przesłanego pliku faktury nie zgadza się z zadeklarowanym skrótem: {declared}."
        );
        vec![Evidence::values("invoiceHash", hash.clone(), declared.clone()), Evidence::text(said)]
    })
}

fn check_digits(facts: &Facts, sending: &Sending, exam: &mut Examination) -> Result<(), Refused> {
    if !sending.check_digits {
        exam.skip(&rules::CHECK_DIGITS.check, "only production looks at check digits");
        return Ok(());
    }
    let wrong = nips(facts).find(|(_, nip)| nip.parse::<Nip>().is_err());
    exam.require(&rules::CHECK_DIGITS.check, wrong.is_none(), || {
        let (place, nip) = wrong.unwrap_or_default();
        vec![
            Evidence::values(place, "a NIP with the right check digit", nip),
            Evidence::text(format!("Nieprawidłowy numer NIP: {nip}.")),
        ]
    })
}

/// The NIPs of an invoice with their places.
fn nips(facts: &Facts) -> impl Iterator<Item = (&'static str, &str)> {
    fn of(party: &Party) -> Option<&str> {
        let value = party.value.as_deref()?;
        match party.kind {
            PartyKind::Nip => Some(value),
            PartyKind::InternalId => value.split('-').next(),
            PartyKind::None | PartyKind::Other | PartyKind::VatUe => None,
        }
    }
    let third = facts.third.iter().filter_map(|third| Some(("Podmiot3", of(&third.identifier)?)));
    let authorized =
        facts.authorized.iter().map(|authorized| ("PodmiotUpowazniony", authorized.nip.as_str()));
    std::iter::once(("Podmiot1", facts.seller.nip.as_str()))
        .chain(of(&facts.buyer.identifier).map(|nip| ("Podmiot2", nip)))
        .chain(third)
        .chain(authorized)
}

fn attachment(facts: &Facts, sending: &Sending, exam: &mut Examination) -> Result<(), Refused> {
    if sending.correction && facts.attachment {
        exam.skip(&rules::ATTACHMENT.check, "a technical correction may carry an attachment");
        return Ok(());
    }
    exam.require(&rules::ATTACHMENT.check, !facts.attachment, || {
        vec![Evidence::values("/Faktura/Zalacznik", "none in an online session", "one")]
    })
}

fn sender(facts: &Facts, sending: &Sending, exam: &mut Examination) -> Result<(), Refused> {
    exam.require(&rules::SELLER.check, may_send(facts, sending), || {
        let mut evidence = vec![
            Evidence::values("/Faktura/Podmiot1/DaneIdentyfikacyjne/NIP", sending.context.value.clone(), facts.seller.nip.clone()),
            Evidence::text("Brak uprawnienia fakturowego"),
        ];
        if facts.self_invoicing && facts.buyer.identifier.value.as_deref() == Some(&sending.context.value) {
            let note = "authorizations (SelfInvoicing …) are not built, so that only the seller and enforcement bodies may send";
            evidence.push(Evidence::values("authorization of the seller", "SelfInvoicing", note));
        }
        evidence
    })
}

fn may_send(facts: &Facts, sending: &Sending) -> bool {
    let own_nip = match sending.context.kind {
        IdKind::InternalId | IdKind::NipVatUe => sending.context.value.split('-').next().unwrap_or_default(),
        _ => sending.context.value.as_str(),
    };
    let for_debtor = || {
        let role = facts.authorized.as_ref().filter(|authorized| matches!(authorized.role, 1 | 2));
        sending.enforcement && role.is_some_and(|authorized| authorized.nip == own_nip)
    };
    facts.seller.nip == own_nip || for_debtor()
}

/// Whether this context appears on the invoice, in whatever role (spec §1.8, §5.4).
pub fn names(facts: &Facts, context: &Identifier) -> bool {
    let nip = |value: &str| context.kind == IdKind::Nip && context.value == value;
    let party = |kind: PartyKind, value: Option<&str>| match kind {
        PartyKind::Nip => value.is_some_and(nip),
        PartyKind::InternalId => context.kind == IdKind::InternalId && value == Some(&context.value),
        _ => false,
    };
    nip(&facts.seller.nip)
        || party(facts.buyer.identifier.kind, facts.buyer.identifier.value.as_deref())
        || facts.third.iter().any(|third| party(third.identifier.kind, third.identifier.value.as_deref()))
        || facts.authorized.as_ref().is_some_and(|authorized| nip(&authorized.nip))
}
