//! A map that forgets what came first when it is full, so that no stream of requests fills the memory.

use std::collections::{BTreeMap, VecDeque};

/// Values by text, at most so many.
#[derive(Clone, Debug)]
pub struct Bounded<T> {
    most: usize,
    values: BTreeMap<String, T>,
    order: VecDeque<String>,
}

impl<T> Bounded<T> {
    /// An empty map for at most so many values.
    pub fn new(most: usize) -> Self {
        Self { most, values: BTreeMap::new(), order: VecDeque::new() }
    }

    /// Keeps a value; `false` when the key had one, which is replaced.
    pub fn keep(&mut self, key: String, value: T) -> bool {
        if self.values.insert(key.clone(), value).is_some() {
            return false;
        }
        self.order.push_back(key);
        while self.order.len() > self.most {
            if let Some(oldest) = self.order.pop_front() {
                self.values.remove(&oldest);
            }
        }
        true
    }

    /// The value of a key.
    pub fn find(&self, key: &str) -> Option<&T> {
        self.values.get(key)
    }

    /// The value of a key, to be changed.
    pub fn find_mut(&mut self, key: &str) -> Option<&mut T> {
        self.values.get_mut(key)
    }

    /// Takes a value out.
    pub fn take(&mut self, key: &str) -> Option<T> {
        let value = self.values.remove(key)?;
        self.order.retain(|kept| kept != key);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten() {
        let mut map = Bounded::new(2);
        for (number, key) in ["a", "b", "c"].into_iter().enumerate() {
            assert!(map.keep(key.to_owned(), number));
        }
        assert_eq!((map.find("a"), map.find("b"), map.find("c")), (None, Some(&1), Some(&2)));
        assert_eq!(map.take("b"), Some(1));
        assert!(map.keep("d".to_owned(), 3) && map.find("c").is_some());
    }
}
