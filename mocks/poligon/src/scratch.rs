//! A private temporary directory for one run; removed at its end.

use std::fs::DirBuilder;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::{Trouble, state::ambient_number};

/// A directory with mode 0700 that goes away with this value.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// Makes one in the system's temporary directory.
    ///
    /// # Errors
    /// When that directory cannot be written.
    pub fn new() -> Result<Self, Trouble> {
        let parent = std::env::temp_dir();
        loop {
            let path = parent.join(format!("poligon-{}-{:08x}", std::process::id(), ambient_number() as u32));
            match private().create(&path) {
                Ok(()) => return Ok(Self { path }),
                Err(why) if why.kind() == ErrorKind::AlreadyExists => {}
                Err(why) => {
                    let parent = parent.display();
                    return Err(Trouble::start(format!(
                        "{parent}: cannot make a temporary directory ({why}); set TMPDIR to a directory that you can write"
                    )));
                }
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

fn private() -> DirBuilder {
    #[allow(unused_mut, reason = "only Unix has modes")]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}
