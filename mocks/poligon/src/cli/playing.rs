//! What the commands that start institutions let them play; shared by all of them.

use clap::Args;
use clap::builder::PossibleValuesParser;

/// Which environment the institutions play.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Playing {
    /// Environment of KSeF to play [default: test]; demo and prd take no self-signed certificates and have no test data
    #[arg(long, value_name = "ENVIRONMENT", value_parser = PossibleValuesParser::new(["test", "demo", "prd"]))]
    profile: Option<String>,
}

impl Playing {
    /// The knobs that stand for it, before those that were turned one by one: the later one holds.
    pub(crate) fn knobs(self, turned: Vec<(String, String)>) -> Vec<(String, String)> {
        let profile = self.profile.map(|name| ("ksef.profile".to_owned(), name));
        profile.into_iter().chain(turned).collect()
    }
}
