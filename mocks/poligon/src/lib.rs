//! The binary and the embeddable library: command line, configuration, wiring
