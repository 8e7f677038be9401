//! The claims of KSeF's tokens (spec §4.6). Lists and structures inside an access token are *texts* that hold JSON; that is
//! how the real ones look.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::access::Caller;
use crate::environment::Environment;
use crate::identity::{AllowedIps, IdKind, Identifier, Method, Permission};
use crate::ids::{ReferenceKind, ReferenceNumber};

/// Issuer and audience, those of TEST until the desk writes its own environment's.
const ISSUER: &str = Environment::Test.issuer();

/// The kinds of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// For everything but authentication.
    Access,
    /// For the status and the redeem of one authentication operation.
    Authentication,
    /// For new access tokens.
    Refresh,
}

impl TokenKind {
    const ALL: [Self; 3] = [Self::Access, Self::Authentication, Self::Refresh];

    /// `typ` of the token. That of the authentication token is a guess on the pattern of the others.
    pub fn typ(self) -> &'static str {
        match self {
            Self::Access => "ContextToken",
            Self::Authentication => "OperationToken",
            Self::Refresh => "RefreshToken",
        }
    }
}

/// What a token says, as far as every kind says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// Its kind.
    pub kind: TokenKind,
    /// The authentication operation.
    pub reference: ReferenceNumber,
    /// `exp`, seconds since 1970.
    pub expires: i64,
    all: Value,
}

/// What goes into an access token.
#[derive(Clone, Debug)]
pub struct AccessGrant<'a> {
    /// The authentication operation.
    pub reference: &'a ReferenceNumber,
    /// Where.
    pub context: &'a Identifier,
    /// How.
    pub method: Method,
    /// Who, as the certificate says it: `subjectIdentifier`, `commonName` …
    pub subject_details: &'a Value,
    /// Whether the subject owns the context.
    pub owner: bool,
    /// What was granted to it.
    pub permissions: &'a BTreeSet<Permission>,
    /// Roles of the context and its owner.
    pub roles: &'a [&'static str],
    /// The addresses it may be used from.
    pub allowed_ips: Option<&'a AllowedIps>,
}

impl Claims {
    /// Reads the claims of a token that was verified.
    pub fn read(all: &Value) -> Option<Self> {
        let typ = all.get("typ")?.as_str()?;
        let kind = TokenKind::ALL.into_iter().find(|kind| kind.typ() == typ)?;
        let reference: ReferenceNumber = all.get("arn")?.as_str()?.parse().ok()?;
        let expires = all.get("exp")?.as_i64()?;
        (reference.kind() == ReferenceKind::Authentication).then(|| Self {
            kind,
            reference,
            expires,
            all: all.clone(),
        })
    }

    /// The caller behind an access token.
    pub fn caller(&self) -> Option<Caller> {
        let text = |name: &str| self.all.get(name).and_then(Value::as_str);
        let inner = |name: &str| text(name).and_then(|text| serde_json::from_str::<Value>(text).ok());
        let context = Identifier::new(kind_of(text("cit")?)?, text("civ")?);
        let subject = serde_json::from_value(inner("sud")?.get("subjectIdentifier")?.clone()).ok()?;
        let method = serde_json::from_value(self.all.get("aum")?.clone()).ok()?;
        let granted: Vec<String> = serde_json::from_value(inner("per")?).ok()?;
        let owner = granted.iter().any(|word| word == "Owner");
        let has = |permission: &Permission| {
            owner && permission.comes_with_ownership() || granted.iter().any(|word| word == permission.name())
        };
        let permissions = Permission::ALL.into_iter().filter(has).collect();
        Some(Caller { subject, context, owner, permissions, reference: self.reference.clone(), method })
    }
}

/// The claims of an access token.
pub fn access(grant: &AccessGrant<'_>, issued: i64, expires: i64, id: &str) -> Value {
    let mut granted: Vec<&str> = Vec::new();
    if grant.owner {
        granted.push("Owner");
    }
    granted.extend(grant.permissions.iter().map(|permission| permission.name()));
    let mut claims = json!({
        "typ": TokenKind::Access.typ(),
        "cit": grant.context.kind.name(),
        "civ": grant.context.value,
        "aum": grant.method.name(),
        "arn": grant.reference,
        "sud": grant.subject_details.to_string(),
        "per": json!(granted).to_string(),
        "pec": "[]",
        "rol": json!(grant.roles).to_string(),
        "pep": "[]",
        "iop": "[]",
    });
    if let (Some(policy), Some(map)) = (grant.allowed_ips, claims.as_object_mut()) {
        let policy = json!({ "onClientIpChange": "Reject", "allowedIps": policy });
        map.insert("ipp".to_owned(), json!(policy.to_string()));
    }
    finished(claims, issued, expires, id)
}

/// The claims of an authentication token.
pub fn authentication(reference: &ReferenceNumber, issued: i64, expires: i64, id: &str) -> Value {
    finished(json!({ "typ": TokenKind::Authentication.typ(), "arn": reference }), issued, expires, id)
}

/// The claims of a refresh token.
pub fn refresh(reference: &ReferenceNumber, issued: i64, expires: i64) -> Value {
    let claims = json!({ "typ": TokenKind::Refresh.typ(), "arn": reference });
    ended(claims, issued, expires)
}

/// `jti` keeps two tokens of one second apart: the official Java test wants a refreshed token to differ (spec §2.1).
fn finished(mut claims: Value, issued: i64, expires: i64, id: &str) -> Value {
    if let Some(map) = claims.as_object_mut() {
        map.insert("jti".to_owned(), json!(id));
    }
    ended(claims, issued, expires)
}

fn ended(mut claims: Value, issued: i64, expires: i64) -> Value {
    if let Some(map) = claims.as_object_mut() {
        map.insert("exp".to_owned(), json!(expires));
        map.insert("iat".to_owned(), json!(issued));
        map.insert("iss".to_owned(), json!(ISSUER));
        map.insert("aud".to_owned(), json!(ISSUER));
    }
    claims
}

fn kind_of(word: &str) -> Option<IdKind> {
    serde_json::from_value(json!(word)).ok()
}
