//! Headers as the journal keeps them: one flat block. A `HeaderMap` costs about 100 bytes a header and holds on to the
//! connection's whole read buffer; a block costs what is written in it, and nothing when an equal one was kept lately.

use std::borrow::Cow;

use http::HeaderMap;

use crate::shared::{Block, Recent};

/// Most bytes kept of the headers of one message.
pub const MOST_HEADER_BYTES: usize = 16 * 1024;

/// The headers of one message, in order, names in lower case. Authorization is kept: this is a fake, and its tokens
/// open nothing else.
#[derive(Clone, Debug)]
pub struct Headers {
    block: Block<u8>,
    left_out: u32,
}

impl Headers {
    /// The headers of a message, up to [`MOST_HEADER_BYTES`].
    pub(crate) fn of(map: &HeaderMap, recent: &mut Recent<u8>) -> Self {
        let mut block = Vec::new();
        let mut left_out: u32 = 0;
        for (name, value) in map {
            let more = name.as_str().len() + value.len() + 3;
            if block.len() + more > MOST_HEADER_BYTES {
                left_out = left_out.saturating_add(1);
                continue;
            }
            block.extend_from_slice(name.as_str().as_bytes());
            block.extend_from_slice(b": ");
            block.extend_from_slice(value.as_bytes());
            block.push(b'\n');
        }
        Self { block: recent.keep(&block), left_out }
    }

    /// Name and value of each; a value that is no UTF-8 is shown with replacement characters.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        self.block.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(|line| {
            let colon = line.windows(2).position(|pair| pair == b": ").unwrap_or(line.len());
            let name = line.get(..colon).unwrap_or_default();
            let value = line.get(colon + 2..).unwrap_or_default();
            (String::from_utf8_lossy(name), String::from_utf8_lossy(value))
        })
    }

    /// The first value of this header (name in lower case).
    pub fn value(&self, name: &str) -> Option<Cow<'_, str>> {
        self.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// How many headers were left out because of the bound.
    pub fn left_out(&self) -> u32 {
        self.left_out
    }

    /// Bytes in memory that are not another exchange's.
    pub(crate) fn resident(&self) -> usize {
        if self.block.bears() { self.block.len() } else { 0 }
    }
}
