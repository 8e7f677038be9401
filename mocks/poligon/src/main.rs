//! The `poligon` binary; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    poligon::cli::run(std::env::args_os())
}
