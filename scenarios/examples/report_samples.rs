//! Writes the sample reports of the tests, in every form, into a folder: `cargo run -p poligon-scenarios --example
//! report_samples -- FOLDER`. `make clients` lets a browser and the schema of Jenkins judge them.
#![allow(clippy::unwrap_used, reason = "a tool of the tests may panic")]

#[path = "../tests/report/sample.rs"]
mod sample;

use std::path::PathBuf;

use poligon_scenarios::report::{Look, html, json, junit, markdown, terminal};

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    for (name, report) in
        [("small", sample::small()), ("hostile", sample::hostile()), ("huge", sample::huge())]
    {
        let look = Look { colour: true, width: 100 };
        let forms = [
            ("txt", terminal(&report, look)),
            ("json", json(&report)),
            ("xml", junit(&report)),
            ("md", markdown(&report)),
            ("html", html(&report)),
        ];
        for (form, text) in forms {
            std::fs::write(folder.join(format!("{name}.{form}")), text).unwrap();
        }
    }
}
