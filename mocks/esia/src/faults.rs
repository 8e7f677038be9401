//! Faults of ESIA for scenarios.

use poligon_institution::action::{Parameter, ParameterKind};
use poligon_institution::{Acts, Arguments, Cue, Fault, Response};

/// All faults.
pub static FAULTS: &[Fault] = &[
    Fault {
        name: "esia.html-error",
        about: "Errors of the token endpoint come as HTML from now on",
        takes: &[],
        acts: Acts::Turns { knob: "esia.html-errors", value: "true" },
    },
    Fault {
        name: "esia.rotated-key",
        about: "The keys of tokens are rotated once, as real ESIA does once a year without notice",
        takes: &[],
        acts: Acts::Turns { knob: "esia.key-rotations", value: "1" },
    },
    Fault {
        name: "esia.unconfirmed",
        about: "The OAuth endpoints answer 007055 from now on",
        takes: &[],
        acts: Acts::Turns { knob: "esia.answer-error", value: "007055" },
    },
    Fault {
        name: "esia.second-factor",
        about: "The OAuth endpoints answer 007046 from now on",
        takes: &[],
        acts: Acts::Turns { knob: "esia.answer-error", value: "007046" },
    },
    Fault {
        name: "esia.overloaded",
        about: "The OAuth endpoints answer 007008 from now on",
        takes: &[],
        acts: Acts::Turns { knob: "esia.answer-error", value: "007008" },
    },
    Fault {
        name: "esia.user-refuses",
        about: "The headless user refuses consent from now on",
        takes: &[],
        acts: Acts::Turns { knob: "esia.consent", value: "refused" },
    },
    Fault {
        name: "esia.other-state",
        about: "The state that comes back is another one, in a redirect as in JSON",
        takes: &[Parameter {
            name: "state",
            about: "The state that comes back",
            kind: ParameterKind::Text,
            required: false,
        }],
        acts: Acts::Spoils(other_state),
    },
];

fn other_state(cue: &Cue<'_>, arguments: &Arguments, response: &mut Response) {
    let sent = crate::wire::params::Params::of(cue.request);
    let sent = sent.text("state");
    if sent.is_empty() {
        return;
    }
    let other = arguments.text_or("state", "00000000-0000-4000-8000-000000000000");
    let body = String::from_utf8_lossy(&response.body).replace(sent, &other);
    response.body = body.into_bytes().into();
    let location = response.headers.get("location").and_then(|value| value.to_str().ok());
    if let Some(location) = location.map(|text| text.replace(sent, &other))
        && let Ok(value) = location.parse()
    {
        response.headers.insert("location", value);
    }
}
