//! The misbehaviours that Węzeł Krajowy can be asked for.

use poligon_institution::action::{Parameter, ParameterKind};
use poligon_institution::{Acts, Fault};

/// All faults.
pub static FAULTS: &[Fault] = &[
    Fault {
        name: "wk.response-case",
        about: "answers from now on are the case of the response suite (spec §9.5) that is named; an empty case ends it",
        takes: &[Parameter {
            name: "case",
            about: "the id of the case: B07",
            kind: ParameterKind::Text,
            required: true,
        }],
        acts: Acts::TurnsTo { knob: "wezel-krajowy.response-case", parameter: "case" },
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
