//! AuthTokenRequest, typed.
