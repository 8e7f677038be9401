//! `poligon completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Ended, out};
use crate::Trouble;

const AFTER: &str = "\
Examples:
  poligon completions bash > ~/.local/share/bash-completion/completions/poligon
  poligon completions zsh > ~/.zfunc/_poligon
  poligon completions fish > ~/.config/fish/completions/poligon.fish";

/// Print a completion script.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "poligon", &mut script);
        out::raw(&script);
        Ok(Ended::Well)
    }
}
