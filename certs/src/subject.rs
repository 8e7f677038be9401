//! The subject of an order, with the Polish attributes by which KSeF knows people and companies (`spec/ksef.md` §4.5), or
//! with what the application to ePUAP states (`spec/epuap.md` §5).

mod russian;

use crate::name::{Attribute, EXERCISE, Name};
use crate::{Flaw, Order, Profile, VaultError};

/// The subject that this order asks for.
///
/// # Errors
/// When the order contradicts itself or lacks what its profile needs.
pub(crate) fn of(order: &Order) -> Result<Name, VaultError> {
    match order.profile {
        Profile::EpuapService => epuap(order, "ePUAP – usługi (na niby)"),
        Profile::EpuapSystem => epuap(order, "System ćwiczebny"),
        Profile::EpuapUpp => epuap(order, "ePUAP – poświadczenia (na niby)"),
        Profile::KsefPerson => person(order),
        Profile::KsefSeal => seal(order),
        Profile::KsefUpo => upo(order),
        Profile::TlsServer => Ok(tls(order)),
        Profile::WkNode => wk(order, "WK_SIG_EC"),
        Profile::WkEncryption => wk(order, "DU_ENC_EC"),
        Profile::WkSignature => wk(order, "DU_SIG_EC"),
        Profile::EsiaEmployee
        | Profile::EsiaEntrepreneur
        | Profile::EsiaOrganisation
        | Profile::EsiaPerson => russian::of(order),
    }
}

/// GN, SN, CN, C and serialNumber PNOPL-PESEL or TINPL-NIP.
fn person(order: &Order) -> Result<Name, VaultError> {
    if let Some(organization) = &order.organization {
        return refuse(format!(
            "a person carries no O, the order says „{organization}”; leave it out or order a seal"
        ));
    }
    let given = order.given_name.as_deref().unwrap_or("Osoba");
    let surname = order.surname.as_deref().unwrap_or("Ćwiczebna");
    let common = order.common_name.clone().unwrap_or_else(|| format!("{given} {surname}"));
    let name = Name::throwaway().with(Attribute::Surname, surname).with(Attribute::GivenName, given);
    let name = match identifier_of_person(order)? {
        Some(identifier) => name.with(Attribute::SerialNumber, identifier),
        None => name,
    };
    Ok(name.with(Attribute::CommonName, common))
}

fn identifier_of_person(order: &Order) -> Result<Option<String>, VaultError> {
    if order.flaw == Some(Flaw::NoIdentifier) {
        return Ok(None);
    }
    match (&order.pesel, &order.nip) {
        (Some(_), None) if order.flaw == Some(Flaw::SixDigitNip) => {
            refuse("a six-digit NIP needs a NIP to shorten; give nip instead of pesel".to_owned())
        }
        (Some(pesel), None) => Ok(Some(format!("PNOPL-{}", digits("PESEL", pesel, 11)?))),
        (None, Some(nip)) => Ok(Some(format!("TINPL-{}", nip_or_flaw(nip, order.flaw)?))),
        (Some(_), Some(_)) => {
            refuse("a person carries a PESEL or a NIP, the order has both; leave one out".to_owned())
        }
        (None, None) => {
            refuse("a person needs a PESEL or a NIP; give one, or the flaw no-identifier".to_owned())
        }
    }
}

/// O, CN, C and organizationIdentifier VATPL-NIP; never a given name or surname.
fn seal(order: &Order) -> Result<Name, VaultError> {
    no_person_in(order)?;
    let identifier = match (&order.nip, order.flaw) {
        (_, Some(Flaw::NoIdentifier)) => None,
        (Some(nip), flaw) => Some(format!("VATPL-{}", nip_or_flaw(nip, flaw)?)),
        (None, _) => return refuse("a seal needs a NIP; give one, or the flaw no-identifier".to_owned()),
    };
    let made_up = || match &order.nip {
        Some(nip) => format!("Firma {nip} – {EXERCISE}"),
        None => format!("Firma – {EXERCISE}"),
    };
    let organization = order.organization.clone().unwrap_or_else(made_up);
    let common = order.common_name.clone().unwrap_or_else(|| organization.clone());
    Ok(with_identifier(organization, identifier).with(Attribute::CommonName, common))
}

