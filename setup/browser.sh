#!/usr/bin/env bash
# Finds a Chromium for the tests, or installs one, and prints its path; an empty line means the test runner's own.
# With `shell`: the path of a Chromium headless shell, which most of the tests run in three times as fast; an empty line if there is none.
set -euo pipefail
. "$(dirname "$0")/tools.sh"

# first NAME...: the path of the first that is there.
first() {
  local name
  for name in "$@"; do
    [ -n "$name" ] && command -v "$name" && return 0
  done
  return 1
}

find_browser() {
  first "${GRANTLENS_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"
}
find_shell() { first "${GRANTLENS_HEADLESS_SHELL:-}" chromium-headless-shell; }

# from_debian PACKAGE: installs it, if this is a Debian that has it.
from_debian() {
  command -v apt-get > /dev/null || return 1
  say "installing Debian's $1 (about 60 s)"
  { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1"; } >&2
}

if [ "${1:-}" = shell ]; then
  find_shell || { from_debian chromium-headless-shell && find_shell; } || echo
  exit 0
fi

find_browser && exit 0
from_debian chromium && find_browser && exit 0
say "downloading the test runner's own Chromium (about 60 s)"
if (cd "$GRANTLENS_ROOT" && npx playwright install --no-shell chromium >&2); then echo; exit 0; fi
die "no browser for the tests: install Chromium or Chrome, or name one in GRANTLENS_CHROMIUM"
