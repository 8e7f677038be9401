//! Black-box tests against the built binary
