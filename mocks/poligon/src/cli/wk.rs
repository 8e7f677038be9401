//! `poligon wk`: service providers of the fake Węzeł Krajowy.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use http::Method;
use poligon_certs::{Credential, Key};
use poligon_world::SandboxName;
use serde_json::{Value, json};

use super::{Ended, out};
use crate::Trouble;
use crate::client::Client;
use crate::config::DEFAULT_PORT_BASE;

const AFTER: &str = "\
Examples:
  poligon wk sp add --issuer moj-system --acs https://localhost:8000/acs --out wk/
  poligon wk sp add --issuer moj-system --acs https://localhost:8000/acs --stage integracyjne --provider-name 'Mój system'
  poligon wk sp advance --issuer moj-system            the next of the 16 steps
  poligon wk sp list
  poligon wk next-login jan --outcome cancel           the next login needs no browser";

/// Service providers of the fake Węzeł Krajowy, in a running Poligon.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Wk {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    place: Place,
}

/// Which Poligon.
#[derive(Debug, Args)]
struct Place {
    /// Of this sandbox
    #[arg(long, value_name = "NAME", default_value = "default", global = true)]
    sandbox: SandboxName,
    /// The console's port on this machine; Węzeł Krajowy is three above
    #[arg(long, value_name = "N", default_value_t = DEFAULT_PORT_BASE, global = true)]
    port: u16,
    /// Węzeł Krajowy's URL, when it is elsewhere
    #[arg(long, value_name = "URL", env = "POLIGON_WEZEL_KRAJOWY_URL", global = true)]
    url: Option<String>,
    /// The CA to trust [default: the console is asked]
    #[arg(long, value_name = "FILE", env = "POLIGON_CA", global = true)]
    ca: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Register service providers and lead them through COI's steps
    #[command(subcommand)]
    Sp(Sp),
    /// Let the next login end so, without a browser
    NextLogin(NextLogin),
}

#[derive(Debug, Subcommand)]
enum Sp {
    /// Register one; its keys and certificates are written as COI would send them
    Add(Box<Add>),
    /// Take the next step
    Advance(Advance),
    /// List all
    List,
    /// Forget one
    Remove {
        /// saml2:Issuer
        #[arg(long)]
        issuer: String,
    },
}

#[derive(Debug, Args)]
struct Add {
    /// saml2:Issuer
    #[arg(long)]
    issuer: String,
    /// An address that artifacts may go to; may be repeated
    #[arg(long, value_name = "URL", required = true)]
    acs: Vec<String>,
    /// ProviderName; compared at integration and production
    #[arg(long, value_name = "TEXT")]
    provider_name: Option<String>,
    /// `public` or `private`
    #[arg(long, default_value = "public")]
    sp_type: String,
    /// Where the registration is at once: zgloszony … produkcyjne
    #[arg(long, default_value = "symulator-testy")]
    stage: String,
    /// Its own signing certificate, PEM, instead of one that is issued
    #[arg(long, value_name = "FILE", requires = "encryption")]
    signing: Option<PathBuf>,
    /// Its own encryption certificate, PEM
    #[arg(long, value_name = "FILE", requires = "signing")]
    encryption: Option<PathBuf>,
    #[command(flatten)]
    files: Files,
}

#[derive(Debug, Args)]
struct Advance {
    /// saml2:Issuer
    #[arg(long)]
    issuer: String,
    /// Its own signing certificate for production, PEM
    #[arg(long, value_name = "FILE")]
    signing: Option<PathBuf>,
    /// Its own encryption certificate for production, PEM
    #[arg(long, value_name = "FILE")]
    encryption: Option<PathBuf>,
    #[command(flatten)]
    files: Files,
}

#[derive(Debug, Args)]
struct Files {
    /// Directory for keys and certificates; made when there is none
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// Password of the PKCS#12 files
    #[arg(long, value_name = "TEXT", default_value = "poligon")]
    password: String,
}

#[derive(Debug, Args)]
struct NextLogin {
    /// Id or PESEL of a person of the sandbox
    person: String,
    /// pz, edowod, mobywatel, mojeid or eidas
    #[arg(long, default_value = "pz")]
    method: String,
    /// success, cancel, wrong-password, timeout, blocked, revoked or low-level
    #[arg(long, default_value = "success")]
    outcome: String,
}

impl Wk {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        let (method, path, body, files) = match &self.command {
            Command::NextLogin(next) => (
                Method::POST,
                "/_poligon/next-login",
                json!({ "persona": next.person, "method": next.method, "outcome": next.outcome }),
                None,
            ),
            Command::Sp(Sp::List) => (Method::GET, "/_poligon/providers", Value::Null, None),
            Command::Sp(Sp::Remove { issuer }) => {
                (Method::POST, "/_poligon/providers/remove", json!({ "issuer": issuer }), None)
            }
            Command::Sp(Sp::Add(add)) => {
                (Method::POST, "/_poligon/providers", add.body()?, Some((&add.issuer, &add.files)))
            }
            Command::Sp(Sp::Advance(step)) => {
                let body = json!({
                    "issuer": step.issuer, "signing": text(step.signing.as_deref())?, "encryption": text(step.encryption.as_deref())?,
                });
                (Method::POST, "/_poligon/providers/advance", body, Some((&step.issuer, &step.files)))
            }
        };
        let mut told = super::runtime()?.block_on(self.place.ask(method, path, &body))?;
        if let Some((issuer, files)) = files {
            files.write(issuer, &told)?;
            // The keys are in the files now.
            if let Some(object) = told.as_object_mut() {
                object.remove("issued");
            }
        }
        out::result(&serde_json::to_string_pretty(&told).unwrap_or_default());
        Ok(Ended::Well)
    }
}