/// The seal of the fake KSeF. It carries a NIP only when the order says one: the ministry's own would be an imitation.
fn upo(order: &Order) -> Result<Name, VaultError> {
    no_person_in(order)?;
    let identifier = match (&order.nip, order.flaw) {
        (Some(nip), flaw) if flaw != Some(Flaw::NoIdentifier) => {
            Some(format!("VATPL-{}", nip_or_flaw(nip, flaw)?))
        }
        _ => None,
    };
    let organization =
        order.organization.clone().unwrap_or_else(|| format!("Krajowy System e-Faktur – {EXERCISE}"));
    let common = order.common_name.clone().unwrap_or_else(|| "Pieczęć UPO".to_owned());
    Ok(with_identifier(organization, identifier).with(Attribute::CommonName, common))
}

/// O: who applied; CN: what was applied for, its domain or address when it has no other name.
fn epuap(order: &Order, made_up: &str) -> Result<Name, VaultError> {
    no_person_in(order)?;
    if order.nip.is_some() || matches!(order.flaw, Some(Flaw::NoIdentifier | Flaw::SixDigitNip)) {
        return refuse(
            "a certificate of ePUAP carries no NIP; leave nip and flaws about it out of the order".to_owned(),
        );
    }
    let organization = order.organization.clone().unwrap_or_else(|| format!("ePUAP – {EXERCISE}"));
    let common = order.common_name.as_deref().or(order.names.first().map(String::as_str)).unwrap_or(made_up);
    Ok(Name::throwaway().with(Attribute::Organization, organization).with(Attribute::CommonName, common))
}

/// O: the service provider; CN: its name, or that of COI's samples.
fn wk(order: &Order, made_up: &str) -> Result<Name, VaultError> {
    no_person_in(order)?;
    if order.nip.is_some() || matches!(order.flaw, Some(Flaw::NoIdentifier | Flaw::SixDigitNip)) {
        return refuse(
            "a certificate of Węzeł Krajowy carries no NIP; leave nip and flaws about it out of the order"
                .to_owned(),
        );
    }
    let organization = order.organization.clone().unwrap_or_else(|| format!("Węzeł Krajowy – {EXERCISE}"));
    let common = order.common_name.as_deref().unwrap_or(made_up);
    Ok(Name::throwaway().with(Attribute::Organization, organization).with(Attribute::CommonName, common))
}

fn tls(order: &Order) -> Name {
    Name::throwaway().with(Attribute::CommonName, order.common_name.as_deref().unwrap_or("localhost"))
}

fn with_identifier(organization: String, identifier: Option<String>) -> Name {
    let name = Name::throwaway().with(Attribute::Organization, organization);
    match identifier {
        Some(identifier) => name.with(Attribute::OrganizationIdentifier, identifier),
        None => name,
    }
}

fn no_person_in(order: &Order) -> Result<(), VaultError> {
    if order.given_name.is_some() || order.surname.is_some() || order.pesel.is_some() {
        return refuse(
            "this certificate carries no given name, surname or PESEL; leave them out or order a person"
                .to_owned(),
        );
    }
    Ok(())
}

fn nip_or_flaw(nip: &str, flaw: Option<Flaw>) -> Result<String, VaultError> {
    let nip = digits("NIP", nip, 10)?;
    let length = if flaw == Some(Flaw::SixDigitNip) { 6 } else { 10 };
    Ok(nip.chars().take(length).collect())
}

