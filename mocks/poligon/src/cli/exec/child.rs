//! The program that `exec` runs: starting it, passing signals on, its status as a shell would give it.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitStatus;

use tokio::process::Command;

use crate::Trouble;

/// A running program; killed when dropped.
#[derive(Debug)]
pub(super) struct Child {
    child: tokio::process::Child,
}

/// Why a program did not start.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unspawned {
    /// 126 or 127, as shells have it.
    pub(super) status: u8,
    /// One sentence.
    pub(super) sentence: String,
}

impl Child {
    /// Starts it with these variables on top of ours. Standard streams are inherited.
    pub(super) fn spawn(command: &[OsString], variables: &[(String, OsString)]) -> Result<Self, Unspawned> {
        let Some((program, arguments)) = command.split_first() else {
            return Err(Unspawned {
                status: 127,
                sentence: "no program was named; write it after --".to_owned(),
            });
        };
        let mut command = Command::new(program);
        command.args(arguments).envs(variables.iter().map(|(name, value)| (name, value))).kill_on_drop(true);
        command.spawn().map(|child| Self { child }).map_err(|why| {
            let program = program.display();
            if why.kind() == ErrorKind::NotFound {
                let sentence = format!("there is no program „{program}”; check its name and PATH");
                return Unspawned { status: 127, sentence };
            }
            let sentence =
                format!("„{program}” cannot be executed ({why}); is it a program, and may you run it?");
            Unspawned { status: 126, sentence }
        })
    }

    /// Waits for its end, and passes signals on meanwhile; the second one kills it.
    pub(super) async fn wait(mut self, signals: &mut Signals) -> Result<u8, Trouble> {
        let mut asked = false;
        loop {
            tokio::select! {
                ended = self.child.wait() => {
                    let ended = ended.map_err(|why| Trouble::start(format!("the program was lost ({why})")))?;
                    return Ok(status(ended));
                }
                signal = signals.next() => {
                    if asked {
                        // Fails only when it has ended; the next turn sees that.
                        let _ = self.child.start_kill();
                    } else if let Some(pid) = self.child.id() {
                        pass_on(signal, pid);
                    }
                    asked = true;
                }
            }
        }
    }
}

/// 128 + N for signal N.
fn status(ended: ExitStatus) -> u8 {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&ended);
    #[cfg(not(unix))]
    let signal = None::<i32>;
    // Windows has larger codes than a shell can show.
    let status = signal.map(|signal| 128 + signal).or(ended.code()).unwrap_or(1);
    u8::try_from(status).unwrap_or(1)
}

#[cfg(unix)]
pub(super) use unix::{Signals, pass_on};

#[cfg(unix)]
mod unix {
    use rustix::process::{Pid, Signal};
    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    use crate::Trouble;

    /// The signals that ask us to end.
    #[derive(Debug)]
    pub(in super::super) struct Signals {
        hangup: Stream,
        interrupt: Stream,
        terminate: Stream,
    }

    impl Signals {
        /// From now on they do not end this process.
        pub(in super::super) fn listen() -> Result<Self, Trouble> {
            let listen = |kind| {
                signal(kind).map_err(|why| Trouble::start(format!("the system gives no signals ({why})")))
            };
            Ok(Self {
                hangup: listen(SignalKind::hangup())?,
                interrupt: listen(SignalKind::interrupt())?,
                terminate: listen(SignalKind::terminate())?,
            })
        }

        pub(in super::super) async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.hangup.recv() => Signal::HUP,
                _ = self.interrupt.recv() => Signal::INT,
                _ = self.terminate.recv() => Signal::TERM,
            }
        }
    }

    /// Sends the signal to the program, unless the terminal has done so.
    pub(in super::super) fn pass_on(signal: Signal, pid: u32) {
        if signal == Signal::INT && in_foreground() {
            return;
        }
        let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid {
            // It may have ended this moment.
            let _ = rustix::process::kill_process(pid, signal);
        }
    }

    /// Ctrl-C reaches every process of the terminal's foreground group, the program included; a second SIGINT would look to
    /// it like an impatient user.
    fn in_foreground() -> bool {
        std::fs::File::open("/dev/tty").is_ok_and(|terminal| {
            rustix::termios::tcgetpgrp(&terminal).is_ok_and(|group| group == rustix::process::getpgrp())
        })
    }
}

#[cfg(not(unix))]
pub(super) use other::{Signals, pass_on};

#[cfg(not(unix))]
mod other {
    use crate::Trouble;

    /// Ctrl-C, which the console sends to every program of it.
    #[derive(Debug)]
    pub(in super::super) struct Signals;

    impl Signals {
        pub(in super::super) fn listen() -> Result<Self, Trouble> {
            Ok(Self)
        }

        pub(in super::super) async fn next(&mut self) {
            let _ = tokio::signal::ctrl_c().await;
        }
    }

    pub(in super::super) fn pass_on((): (), _pid: u32) {}
}
