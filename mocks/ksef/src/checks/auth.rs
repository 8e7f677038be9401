//! Rules of auth.

use crate::checks::Rule;

/// All rules of this file.
pub static RULES: &[&Rule] = &[];
