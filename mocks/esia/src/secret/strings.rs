//! The signed string of each endpoint (spec §1.5), and the strings that are signed in its place.

use poligon_crypto::cms;
use poligon_crypto::gost::Alternative;
use poligon_crypto::microscope::Hypothesis;

use crate::wire::params::{self, Params};

/// An endpoint, as far as its signed string goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `/aas/oauth2/ac` and `/aas/oauth2/te`.
    Version1,
    /// `/aas/oauth2/v2/ac`.
    AuthorisationV2,
    /// `/aas/oauth2/v3/te`, authorization_code.
    TokenCode,
    /// `/aas/oauth2/v3/te`, client_credentials.
    TokenCredentials,
    /// `/aas/oauth2/v3/te`, refresh_token.
    TokenRefresh,
}

/// A concatenation of parameters, without separators, decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StringRule {
    /// Stable id: `v1-string`.
    pub id: &'static str,
    /// Whose it is, for people.
    pub of: &'static str,
    /// The parameters in order.
    pub parts: &'static [&'static str],
}

const V1: StringRule = StringRule {
    id: "v1-string",
    of: "version 1 (ac and te)",
    parts: &["scope", "timestamp", "client_id", "state"],
};
const V2: StringRule = StringRule {
    id: "v2-string",
    of: "version 2 of ac",
    parts: &["client_id", "scope", "scope_org", "timestamp", "state", "redirect_uri"],
};
const V3_CODE: StringRule = StringRule {
    id: "v3-code-string",
    of: "version 3 of te, authorization_code",
    parts: &["client_id", "scope", "scope_org", "timestamp", "state", "redirect_uri", "code"],
};
const V3_REFRESH: StringRule = StringRule {
    id: "v3-refresh-string",
    of: "version 3 of te, refresh_token, as the PHP client 4.0 signs",
    parts: &["client_id", "scope", "scope_org", "timestamp", "state", "redirect_uri"],
};
const V3_REFRESH_OTHER: StringRule = StringRule {
    id: "v3-refresh-string-with-token",
    of: "version 3 of te, refresh_token, as the C# client signs",
    parts: &["client_id", "scope", "timestamp", "state", "refresh_token"],
};
const V3_CREDENTIALS: StringRule = StringRule {
    id: "v3-credentials-string",
    of: "version 3 of te, client_credentials",
    parts: &["client_id", "scope", "timestamp", "state", "redirect_uri"],
};

/// All, and slips that were seen or are near at hand.
const ALL: &[StringRule] = &[
    V1,
    V2,
    V3_CODE,
    V3_REFRESH_OTHER,
    V3_CREDENTIALS,
    StringRule {
        id: "redirect-uri-not-signed",
        of: "a slip: redirect_uri left out",
        parts: &["client_id", "scope", "scope_org", "timestamp", "state"],
    },
    StringRule {
        id: "scope-org-not-signed",
        of: "a slip: scope_org left out",
        parts: &["client_id", "scope", "timestamp", "state", "redirect_uri", "code"],
    },
    StringRule {
        id: "client-id-first-in-v1",
        of: "a slip: the four of version 1 in another order",
        parts: &["client_id", "scope", "timestamp", "state"],
    },
    StringRule {
        id: "code-not-last",
        of: "a slip: code before redirect_uri",
        parts: &["client_id", "scope", "scope_org", "timestamp", "state", "code", "redirect_uri"],
    },
];

impl Endpoint {
    /// The rules that it takes, the right one first.
    pub fn rules(self) -> &'static [StringRule] {
        match self {
            Self::Version1 => &[V1],
            Self::AuthorisationV2 => &[V2],
            Self::TokenCode => &[V3_CODE],
            Self::TokenCredentials => &[V3_CREDENTIALS, V2],
            Self::TokenRefresh => &[V3_REFRESH, V3_REFRESH_OTHER],
        }
    }

    /// The right string.
    pub fn string(self, params: &Params) -> String {
        self.rules().first().map(|rule| rule.string(params)).unwrap_or_default()
    }

    /// `scope + timestamp + client_id + state`.
    pub fn formula(self) -> String {
        self.rules().first().map(|rule| rule.parts.join(" + ")).unwrap_or_default()
    }

    /// What may have been signed in place of the right string: another rule's string, an encoded value, a separator, a line
    /// end. None of them is the right string itself.
    pub fn alternatives(self, params: &Params) -> Vec<Alternative> {
        let right = self.string(params);
        let mut found: Vec<Alternative> = Vec::new();
        // A rule whose own part is empty here would pass for one that has no such part.
        let applies = |rule: &&StringRule| {
            !rule
                .parts
                .iter()
                .any(|part| matches!(*part, "code" | "refresh_token") && params.text(part).is_empty())
        };
        let others = self.rules().iter().skip(1).chain(ALL).filter(applies);
        found.extend(
            others.map(|rule| alternative(rule.string(params), rule.id, rule.clause(), self.remedy())),
        );
        for rule in self.rules().iter().take(1).chain([&V1]) {
            found.extend(slips(rule, params));
        }
        found.extend(cms::twins(right.as_bytes()));
        let mut seen: Vec<Vec<u8>> = vec![right.into_bytes()];
        found.retain(|one| {
            let new = !one.message.is_empty() && !seen.contains(&one.message);
            seen.push(one.message.clone());
            new
        });
        found
    }

    fn remedy(self) -> String {
        format!("Sign {} here, decoded and without separators.", self.formula())
    }
}

