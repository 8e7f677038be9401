//! Why a sandbox or a snapshot of one could not be had.

use poligon_world::SandboxName;

use crate::store::StoreError;

/// There are as many sandboxes as this process allows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "there are {0} sandboxes already, and no more are made; delete one (DELETE /sandboxes/NAME on the console) or reuse a name"
)]
pub struct TooManySandboxes(pub usize);

/// Why a sandbox could not be made, reset or deleted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoomError {
    /// The name is taken.
    #[error("there is a sandbox „{0}” already; reset it, or choose another name")]
    Exists(SandboxName),
    /// The sandbox does not come back from the store as it was.
    #[error(
        "the sandbox „{0}” does not come back as it was: {1}; start the Poligon that kept it, or reset the sandbox (POST /sandboxes/{0}/reset on the console)"
    )]
    Changed(SandboxName, String),
    /// Snapshots are copies in a store, and there is none.
    #[error(
        "snapshots lie in a state directory, and this Poligon keeps no sandboxes; start it with --state DIR"
    )]
    NoStore,
    /// The default sandbox always exists.
    #[error("the sandbox „{0}” always exists and cannot be deleted; reset it instead")]
    Permanent(SandboxName),
    /// The snapshot's name is taken.
    #[error("there is a snapshot „{1}” of the sandbox „{0}” already; delete it, or choose another name")]
    SnapshotExists(SandboxName, SandboxName),
    /// The log is too long for a snapshot.
    #[error(
        "the log of the sandbox „{0}” has {1} bytes, and at most {2} are copied to a snapshot; reset the sandbox and take the snapshot sooner"
    )]
    SnapshotTooLarge(SandboxName, u64, u64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No more sandboxes.
    #[error(transparent)]
    TooMany(#[from] TooManySandboxes),
    /// No more snapshots.
    #[error("there are {1} snapshots of the sandbox „{0}”, and no more are kept; delete one")]
    TooManySnapshots(SandboxName, usize),
    /// There is no such sandbox.
    #[error(
        "there is no sandbox „{0}”; it is made by the first request to /@{0}/…, or by POST /sandboxes on the console"
    )]
    Unknown(SandboxName),
    /// There is no such snapshot.
    #[error(
        "there is no snapshot „{1}” of the sandbox „{0}”; GET /sandboxes/{0}/snapshots lists those that there are"
    )]
    UnknownSnapshot(SandboxName, SandboxName),
}
