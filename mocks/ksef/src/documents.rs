//! The kinds of document that `poligon check` judges without a server.

use poligon_institution::DocumentKind;

/// All kinds.
pub static KINDS: &[DocumentKind] = &[];
