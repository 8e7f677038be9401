//! The target of a CONNECT: any text is a host and a port, or an error; what was read is read again from what it says.

#![no_main]

use libfuzzer_sys::fuzz_target;
use poligon_gateway::proxy::target;

fuzz_target!(|text: &str| {
    let Ok(found) = target(text) else { return };
    assert!(found.port != 0 && !found.host.is_empty() && found.host.len() <= 253, "{found:?}");
    let written = match found.host.contains(':') {
        true => format!("[{}]:{}", found.host, found.port),
        false => format!("{}:{}", found.host, found.port),
    };
    assert_eq!(target(&written), Ok(found));
});
