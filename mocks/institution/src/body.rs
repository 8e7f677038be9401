//! A body as the journal keeps it: in memory, on disk, or only its beginning.

use std::io;

use bytes::Bytes;

use crate::spool::Slice;

/// A request's or response's body in the journal.
#[derive(Clone, Debug)]
pub enum Body {
    /// Only the beginning is kept; the record says why.
    Cut(Box<Cut>),
    /// All of it, in memory.
    Resident(Box<[u8]>),
    /// All of it, in a spool file.
    Spilled(Slice),
}

/// What is left of a body that could not be kept.
#[derive(Clone, Debug)]
pub struct Cut {
    /// The first bytes.
    pub head: Bytes,
    /// The whole length, bytes.
    pub len: u64,
    /// Why the rest is gone.
    pub why: &'static str,
}

impl Body {
    /// The length of the body as it crossed the wire, bytes.
    pub fn len(&self) -> u64 {
        match self {
            Self::Cut(cut) => cut.len,
            Self::Resident(bytes) => bytes.len() as u64,
            Self::Spilled(slice) => slice.len(),
        }
    }

    /// Whether the body was empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes that are kept: the whole body, or the beginning of a cut one. Reads the disk for a spilled body.
    ///
    /// # Errors
    /// When the spool file cannot be read any more.
    pub fn kept(&self) -> io::Result<Bytes> {
        match self {
            Self::Cut(cut) => Ok(cut.head.clone()),
            Self::Resident(bytes) => Ok(Bytes::copy_from_slice(bytes)),
            Self::Spilled(slice) => slice.read(),
        }
    }

    /// Why not all of it is kept; `None` when all of it is.
    pub fn cut(&self) -> Option<&'static str> {
        match self {
            Self::Cut(cut) => Some(cut.why),
            Self::Resident(_) | Self::Spilled(_) => None,
        }
    }

    /// What it costs in memory, bytes.
    pub(crate) fn resident(&self) -> usize {
        match self {
            Self::Cut(cut) => size_of::<Cut>() + cut.head.len(),
            Self::Resident(bytes) => bytes.len(),
            Self::Spilled(_) => 0,
        }
    }
}
