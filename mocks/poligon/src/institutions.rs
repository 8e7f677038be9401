//! The institutions that Poligon plays, and those that are not built yet.

use std::sync::Arc;

use poligon_epuap::{DropIn, Epuap};
use poligon_esia::Esia;
use poligon_institution::{Institution, Registry};
use poligon_ksef::Ksef;
use poligon_wezel_krajowy::WezelKrajowy;

/// One line of the table of institutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub name: &'static str,
    /// Its default port is the port base plus this.
    pub offset: u16,
    /// Whether it is built.
    pub built: bool,
}

/// All institutions, in the order of their ports.
pub const KNOWN: &[Known] = &[
    Known { name: "epuap", offset: 1, built: true },
    Known { name: "profil-zaufany", offset: 2, built: false },
    Known { name: "wezel-krajowy", offset: 3, built: true },
    Known { name: "esia", offset: 4, built: true },
    Known { name: "ksef", offset: 5, built: true },
];

/// The institution of this name, if it is built; else a sentence that lists what there is.
///
/// # Errors
/// For an unknown name and for one that is not built.
pub fn built(name: &str) -> Result<Known, String> {
    let names = |wanted: bool| {
        let names: Vec<&str> =
            KNOWN.iter().filter(|known| known.built == wanted).map(|known| known.name).collect();
        names.join(", ")
    };
    let lists = format!("built: {}; not built yet: {}", names(true), names(false));
    match KNOWN.iter().find(|known| known.name == name) {
        Some(known) if known.built => Ok(*known),
        Some(_) => Err(format!("institution „{name}” is not built ({lists})")),
        None => Err(format!("there is no institution „{name}” ({lists})")),
    }
}

/// All that are built.
pub fn all_built() -> Vec<Known> {
    KNOWN.iter().copied().filter(|known| known.built).collect()
}

/// A registry of these.
pub fn registry(chosen: &[Known]) -> Registry {
    registry_with(chosen, &Arc::default())
}

/// A registry of these, with what was laid into a folder for ePUAP.
pub fn registry_with(chosen: &[Known], epuap: &Arc<DropIn>) -> Registry {
    Registry::new(chosen.iter().filter_map(|known| open(known.name, epuap)).collect())
}

fn open(name: &str, epuap: &Arc<DropIn>) -> Option<Arc<dyn Institution>> {
    match name {
        "epuap" => Some(Arc::new(Epuap { dropin: Arc::clone(epuap) })),
        "esia" => Some(Arc::new(Esia)),
        "ksef" => Some(Arc::new(Ksef)),
        "wezel-krajowy" => Some(Arc::new(WezelKrajowy)),
        _ => None,
    }
}
