//! Canonical XML.

/// A canonicalization method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum C14n {
    /// Canonical XML 1.0, comments dropped.
    Inclusive,
    /// Canonical XML 1.0 with comments.
    InclusiveWithComments,
    /// Canonical XML 1.1, comments dropped.
    Inclusive11,
    /// Canonical XML 1.1 with comments.
    Inclusive11WithComments,
    /// Exclusive canonical XML 1.0, comments dropped.
    Exclusive,
    /// Exclusive canonical XML 1.0 with comments.
    ExclusiveWithComments,
}

impl C14n {
    /// The method of an algorithm URI.
    pub fn of_uri(uri: &str) -> Option<Self> {
        let _ = uri;
        todo!()
    }

    /// Its algorithm URI.
    pub fn uri(self) -> &'static str {
        todo!()
    }
}
