#!/usr/bin/env bash
# Finds a Chromium for the tests, or installs one, and prints its path; an empty line means the test runner's own.
set -euo pipefail
. "$(dirname "$0")/tools.sh"

find_one() {
  local name
  for name in "${GRANTLENS_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    [ -n "$name" ] && command -v "$name" && return 0
  done
  return 1
}

find_one && exit 0
if command -v apt-get > /dev/null; then
  say "installing Debian's chromium (about 60 s)"
  if as_root apt-get update -qq >&2 &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >&2; then
    find_one && exit 0
  fi
fi
say "downloading the test runner's own Chromium (about 60 s)"
if (cd "$GRANTLENS_ROOT" && npx playwright install chromium-headless-shell >&2); then echo; exit 0; fi
die "no browser for the tests: install Chromium or Chrome, or name one in GRANTLENS_CHROMIUM"
