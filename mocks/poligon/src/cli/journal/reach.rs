//! Which journal, and how to get at it.

use clap::Args;
use http::{Method, StatusCode};
use poligon_world::SandboxName;
use serde_json::Value;

use crate::Trouble;
use crate::client::{Client, Reply};
use crate::config::DEFAULT_PORT_BASE;

/// A sandbox of a running Poligon.
#[derive(Debug, Args)]
pub(super) struct Reach {
    /// Of this sandbox
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub(super) sandbox: SandboxName,
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

impl Reach {
    /// What the console says under `/sandboxes/NAME` and this.
    pub(super) async fn ask(&self, below: &str) -> Result<Reply, Trouble> {
        let console = self.console();
        let client = Client::trusting(b"").map_err(Trouble::start)?;
        let url = format!("{console}/sandboxes/{}{below}", self.sandbox);
        let bearer = self.admin_token.as_ref().map(|token| format!("Bearer {token}"));
        let headers: Vec<(&str, &str)> =
            bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
        let reply = client.send(Method::GET, &url, &headers, "").await.map_err(|why| {
            Trouble::start(format!("{why}; is Poligon running (`poligon up`), and is this its console (--port, --console, POLIGON_CONSOLE)?"))
        })?;
        match reply.status {
            StatusCode::OK => Ok(reply),
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

    /// The same as JSON.
    pub(super) async fn json(&self, below: &str) -> Result<Value, Trouble> {
        Ok(self.ask(below).await?.json())
    }

    fn console(&self) -> String {
        match (&self.console, self.port) {
            (Some(url), _) => url.trim_end_matches('/').to_owned(),
            (None, port) => format!("http://127.0.0.1:{}", port.unwrap_or(DEFAULT_PORT_BASE)),
        }
    }
}
