//! What is played, and in which world: the options that `up` and `exec` share.

use clap::Args;
use clap::builder::PossibleValuesParser;
use poligon_world::Strictness;
use poligon_world::clock::ClockSetting;

use super::values;
use crate::institutions::{self, Known};

/// Which institutions, and how their sandboxes begin.
#[derive(Debug, Args)]
pub(crate) struct Play {
    /// Play only these institutions
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = values::institution)]
    only: Vec<Known>,
    /// Repeat ids, keys and bytes: same seed, same requests, same answers
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// The time the institutions live in: running, frozen, running@TIME, frozen@TIME, or an offset such as +2h or -P1D
    #[arg(long, value_name = "CLOCK", default_value = "running", allow_hyphen_values = true)]
    pub(crate) clock: ClockSetting,
    /// How much is forgiven: lenient, faithful or picky
    #[arg(long, value_name = "LEVEL", default_value_t = Strictness::Faithful)]
    pub(crate) strictness: Strictness,
    /// Turn a knob of an institution; may be repeated (`poligon checks --knobs` lists them)
    #[arg(long = "knob", value_name = "NAME=VALUE", value_parser = values::pair)]
    knobs: Vec<(String, String)>,
    /// Environment of KSeF to play [default: test]; demo and prd take no self-signed certificates and have no test data
    #[arg(long, value_name = "ENVIRONMENT", value_parser = PossibleValuesParser::new(["test", "demo", "prd"]))]
    profile: Option<String>,
}

impl Play {
    /// The institutions to play: all that are built unless `--only` names some.
    pub(crate) fn institutions(&self) -> Vec<Known> {
        if self.only.is_empty() { institutions::all_built() } else { self.only.clone() }
    }

    /// The knobs that `--profile` stands for, before those that were turned one by one: the later one holds.
    pub(crate) fn knobs(&self) -> Vec<(String, String)> {
        let profile = self.profile.clone().map(|name| ("ksef.profile".to_owned(), name));
        profile.into_iter().chain(self.knobs.iter().cloned()).collect()
    }
}
