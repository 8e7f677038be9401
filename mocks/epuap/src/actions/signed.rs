//! A call of a service, signed as clients sign it.

use http::Method;
use poligon_certs::Credential;
use poligon_crypto::{Certificate, SigningKey};
use poligon_institution::Request;
use poligon_soap::signing::{Signer, SigningError, Style, sign};
use poligon_soap::write::Message;
use poligon_world::Entropy;
use thiserror::Error;
use time::OffsetDateTime;

/// A call before it is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The service's path.
    pub path: String,
    /// SOAPAction; empty for none.
    pub action: String,
    /// SOAP headers as XML.
    pub headers: String,
    /// The child of soap:Body.
    pub body: String,
}

/// Why a call could not be signed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AskError {
    /// The credential is no RSA or EC key with its certificate.
    #[error(transparent)]
    Certificate(#[from] poligon_crypto::certificate::CertificateError),
    /// The key is not read.
    #[error(transparent)]
    Key(#[from] poligon_crypto::key::KeyError),
    /// The message is not signed.
    #[error(transparent)]
    Signing(#[from] SigningError),
}

impl Ask {
    /// The signed envelope.
    ///
    /// # Errors
    /// When the credential does not sign, or the parts are no XML.
    pub fn envelope(
        &self,
        by: &Credential,
        style: &Style,
        entropy: &Entropy,
        now: OffsetDateTime,
    ) -> Result<String, AskError> {
        let key = SigningKey::from_pkcs8(by.key.pkcs8())?;
        let certificate = Certificate::from_der(&by.certificate)?;
        let signer = Signer { key: &key, certificate: &certificate };
        Ok(sign(self.message(), style, signer, entropy, now)?)
    }

    /// The signed request.
    ///
    /// # Errors
    /// As [`envelope`](Self::envelope).
    pub fn request(
        &self,
        by: &Credential,
        style: &Style,
        entropy: &Entropy,
        now: OffsetDateTime,
    ) -> Result<Request, AskError> {
        Ok(self.post(self.envelope(by, style, entropy, now)?))
    }

    /// The request without a signature, as a client that forgot it sends it.
    pub fn unsigned(&self) -> Request {
        self.post(poligon_soap::write::unsigned(self.message()))
    }

    /// A request with this envelope, to this call's path.
    pub fn post(&self, envelope: String) -> Request {
        Request::new(Method::POST, &self.path)
            .with_header("content-type", "text/xml; charset=utf-8")
            .with_header("soapaction", &format!("\"{}\"", self.action))
            .with_body(envelope)
    }

    fn message(&self) -> Message<'_> {
        Message { headers: &self.headers, body: &self.body }
    }
}
