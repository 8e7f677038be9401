//! Distinguished names: built for rcgen and read out as one line.

use poligon_crypto::asn1;
use rcgen::string::PrintableString;
use rcgen::{DistinguishedName, DnType, DnValue};

use crate::VaultError;

/// Stands in every subject, so that nobody takes one of these certificates for a real one.
pub const THROWAWAY: &str = "Poligon – jednorazowy";

/// Stands in the names of authorities.
pub const EXERCISE: &str = "ŚRODOWISKO ĆWICZEBNE";

/// The same in Russian, for subjects and for authorities.
pub const THROWAWAY_RU: &str = "Полигон – одноразовый";
/// Stands in the names of Russian authorities.
pub const TRAINING: &str = "УЧЕБНЫЙ СТЕНД";

/// Upper bound of RFC 5280 for CN, O and OU; this house takes it for every attribute.
const LONGEST: usize = 64;

/// An attribute of a name, in the order of X.520.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attribute {
    CommonName,
    Surname,
    SerialNumber,
    Country,
    Organization,
    OrganizationalUnit,
    GivenName,
    OrganizationIdentifier,
    Locality,
    StateOrProvince,
    Street,
    Title,
    Ogrn,
    Snils,
    InnLe,
    OgrnIp,
    Inn,
}

impl Attribute {
    fn label(self) -> &'static str {
        match self {
            Self::CommonName => "CN",
            Self::Surname => "SN",
            Self::SerialNumber => "serialNumber",
            Self::Country => "C",
            Self::Organization => "O",
            Self::OrganizationalUnit => "OU",
            Self::GivenName => "GN",
            Self::OrganizationIdentifier => "organizationIdentifier",
            Self::Locality => "L",
            Self::StateOrProvince => "ST",
            Self::Street => "street",
            Self::Title => "title",
            Self::Ogrn => "OGRN",
            Self::Snils => "SNILS",
            Self::InnLe => "INNLE",
            Self::OgrnIp => "OGRNIP",
            Self::Inn => "INN",
        }
    }

    /// Its object identifier, in dots.
    fn oid(self) -> &'static str {
        match self {
            Self::CommonName => "2.5.4.3",
            Self::Surname => "2.5.4.4",
            Self::SerialNumber => "2.5.4.5",
            Self::Country => "2.5.4.6",
            Self::Locality => "2.5.4.7",
            Self::StateOrProvince => "2.5.4.8",
            Self::Street => "2.5.4.9",
            Self::Organization => "2.5.4.10",
            Self::OrganizationalUnit => "2.5.4.11",
            Self::Title => "2.5.4.12",
            Self::GivenName => "2.5.4.42",
            Self::OrganizationIdentifier => "2.5.4.97",
            Self::Ogrn => "1.2.643.100.1",
            Self::Snils => "1.2.643.100.3",
            Self::InnLe => "1.2.643.100.4",
            Self::OgrnIp => "1.2.643.100.5",
            Self::Inn => "1.2.643.3.131.1.1",
        }
    }

    /// NumericString for the Russian numbers, PrintableString for country and serial number, else UTF8String.
    fn tag(self) -> u8 {
        match self {
            Self::Ogrn | Self::Snils | Self::InnLe | Self::OgrnIp | Self::Inn => 0x12,
            Self::Country | Self::SerialNumber => 0x13,
            _ => 0x0C,
        }
    }

    fn dn_type(self) -> DnType {
        match self {
            Self::CommonName => DnType::CommonName,
            Self::Country => DnType::CountryName,
            Self::Organization => DnType::OrganizationName,
            Self::OrganizationalUnit => DnType::OrganizationalUnitName,
            other => {
                let arcs: Vec<u64> = other.oid().split('.').filter_map(|arc| arc.parse().ok()).collect();
                DnType::from_oid(&arcs)
            }
        }
    }
}

/// A distinguished name in the order in which it was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name(Vec<(Attribute, String)>);

impl Name {
    /// `C=PL` and the remark that it is a throwaway.
    pub(crate) fn throwaway() -> Self {
        Self::default().with(Attribute::Country, "PL").with(Attribute::OrganizationalUnit, THROWAWAY)
    }

    /// `C=RU` and the remark that it is a throwaway.
    pub(crate) fn russian() -> Self {
        Self::default().with(Attribute::Country, "RU").with(Attribute::OrganizationalUnit, THROWAWAY_RU)
    }

    /// Whether it is Russian: such names are written without rcgen, which has no NumericString.
    pub(crate) fn is_russian(&self) -> bool {
        self.0.iter().any(|(attribute, value)| *attribute == Attribute::Country && value == "RU")
    }

    /// DER.
    pub(crate) fn der(&self) -> Result<Vec<u8>, VaultError> {
        let mut rdns = Vec::new();
        for (attribute, value) in &self.0 {
            check(*attribute, value)?;
            let value = asn1::write(attribute.tag(), &[value.as_bytes()]);
            let pair = asn1::write(asn1::SEQUENCE, &[&asn1::write_oid(attribute.oid()), &value]);
            rdns.extend(asn1::write(asn1::SET, &[&pair]));
        }
        Ok(asn1::write(asn1::SEQUENCE, &[&rdns]))
    }

    pub(crate) fn with(mut self, attribute: Attribute, value: impl Into<String>) -> Self {
        self.0.push((attribute, value.into()));
        self
    }

    /// For rcgen. Country and serial number are PrintableString (X.520), the rest UTF8String.
    pub(crate) fn distinguished(&self) -> Result<DistinguishedName, VaultError> {
        let mut name = DistinguishedName::new();
        for (attribute, value) in &self.0 {
            check(*attribute, value)?;
            let value = match attribute {
                Attribute::Country | Attribute::SerialNumber => PrintableString::try_from(value.as_str())
                    .map(DnValue::PrintableString)
                    .map_err(|why| VaultError::Order(format!("{} „{value}”: {why}", attribute.label())))?,
                _ => DnValue::Utf8String(value.clone()),
            };
            name.push(attribute.dn_type(), value);
        }
        Ok(name)
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (attribute, value)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{}={value}", attribute.label())?;
        }
        Ok(())
    }
}

fn check(attribute: Attribute, value: &str) -> Result<(), VaultError> {
    let label = attribute.label();
    if value.trim().is_empty() {
        return Err(VaultError::Order(format!("{label} of a subject is empty; give at least one character")));
    }
    if value.chars().count() > LONGEST {
        return Err(VaultError::Order(format!(
            "{label} of a subject has more than {LONGEST} characters; shorten „{value}”"
        )));
    }
    if value.chars().any(char::is_control) {
        return Err(VaultError::Order(format!(
            "{label} of a subject holds a control character; take it out of {value:?}"
        )));
    }
    Ok(())
}
