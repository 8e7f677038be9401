//! Whose certificate it is, whether it is good now, and what its system may do.

use poligon_crypto::Certificate;
use poligon_crypto::certificate::ChainError;
use poligon_institution::{Evidence, Examination, Refused};
use time::OffsetDateTime;

use super::{Call, Directory, Policy, Registration};
use crate::checks::standing as rules;
use crate::moment;

/// Registered, issued by whom it should, in time, not revoked.
pub(super) fn judge(
    exam: &mut Examination,
    certificate: &Certificate,
    policy: &Policy,
    directory: &dyn Directory,
    now: OffsetDateTime,
) -> Result<Registration, Refused> {
    let caller = exam.need(&rules::REGISTERED.check, directory.registration(certificate), || {
        let got = format!(
            "„{}”, issued by „{}”, serial {}, SHA-256 {}",
            certificate.subject_line(),
            certificate.issuer_line(),
            certificate.serial(),
            certificate.fingerprint()
        );
        vec![Evidence::values("certificate of the signature", "one that a System registered", got)]
    })?;
    issuer(exam, certificate, policy, now)?;
    in_time(exam, certificate, now)?;
    let revoked = caller.revoked.filter(|revoked| *revoked <= now);
    exam.require(&rules::NOT_REVOKED.check, revoked.is_none(), || {
        let got = format!("revoked on {}", revoked.map(moment::utc).unwrap_or_default());
        vec![Evidence::values(format!("certificate {}", certificate.serial()), "not revoked", got)]
    })?;
    Ok(caller)
}

impl Call<'_> {
    /// Requires one of these roles; none asked for, none needed.
    ///
    /// # Errors
    /// When the system has none of them.
    pub fn require_role(&self, exam: &mut Examination, any_of: &[&str]) -> Result<(), Refused> {
        let has = |role: &&str| self.caller.roles.iter().any(|own| own == role);
        exam.require(&rules::ROLE.check, any_of.is_empty() || any_of.iter().any(has), || {
            let what = format!("roles of the system „{}”", self.caller.system);
            let own = match self.caller.roles.is_empty() {
                true => "none".to_owned(),
                false => self.caller.roles.join(", "),
            };
            vec![Evidence::values(what, any_of.join(" or "), own)]
        })
    }

    /// Requires that the podmiot at `place` of the message (`IdentyfikatorPodmiotu`) is the caller's.
    ///
    /// # Errors
    /// When it is another one.
    pub fn require_podmiot(&self, exam: &mut Examination, place: &str, named: &str) -> Result<(), Refused> {
        exam.require(&rules::PODMIOT.check, named == self.caller.podmiot, || {
            let expected = format!("{} (of the system „{}”)", self.caller.podmiot, self.caller.system);
            vec![Evidence::values(place, expected, named.chars().take(100).collect::<String>())]
        })
    }
}

fn issuer(
    exam: &mut Examination,
    certificate: &Certificate,
    policy: &Policy,
    now: OffsetDateTime,
) -> Result<(), Refused> {
    let check = &rules::ISSUER.check;
    let Some(issuers) = &policy.issuers else {
        exam.skip(check, "the issuer is not looked at");
        return Ok(());
    };
    // A leaf out of its time has a check of its own, so the chain is judged at a moment when the leaf was good.
    let then = now.clamp(certificate.not_before(), certificate.not_after().max(certificate.not_before()));
    match certificate.chain(&issuers.intermediates, &issuers.anchors, &|_| false, then) {
        Ok(_) => {
            exam.pass(check);
            Ok(())
        }
        Err(error @ (ChainError::Untrusted { .. } | ChainError::Broken { .. })) => {
            exam.object(check, vec![Evidence::text(error.to_string())])
        }
        Err(error) => exam.object(check, vec![Evidence::text(format!("in its chain: {error}"))]),
    }
}

/// Requires that the certificate is within its time.
pub(crate) fn in_time(
    exam: &mut Examination,
    certificate: &Certificate,
    now: OffsetDateTime,
) -> Result<(), Refused> {
    let (from, to) = (certificate.not_before(), certificate.not_after());
    exam.require(&rules::IN_TIME.check, from <= now && now <= to, || {
        let state = if now < from { "not valid yet" } else { "expired" };
        let got = format!("{state}: it is {} by the sandbox's clock", moment::utc(now));
        let expected = format!("{} to {}", moment::utc(from), moment::utc(to));
        vec![Evidence::values(format!("time of certificate {}", certificate.serial()), expected, got)]
    })
}
