#!/usr/bin/env bash
# Builds the page for release into dist/ (or, with `--watch DIR`, into DIR again and again as its sources change).
set -euo pipefail
. "$(dirname "$0")/tools.sh"
cd "$GRANTLENS_ROOT"
# Every tool is on the path already, in the version wanted; trunk must not look for others.
export TRUNK_BUILD_OFFLINE=true TRUNK_SKIP_VERSION_CHECK=true
if [ "${1:-}" = --watch ]; then
  with_wasm trunk watch --release --dist "$2"
else
  say "building the page (about 2 min the first time, 20 s after a change)"
  export RUST_BACKTRACE=0
  with_wasm trunk build --release --quiet
fi
