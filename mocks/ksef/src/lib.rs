//! The fake KSeF 2.0