/// Length and digits only: check digits are the world's affair, and wrong ones must be orderable.
fn digits<'a>(what: &str, text: &'a str, length: usize) -> Result<&'a str, VaultError> {
    if text.len() != length || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        let shown: String = text.chars().take(20).collect();
        return refuse(format!(
            "{what} „{shown}” must be {length} digits; write it without spaces and dashes"
        ));
    }
    Ok(text)
}

fn refuse<T>(why: String) -> Result<T, VaultError> {
    Err(VaultError::Order(why))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(order: &Order) -> String {
        of(order).unwrap().to_string()
    }

    #[test]
    fn a_seal_carries_its_nip_and_says_that_it_is_a_throwaway() {
        let order = Order {
            nip: Some("1111111111".into()),
            organization: Some("Piekarnia Zmyślona".into()),
            ..Order::new(Profile::KsefSeal)
        };
        assert_eq!(
            line(&order),
            "C=PL, OU=Poligon – jednorazowy, O=Piekarnia Zmyślona, organizationIdentifier=VATPL-1111111111, CN=Piekarnia Zmyślona"
        );
    }

    #[test]
    fn a_person_carries_names_and_a_pesel_or_a_nip() {
        let person = Order {
            given_name: Some("Łucja".into()),
            surname: Some("Zmyślona".into()),
            pesel: Some("11111111116".into()),
            ..Order::new(Profile::KsefPerson)
        };
        assert_eq!(
            line(&person),
            "C=PL, OU=Poligon – jednorazowy, SN=Zmyślona, GN=Łucja, serialNumber=PNOPL-11111111116, CN=Łucja Zmyślona"
        );
        let by_nip = Order { pesel: None, nip: Some("1111111111".into()), ..person.clone() };
        assert!(line(&by_nip).contains("serialNumber=TINPL-1111111111"));
        assert!(of(&Order { nip: Some("1111111111".into()), ..person }).is_err());
    }

    #[test]
    fn flaws_shorten_or_remove_the_identifier() {
        let seal = Order { nip: Some("1111111111".into()), ..Order::new(Profile::KsefSeal) };
        assert!(line(&Order { flaw: Some(Flaw::SixDigitNip), ..seal.clone() }).contains("VATPL-111111,"));
        assert!(!line(&Order { flaw: Some(Flaw::NoIdentifier), ..seal }).contains("VATPL"));
    }

    #[test]
    fn a_seal_with_a_given_name_is_refused() {
        let order = Order {
            nip: Some("1111111111".into()),
            given_name: Some("Jan".into()),
            ..Order::new(Profile::KsefSeal)
        };
        assert!(of(&order).unwrap_err().to_string().contains("order a person"));
    }

    #[test]
    fn a_system_at_epuap_carries_who_applied_and_its_domain() {
        let order = Order {
            organization: Some("Gmina Przykładowo".into()),
            names: vec!["ezd.gmina.example".into()],
            ..Order::new(Profile::EpuapSystem)
        };
        assert_eq!(line(&order), "C=PL, OU=Poligon – jednorazowy, O=Gmina Przykładowo, CN=ezd.gmina.example");
        assert!(of(&Order { nip: Some("1111111111".into()), ..order }).is_err());
    }

    #[test]
    fn a_nip_with_dashes_is_refused_with_the_remedy() {
        let order = Order { nip: Some("111-111-11-11".into()), ..Order::new(Profile::KsefSeal) };
        assert_eq!(
            of(&order).unwrap_err().to_string(),
            "NIP „111-111-11-11” must be 10 digits; write it without spaces and dashes"
        );
    }

    #[test]
    fn a_long_or_unprintable_name_is_refused() {
        for bad in ["x".repeat(65), "a\nb".to_owned(), " ".to_owned()] {
            let order = Order {
                nip: Some("1111111111".into()),
                organization: Some(bad),
                ..Order::new(Profile::KsefSeal)
            };
            assert!(of(&order).unwrap().distinguished().is_err());
        }
    }
}
