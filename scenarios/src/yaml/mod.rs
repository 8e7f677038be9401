//! YAML with places: text → tree → types. The detour over a tree gives every error its place, and the words of our own.

mod located;
mod node;
mod reader;
mod table;

use serde::de::DeserializeOwned;

pub use located::Located;
pub use table::Table;

use crate::language::bounds;
use crate::source::Mistake;

/// Reads a value; `file` is the name for messages.
///
/// # Errors
/// With place and remedy.
pub(crate) fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Mistake> {
    if text.len() > bounds::FILE_BYTES {
        return Err(Mistake::whole(
            file,
            format!("the file has more than {} bytes; split it into several scenarios", bounds::FILE_BYTES),
        ));
    }
    let node = node::parse(text).map_err(|(place, what)| Mistake::new(file, text, place, what))?;
    T::deserialize(reader::Reader(&node))
        .map_err(|trip| Mistake::new(file, text, trip.place.unwrap_or(node.place), trip.what))
}
