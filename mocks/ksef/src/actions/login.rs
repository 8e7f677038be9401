//! Logging in, from the client side.
