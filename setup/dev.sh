#!/usr/bin/env bash
# Builds the page into dist-dev/ anew whenever a source is saved, and serves it beside the demo's servers, under the production headers.
# A reload in the browser shows the change. Ctrl-C stops all.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
cd "$GRANTLENS_ROOT"

# Each job gets a process group of its own, so that whatever it started ends with it.
jobs=()
begin() {
  set -m
  "$@" &
  jobs+=("-$!")
  set +m
}
stop() {
  trap '' INT TERM HUP
  [ ${#jobs[@]} = 0 ] || kill -- "${jobs[@]}" 2> /dev/null || true
  wait
}
trap stop EXIT
trap 'exit 0' INT TERM HUP

rm -rf dist-dev
mkdir -p dist target # trunk wants the folders that it is told to overlook to be there
begin setup/build.sh --watch dist-dev
builder=$!
say "building the page for the first time (about 2 min); then each change takes about 20 s"
until [ -f dist-dev/index.html ]; do
  kill -0 "$builder" 2> /dev/null || die "the build has ended"
  sleep 1
done
begin node demo/start.mjs --dist dist-dev --dev
wait "$!"
