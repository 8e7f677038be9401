//! The misbehaviours that ePUAP can be asked for (spec §3.4, §7).

use http::StatusCode;
use poligon_institution::{Acts, Arguments, Cue, Fault, Response};

/// All of them.
pub static FAULTS: &[Fault] = &[
    turns("epuap.answers-unsigned", "Answers carry no signature", "epuap.response-signature", "unsigned"),
    turns(
        "epuap.answers-wrong-key",
        "Answers are signed by another key",
        "epuap.response-signature",
        "wrong-key",
    ),
    turns(
        "epuap.answers-tampered",
        "The Body is changed after signing",
        "epuap.response-signature",
        "tampered-body",
    ),
    turns("epuap.answers-sha1", "Answers are signed with SHA-1", "epuap.response-signature", "sha1"),
    turns("epuap.faults-unsigned", "Faults carry no signature", "epuap.sign-faults", "false"),
    turns("epuap.files-mtom", "Files come as multipart", "epuap.file-reply", "mtom"),
    turns("epuap.files-once", "Files are given once", "epuap.download-once", "true"),
    Fault {
        name: "epuap.maintenance-page",
        about: "An HTML page with 503 instead of an answer, as at night",
        takes: &[],
        acts: Acts::Replaces(maintenance),
    },
    Fault {
        name: "epuap.bare-401",
        about: "401 with an empty body, which several clients cannot read",
        takes: &[],
        acts: Acts::Replaces(bare_401),
    },
];

const fn turns(name: &'static str, about: &'static str, knob: &'static str, value: &'static str) -> Fault {
    Fault { name, about, takes: &[], acts: Acts::Turns { knob, value } }
}

fn maintenance(_: &Cue<'_>, _: &Arguments) -> Response {
    let page = "<html><head><title>Przerwa techniczna</title></head><body><h1>Przerwa techniczna</h1>\
                <p>ŚRODOWISKO ĆWICZEBNE — TO NIE JEST SYSTEM PAŃSTWOWY</p></body></html>";
    Response::new(StatusCode::SERVICE_UNAVAILABLE).with_body("text/html; charset=utf-8", page)
}

fn bare_401(_: &Cue<'_>, _: &Arguments) -> Response {
    Response::new(StatusCode::UNAUTHORIZED)
}
