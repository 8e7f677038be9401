//! Canonical XML.

use bergshamra_c14n::C14nMode;
use bergshamra_xml::NodeSet;

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
    /// All six, the usual ones first.
    pub const ALL: [Self; 6] = [
        Self::Exclusive,
        Self::Inclusive,
        Self::Inclusive11,
        Self::ExclusiveWithComments,
        Self::InclusiveWithComments,
        Self::Inclusive11WithComments,
    ];

    /// The method of an algorithm URI.
    pub fn of_uri(uri: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.uri() == uri)
    }

    /// Its algorithm URI.
    pub fn uri(self) -> &'static str {
        match self {
            Self::Inclusive => "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            Self::InclusiveWithComments => "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
            Self::Inclusive11 => "http://www.w3.org/2006/12/xml-c14n11",
            Self::Inclusive11WithComments => "http://www.w3.org/2006/12/xml-c14n11#WithComments",
            Self::Exclusive => "http://www.w3.org/2001/10/xml-exc-c14n#",
            Self::ExclusiveWithComments => "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
        }
    }

    /// Whether it is exclusive (and takes a PrefixList).
    pub fn is_exclusive(self) -> bool {
        matches!(self, Self::Exclusive | Self::ExclusiveWithComments)
    }

    /// Whether comments are kept.
    pub fn with_comments(self) -> bool {
        matches!(
            self,
            Self::InclusiveWithComments | Self::Inclusive11WithComments | Self::ExclusiveWithComments
        )
    }

    /// The same method, comments dropped.
    #[must_use]
    pub fn without_comments(self) -> Self {
        match self {
            Self::Exclusive | Self::ExclusiveWithComments => Self::Exclusive,
            Self::Inclusive | Self::InclusiveWithComments => Self::Inclusive,
            Self::Inclusive11 | Self::Inclusive11WithComments => Self::Inclusive11,
        }
    }

    /// The canonical bytes of a node-set of a tree; `None` for the whole document. `prefixes` is the PrefixList
    /// (`#default` for the default namespace); inclusive methods ignore it.
    pub(crate) fn apply(
        self,
        tree: &uppsala::Document<'_>,
        nodes: Option<&NodeSet>,
        prefixes: &[String],
    ) -> Result<Vec<u8>, String> {
        bergshamra_c14n::canonicalize_doc(tree, self.mode(), nodes, prefixes)
            .map_err(|error| error.to_string())
    }

    fn mode(self) -> C14nMode {
        match self {
            Self::Inclusive => C14nMode::Inclusive,
            Self::InclusiveWithComments => C14nMode::InclusiveWithComments,
            Self::Inclusive11 => C14nMode::Inclusive11,
            Self::Inclusive11WithComments => C14nMode::Inclusive11WithComments,
            Self::Exclusive => C14nMode::Exclusive,
            Self::ExclusiveWithComments => C14nMode::ExclusiveWithComments,
        }
    }
}
