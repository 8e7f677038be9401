//! The misbehaviours that Węzeł Krajowy can be asked for.

use poligon_institution::action::{Arguments, Parameter, ParameterKind};
use poligon_institution::{Acts, Cue, Fault, Response};

use crate::knobs;

/// All faults.
pub static FAULTS: &[Fault] = &[
    Fault {
        name: "wk.response-case",
        about: "from the next message on, answers are the case of the response suite (spec §9.5) that is named; an empty case ends it. \
                Ask for it on the step before: on wezel-krajowy.sso or wezel-krajowy.login.person for the artifact and its answer",
        takes: &[Parameter {
            name: "case",
            about: "the id of the case: B07",
            kind: ParameterKind::Text,
            required: true,
        }],
        acts: Acts::Spoils(turn_case),
    },
    Fault {
        name: "wezel-krajowy.cek128",
        about: "content keys of 16 bytes, declared as aes256-gcm, as production was seen to write in 2021",
        takes: &[],
        acts: Acts::Turns { knob: "wezel-krajowy.encryption", value: "wk-cek128" },
    },
    Fault {
        name: "wezel-krajowy.artifact-by-get",
        about: "the artifact comes by GET, in the query",
        takes: &[],
        acts: Acts::Turns { knob: "wezel-krajowy.artifact-delivery", value: "get" },
    },
    Fault {
        name: "wezel-krajowy.error-with-assertion",
        about: "error responses carry an encrypted assertion",
        takes: &[],
        acts: Acts::Turns { knob: "wezel-krajowy.error-assertion", value: "true" },
    },
];

/// The answer stays as it is; the case holds from the next one on, because only the desk can sign.
fn turn_case(cue: &Cue<'_>, arguments: &Arguments, _: &mut Response) {
    cue.sandbox.settings.turn(knobs::CASE.name, &arguments.text_or("case", ""));
}
