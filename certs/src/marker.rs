//! The file by which a state directory is known as ours.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::VaultError;

/// Name of the file.
pub const MARKER: &str = "poligon-state.json";

/// Raised when a directory of an older version cannot be read any more.
const VERSION: u32 = 1;

const FORMAT: &str = "poligon-state";

#[derive(Serialize, Deserialize)]
struct Marker {
    format: String,
    version: u32,
    seed: Option<u64>,
}

pub(crate) fn text(seed: Option<u64>) -> Vec<u8> {
    let marker = Marker { format: FORMAT.to_owned(), version: VERSION, seed };
    serde_json::to_vec_pretty(&marker).unwrap_or_default()
}

/// Refuses a directory of another program, version or seed.
pub(crate) fn check(path: &Path, text: &str, seed: Option<u64>) -> Result<(), VaultError> {
    let marker: Marker = match serde_json::from_str(text) {
        Ok(marker) => marker,
        Err(why) => {
            return refuse(
                path,
                format!("not the marker of a state directory ({why}); choose another directory"),
            );
        }
    };
    if marker.format != FORMAT {
        return refuse(
            path,
            format!("its format is „{}”, not {FORMAT}; choose another directory", marker.format),
        );
    }
    if marker.version != VERSION {
        let remedy = "use the Poligon that made it, or choose another directory";
        return refuse(
            path,
            format!(
                "made by version {} of the format, this Poligon reads {VERSION}; {remedy}",
                marker.version
            ),
        );
    }
    match (marker.seed, seed) {
        (made, wanted) if made == wanted => Ok(()),
        (Some(made), Some(wanted)) => {
            refuse(path, format!("made with --seed {made}, not {wanted}; use that seed or another directory"))
        }
        (Some(made), _) => {
            refuse(path, format!("made with --seed {made}; use that seed or another directory"))
        }
        (None, _) => refuse(
            path,
            "made without a seed, its keys are random; leave --seed out or choose another directory"
                .to_owned(),
        ),
    }
}

fn refuse(path: &Path, what: String) -> Result<(), VaultError> {
    Err(VaultError::directory(path, what))
}
