//! Bytes that were hashed, as text and as a hex excerpt.

use std::fmt::Write;

use super::clean;

/// Bytes shown as text, and bytes shown as hex.
const AS_TEXT: usize = 800;
const AS_HEX: usize = 64;

// Writing to a String does not fail, so the results are dropped.
pub(super) fn write(text: &mut String, bytes: &[u8], truncated: usize) {
    let all = bytes.len() + truncated;
    let _ = writeln!(text, "      the {all} bytes, as text:");
    let shown = bytes.get(..AS_TEXT).unwrap_or(bytes);
    for line in String::from_utf8_lossy(shown).split('\n') {
        // A carriage return is often the culprit, so it is shown.
        let _ = writeln!(text, "      | {}", clean(&line.replace('\r', "␍")));
    }
    if shown.len() < all {
        let _ = writeln!(text, "      | … {} bytes more", all - shown.len());
    }
    let head = bytes.get(..AS_HEX).unwrap_or(bytes);
    let _ = writeln!(text, "      the first {} bytes, as hex:", head.len());
    for row in head.chunks(16) {
        let hex: Vec<String> = row.iter().map(|byte| format!("{byte:02x}")).collect();
        let _ = writeln!(text, "      | {}", hex.join(" "));
    }
}
