//! Files of certificates, fetched and written.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use http::Method;
use serde_json::Value;

use super::Desk;
use crate::Trouble;
use crate::cli::out;

/// The files of a certificate that was issued.
pub(super) const CERTIFICATE: [&str; 5] =
    ["klucz.p12", "klucz.legacy.p12", "klucz.pem", "certyfikat.txt", "raport.txt"];
/// The files of a system; that of the house has no report.
pub(super) const SYSTEM: [&str; 4] = ["klucz.p12", "klucz.legacy.p12", "klucz.pem", "certyfikat.txt"];

/// Which system, and where to.
#[derive(Debug, Args)]
pub(super) struct OfSystem {
    /// Its number, as `poligon epuap systems` shows it
    id: u32,
    /// Folder for the files; made when there is none
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Which certificate to trust.
#[derive(Debug, Args)]
pub(super) struct Trust {
    /// ca.pem, ws-sign.pem or crl.der
    #[arg(value_parser = ["ca.pem", "ws-sign.pem", "crl.der"])]
    file: String,
}

impl OfSystem {
    pub(super) async fn run(&self, desk: &Desk) -> Result<(), Trouble> {
        write(desk, &format!("/systems/{}", self.id), &self.out, &SYSTEM).await
    }
}

impl Trust {
    pub(super) async fn run(&self, desk: &Desk) -> Result<(), Trouble> {
        let reply = desk.ask(Method::GET, &format!("/trust/{}", self.file), Value::Null).await?;
        out::raw(&reply.body);
        Ok(())
    }
}

/// Fetches files and writes them, keys readable by their owner only; prints their paths. Nothing is overwritten.
pub(super) async fn write(desk: &Desk, from: &str, dir: &Path, names: &[&str]) -> Result<(), Trouble> {
    let failed = |path: &Path, why: std::io::Error| {
        Trouble::bad(format!("--out: {} cannot be written ({why}); choose another folder", path.display()))
    };
    make(dir).map_err(|why| failed(dir, why))?;
    for name in names {
        let reply = desk.ask(Method::GET, &format!("{from}/{name}"), Value::Null).await?;
        let path = dir.join(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(
            &mut options,
            if name.starts_with("klucz") { 0o600 } else { 0o644 },
        );
        let written = options.open(&path).and_then(|mut file| file.write_all(&reply.body));
        written.map_err(|why| failed(&path, why))?;
        out::result(&path.display().to_string());
    }
    Ok(())
}

fn make(dir: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}
