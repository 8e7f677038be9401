//! Citizens with their accounts.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{InnPerson, Snils};
use crate::Sex;

/// A made-up citizen with an account at ESIA.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citizen {
    /// Stable id in YAML: `ivan`.
    pub id: String,
    /// The account's number.
    pub oid: u64,
    /// Surname.
    pub surname: String,
    /// First name.
    pub name: String,
    /// Patronymic; some have none.
    pub patronymic: Option<String>,
    /// Sex.
    pub sex: Sex,
    /// Birth date.
    pub born: Date,
    /// СНИЛС.
    pub snils: Snils,
    /// ИНН.
    pub inn: InnPerson,
    /// How far the account is confirmed.
    pub account: Account,
    /// `ivan@example.org`.
    pub email: String,
    /// `+7(000)0000000`.
    pub mobile: String,
    /// Where the citizen lives and is registered.
    pub address: Place,
    /// The passport; children have none.
    pub passport: Option<Passport>,
    /// Further documents.
    pub documents: Vec<Document>,
    /// Vehicles.
    pub vehicles: Vec<Vehicle>,
    /// Children.
    pub children: Vec<Child>,
    /// Posts in organisations.
    pub posts: Vec<Post>,
}

/// Levels of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Account {
    /// Детская.
    Child,
    /// Упрощённая.
    Simplified,
    /// Стандартная.
    Standard,
    /// Подтверждённая.
    Confirmed,
}

/// A Russian address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// `000000`.
    pub zip: String,
    /// `Вымышленная область`.
    pub region: String,
    /// Town.
    pub city: String,
    /// Street.
    pub street: String,
    /// House.
    pub house: String,
    /// Flat.
    #[serde(default)]
    pub flat: Option<String>,
}

/// A passport.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passport {
    /// `0001`: no region gives it out.
    pub series: String,
    /// Six digits, divisible by 3 as in ESIA's test contour.
    pub number: String,
    /// When it was issued.
    pub issued: Date,
}

/// Another document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// `RF_DRIVING_LICENSE`.
    pub kind: String,
    /// Series.
    #[serde(default)]
    pub series: Option<String>,
    /// Number.
    pub number: String,
    /// `01.02.2020`.
    #[serde(default)]
    pub issued: Option<String>,
    /// `01.02.2030`.
    #[serde(default)]
    pub expires: Option<String>,
}

/// A vehicle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vehicle {
    /// What the owner calls it.
    pub name: String,
    /// `А000АА00`.
    pub plate: String,
    /// Series of the registration certificate.
    pub series: String,
    /// Its number.
    pub number: String,
}

/// A child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Child {
    /// The number of the child's entry.
    pub oid: u64,
    /// Surname.
    pub surname: String,
    /// First name.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Birth date.
    pub born: Date,
    /// СНИЛС.
    pub snils: Snils,
}

/// What a citizen is in an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// The organisation's id.
    pub organisation: String,
    /// Head of the organisation.
    #[serde(default)]
    pub chief: bool,
    /// Administrator of its profile.
    #[serde(default)]
    pub admin: bool,
    /// `Бухгалтер`.
    pub title: String,
}

impl Citizen {
    /// Surname, first name, patronymic.
    pub fn full_name(&self) -> String {
        let patronymic = self.patronymic.as_ref().map_or(String::new(), |name| format!(" {name}"));
        format!("{} {}{patronymic}", self.surname, self.name)
    }

    /// Whether the account is confirmed.
    pub fn is_trusted(&self) -> bool {
        self.account == Account::Confirmed
    }
}

impl Account {
    /// In Russian, for pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Child => "детская",
            Self::Simplified => "упрощённая",
            Self::Standard => "стандартная",
            Self::Confirmed => "подтверждённая",
        }
    }
}

impl Place {
    /// On one line.
    pub fn line(&self) -> String {
        let flat = self.flat.as_ref().map_or(String::new(), |flat| format!(", кв. {flat}"));
        format!("{}, {}, {}, {}, д. {}{flat}", self.zip, self.region, self.city, self.street, self.house)
    }
}
