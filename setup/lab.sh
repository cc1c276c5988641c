#!/usr/bin/env bash
# Builds the lab for release into dist-lab/: as build.sh builds the app, with the lab's own, weaker policy in its <meta>.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
cd "$GRANTLENS_ROOT"
export TRUNK_BUILD_OFFLINE=true TRUNK_SKIP_VERSION_CHECK=true RUST_BACKTRACE=0
# What setup/pack.mjs writes into the page, and the name that it gives the program.
GRANTLENS_META_POLICY=$(node --input-type=module \
  -e "console.log((await import('./demo/lab/security-headers.mjs')).LAB_META_CONTENT_SECURITY_POLICY)")
export GRANTLENS_META_POLICY GRANTLENS_PROGRAM=grantlens-lab
say "building the lab (about 2 min the first time, 20 s after a change)"
with_wasm trunk build --config lab/Trunk.toml --release --quiet
