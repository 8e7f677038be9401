//! The artifact of type 4 (saml-bindings-2.0-os, 3.6.4): type, endpoint index, SourceID, MessageHandle; 44 bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use poligon_crypto::DigestAlgorithm;
use thiserror::Error;

/// An artifact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Artifact {
    /// Which of the issuer's resolution services keeps the message.
    pub endpoint: u16,
    /// SHA-1 of the issuer's entityID.
    pub source: [u8; 20],
    /// Names the message.
    pub handle: [u8; 20],
}

/// Why text is no artifact.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ArtifactError {
    /// Not base64.
    #[error("it is not base64: {0}")]
    Base64(String),
    /// Another length than 44 bytes.
    #[error("it has {0} bytes, an artifact of type 4 has 44")]
    Length(usize),
    /// Another type than 4.
    #[error("its type code is {0:#06x}; 0x0004 is the only one of SAML 2.0")]
    Type(u16),
}

impl Artifact {
    /// An artifact of the issuer with this entityID.
    pub fn new(endpoint: u16, entity_id: &str, handle: [u8; 20]) -> Self {
        Self { endpoint, source: source_id(entity_id), handle }
    }

    /// Its text: 60 base64 characters.
    pub fn encode(&self) -> String {
        STANDARD.encode([&[0, 4][..], &self.endpoint.to_be_bytes(), &self.source, &self.handle].concat())
    }

    /// Reads its text; whitespace around it and in it is passed over.
    ///
    /// # Errors
    /// When it is no artifact of type 4.
    pub fn decode(text: &str) -> Result<Self, ArtifactError> {
        let compact: String = text.chars().filter(|c| !c.is_ascii_whitespace()).take(200).collect();
        let bytes = STANDARD.decode(compact).map_err(|why| ArtifactError::Base64(why.to_string()))?;
        let wrong = || ArtifactError::Length(bytes.len());
        let whole: &[u8; 44] = bytes.as_slice().try_into().map_err(|_| wrong())?;
        let (kind, rest) = whole.split_first_chunk::<2>().ok_or_else(wrong)?;
        let (endpoint, rest) = rest.split_first_chunk::<2>().ok_or_else(wrong)?;
        let (source, rest) = rest.split_first_chunk::<20>().ok_or_else(wrong)?;
        let (handle, _) = rest.split_first_chunk::<20>().ok_or_else(wrong)?;
        match u16::from_be_bytes(*kind) {
            4 => Ok(Self { endpoint: u16::from_be_bytes(*endpoint), source: *source, handle: *handle }),
            other => Err(ArtifactError::Type(other)),
        }
    }
}

/// The SourceID of an entityID.
pub fn source_id(entity_id: &str) -> [u8; 20] {
    let digest = DigestAlgorithm::Sha1.digest(entity_id.as_bytes());
    digest.try_into().unwrap_or([0; 20])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_artifact_survives_the_way_there_and_back() {
        let artifact = Artifact::new(0, "int.login.gov.pl", [7; 20]);
        let text = artifact.encode();
        assert_eq!(text.len(), 60);
        assert!(text.starts_with("AAQAA"));
        assert_eq!(Artifact::decode(&format!(" {text}\n")), Ok(artifact));
    }

    #[test]
    fn what_is_no_artifact_is_named() {
        assert_eq!(Artifact::decode("AAQAAA=="), Err(ArtifactError::Length(4)));
        assert!(matches!(Artifact::decode("%%"), Err(ArtifactError::Base64(_))));
        let mut bytes = [0; 44];
        bytes[1] = 1;
        assert_eq!(Artifact::decode(&STANDARD.encode(bytes)), Err(ArtifactError::Type(1)));
    }

    #[test]
    fn the_source_is_sha1_of_the_entity_id() {
        // printf abc | sha1sum
        assert_eq!(source_id("abc")[..4], [0xA9, 0x99, 0x3E, 0x36]);
    }
}
