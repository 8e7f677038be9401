//! The contract between the house and an institution: operations, checks, findings, exchanges, the journal, knobs.
//!
//! Everything hangs on one idea: a request becomes an [`Exchange`] with [`Finding`]s, and the wire answer is *derived*
//! from the failed ones. The only way to refuse a message is [`Examination::refuse`], which names a [`Check`].

pub mod action;
pub mod body;
pub mod check;
pub mod director;
pub mod examination;
pub mod exchange;
pub mod explain;
pub mod fault;
pub mod finding;
pub mod headers;
pub mod house;
pub mod journal;
pub mod knob;
pub mod message;
pub mod operation;
pub mod registry;
pub mod room;
pub mod seal;
pub mod shared;
pub mod spool;
pub mod store;

pub use action::{
    Action, Arguments, Broken, BrokenHow, Line, Memory, Parameter, ParameterKind, Played, Stage,
};
pub use body::Body;
pub use check::{Check, Provenance, Severity};
pub use director::{Cue, Directed, Directing, Director, Effects, TlsFault, WireFault};
pub use examination::{Examination, Refused};
pub use exchange::{Exchange, ExchangeId, KeptRequest, KeptResponse};
pub use fault::{Acts, Fault, View};
pub use finding::{Evidence, Finding, Outcome};
pub use headers::Headers;
pub use house::{Foundation, House, Overrides, RoomError, TooManySandboxes};
pub use journal::Journal;
pub use knob::Knob;
pub use message::{Base, Request, Response};
pub use operation::{Answer, Built, Desk, DocumentKind, Institution, Judge, Operation};
pub use registry::Registry;
pub use room::{Delivery, Room, Undirected, Unkept};
pub use shared::Block;
pub use store::Store;
