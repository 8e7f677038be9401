# One entry point a job; each verb is a thin line. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help demo up test lint clients contract bench completions fuzz mutants

ARGS ?=
SHELL_NAME ?= bash

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 20

demo: ## one good and three broken messages, each explained (Rust and a C compiler suffice)
	cargo run --quiet -p poligon -- demo $(ARGS)

up: ## start the fakes (https://localhost:8441 to 8445, console 8440); ARGS="--plain" adds options
	cargo run --quiet -p poligon -- up $(ARGS)

test: ## all tests that need cargo only
	cargo build -p poligon
	cargo test --workspace

lint: ## formatting, clippy, and cargo-deny where it is installed
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets -- -D warnings
	@if cargo deny --version >/dev/null 2>&1; then cargo deny check; \
	else echo 'lint: cargo-deny is not installed, so licences and advisories were NOT checked (cargo install cargo-deny).' >&2; fi

clients: ## unmodified clients and foreign verifiers against the built binary (needs Python 3 and PyPI; Node 20 for one suite)
	tests/clients/run $(ARGS)

contract: ## compare with the officials' documents of POLIGON_REFERENCE (default: ../shared/data)
	@tests/contract

bench: ## start-up time, memory and speed, beside their goals
	cargo bench -p poligon-tests
	python3 tests/bench/run.py

completions: ## shell completions on stdout; SHELL_NAME=zsh|fish
	@cargo run --quiet -p poligon -- completions $(SHELL_NAME)

fuzz: ## fuzz every reader of hostile bytes, each for SECONDS (30); TARGETS="invoice" picks; needs cargo-fuzz
	@tests/fuzz/run $(or $(SECONDS),30) $(TARGETS)

mutants: ## break each line of KSeF's state machines and see whether a test notices; ARGS="--shard 0/16" for a part; needs cargo-mutants
	@tests/mutants $(ARGS)
