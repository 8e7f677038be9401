//! Sealing and opening documents; every verification returns evidence, not a bool
