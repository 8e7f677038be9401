//! The network edge: listeners, sandbox routing, bounds, recording
