//! `poligon journal`.

use clap::Args;
use http::{Method, StatusCode};
use poligon_world::SandboxName;

use super::{Ended, out};
use crate::Trouble;
use crate::client::Client;
use crate::config::DEFAULT_PORT_BASE;

const AFTER: &str = "\
Examples:
  poligon journal                    the last 20 exchanges
  poligon journal --failed --last 1  the last one that was refused, with the reasons
  poligon journal --sandbox my-test --json
  poligon journal --port 9440        of a Poligon that was started with --port-base 9440";

/// Show what a running Poligon received.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Journal {
    /// How many exchanges, the newest
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    last: u32,
    /// Only those in which a check failed
    #[arg(long)]
    failed: bool,
    /// Of this sandbox
    #[arg(long, value_name = "NAME", default_value = "default")]
    sandbox: SandboxName,
    /// As JSON, as the console gives it
    #[arg(long)]
    json: bool,
    /// The console's URL [default: http://127.0.0.1:8440]
    #[arg(long, value_name = "URL", env = "POLIGON_CONSOLE", conflicts_with = "port")]
    console: Option<String>,
    /// The console's port on this machine
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Token of the admin API, when that Poligon is exposed
    #[arg(long, value_name = "TOKEN", env = "POLIGON_ADMIN_TOKEN", hide_env_values = true)]
    admin_token: Option<String>,
}

impl Journal {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        let reply = super::runtime()?.block_on(self.ask())?;
        out::result(reply.trim_end());
        Ok(Ended::Well)
    }

    async fn ask(&self) -> Result<String, Trouble> {
        let console = self.console();
        let client = Client::trusting(b"").map_err(Trouble::start)?;
        let format = if self.json { "json" } else { "text" };
        let failed = if self.failed { "&failed=true" } else { "" };
        let url = format!(
            "{console}/sandboxes/{}/journal?last={}&format={format}{failed}",
            self.sandbox, self.last
        );
        let bearer = self.admin_token.as_ref().map(|token| format!("Bearer {token}"));
        let headers: Vec<(&str, &str)> =
            bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
        let reply = client.send(Method::GET, &url, &headers, "").await.map_err(|why| {
            Trouble::start(format!("{why}; is Poligon running (`poligon up`), and is this its console (--port, --console, POLIGON_CONSOLE)?"))
        })?;
        match reply.status {
            StatusCode::OK => Ok(reply.text()),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(Trouble::bad(format!(
                "{console}: asks for the admin token of that Poligon ({}); give it with --admin-token or POLIGON_ADMIN_TOKEN",
                reply.status.as_u16()
            ))),
            StatusCode::NOT_FOUND => Err(Trouble::bad(format!(
                "{console}: has no sandbox „{}”; it is made by the first request to /@{}/…",
                self.sandbox, self.sandbox
            ))),
            status => Err(Trouble::start(format!(
                "{url}: answered {status}: {}",
                reply.text().lines().next().unwrap_or_default().chars().take(200).collect::<String>()
            ))),
        }
    }

    fn console(&self) -> String {
        match (&self.console, self.port) {
            (Some(url), _) => url.trim_end_matches('/').to_owned(),
            (None, port) => format!("http://127.0.0.1:{}", port.unwrap_or(DEFAULT_PORT_BASE)),
        }
    }
}
