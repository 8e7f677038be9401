//! The keys that answers are signed with: the service's own, and a stranger's for answers that a client must not take.

use std::sync::{Arc, Mutex, PoisonError};

use poligon_certs::{Flaw, Order, Profile, Vault};
use poligon_crypto::{Certificate, SigningKey};
use poligon_soap::signing::Signer;
use time::OffsetDateTime;

/// A key with its certificate.
#[derive(Debug)]
pub struct Own {
    key: SigningKey,
    certificate: Certificate,
}

/// The signers, made when first asked for and again in a new month, as the vault's certificates are.
#[derive(Debug, Default)]
pub struct Signers {
    service: Mutex<Option<(Month, Arc<Own>)>>,
    stranger: Mutex<Option<(Month, Arc<Own>)>>,
}

type Month = (i32, u8);

impl Own {
    /// As signing wants it.
    pub fn signer(&self) -> Signer<'_> {
        Signer { key: &self.key, certificate: &self.certificate }
    }
}

impl Signers {
    /// The service's.
    ///
    /// # Errors
    /// One sentence, when the vault cannot make it.
    pub fn service(&self, vault: &Vault, now: OffsetDateTime) -> Result<Arc<Own>, String> {
        remembered(&self.service, vault, &service_order(), now)
    }

    /// Somebody else's with a key of the same kind.
    ///
    /// # Errors
    /// One sentence, when the vault cannot make it.
    pub fn stranger(&self, vault: &Vault, now: OffsetDateTime) -> Result<Arc<Own>, String> {
        let order = Order { flaw: Some(Flaw::OtherAuthority), label: "stranger".into(), ..service_order() };
        remembered(&self.stranger, vault, &order, now)
    }
}

/// The order for the service's certificate.
pub fn service_order() -> Order {
    Order { common_name: Some("ePUAP-Poligon-WS-Sign".into()), ..Order::new(Profile::EpuapService) }
}

fn remembered(
    place: &Mutex<Option<(Month, Arc<Own>)>>,
    vault: &Vault,
    order: &Order,
    now: OffsetDateTime,
) -> Result<Arc<Own>, String> {
    let utc = now.to_offset(time::UtcOffset::UTC);
    let month = (utc.year(), u8::from(utc.month()));
    let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((made, own)) = &*place
        && *made == month
    {
        return Ok(Arc::clone(own));
    }
    let credential = vault.issue(order, now).map_err(|why| why.to_string())?;
    let key = SigningKey::from_pkcs8(credential.key.pkcs8()).map_err(|why| why.to_string())?;
    let certificate = Certificate::from_der(&credential.certificate).map_err(|why| why.to_string())?;
    let own = Arc::new(Own { key, certificate });
    *place = Some((month, Arc::clone(&own)));
    Ok(own)
}
