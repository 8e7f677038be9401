//! SOAP 1.1 and WS-Security as the Polish institutions use them: shared by ePUAP and Profil Zaufany. Nothing here knows an
//! institution; what it knows of systems comes through [`security::Directory`], its knobs through [`security::Policy`].
//!
//! A service, step by step:
//!
//! ```text
//! let mut exam = Examination::new(strictness);
//! transport::examine(&mut exam, request)?;                       // POST, Content-Type
//! let parts = mtom::open(&mut exam, request, limits)?;           // the envelope's bytes, XOP inlined
//! let envelope = Envelope::read(&mut exam, parts.envelope(), limits)?;
//! let operation = envelope.operation();                          // QName; with request.path it says what is wanted
//! transport::note_action(&mut exam, request, "http://…/nadaj")?; // SOAPAction, diagnosed only
//! let call = security::verify(&mut exam, envelope, &policy, &directory, now)?;
//! call.require_role(&mut exam, &["Rola domyślna"])?;
//! call.require_podmiot(&mut exam, "IdentyfikatorPodmiotu", named)?;
//! call.envelope.content() / entry(ns, local) / extract(element)  // the verified tree, for typed decoding
//! ```
//!
//! An answer: [`answer::seal`] with a [`answer::Sealing`] (good, or one of the attacks), or [`write::unsigned`]; a refusal:
//! [`Fault::of`] the failed findings. A client: [`signing::sign`] with a [`signing::Style`]. WSDL and XSD: [`wsdl`].
//! `poligon check --as soap`: [`KIND`]. The catalogue of checks with their faults: [`checks`].

pub mod answer;
pub mod base64;
pub mod checks;
mod document;
pub mod envelope;
pub mod fault;
pub mod moment;
pub mod mtom;
pub mod names;
pub mod security;
pub mod signing;
mod spoil;
pub mod transport;
pub mod write;
pub mod wsdl;

pub use document::KIND;
pub use envelope::{Envelope, QName};
pub use fault::{Detail, DetailName, Fault, FaultCode};
