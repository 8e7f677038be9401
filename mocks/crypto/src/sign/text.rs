//! The text of a signature.

use std::fmt::Write as _;

use time::format_description::well_known::Rfc3339;

use super::{Placement, SealPlan, SignError, Xades};
use crate::seal::base64::encode;
use crate::seal::names::{DS, FILTER2, SIGNED_PROPERTIES, XADES};
use crate::{C14n, Certificate, Transform};

/// What a signature consists of, some of it not known yet.
pub(super) struct Parts<'p> {
    plan: &'p SealPlan,
    key_info: String,
    properties: String,
    /// The digests of the references, in order.
    pub(super) digests: Vec<Vec<u8>>,
    /// The signature value.
    pub(super) value: Vec<u8>,
}

/// A signature's text, open where an enveloping one carries its document.
pub(super) struct Text {
    pub(super) before_payload: String,
    pub(super) after_payload: String,
}

impl<'p> Parts<'p> {
    pub(super) fn new(
        plan: &'p SealPlan,
        signer: Option<&Certificate>,
        chain: &[Vec<u8>],
    ) -> Result<Self, SignError> {
        let properties = match (&plan.xades, signer) {
            (None, _) => String::new(),
            (Some(_), None) => return Err(SignError::NoCertificate),
            (Some(xades), Some(signer)) => properties(plan, xades, signer),
        };
        Ok(Self { plan, key_info: key_info(chain), properties, digests: Vec::new(), value: Vec::new() })
    }

    /// The text with what is known so far.
    pub(super) fn text(&self) -> Text {
        let id = &self.plan.id;
        let mut before = format!("<ds:Signature xmlns:ds=\"{DS}\" Id=\"{id}\">");
        self.signed_info(&mut before);
        let value = encode(&self.value);
        let _ = write!(
            before,
            "<ds:SignatureValue Id=\"{id}-Value\">{value}</ds:SignatureValue>{}",
            self.key_info
        );
        let mut after = String::new();
        if self.plan.placement == Placement::Enveloping {
            let _ = write!(before, "<ds:Object Id=\"{id}-Object\">");
            after.push_str("</ds:Object>");
        }
        after.push_str(&self.properties);
        after.push_str("</ds:Signature>");
        Text { before_payload: before, after_payload: after }
    }

    fn signed_info(&self, out: &mut String) {
        let (plan, id) = (self.plan, &self.plan.id);
        let _ = write!(
            out,
            "<ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"{}\"/><ds:SignatureMethod Algorithm=\"{}\"/>",
            plan.signed_info.uri(),
            plan.signature.uri()
        );
        let uri = match plan.placement {
            Placement::Enveloped => String::new(),
            Placement::Enveloping => format!("#{id}-Object"),
        };
        let attributes = format!("Id=\"{id}-Reference-1\" URI=\"{uri}\"");
        self.reference(out, &attributes, &plan.transforms, 0);
        if let Some(xades) = &plan.xades {
            let attributes = format!("Type=\"{SIGNED_PROPERTIES}\" URI=\"#{id}-SignedProperties\"");
            self.reference(out, &attributes, &xades.transforms, 1);
        }
        out.push_str("</ds:SignedInfo>");
    }

    fn reference(&self, out: &mut String, attributes: &str, transforms: &[Transform], index: usize) {
        let _ = write!(out, "<ds:Reference {attributes}>");
        if !transforms.is_empty() {
            out.push_str("<ds:Transforms>");
            transforms.iter().for_each(|each| transform(out, each));
            out.push_str("</ds:Transforms>");
        }
        let digest = self.digests.get(index).map(|digest| encode(digest)).unwrap_or_default();
        let method = self.plan.digest.uri();
        let _ = write!(
            out,
            "<ds:DigestMethod Algorithm=\"{method}\"/><ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>"
        );
    }
}

/// Canonical SignedInfo, as [`Parts::text`] writes it without digests, with these put in; `None` when it has fewer places, or
/// more. Base64 is the same in canonical form, so nothing else changes.
pub(super) fn fill_digests(empty: &[u8], digests: &[Vec<u8>]) -> Option<Vec<u8>> {
    const PLACE: &str = "<ds:DigestValue></ds:DigestValue>";
    const START: &str = "<ds:DigestValue>";
    let mut pieces = std::str::from_utf8(empty).ok()?.split(PLACE);
    let mut filled = pieces.next()?.to_owned();
    for digest in digests {
        filled.push_str(START);
        filled.push_str(&encode(digest));
        filled.push_str("</ds:DigestValue>");
        filled.push_str(pieces.next()?);
    }
    pieces.next().is_none().then(|| filled.into_bytes())
}

