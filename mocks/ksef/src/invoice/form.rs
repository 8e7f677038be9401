//! The forms of invoices that are read here, and the names of those that are not built.

use serde::{Deserialize, Serialize};

/// A form that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// FA(2).
    Fa2,
    /// FA(3).
    Fa3,
}

/// A form as the API names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FormCode {
    /// `FA (3)`.
    pub system_code: String,
    /// `1-0E`.
    pub schema_version: String,
    /// `FA`.
    pub value: String,
}

/// What a form code leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// A form that is read.
    Built(Form),
    /// A form of KSeF that is not built here.
    NotBuilt,
    /// No form of KSeF.
    No,
}

const NOT_BUILT: [(&str, &str, &str); 3] =
    [("PEF (3)", "2-1", "PEF"), ("PEF_KOR (3)", "2-1", "PEF"), ("FA_RR (1)", "1-1E", "FA_RR")];

impl Form {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Fa2, Self::Fa3];

    /// `FA (3)`.
    pub fn system_code(self) -> &'static str {
        match self {
            Self::Fa2 => "FA (2)",
            Self::Fa3 => "FA (3)",
        }
    }

    /// The target namespace of its schema.
    pub fn namespace(self) -> &'static str {
        match self {
            Self::Fa2 => "http://crd.gov.pl/wzor/2023/06/29/12648/",
            Self::Fa3 => "http://crd.gov.pl/wzor/2025/06/25/13775/",
        }
    }

    /// The file name of its schema, as the UPO names it.
    pub fn schema(self) -> &'static str {
        match self {
            Self::Fa2 => "Schemat_FA(2)_v1-0E.xsd",
            Self::Fa3 => "Schemat_FA(3)_v1-0E.xsd",
        }
    }

    /// The first moment that DataWytworzeniaFa may name.
    pub fn earliest_creation(self) -> &'static str {
        match self {
            Self::Fa2 => "2022-01-01T00:00:00Z",
            Self::Fa3 => "2025-09-01T00:00:00Z",
        }
    }

    /// As the API names it.
    pub fn code(self) -> FormCode {
        FormCode { system_code: self.system_code().into(), schema_version: "1-0E".into(), value: "FA".into() }
    }

    /// The form of this namespace.
    pub fn of_namespace(namespace: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.namespace() == namespace)
    }
}

impl FormCode {
    /// What it leads to. Upper and lower case are told apart: codes are no enum words.
    pub fn known(&self) -> Known {
        if let Some(form) = Form::ALL.into_iter().find(|form| form.code() == *self) {
            return Known::Built(form);
        }
        let own = (self.system_code.as_str(), self.schema_version.as_str(), self.value.as_str());
        if NOT_BUILT.contains(&own) { Known::NotBuilt } else { Known::No }
    }
}
