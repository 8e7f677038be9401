//! The binary carries all scenario files, so a new one is a change of this crate.

/// Folders without scenarios; cargo watches what it compiles by itself.
const OTHER: &[&str] = &["examples", "src", "target", "tests"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    for entry in std::fs::read_dir(".").into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !OTHER.contains(&name.as_str()) {
            println!("cargo:rerun-if-changed={name}");
        }
    }
}
