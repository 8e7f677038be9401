//! Certificate revocation lists (RFC 5280 §5).

use rcgen::{CertificateRevocationListParams, KeyIdMethod, RevokedCertParams, SerialNumber};
use time::{Duration, OffsetDateTime};

use crate::draft::{Signer, issuer};
use crate::ledger::{Ledger, Record};
use crate::{Authority, VaultError};

/// What this authority revoked, signed by it. The number is the clock's second, which grows from list to list.
pub(crate) fn make(
    ledger: &Ledger,
    authority: Authority,
    signer: &Signer<'_>,
    now: OffsetDateTime,
) -> Result<Vec<u8>, VaultError> {
    let failed = |why| VaultError::making(format!("the CRL of {}", authority.name()), why);
    let now = now.replace_nanosecond(0).unwrap_or(now);
    let revoked =
        ledger.entries.iter().map(|entry| &entry.record).filter(|record| record.issuer == Some(authority));
    let params = CertificateRevocationListParams {
        this_update: now,
        next_update: now + Duration::days(7),
        crl_number: SerialNumber::from(now.unix_timestamp().unsigned_abs()),
        issuing_distribution_point: None,
        revoked_certs: revoked.filter_map(line).collect(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    Ok(params.signed_by(&issuer(signer)?).map_err(failed)?.der().to_vec())
}

fn line(record: &Record) -> Option<RevokedCertParams> {
    let revoked = record.revoked?;
    let serial = u64::from_str_radix(&record.serial, 16).ok()?;
    Some(RevokedCertParams {
        serial_number: SerialNumber::from(serial),
        revocation_time: revoked.replace_nanosecond(0).unwrap_or(revoked),
        reason_code: None,
        invalidity_date: None,
    })
}
