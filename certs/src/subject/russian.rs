//! Subjects of Russian certificates (`spec/esia.md` §3.5: регламент подключения к API, приложение 4.2).

use super::{digits, refuse};
use crate::name::{Attribute, Name};
use crate::{Flaw, Order, Profile, Russian, VaultError};

/// The subject that this order asks for.
///
/// # Errors
/// When the order lacks what its profile needs.
pub(crate) fn of(order: &Order) -> Result<Name, VaultError> {
    if order.nip.is_some() || order.pesel.is_some() {
        return refuse("a Russian subject carries no NIP or PESEL; give inn, ogrn or snils".to_owned());
    }
    if order.flaw == Some(Flaw::SixDigitNip) {
        return refuse("a Russian subject carries no NIP to shorten; choose another flaw".to_owned());
    }
    let empty = Russian::default();
    let said = order.russian.as_ref().unwrap_or(&empty);
    let named = order.flaw != Some(Flaw::NoIdentifier);
    let name = place(Name::russian(), said);
    match order.profile {
        Profile::EsiaOrganisation => organisation(name, order, said, named),
        Profile::EsiaEmployee => employee(name, order, said, named),
        Profile::EsiaEntrepreneur => entrepreneur(name, order, said, named),
        _ => person(name, order, said, named),
    }
}

fn place(name: Name, said: &Russian) -> Name {
    let region = said.region.as_deref().unwrap_or("77 г. Москва");
    let city = said.city.as_deref().unwrap_or("Учебный");
    let street = said.street.as_deref().unwrap_or("ул. Вымышленная, д. 1");
    name.with(Attribute::StateOrProvince, region)
        .with(Attribute::Locality, city)
        .with(Attribute::Street, street)
}

fn organisation(name: Name, order: &Order, said: &Russian, named: bool) -> Result<Name, VaultError> {
    if order.given_name.is_some() || order.surname.is_some() {
        return refuse("a certificate of an organisation carries no person; order an employee".to_owned());
    }
    let organization = needed("an organisation's name", order.organization.as_ref())?;
    let common = order.common_name.clone().unwrap_or_else(|| organization.clone());
    let name = legal_entity(name.with(Attribute::Organization, organization), said, named)?;
    Ok(name.with(Attribute::CommonName, common))
}

fn employee(name: Name, order: &Order, said: &Russian, named: bool) -> Result<Name, VaultError> {
    let organization = needed("an organisation's name", order.organization.as_ref())?;
    let common = order.common_name.clone().unwrap_or_else(|| organization.clone());
    let title = said.title.as_deref().unwrap_or("Специалист");
    let name = human(name, order)?.with(Attribute::Organization, organization).with(Attribute::Title, title);
    let name = numbers_of_person(legal_entity(name, said, named)?, said, named)?;
    Ok(name.with(Attribute::CommonName, common))
}

fn entrepreneur(name: Name, order: &Order, said: &Russian, named: bool) -> Result<Name, VaultError> {
    let common = full_name(order)?;
    let organization = order.organization.clone().unwrap_or_else(|| format!("ИП {common}"));
    let mut name = human(name, order)?.with(Attribute::Organization, organization);
    if named {
        let number = needed("an ОГРНИП", said.ogrnip.as_ref())?;
        name = name.with(Attribute::OgrnIp, digits("ОГРНИП", &number, 15)?);
    }
    Ok(numbers_of_person(name, said, named)?.with(Attribute::CommonName, common))
}

fn person(name: Name, order: &Order, said: &Russian, named: bool) -> Result<Name, VaultError> {
    let common = match &order.common_name {
        Some(common) => common.clone(),
        None => full_name(order)?,
    };
    Ok(numbers_of_person(human(name, order)?, said, named)?.with(Attribute::CommonName, common))
}

fn human(name: Name, order: &Order) -> Result<Name, VaultError> {
    Ok(name
        .with(Attribute::Surname, needed("a surname", order.surname.as_ref())?)
        .with(Attribute::GivenName, needed("a given name", order.given_name.as_ref())?))
}

fn full_name(order: &Order) -> Result<String, VaultError> {
    let surname = needed("a surname", order.surname.as_ref())?;
    Ok(format!("{surname} {}", needed("a given name", order.given_name.as_ref())?))
}

fn legal_entity(name: Name, said: &Russian, named: bool) -> Result<Name, VaultError> {
    if !named {
        return Ok(name);
    }
    let ogrn = needed("an ОГРН", said.ogrn.as_ref())?;
    let inn = needed("an ИНН of the organisation", said.inn_le.as_ref())?;
    Ok(name
        .with(Attribute::Ogrn, digits("ОГРН", &ogrn, 13)?)
        .with(Attribute::InnLe, digits("ИНН", &inn, 10)?))
}

fn numbers_of_person(name: Name, said: &Russian, named: bool) -> Result<Name, VaultError> {
    if !named {
        return Ok(name);
    }
    let snils = needed("a СНИЛС", said.snils.as_ref())?;
    let mut name = name.with(Attribute::Snils, digits("СНИЛС", &snils, 11)?);
    if let Some(inn) = &said.inn {
        name = name.with(Attribute::Inn, digits("ИНН", inn, 12)?);
    }
    Ok(name)
}

fn needed(what: &str, value: Option<&String>) -> Result<String, VaultError> {
    match value {
        Some(value) => Ok(value.clone()),
        None => refuse(format!("this profile needs {what}; give it, or choose another profile")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers() -> Option<Russian> {
        Some(Russian {
            snils: Some("00000060001".into()),
            ogrn: Some("1000000000009".into()),
            inn_le: Some("0000000000".into()),
            ..Russian::default()
        })
    }

    #[test]
    fn an_employee_carries_the_organisation_and_the_person() {
        let order = Order {
            organization: Some("ООО «Берёзка»".into()),
            surname: Some("Вымышленный".into()),
            given_name: Some("Иван".into()),
            russian: numbers(),
            ..Order::new(Profile::EsiaEmployee)
        };
        let line = of(&order).unwrap().to_string();
        for part in
            ["C=RU", "OGRN=1000000000009", "INNLE=0000000000", "SNILS=00000060001", "CN=ООО «Берёзка»"]
        {
            assert!(line.contains(part), "{line}");
        }
        assert!(of(&Order { surname: None, ..order }).is_err());
    }

    #[test]
    fn the_flaw_takes_the_numbers_away_and_wrong_ones_are_refused() {
        let order = Order {
            organization: Some("ООО «Берёзка»".into()),
            ..Order::new(Profile::EsiaOrganisation)
        };
        assert!(of(&order).unwrap_err().to_string().contains("ОГРН"));
        let bare = Order { flaw: Some(Flaw::NoIdentifier), ..order.clone() };
        assert!(!of(&bare).unwrap().to_string().contains("OGRN"));
        let short = Russian { ogrn: Some("123".into()), ..numbers().unwrap() };
        assert!(of(&Order { russian: Some(short), ..order }).is_err());
    }
}
