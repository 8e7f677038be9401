//! Scopes: which are known, and what they open (spec §1.8).

/// Scopes of a person that public clients ask for, beside the many `…_doc`.
const PERSON: &[&str] = &[
    "openid",
    "fullname",
    "birthdate",
    "birthplace",
    "gender",
    "snils",
    "inn",
    "id_doc",
    "email",
    "mobile",
    "contacts",
    "addresses",
    "usr_org",
    "vehicles",
    "medical_doc",
    "military_doc",
    "foreign_passport_doc",
    "history_passport_doc",
    "drivers_licence_doc",
    "vehicle_reg_cert_doc",
    "birth_cert_doc",
    "residence_doc",
    "temporary_residence_doc",
    "change_fullname_cert_doc",
    "marriage_cert_doc",
    "divorce_cert_doc",
    "death_cert_doc",
    "paternity_cert_doc",
    "ils_doc",
    "ndfl_person",
    "electronic_workbook",
    "self_employed",
    "payout_income",
    "bank_account",
    "bio",
    "ext_auth_result",
    "kid_fullname",
    "kid_birthdate",
    "kid_gender",
    "kid_snils",
    "kid_inn",
    "kid_birth_cert_doc",
    "kid_medical_doc",
    "prm_chg",
    "http://lk.gosuslugi.ru/api-order",
    "http://lk.gosuslugi.ru/api-geps",
];

/// Scopes of an organisation, after `http://esia.gosuslugi.ru/` (on the test contour too).
const ORGANISATION: &[&str] = &[
    "org_shortname",
    "org_fullname",
    "org_inn",
    "org_ogrn",
    "org_addrs",
    "org_ctts",
    "org_emps",
    "org_grps",
    "org_inf",
];

const PREFIX: &str = "http://esia.gosuslugi.ru/";

/// One scope of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The name without parameters and, for organisations, without the prefix.
    pub name: String,
    /// The account number in `?oid=` or `?org_oid=`.
    pub oid: Option<u64>,
    /// Whether it is an organisation's.
    pub organisation: bool,
}

/// The scopes of a text, separated by spaces.
pub fn parse(text: &str) -> Vec<Scope> {
    text.split_whitespace().take(200).map(Scope::of).collect()
}

impl Scope {
    fn of(word: &str) -> Self {
        let (name, query) = word.split_once('?').unwrap_or((word, ""));
        let oid = query.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            matches!(key, "oid" | "org_oid").then(|| value.parse().ok())?
        });
        let short = name.strip_prefix(PREFIX).unwrap_or(name);
        let organisation = short.starts_with("org_");
        let name = if organisation { short } else { name };
        Self { name: name.to_owned(), oid, organisation }
    }

    /// Whether it is one that is known.
    pub fn is_known(&self) -> bool {
        let list = if self.organisation { ORGANISATION } else { PERSON };
        list.contains(&self.name.as_str())
    }
}

/// Whether a granted list (as the token's `scope` has it) holds one of these.
pub fn grants(scope: &str, any: &[&str]) -> bool {
    parse(scope).iter().any(|one| any.contains(&one.name.as_str()))
}

/// The `scope` of an access token: each item suffixed with the owner's account number, `openid` left bare (spec §2.2).
pub fn granted(scopes: &[Scope], oid: u64) -> String {
    let items = scopes.iter().map(|scope| match (scope.organisation, scope.oid) {
        (true, Some(org)) => format!("{PREFIX}{}?org_oid={org}", scope.name),
        (true, None) => format!("{PREFIX}{}", scope.name),
        (false, _) if scope.name == "openid" => "openid".to_owned(),
        (false, _) => format!("{}?oid={oid}", scope.name),
    });
    items.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_taken_apart_and_suffixed() {
        let scopes = parse("openid fullname http://esia.gosuslugi.ru/org_inn?org_oid=7 nonsense");
        let known: Vec<bool> = scopes.iter().map(Scope::is_known).collect();
        assert_eq!(known, [true, true, true, false]);
        let granted = granted(&scopes, 5);
        assert!(granted.starts_with("openid fullname?oid=5 http://esia.gosuslugi.ru/org_inn?org_oid=7"));
        assert!(grants(&granted, &["fullname"]) && !grants(&granted, &["snils"]));
    }
}
