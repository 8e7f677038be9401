//! Black-box tests against the built binary: running it, starting it, asking it with curl.
//!
//! The binary is the one beside the tests, `target/debug/poligon`; `cargo build -p poligon` makes it (a test of this crate does
//! not, because cargo builds no binary for a dependency).

pub mod binary;
pub mod curl;
pub mod plain;
pub mod up;
pub mod wire;
