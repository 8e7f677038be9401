//! Which running Poligon a command talks to, and talking to its console.

use clap::Args;
use http::{Method, StatusCode};
use poligon_world::SandboxName;

use crate::Trouble;
use crate::client::{Client, Reply};
use crate::config::DEFAULT_PORT_BASE;

/// The console of a running Poligon, and a sandbox of it.
#[derive(Clone, Debug, Args)]
pub(crate) struct Reach {
    /// Of this sandbox
    #[arg(long, value_name = "NAME", default_value = "default", global = true)]
    pub(crate) sandbox: SandboxName,
    /// The console's URL [default: http://127.0.0.1:8440]
    #[arg(long, value_name = "URL", env = "POLIGON_CONSOLE", conflicts_with = "port", global = true)]
    console: Option<String>,
    /// The console's port on this machine
    #[arg(long, value_name = "N", global = true)]
    port: Option<u16>,
    /// Token of the admin API, when that Poligon is exposed
    #[arg(long, value_name = "TOKEN", env = "POLIGON_ADMIN_TOKEN", hide_env_values = true, global = true)]
    admin_token: Option<String>,
}

impl Reach {
    /// Asks for something of the sandbox; `path` follows `/sandboxes/NAME`. Gives whatever the console answered but for a
    /// missing token.
    ///
    /// # Errors
    /// When nobody answers there, or the token is missing.
    pub(crate) async fn ask(&self, method: Method, path: &str, body: String) -> Result<Reply, Trouble> {
        let console = self.console();
        let client = Client::trusting(b"").map_err(Trouble::start)?;
        let url = format!("{console}/sandboxes/{}{path}", self.sandbox);
        let bearer = self.admin_token.as_ref().map(|token| format!("Bearer {token}"));
        let headers: Vec<(&str, &str)> =
            bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
        let reply = client.send(method, &url, &headers, body).await.map_err(|why| {
            Trouble::start(format!("{why}; is Poligon running (`poligon up`), and is this its console (--port, --console, POLIGON_CONSOLE)?"))
        })?;
        match reply.status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(Trouble::bad(format!(
                "{console}: asks for the admin token of that Poligon ({}); give it with --admin-token or POLIGON_ADMIN_TOKEN",
                reply.status.as_u16()
            ))),
            _ => Ok(reply),
        }
    }

    /// What the sandbox shows at a path; see [`ask`](Self::ask).
    ///
    /// # Errors
    /// As there, and when the console shows nothing, with its reason.
    pub(crate) async fn read(&self, path: &str) -> Result<Reply, Trouble> {
        let reply = self.ask(Method::GET, path, String::new()).await?;
        let (console, sandbox) = (self.console(), &self.sandbox);
        match reply.status {
            StatusCode::OK => Ok(reply),
            StatusCode::NOT_FOUND => Err(Trouble::bad(format!(
                "{console}: has no sandbox „{sandbox}”; it is made by the first request to /@{sandbox}/…"
            ))),
            status => Err(Trouble::start(format!(
                "{console}: answered {status}: {}",
                reply.text().lines().next().unwrap_or_default().chars().take(200).collect::<String>()
            ))),
        }
    }

    /// The console's URL, no slash at the end.
    pub(crate) fn console(&self) -> String {
        match (&self.console, self.port) {
            (Some(url), _) => url.trim_end_matches('/').to_owned(),
            (None, port) => format!("http://127.0.0.1:{}", port.unwrap_or(DEFAULT_PORT_BASE)),
        }
    }
}