fn transform(out: &mut String, transform: &Transform) {
    let uri = transform.uri();
    let inner = match transform {
        Transform::Base64 | Transform::Enveloped => String::new(),
        Transform::C14n(method, prefixes) if method.is_exclusive() && !prefixes.is_empty() => format!(
            "<ec:InclusiveNamespaces xmlns:ec=\"{}\" PrefixList=\"{}\"/>",
            C14n::Exclusive.uri(),
            escaped(&prefixes.join(" "))
        ),
        Transform::C14n(..) => String::new(),
        Transform::XPathNotSignature => "<ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath>".to_owned(),
        Transform::XPathNotNamedSignature => {
            "<ds:XPath>not(ancestor-or-self::*[local-name()='Signature'])</ds:XPath>".to_owned()
        }
        Transform::XPathEnveloped => "<ds:XPath>count(ancestor-or-self::ds:Signature | \
             here()/ancestor::ds:Signature[1]) &gt; count(ancestor-or-self::ds:Signature)</ds:XPath>"
            .to_owned(),
        Transform::Filter2SubtractSignature => format!(
            "<dsig-xpath:XPath xmlns:dsig-xpath=\"{FILTER2}\" Filter=\"subtract\">/descendant::ds:Signature</dsig-xpath:XPath>"
        ),
    };
    let _ = match inner.is_empty() {
        true => write!(out, "<ds:Transform Algorithm=\"{uri}\"/>"),
        false => write!(out, "<ds:Transform Algorithm=\"{uri}\">{inner}</ds:Transform>"),
    };
}

fn key_info(chain: &[Vec<u8>]) -> String {
    if chain.is_empty() {
        return String::new();
    }
    let certificates = chain.iter().fold(String::new(), |mut text, der| {
        let _ = write!(text, "<ds:X509Certificate>{}</ds:X509Certificate>", encode(der));
        text
    });
    format!("<ds:KeyInfo><ds:X509Data>{certificates}</ds:X509Data></ds:KeyInfo>")
}

fn properties(plan: &SealPlan, xades: &Xades, signer: &Certificate) -> String {
    let id = &plan.id;
    // Whole seconds in UTC, as every client writes it.
    let time = xades.signing_time.to_offset(time::UtcOffset::UTC).replace_nanosecond(0);
    let time = time.ok().and_then(|time| time.format(&Rfc3339).ok()).unwrap_or_default();
    let digest = format!(
        "<xades:CertDigest><ds:DigestMethod Algorithm=\"{}\"/><ds:DigestValue>{}</ds:DigestValue></xades:CertDigest>",
        plan.digest.uri(),
        encode(&plan.digest.digest(signer.der()))
    );
    let certificate = match xades.v2 {
        true => format!(
            "<xades:SigningCertificateV2><xades:Cert>{digest}</xades:Cert></xades:SigningCertificateV2>"
        ),
        false => format!(
            "<xades:SigningCertificate><xades:Cert>{digest}<xades:IssuerSerial><ds:X509IssuerName>{}</ds:X509IssuerName>\
             <ds:X509SerialNumber>{}</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert></xades:SigningCertificate>",
            escaped(&signer.issuer_line()),
            decimal(&signer.serial())
        ),
    };
    format!(
        "<ds:Object><xades:QualifyingProperties xmlns:xades=\"{XADES}\" Target=\"#{id}\">\
         <xades:SignedProperties Id=\"{id}-SignedProperties\"><xades:SignedSignatureProperties>\
         <xades:SigningTime>{time}</xades:SigningTime>{certificate}</xades:SignedSignatureProperties>\
         <xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference=\"#{id}-Reference-1\">\
         <xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties>\
         </xades:SignedProperties></xades:QualifyingProperties></ds:Object>"
    )
}

fn decimal(hex: &str) -> String {
    rsa::BigUint::parse_bytes(hex.as_bytes(), 16).map(|number| number.to_string()).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
