#!/usr/bin/env bash
# Installs what turns the Rust into files for a browser: trunk, wasm-bindgen and (by npm) wasm-opt.
set -euo pipefail
. "$(dirname "$0")/tools.sh"

# Built with little optimisation: they run for seconds, and the full profile would take 10 minutes to compile.
quick_install() {
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_TARGET_DIR="$GRANTLENS_TOOLS/build" cargo install --quiet "$@"
}

if [ ! -x "$TRUNK_BIN/trunk" ]; then
  say "building trunk $TRUNK_VERSION, once (about 4 min on 2 cores)"
  quick_install trunk --version $TRUNK_VERSION --locked --no-default-features --root "${TRUNK_BIN%/bin}"
fi
if [ ! -x "$BINDGEN_BIN/wasm-bindgen" ]; then
  [ -n "$BINDGEN_VERSION" ] || die "Cargo.lock names no wasm-bindgen"
  say "building wasm-bindgen $BINDGEN_VERSION, once (about 2 min on 2 cores)"
  # Without --locked: its lock file has named a version that not every mirror of the registry holds.
  quick_install wasm-bindgen-cli --version "$BINDGEN_VERSION" --root "${BINDGEN_BIN%/bin}"
fi
if [ ! -x "$SPLIT_BIN/wasm-split-cli" ]; then
  say "building wasm-split $SPLIT_VERSION, once (about 1 min on 2 cores)"
  quick_install wasm_split_cli_support --version $SPLIT_VERSION --locked --features build-binary --root "${SPLIT_BIN%/bin}"
fi
rm -rf "$GRANTLENS_TOOLS/build"
