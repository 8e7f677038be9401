//! Bytes that were hashed, as text and as hex beside characters, for those who look for the one byte that differs.

use std::fmt::Write;

use poligon_institution::Evidence;

use super::Room;

/// Bytes that are shown as text and as hex.
const AS_TEXT: usize = 32 * 1024;
const AS_HEX: usize = 4 * 1024;

/// Bytes of a piece of evidence.
pub(super) struct Dump {
    pub(super) what: String,
    pub(super) length: usize,
    pub(super) text: String,
    pub(super) hex: String,
    /// Bytes that neither form shows, and that the hex does not show.
    pub(super) text_left_out: usize,
    pub(super) hex_left_out: usize,
}

impl Dump {
    /// Of evidence that has bytes.
    pub(super) fn of(evidence: &Evidence, room: &mut Room) -> Option<Self> {
        let (what, bytes, truncated) = match evidence {
            Evidence::Digest { what, canonical, truncated, .. } => (what, canonical, *truncated),
            Evidence::Bytes { what, bytes, truncated } => (what, bytes, *truncated),
            Evidence::Values { .. } | Evidence::Candidates(_) | Evidence::Stages(_) | Evidence::Text(_) => {
                return None;
            }
        };
        let length = bytes.len() + truncated;
        let (text, hex) = (head(bytes, AS_TEXT), head(bytes, AS_HEX));
        let whole = room.afford(400 + 5 * hex.len());
        let hex = if whole { hex } else { &[] };
        Some(Self {
            what: room.say(what, 200),
            length,
            text: room.say(&String::from_utf8_lossy(text), AS_TEXT),
            hex: rows(hex),
            text_left_out: length - text.len(),
            hex_left_out: length - hex.len(),
        })
    }
}

fn head(bytes: &[u8], most: usize) -> &[u8] {
    bytes.get(..most).unwrap_or(bytes)
}

/// `00000010  3c 61 3e 0a …  <a>.`
fn rows(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (index, row) in bytes.chunks(16).enumerate() {
        let hex: Vec<String> = row.iter().map(|byte| format!("{byte:02x}")).collect();
        let shown =
            |byte: &u8| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '·' };
        let characters: String = row.iter().map(shown).collect();
        // Writing to a String does not fail.
        let _ = writeln!(text, "{:08x}  {:47}  {characters}", index * 16, hex.join(" "));
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_row_shows_sixteen_bytes_where_they_are() {
        insta::assert_snapshot!(super::rows("<a>\r\n\0zażółć 16+".as_bytes()), @r"
        00000000  3c 61 3e 0d 0a 00 7a 61 c5 bc c3 b3 c5 82 c4 87  <a>···za········
        00000010  20 31 36 2b                                       16+
        ");
    }
}
