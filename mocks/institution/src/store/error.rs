//! What can be wrong with the store, one sentence each with place and remedy.

use std::io;
use std::path::Path;

use thiserror::Error;

/// The store cannot be used. The text names the file and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct StoreError(String);

impl StoreError {
    pub(crate) fn of(path: &Path, why: &redb::Error) -> Self {
        use redb::Error;
        match why {
            Error::DatabaseAlreadyOpen | Error::LockProtocolMismatch => Self(format!(
                "{}: another Poligon keeps its sandboxes here; stop it, or choose another directory with --state",
                path.display()
            )),
            Error::UpgradeRequired(found) => {
                Self::version(path, &format!("of file format {found}"), "redb 4")
            }
            // Before redb looks at a page it looks at the first bytes, and says this when they are another program's.
            Error::Io(why) if why.kind() == io::ErrorKind::InvalidData => {
                Self::damaged(path, "it is no store of Poligon")
            }
            Error::Io(why) if why.kind() == io::ErrorKind::UnexpectedEof => {
                Self::damaged(path, "its end is missing")
            }
            Error::Io(why) => Self::unusable(path, why),
            Error::PreviousIo => Self(format!(
                "{}: the store of sandboxes could not be written or read a moment ago, and redb takes nothing more after that; make room or mend the disk, then start Poligon anew",
                path.display()
            )),
            other => Self::damaged(path, &other.to_string()),
        }
    }

    pub(crate) fn damaged(path: &Path, why: &str) -> Self {
        Self(format!(
            "{}: the store of sandboxes is damaged ({why}) and was left as it is; restore a copy of the file, or move it away to begin a new one",
            path.display()
        ))
    }

    pub(crate) fn unusable(path: &Path, why: &io::Error) -> Self {
        let remedy = match why.kind() {
            io::ErrorKind::StorageFull => "free some space",
            _ => "give its owner the right to read and write here, or choose another directory with --state",
        };
        Self(format!("{}: the store of sandboxes cannot be used ({why}); {remedy}", path.display()))
    }

    pub(crate) fn version(path: &Path, found: &str, wanted: &str) -> Self {
        Self(format!(
            "{}: the store of sandboxes is of version „{found}”, and this Poligon reads {wanted}; use the Poligon that made it, or choose another directory with --state",
            path.display()
        ))
    }

    pub(crate) fn refused(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}
