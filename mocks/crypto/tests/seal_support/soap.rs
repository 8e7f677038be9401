//! A SOAP message signed by hand: every signed part is written in its canonical form, so that no canonicalizer of ours is
//! involved in making it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use poligon_crypto::key::KeyKind;
use poligon_crypto::{DigestAlgorithm, SignatureAlgorithm};

use super::Signer;

const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// The body that is signed, canonical.
pub const BODY: &str = "<s:Body xmlns:s=\"urn:soap\" Id=\"body\"><pay xmlns=\"urn:x\">100</pay></s:Body>";

/// A reference: its URI, its transforms' URIs, and the bytes that these must give.
pub fn reference(uri: &str, transforms: &[&str], bytes: &str) -> String {
    let transforms: String =
        transforms.iter().map(|uri| format!("<ds:Transform Algorithm=\"{uri}\"></ds:Transform>")).collect();
    let digest = STANDARD.encode(DigestAlgorithm::Sha256.digest(bytes.as_bytes()));
    format!(
        "<ds:Reference URI=\"{uri}\"><ds:Transforms>{transforms}</ds:Transforms><ds:DigestMethod Algorithm=\"{}\"></ds:DigestMethod>\
         <ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>",
        DigestAlgorithm::Sha256.uri()
    )
}

/// The reference to [`BODY`].
pub fn body_reference() -> String {
    reference("#body", &[EXCLUSIVE], BODY)
}

/// A signature over these references with the signer's certificate, and `more` at its end.
pub fn signature(signer: &Signer, references: &str, more: &str) -> String {
    let certificate = STANDARD.encode(&signer.certificate);
    let key_info =
        format!("<ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data>");
    signature_with(signer, references, &key_info, more)
}

/// As [`signature`], with the content of KeyInfo.
pub fn signature_with(signer: &Signer, references: &str, key_info: &str, more: &str) -> String {
    let algorithm = match signer.public().kind() {
        KeyKind::Rsa { .. } => SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
        KeyKind::Ec { .. } => SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256),
    };
    let method = format!("<ds:SignatureMethod Algorithm=\"{}\"></ds:SignatureMethod>", algorithm.uri());
    signature_by(signer, algorithm, &method, references, key_info, more)
}

/// As [`signature_with`], with the text of SignatureMethod.
pub fn signature_by(
    signer: &Signer,
    algorithm: SignatureAlgorithm,
    method: &str,
    references: &str,
    key_info: &str,
    more: &str,
) -> String {
    let signed_info = format!(
        "<ds:SignedInfo xmlns:ds=\"{DS}\"><ds:CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"></ds:CanonicalizationMethod>\
         {method}{references}</ds:SignedInfo>"
    );
    let value = signer.key.sign(algorithm, signed_info.as_bytes(), &[]).expect("signature");
    format!(
        "<ds:Signature xmlns:ds=\"{DS}\">{signed_info}<ds:SignatureValue>{}</ds:SignatureValue>\
         <ds:KeyInfo>{key_info}</ds:KeyInfo>{more}</ds:Signature>",
        STANDARD.encode(value),
    )
}

/// An envelope.
pub fn envelope(header: &str, bodies: &str) -> String {
    format!("<s:Envelope xmlns:s=\"urn:soap\"><s:Header>{header}</s:Header>{bodies}</s:Envelope>")
}
