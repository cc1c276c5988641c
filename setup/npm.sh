#!/usr/bin/env bash
# Installs the npm packages of package-lock.json, when they are not those already.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
cd "$GRANTLENS_ROOT"
command -v node > /dev/null || die "Node is missing: install Node 20 or newer, then run this again"
[ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || die "Node $(node --version) is too old: install Node 20 or newer"
[ node_modules/.package-lock.json -nt package-lock.json ] && exit 0
say "installing npm packages (about 10 s)"
# No browser by this way: setup/browser.sh looks for one that is there.
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error >&2
touch node_modules/.package-lock.json
