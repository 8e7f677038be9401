//! Distinguished names: built for rcgen and read out as one line.

use rcgen::string::PrintableString;
use rcgen::{DistinguishedName, DnType, DnValue};

use crate::VaultError;

/// Stands in every subject, so that nobody takes one of these certificates for a real one.
pub const THROWAWAY: &str = "Poligon – jednorazowy";

/// Stands in the names of authorities.
pub const EXERCISE: &str = "ŚRODOWISKO ĆWICZEBNE";

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
        }
    }

    fn dn_type(self) -> DnType {
        let last = match self {
            Self::CommonName => return DnType::CommonName,
            Self::Country => return DnType::CountryName,
            Self::Organization => return DnType::OrganizationName,
            Self::OrganizationalUnit => return DnType::OrganizationalUnitName,
            Self::Surname => 4,
            Self::SerialNumber => 5,
            Self::GivenName => 42,
            Self::OrganizationIdentifier => 97,
        };
        DnType::from_oid(&[2, 5, 4, last])
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
