//! `poligon exec`.

mod child;
mod environment;
mod summary;
mod trust;

use std::ffi::OsString;

use clap::Args;
use poligon_world::SandboxName;

use self::child::Child;
use self::summary::Summary;
use self::trust::Trust;
use super::play::Play;
use super::{Ended, out};
use crate::{Config, Running, Trouble};

const AFTER: &str = "\
Examples:
  poligon exec -- pytest tests/
  poligon exec --seed 7 --clock frozen@2026-11-24T12:00:00Z -- mvn -q verify
  poligon exec --fail-on-refusal -- npm test

The program finds the proxy and the throwaway CA in its environment (curl, OpenSSL, Python, Node, Java, .NET on Linux),
and addresses in POLIGON_CONSOLE, POLIGON_KSEF_URL, POLIGON_CA and POLIGON_SANDBOX. Calls to official host names end at the
fakes. Calls to any other host are refused, unless the program does not use the proxy: then its certificates are refused.

Exit codes: the program's own; 128+N when signal N ended it; 1 when it ended with 0 but --fail-on-refusal found a refused
exchange; 126 it cannot be executed; 127 there is no such program; 2 bad usage; 3 Poligon could not start.
SIGINT, SIGTERM and SIGHUP are passed on to the program; the second one kills it.";

/// Run a program whose calls to the official hosts end at the fakes, and nowhere else.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Exec {
    #[command(flatten)]
    play: Play,
    /// The sandbox that the program is in
    #[arg(long, value_name = "NAME", default_value_t = SandboxName::default_name())]
    sandbox: SandboxName,
    /// End with 1 when the program succeeded but some exchange was refused
    #[arg(long)]
    fail_on_refusal: bool,
    /// The program and its arguments
    #[arg(value_name = "CMD", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<OsString>,
}

/// Runs programs beside a running Poligon, and passes signals on to them.
pub(crate) struct Programs {
    signals: child::Signals,
}

/// How a program ended, as a shell would say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ran {
    /// With this status.
    Ended(u8),
    /// It was not started; the reason was said.
    NotStarted(u8),
}

impl Programs {
    /// From now on signals do not end this process.
    pub(crate) fn listen() -> Result<Self, Trouble> {
        child::Signals::listen().map(|signals| Self { signals })
    }

    /// Runs a program whose calls to the official hosts end in this sandbox.
    pub(crate) async fn run(
        &mut self,
        running: &Running,
        sandbox: &SandboxName,
        command: &[OsString],
        further: &[(String, OsString)],
    ) -> Result<Ran, Trouble> {
        let trust = Trust::of(running)?;
        let mut environment = environment::variables(running.ready(), &trust, sandbox);
        environment.extend_from_slice(further);
        match Child::spawn(command, &environment) {
            Ok(child) => child.wait(&mut self.signals).await.map(Ran::Ended),
            Err(unspawned) => {
                out::progress(&format!("poligon: {}", unspawned.sentence));
                Ok(Ran::NotStarted(unspawned.status))
            }
        }
    }
}

impl Exec {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        super::logging();
        super::runtime()?.block_on(self.play())
    }

    async fn play(self) -> Result<Ended, Trouble> {
        // Listened to before anything exists that a signal would leave behind.
        let mut programs = Programs::listen()?;
        let running = crate::start(self.config()).await?;
        let status = match programs.run(&running, &self.sandbox, &self.command, &[]).await? {
            Ran::Ended(status) => status,
            Ran::NotStarted(status) => {
                running.stop().await;
                return Ok(Ended::Status(status));
            }
        };
        let summary = Summary::of(running.house());
        out::progress(summary.text(running.ready().seed).trim_end());
        running.stop().await;
        let failed = status == 0 && self.fail_on_refusal && summary.refused();
        Ok(if failed { Ended::Failed } else { Ended::Status(status) })
    }

    fn config(&self) -> Config {
        Config {
            institutions: self.play.institutions(),
            seed: self.play.seed,
            clock: self.play.clock.clock(),
            strictness: self.play.strictness,
            knobs: self.play.knobs(),
            impersonate: true,
            proxy_sandbox: self.sandbox.clone(),
            ..Config::ephemeral()
        }
    }
}
