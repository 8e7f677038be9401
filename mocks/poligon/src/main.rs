//! The `poligon` binary.
fn main() {}
