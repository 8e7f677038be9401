//! SAML 2.0 as Polish government systems speak it: messages read with bounds and written in exact shapes, artifacts, the
//! bindings HTTP-POST, HTTP-Artifact and SOAP 1.1.
//!
//! Reading judges nothing: a message becomes facts, each `None` or empty where the sender left it out, and an institution's
//! checks say what that means. Writing gives text in one line with the prefixes that real nodes use.

pub mod artifact;
pub mod form;
pub mod moment;
pub mod names;
pub mod page;
pub mod read;
pub mod sealed;
pub mod soap;
pub mod status;
pub mod write;

pub use artifact::{Artifact, ArtifactError};
pub use sealed::{SealFacts, Verdict};
pub use status::Status;
