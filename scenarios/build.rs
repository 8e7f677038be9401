//! A new scenario file is a change of this crate: the binary carries all of them.

fn main() {
    for folder in ["chaos", "esia", "first", "ksef"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
