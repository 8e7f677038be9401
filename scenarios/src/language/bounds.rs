//! How much a scenario file may ask for. A file may come from anywhere; none can make the harness run without end.

use std::time::Duration;

/// Most bytes of a scenario file.
pub const FILE_BYTES: usize = 256 * 1024;
/// Most bytes of a file beside it.
pub const ATTACHMENT_BYTES: u64 = 16 * 1024 * 1024;
/// Most steps.
pub const STEPS: usize = 500;
/// Most rules of a script.
pub const RULES: usize = 200;
/// Most expectations.
pub const EXPECTATIONS: usize = 200;
/// Most turns of `repeat`.
pub const REPEAT: u64 = 1_000;
/// Most elements of `each`.
pub const EACH: usize = 200;
/// Longest delay.
pub const DELAY: Duration = Duration::from_secs(3600);
/// Longest span anywhere else: a hundred years.
pub const SPAN: Duration = Duration::from_secs(100 * 366 * 24 * 3600);
/// Greatest number in `nth`.
pub const NTH: u64 = 1_000_000;
/// Most bytes of a pattern.
pub const PATTERN_BYTES: usize = 1_000;
/// Most memory of a compiled pattern, bytes.
pub const PATTERN_MEMORY: usize = 1024 * 1024;
/// Deepest path into JSON.
pub const PATH_PARTS: usize = 32;
/// Most bytes that an answer under test is looked into.
pub const LOOKED_AT: usize = 8 * 1024 * 1024;
