//! Files that make a program trust the throwaway CA, and nothing else where its library allows that.

use std::path::{Path, PathBuf};

use poligon_certs::Authority;
use poligon_world::clock::wall_now;

use crate::scratch::Scratch;
use crate::{Running, Trouble};

/// Java wants one; there is nothing to protect in a trust store of throwaways.
pub(super) const PASSWORD: &str = "changeit";

/// The files; they go away with this value.
#[derive(Debug)]
pub(super) struct Trust {
    /// The CA, PEM. It is the whole bundle: a certificate of any public authority is refused.
    pub(super) ca: PathBuf,
    /// A directory without certificates: OpenSSL looks into the system's otherwise.
    pub(super) nothing: PathBuf,
    /// The CA as a Java trust store, PKCS#12.
    pub(super) java: PathBuf,
    _scratch: Scratch,
}

impl Trust {
    /// Writes the files for a running Poligon.
    pub(super) fn of(running: &Running) -> Result<Self, Trouble> {
        let scratch = Scratch::new()?;
        let nothing = scratch.path().join("no-certificates");
        std::fs::create_dir(&nothing).map_err(|why| unwritten(&nothing, &why))?;
        let store = running.house().foundation().vault.trust_store(Authority::Tls, PASSWORD, wall_now())?;
        let java = scratch.path().join("trust.p12");
        std::fs::write(&java, store).map_err(|why| unwritten(&java, &why))?;
        Ok(Self { ca: running.ready().ca.clone(), nothing, java, _scratch: scratch })
    }
}

fn unwritten(path: &Path, why: &std::io::Error) -> Trouble {
    let path = path.display();
    Trouble::start(format!("{path}: cannot be written ({why}); set TMPDIR to a directory that you can write"))
}
