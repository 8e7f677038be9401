//! Who is calling: bearer tokens and the permissions behind them.

use std::collections::BTreeSet;

use poligon_crypto::jws;
use poligon_institution::{Evidence, Refused};

use crate::checks::ground;
use crate::desk::Call;
use crate::identity::{Identifier, Method, Permission};
use crate::ids::ReferenceNumber;
use crate::wire::claims::{Claims, TokenKind};

/// Who is calling, as the access token says. A snapshot: permissions granted or taken since are not in it (spec §4.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who logged in.
    pub subject: Identifier,
    /// Where.
    pub context: Identifier,
    /// Whether the subject owns the context.
    pub owner: bool,
    /// What was granted; an owner's are all in here.
    pub permissions: BTreeSet<Permission>,
    /// The authentication operation (`AU`).
    pub reference: ReferenceNumber,
    /// How the subject logged in.
    pub method: Method,
}

impl Caller {
    /// Whether the caller has this permission.
    pub fn has(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }
}

impl Call<'_> {
    /// The caller, by access token.
    ///
    /// # Errors
    /// 401 without a valid token, 403 with one of another kind or from a wrong address.
    pub fn caller(&mut self) -> Result<Caller, Refused> {
        let claims = self.claims(&[TokenKind::Access])?;
        let caller = claims.caller();
        self.exam.need(&ground::TOKEN.check, caller, || {
            vec![Evidence::text("the access token lacks claims of its kind")]
        })
    }

    /// The context of the access token, if there is a valid one; nothing is recorded.
    pub fn context(&self) -> Option<Identifier> {
        let claims = self.token().ok()?;
        (claims.kind == TokenKind::Access).then(|| claims.caller()).flatten().map(|caller| caller.context)
    }

    /// The claims of a bearer token of one of these kinds.
    ///
    /// # Errors
    /// 401 without a valid token, 403 with one of another kind or from a wrong address.
    pub fn claims(&mut self, kinds: &[TokenKind]) -> Result<Claims, Refused> {
        let claims = match self.token() {
            Ok(claims) => claims,
            Err(why) => return Err(self.exam.refuse(&ground::TOKEN.check, vec![Evidence::text(why)])),
        };
        self.exam.pass(&ground::TOKEN.check);
        let right = kinds.contains(&claims.kind);
        if !right {
            let expected: Vec<&str> = kinds.iter().map(|kind| kind.typ()).collect();
            let evidence = Evidence::values("typ of the token", expected.join(" or "), claims.kind.typ());
            return Err(self.exam.refuse(&ground::TOKEN_KIND.check, vec![evidence]));
        }
        self.exam.pass(&ground::TOKEN_KIND.check);
        self.require_address(&claims.reference)?;
        Ok(claims)
    }

    /// Passes when the caller has any of these permissions.
    ///
    /// # Errors
    /// 403 missing-permissions.
    pub fn require_any(&mut self, caller: &Caller, any: &[Permission]) -> Result<(), Refused> {
        let holds = any.iter().any(|permission| caller.has(*permission));
        self.exam.require(&ground::PERMISSION.check, holds, || {
            let required: Vec<&str> = any.iter().map(|permission| permission.name()).collect();
            let present: Vec<&str> = caller.permissions.iter().map(|permission| permission.name()).collect();
            vec![Evidence::values("permissions", required.join(", "), present.join(", "))]
        })
    }

    /// Passes when the resource is the caller's to see.
    ///
    /// # Errors
    /// 403 insufficient-resource-access.
    pub fn require_visible(&mut self, visible: bool, why_not: &str) -> Result<(), Refused> {
        self.exam.require(&ground::RESOURCE.check, visible, || vec![Evidence::text(why_not)])
    }

    fn token(&self) -> Result<Claims, String> {
        let header = self.request.header("authorization").ok_or("there is no header Authorization")?;
        let (scheme, token) =
            header.trim().split_once(' ').ok_or("Authorization has not the form „Bearer TOKEN”")?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err("the scheme of Authorization is not Bearer".to_owned());
        }
        let claims = jws::verify_hs256(token.trim(), &self.desk.secret).map_err(|why| why.to_string())?;
        let claims = Claims::read(&claims).ok_or("the token lacks claims of its kind")?;
        if claims.expires <= self.now.unix_timestamp() {
            return Err(format!(
                "the token expired at {} (Unix time); it is {}",
                claims.expires,
                self.now.unix_timestamp()
            ));
        }
        Ok(claims)
    }

    fn require_address(&mut self, reference: &ReferenceNumber) -> Result<(), Refused> {
        let policy = self.desk.state().auth.allowed_ips(reference);
        let Some(policy) = policy else {
            self.exam.skip(&ground::IP.check, "the login set no policy on addresses");
            return Ok(());
        };
        let peer = self.request.peer.to_canonical();
        self.exam.require(&ground::IP.check, policy.admits(peer), || {
            vec![Evidence::values(
                "clientIp",
                "an address of the login's AuthorizationPolicy",
                peer.to_string(),
            )]
        })
    }
}