impl Add {
    fn body(&self) -> Result<Value, Trouble> {
        Ok(json!({
            "issuer": self.issuer,
            "acs": self.acs,
            "provider_name": self.provider_name,
            "sp_type": self.sp_type,
            "stage": self.stage,
            "signing": text(self.signing.as_deref())?,
            "encryption": text(self.encryption.as_deref())?,
        }))
    }
}

impl Files {
    /// Writes what was issued: `ISSUER_ENVIRONMENT_sig_ec.…`, `…_enc_ec.…` and the node's certificate.
    fn write(&self, issuer: &str, told: &Value) -> Result<(), Trouble> {
        let plain: String =
            issuer.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
        let stem = plain.trim_matches('-');
        let issued = told.get("issued").and_then(Value::as_object).into_iter().flatten();
        for (environment, pair) in issued {
            for (kind, suffix) in [("signing", "sig_ec"), ("encryption", "enc_ec")] {
                let Some(one) = pair.get(kind) else { continue };
                let credential = credential(one)?;
                let name = format!("{stem}_{environment}_{suffix}");
                let written = credential.write_to(&self.out, name.trim_start_matches('_'), &self.password);
                for path in written.map_err(|why| Trouble::bad(format!("--out: {why}")))? {
                    out::progress(&path.display().to_string());
                }
            }
            let node = self.out.join(format!("wezel-krajowy_{environment}.pem"));
            let pem = pair.get("node_certificate").and_then(Value::as_str).unwrap_or_default();
            std::fs::write(&node, pem).map_err(|why| {
                Trouble::bad(format!("{}: cannot be written ({why}); choose another --out", node.display()))
            })?;
            out::progress(&node.display().to_string());
        }
        Ok(())
    }
}

fn credential(issued: &Value) -> Result<Credential, Trouble> {
    let text = |name: &str| issued.get(name).and_then(Value::as_str).unwrap_or_default();
    let odd = |why: String| {
        Trouble::start(format!("Węzeł Krajowy issued something that is no certificate ({why})"))
    };
    let key = Key::from_pem(text("key")).map_err(|why| odd(why.to_string()))?;
    let mut chain = Vec::new();
    for block in text("chain").split("-----BEGIN CERTIFICATE-----").skip(1) {
        let body: String = block.split("-----END").next().unwrap_or_default().split_whitespace().collect();
        use base64::Engine as _;
        chain.push(
            base64::engine::general_purpose::STANDARD.decode(body).map_err(|why| odd(why.to_string()))?,
        );
    }
    let mut chain = chain.into_iter();
    let certificate = chain.next().ok_or_else(|| odd("the chain is empty".to_owned()))?;
    Ok(Credential {
        key: Arc::new(key),
        certificate,
        above: chain.collect(),
        serial: text("serial").to_owned(),
    })
}

fn text(path: Option<&Path>) -> Result<Option<String>, Trouble> {
    let Some(path) = path else { return Ok(None) };
    std::fs::read_to_string(path).map(Some).map_err(|why| {
        Trouble::bad(format!("{}: cannot be read as text ({why}); give a PEM file", path.display()))
    })
}

impl Place {
    async fn ask(&self, method: Method, path: &str, body: &Value) -> Result<Value, Trouble> {
        let running = "is Poligon running (`poligon up`), and is this its port (--port, --url)?";
        let pem = match &self.ca {
            Some(file) => text(Some(file))?.unwrap_or_default().into_bytes(),
            None => {
                let url = format!("http://127.0.0.1:{}/ca.pem", self.port);
                let clear = Client::trusting(b"").map_err(Trouble::start)?;
                let reply = clear.send(Method::GET, &url, &[], "").await;
                reply.map_err(|why| Trouble::start(format!("{why}; {running}")))?.body.to_vec()
            }
        };
        let client = Client::trusting(&pem).map_err(Trouble::bad)?;
        let base = match &self.url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("https://localhost:{}", self.port.saturating_add(3)),
        };
        let prefix = match self.sandbox.as_str() {
            "default" => String::new(),
            name => format!("/@{name}"),
        };
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let url = format!("{base}{prefix}{path}");
        let reply = client.send(method, &url, &[("content-type", "application/json")], body).await;
        let reply = reply.map_err(|why| Trouble::start(format!("{why}; {running}")))?;
        if reply.status.is_success() {
            return Ok(reply.json());
        }
        let told = reply.json();
        let line = |name: &str| told.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let said: Vec<&str> = told
            .get("said")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        Err(Trouble::bad(format!(
            "{} ({}): {} {}",
            line("check"),
            reply.status.as_u16(),
            if said.is_empty() { line("title") } else { said.join(" ") },
            line("remedy")
        )))
    }
}
