//! Blocks that many exchanges have in common (the headers of one client, the findings of its good messages) are kept once.

use std::collections::VecDeque;
use std::ops::Deref;
use std::sync::Arc;

use serde::Serialize;

/// How many different blocks are looked at for an equal one.
const RECENT: usize = 16;

/// A block of an exchange, which others may share. Whoever brought it bears its cost in memory.
#[derive(Clone, Debug)]
pub struct Block<T> {
    items: Arc<[T]>,
    bears: bool,
}

impl<T> Block<T> {
    /// Whether the cost of the items is this exchange's. When it is forgotten before those that share the block, that is
    /// not counted any more: at most a few dozen blocks, because only recent ones are shared.
    pub(crate) fn bears(&self) -> bool {
        self.bears
    }
}

impl<T> Deref for Block<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T: Serialize> Serialize for Block<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.items.serialize(serializer)
    }
}

/// The blocks that were kept last, the latest first.
#[derive(Debug)]
pub(crate) struct Recent<T> {
    blocks: VecDeque<Arc<[T]>>,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self { blocks: VecDeque::with_capacity(RECENT) }
    }
}

impl<T: Clone + PartialEq> Recent<T> {
    /// A block of these items: an equal one that was kept lately, or a new one.
    pub(crate) fn keep(&mut self, items: &[T]) -> Block<T> {
        let known = self.blocks.iter().position(|block| **block == *items);
        let (found, bears) = match known.and_then(|index| self.blocks.remove(index)) {
            Some(block) => (block, false),
            None => (Arc::from(items), true),
        };
        self.blocks.truncate(RECENT - 1);
        self.blocks.push_front(Arc::clone(&found));
        Block { items: found, bears }
    }

    /// Forgets them, so that nothing of a journal stays after it was cleared.
    pub(crate) fn clear(&mut self) {
        self.blocks.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_equal_block_is_shared_and_costs_nothing_more() {
        let mut recent = Recent::default();
        let (first, second) = (recent.keep(b"same"), recent.keep(b"same"));
        assert!(Arc::ptr_eq(&first.items, &second.items));
        assert_eq!((first.bears(), second.bears()), (true, false));
    }

    #[test]
    fn a_block_that_was_not_used_for_long_is_not_looked_for() {
        let mut recent = Recent::default();
        recent.keep(b"old");
        for n in 0..RECENT {
            recent.keep(&n.to_le_bytes());
        }
        assert!(recent.keep(b"old").bears());
        assert_eq!(recent.blocks.len(), RECENT);
    }
}
