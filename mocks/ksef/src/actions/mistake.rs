//! Signed requests with the mistakes that integrators make.

use poligon_certs::Credential;
use poligon_crypto::sign::SealPlan;
use poligon_crypto::{DigestAlgorithm, SignatureAlgorithm};
use poligon_institution::{Parameter, ParameterKind};
use time::OffsetDateTime;

use super::login::{self, Shape};
use super::parameters::optional;

/// The shape of the signature.
pub(super) const SHAPE: Parameter = optional(
    "shape",
    "How the signature is made: as Python clients do when absent, as the C# or Java client, around the document, or by RSA-PSS.",
    ParameterKind::OneOf(&["python", "csharp", "java", "enveloping", "rsa-pss"]),
);
/// The mistake.
pub(super) const MISTAKE: Parameter = optional(
    "mistake",
    "What the client does wrong to the signed document.",
    ParameterKind::OneOf(&[
        "altered-after-signing",
        "byte-order-mark",
        "indented-after-signing",
        "no-context",
        "no-xades-properties",
        "not-xml",
        "other-key",
        "sha1",
        "signed-twice",
        "unsigned",
        "utf-16",
        "wrong-document",
    ]),
);

/// A request to be signed, and how.
#[derive(Debug)]
pub(super) struct Signing<'a> {
    /// The request.
    pub(super) request: &'a login::Request,
    /// The shape.
    pub(super) shape: Shape,
    /// The certificate.
    pub(super) by: &'a Credential,
    /// Another one, for the mistake that needs it.
    pub(super) stranger: Option<&'a Credential>,
    /// When.
    pub(super) now: OffsetDateTime,
}

/// The shape of this word.
pub(super) fn shape(word: &str) -> Shape {
    match word {
        "csharp" => Shape::CSharp,
        "java" => Shape::Java,
        "enveloping" => Shape::Enveloping,
        "rsa-pss" => Shape::RsaPss,
        _ => Shape::Python,
    }
}

impl Signing<'_> {
    /// The bytes that are sent, with this mistake.
    ///
    /// # Errors
    /// When key and plan do not fit each other.
    pub(super) fn bytes(&self, mistake: Option<&str>) -> Result<Vec<u8>, String> {
        let document = self.request.document();
        Ok(match mistake {
            None => self.sealed(&document)?,
            Some("unsigned") => document.into_bytes(),
            Some("not-xml") => "to nie jest XML".as_bytes().to_vec(),
            Some("wrong-document") => {
                self.sealed("<Inny xmlns=\"http://example.invalid/inny\"><A>1</A></Inny>")?
            }
            Some("no-context") => self.sealed(&without(&document, "ContextIdentifier"))?,
            Some("byte-order-mark") => [b"\xEF\xBB\xBF", self.sealed(&document)?.as_slice()].concat(),
            Some("utf-16") => utf16(&self.sealed(&document)?),
            Some("indented-after-signing") => {
                String::from_utf8_lossy(&self.sealed(&document)?).replace("><", ">\n  <").into_bytes()
            }
            Some("altered-after-signing") => self.altered(&self.sealed(&document)?),
            Some("signed-twice") => self.signed_twice(&document)?,
            Some("sha1") => self.planned(&document, |plan| {
                plan.digest = DigestAlgorithm::Sha1;
                plan.signature = match plan.signature {
                    SignatureAlgorithm::Ecdsa(_) => SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha1),
                    _ => SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1),
                };
            })?,
            Some("no-xades-properties") => self.planned(&document, |plan| plan.xades = None)?,
            Some("other-key") => {
                let key = &self.stranger.unwrap_or(self.by).key;
                let stolen = Credential { key: key.clone(), ..self.by.clone() };
                seal(document.as_bytes(), &stolen, &self.plan())?
            }
            Some(other) => return Err(format!("nobody knows the mistake „{other}”")),
        })
    }

    fn plan(&self) -> SealPlan {
        self.shape.plan(self.by.key.kind(), self.now)
    }

    fn sealed(&self, document: &str) -> Result<Vec<u8>, String> {
        self.planned(document, |_| {})
    }

    fn planned(&self, document: &str, change: impl FnOnce(&mut SealPlan)) -> Result<Vec<u8>, String> {
        let mut plan = self.plan();
        change(&mut plan);
        seal(document.as_bytes(), self.by, &plan)
    }

    fn signed_twice(&self, document: &str) -> Result<Vec<u8>, String> {
        let once = self.sealed(document)?;
        let plan = SealPlan { id: "Signature-2".to_owned(), ..self.plan() };
        seal(&once, self.by, &plan)
    }

    /// Another context than the one that was signed, of the same shape.
    fn altered(&self, sealed: &[u8]) -> Vec<u8> {
        let value = &self.request.context.value;
        let last = if value.ends_with('1') { '2' } else { '1' };
        let other: String =
            value.chars().take(value.chars().count().saturating_sub(1)).chain([last]).collect();
        let (written, changed) = (format!(">{value}<"), format!(">{other}<"));
        String::from_utf8_lossy(sealed).replacen(&written, &changed, 1).into_bytes()
    }
}

fn seal(document: &[u8], by: &Credential, plan: &SealPlan) -> Result<Vec<u8>, String> {
    login::seal(document, by, plan).map_err(|why| why.to_string())
}

/// The document without this element.
fn without(document: &str, element: &str) -> String {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let halves =
        document.split_once(&open).and_then(|(before, rest)| Some((before, rest.split_once(&close)?.1)));
    halves.map_or_else(|| document.to_owned(), |(before, after)| format!("{before}{after}"))
}

fn utf16(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}
