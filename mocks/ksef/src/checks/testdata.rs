//! Rules of testdata.

use crate::checks::Rule;

/// All rules of this file.
pub static RULES: &[&Rule] = &[];
