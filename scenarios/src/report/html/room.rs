//! How many bytes a page may still take. Whatever varies is bought here, in the size that it has once it is escaped.

use crate::report::text::visible;

/// The rest of a page's size.
#[derive(Debug)]
pub(super) struct Room {
    left: usize,
}

/// What a scenario's heading, table and drawing cost without its texts.
const LEAST_PART: usize = 8 * 1024;

impl Room {
    pub(super) fn of(bytes: usize) -> Self {
        Self { left: bytes }
    }

    /// Takes so many bytes for markup; `false` when they are not there.
    pub(super) fn afford(&mut self, bytes: usize) -> bool {
        let there = self.left >= bytes;
        if there {
            self.left -= bytes;
        }
        there
    }

    /// A text fit to be read, at most so many characters and no more than there is room for. An ellipsis stands for the rest.
    pub(super) fn say(&mut self, text: &str, most: usize) -> String {
        let shown = visible(text);
        let (mut said, mut characters) = (String::new(), 0);
        for character in shown.chars() {
            if characters == most || !self.afford(cost(character)) {
                said.push('…');
                break;
            }
            characters += 1;
            said.push(character);
        }
        said
    }

    /// A part of at most so many bytes; `None` when too little is left for any use.
    pub(super) fn part(&mut self, most: usize) -> Option<Self> {
        let bytes = self.left.min(most);
        if bytes < LEAST_PART {
            return None;
        }
        self.left -= bytes;
        Some(Self { left: bytes })
    }

    pub(super) fn give_back(&mut self, part: Self) {
        self.left += part.left;
    }
}

/// Bytes of a character in HTML.
fn cost(character: char) -> usize {
    match character {
        '<' | '>' | '&' | '"' | '\'' => 5,
        other => other.len_utf8(),
    }
}
