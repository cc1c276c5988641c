#!/usr/bin/env bash
# Every test, part after part, and the sum of all as the last line. Lint and weight count as one test each.
set -uo pipefail
. "$(dirname "$0")/tools.sh"
cd "$GRANTLENS_ROOT"

SUM='^[0-9]+ passed, [0-9]+ failed$' # the runners' own sums are not shown: there is one, at the end
passed=0 failed=0
log=$(mktemp "${TMPDIR:-/tmp}/grantlens.XXXXXX")
trap 'rm -f "$log"' EXIT

# part COUNT NAME COMMAND...: runs the command, then COUNT says how many tests it was, from its exit code ($1) and its output ($log).
part() {
  local count=$1 name=$2 began=$SECONDS status good bad
  shift 2
  printf '\n== %s\n' "$name"
  "$@" 2>&1 | tee "$log" | grep --line-buffered -Ev "$SUM"
  status=${PIPESTATUS[0]}
  read -r good bad < <("$count" "$status")
  # A part that failed outside of its tests, or that ran none, is a failure too.
  if [ "$bad" = 0 ] && { [ "$status" != 0 ] || [ "$good" = 0 ]; }; then bad=1; fi
  passed=$((passed + good)) failed=$((failed + bad))
  printf -- '-- %s: %s good, %s bad, %s s\n' "$name" "$good" "$bad" $((SECONDS - began))
}

as_one_test() { if [ "$1" = 0 ]; then echo 1 0; else echo 0 1; fi; }
as_cargo_says() {
  sed -n 's/^test result: .*[^0-9]\([0-9][0-9]*\) passed; \([0-9][0-9]*\) failed;.*/\1 \2/p' "$log" |
    awk '{ good += $1; bad += $2 } END { print good + 0, bad + 0 }'
}
as_node_says() { awk '/^. pass [0-9]/ { good += $3 } /^. fail [0-9]/ { bad += $3 } END { print good + 0, bad + 0 }' "$log"; }
as_playwright_says() { grep -E "$SUM" "$log" | awk '{ good = $1; bad = $3 } END { print good + 0, bad + 0 }'; }

native() { CARGO_TARGET_DIR="$GRANTLENS_ROOT/target/native" cargo test -p grantlens-protocol; }

# An empty answer is the test runner's own browser, and no shell.
in_browser() {
  GRANTLENS_CHROMIUM=$(setup/browser.sh) || return
  GRANTLENS_HEADLESS_SHELL=$(setup/browser.sh shell)
  export GRANTLENS_CHROMIUM GRANTLENS_HEADLESS_SHELL
  playwright test -c tests/e2e/playwright.config.mjs
}

# The lab's servers alone, over HTTP; their ports are the lab's own.
lab_servers() { node --test tests/lab-servers/*.test.mjs; }

part as_one_test 'lint' setup/lint.sh
part as_cargo_says 'native tests' native
part as_cargo_says 'parsers, fed at random' setup/fuzz.sh --quick
printf '\n== build\n'
began=$SECONDS
# Not with the flags that make hands down. Where there is no page, or an old one, weighing and driving it would say nothing.
if env -u MAKEFLAGS make --no-print-directory build lab; then
  printf -- '-- build: %s s\n' $((SECONDS - began))
  part as_one_test 'weight of the first load' node setup/size.mjs
  part as_node_says "the lab's servers" lab_servers
  part as_playwright_says 'browser tests' in_browser
else
  printf -- '-- weight and browser tests: not run, as the page could not be built\n'
  failed=$((failed + 2))
fi

printf '\n%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
