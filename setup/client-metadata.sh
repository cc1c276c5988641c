#!/usr/bin/env bash
# Writes the document that makes a public address of the page its client id (Client ID Metadata Document) into dist/, or into another
# folder: `client-metadata.sh https://app.example.com/ [FOLDER]`. It is the one that the page there would hand out.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
cd "$GRANTLENS_ROOT"

file=${2:-dist}/client-metadata.json
if ! document=$(CARGO_TARGET_DIR="$GRANTLENS_ROOT/target/native" cargo run --quiet -p grantlens-protocol --example client_metadata -- "$1"); then
  die "no client-metadata.json was written"
fi
printf '%s\n' "$document" > "$file"
say "$file makes ${1%/*}/client-metadata.json the page's client id"
