//! A director that does one thing to whatever asks for it by its path.

use std::sync::Mutex;
use std::time::Duration;

use poligon_institution::{Answer, Cue, Directed, Director, Effects, TlsFault, WireFault};

/// Breaks what `/broken…` asks for, delays `/late` a little and `/never` for an hour; breaks every handshake while it is told to.
#[derive(Default)]
pub(crate) struct Toy {
    pub(crate) wire: Option<WireFault>,
    pub(crate) handshake: Mutex<Option<TlsFault>>,
}

impl Director for Toy {
    fn direct(&self, cue: &Cue<'_>, ask: &mut dyn FnMut() -> Answer) -> Directed {
        let path = &cue.request.path;
        let delay = match path.as_str() {
            "/never" => Duration::from_secs(3600),
            "/late" => Duration::from_millis(1),
            _ => Duration::ZERO,
        };
        let effects = Effects { delay, wire: if path.starts_with("/broken") { self.wire } else { None } };
        Directed { answer: ask(), effects }
    }

    fn handshake(&self, _: &'static str, _: Option<&str>) -> Option<TlsFault> {
        *self.handshake.lock().unwrap()
    }
}
