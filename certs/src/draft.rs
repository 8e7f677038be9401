//! A certificate before its signature.

use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyUsagePurpose, SerialNumber};

use crate::digest::{hex, sha256};
use crate::key::Classic;
use crate::name::Name;
use crate::validity::Validity;
use crate::{Key, VaultError, names};

/// Everything but the keys.
pub(crate) struct Draft {
    pub(crate) subject: Name,
    pub(crate) validity: Validity,
    pub(crate) is_ca: IsCa,
    pub(crate) usages: Vec<KeyUsagePurpose>,
    pub(crate) extended: Vec<ExtendedKeyUsagePurpose>,
    /// DNS names and addresses.
    pub(crate) names: Vec<String>,
}

/// Who signs: name and key of the certificate above.
pub(crate) struct Signer<'a> {
    pub(crate) name: &'a Name,
    pub(crate) key: &'a Key,
}

/// A signed certificate.
pub(crate) struct Signed {
    pub(crate) der: Vec<u8>,
    pub(crate) serial: String,
}

impl Draft {
    /// Signs for this key; by itself when there is nobody above.
    pub(crate) fn sign(&self, key: &Key, above: Option<&Signer<'_>>) -> Result<Signed, VaultError> {
        let failed = |why| VaultError::making(format!("a certificate for {}", self.subject), why);
        let serial = self.serial(key, above);
        // rcgen knows neither GOST nor the attributes of Russian subjects.
        let (Some(classic), Some(_), false) =
            (key.classic(), above.map_or(key, |signer| signer.key).classic(), self.subject.is_russian())
        else {
            return crate::plain::sign(self, &serial, key, above);
        };
        let params = self.params(&serial, above.is_some())?;
        let certificate = match above {
            None => params.self_signed(&classic).map_err(failed)?,
            Some(signer) => params.signed_by(&classic, &issuer(signer)?).map_err(failed)?,
        };
        Ok(Signed { der: certificate.der().to_vec(), serial: hex(&serial) })
    }

    fn params(&self, serial: &[u8; 8], issued: bool) -> Result<CertificateParams, VaultError> {
        let mut params = CertificateParams::default();
        params.distinguished_name = self.subject.distinguished()?;
        params.not_before = self.validity.from;
        params.not_after = self.validity.until;
        params.serial_number = Some(SerialNumber::from_slice(serial));
        params.is_ca = self.is_ca;
        params.key_usages = self.usages.clone();
        params.extended_key_usages = self.extended.clone();
        params.subject_alt_names =
            self.names.iter().map(|name| names::alternative(name)).collect::<Result<_, _>>()?;
        params.use_authority_key_identifier_extension = issued;
        Ok(params)
    }

    /// Eight bytes (as KSeF's own serials) from what the certificate says and whose keys are in it. Positive and never
    /// shortened: the first byte is 0x40 to 0x7F.
    fn serial(&self, key: &Key, above: Option<&Signer<'_>>) -> [u8; 8] {
        let mut said = b"poligon serial v1\0".to_vec();
        said.extend(sha256(&key.spki()));
        said.extend(sha256(&above.map_or_else(Vec::new, |signer| signer.key.spki())));
        let Validity { from, until } = self.validity;
        said.extend(from.unix_timestamp().to_be_bytes());
        said.extend(until.unix_timestamp().to_be_bytes());
        said.extend(format!("{}\0{}", self.subject, self.names.join(",")).bytes());
        let [first, b, c, d, e, f, g, h, ..] = sha256(&said);
        [(first & 0x3F) | 0x40, b, c, d, e, f, g, h]
    }
}

/// The signer as rcgen wants it; rcgen refuses a CRL from an issuer without the usage.
pub(crate) fn issuer<'a>(signer: &Signer<'a>) -> Result<Issuer<'static, Classic<'a>>, VaultError> {
    let key = signer.key.classic().ok_or_else(|| {
        VaultError::Order("not built: revocation lists of an authority with a GOST key".to_owned())
    })?;
    let mut params = CertificateParams::default();
    params.distinguished_name = signer.name.distinguished()?;
    params.key_usages = crate::authority::USAGES.to_vec();
    Ok(Issuer::new(params, key))
}