impl StringRule {
    /// The string of these parameters.
    pub fn string(&self, params: &Params) -> String {
        self.parts.iter().map(|part| params.text(part)).collect()
    }

    fn clause(&self) -> String {
        format!(
            "the string of this endpoint had been signed (signed was {}, that of {})",
            self.parts.join(" + "),
            self.of
        )
    }
}

/// The same parameters, put together otherwise.
fn slips(rule: &StringRule, params: &Params) -> Vec<Alternative> {
    let values: Vec<&str> = rule.parts.iter().map(|part| params.text(part)).collect();
    let joined = |separator: &str| values.join(separator);
    let encoded: String = values.iter().map(|value| params::encode(value)).collect();
    let plus: String = values.iter().map(|value| params::encode(value).replace("%20", "+")).collect();
    let decoded = "Sign the values as they are before percent-encoding.";
    vec![
        alternative(
            encoded,
            "encoded-values-signed",
            "the values had been signed before they were percent-encoded".to_owned(),
            decoded.to_owned(),
        ),
        alternative(
            plus,
            "form-encoded-values-signed",
            "the values had been signed before they were form-encoded".to_owned(),
            decoded.to_owned(),
        ),
        alternative(
            joined(" "),
            "spaces-between-values",
            "nothing had stood between the values (there were spaces)".to_owned(),
            "Put the values together without separators.".to_owned(),
        ),
        alternative(
            joined("\n"),
            "lines-between-values",
            "nothing had stood between the values (there were line ends)".to_owned(),
            "Put the values together without separators.".to_owned(),
        ),
        alternative(
            joined("&"),
            "ampersands-between-values",
            "nothing had stood between the values (there were ampersands)".to_owned(),
            "Put the values together without separators.".to_owned(),
        ),
    ]
}

fn alternative(message: String, id: &'static str, if_clause: String, remedy: String) -> Alternative {
    Alternative { hypothesis: Hypothesis::new(id, if_clause, remedy), message: message.into_bytes() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params() -> Params {
        let pairs = [
            ("client_id", "TESTIS01"),
            ("scope", "openid fullname"),
            ("timestamp", "2026.11.24 12:00:00 +0000"),
            ("state", "8f3c"),
            ("redirect_uri", "https://localhost/cb"),
            ("code", "CODE"),
            ("refresh_token", "REFRESH"),
        ];
        Params::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())))
    }

    #[test]
    fn each_endpoint_has_the_string_of_the_table() {
        let string = |endpoint: Endpoint| endpoint.string(&params());
        assert_eq!(string(Endpoint::Version1), "openid fullname2026.11.24 12:00:00 +0000TESTIS018f3c");
        let v2 = "TESTIS01openid fullname2026.11.24 12:00:00 +00008f3chttps://localhost/cb";
        assert_eq!(string(Endpoint::AuthorisationV2), v2);
        assert_eq!(string(Endpoint::TokenCode), format!("{v2}CODE"));
        assert_eq!(string(Endpoint::TokenRefresh), v2);
        assert_eq!(string(Endpoint::TokenCredentials), v2);
    }

    #[test]
    fn the_right_string_is_no_alternative_and_none_comes_twice() {
        for endpoint in [Endpoint::Version1, Endpoint::AuthorisationV2, Endpoint::TokenCode] {
            let right = endpoint.string(&params());
            let mut messages: Vec<_> =
                endpoint.alternatives(&params()).into_iter().map(|one| one.message).collect();
            assert!(!messages.contains(&right.into_bytes()));
            let count = messages.len();
            messages.sort();
            messages.dedup();
            assert_eq!(messages.len(), count);
        }
    }
}
