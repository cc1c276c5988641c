#!/usr/bin/env bash
# Checks the format and the lints, warnings as errors; with `--format` it formats instead.
#
# The page is linted for this machine and not for wasm: all that it is made of compiles here too, and the library for wasm is built along
# with the page only (see tools.sh).
set -euo pipefail
. "$(dirname "$0")/tools.sh"
cd "$GRANTLENS_ROOT"

command -v cargo > /dev/null || die "Rust is missing: install it from https://rustup.rs, then run this again"
if ! { cargo fmt --version && cargo clippy --version; } > /dev/null 2>&1; then
  say "fetching rustfmt and clippy (about 10 s)"
  rustup component add rustfmt clippy >&2 || die "rustfmt and clippy are missing: run \`rustup component add rustfmt clippy\`"
fi

FUZZ=protocol/fuzz/Cargo.toml # a workspace of its own
if [ "${1:-}" = --format ]; then
  cargo fmt --all
  cargo fmt --manifest-path $FUZZ
  exit
fi
say "checking the format and the lints (about 60 s the first time on 2 cores)"
cargo fmt --all --check
cargo fmt --manifest-path $FUZZ --check
export CARGO_TARGET_DIR="$GRANTLENS_ROOT/target/native"
cargo clippy --quiet --workspace --all-targets -- -D warnings
cargo clippy --quiet --manifest-path $FUZZ --all-targets -- -D warnings
