#!/usr/bin/env bash
# Feeds every parser of outside text: a minute each with libFuzzer, or `--quick`, or `--for SECONDS`, or the targets that are named.
#
# `--quick` is for build machines: it needs no fuzzer and no C++ compiler. It replays the kept corpus in a plain test binary and makes
# 25,000 guesses a target (protocol/fuzz/tests/kept.rs; about 20 s), the same ones each time: a gate must not fail by chance, nor by the
# speed of the machine.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
cd "$GRANTLENS_ROOT/protocol"

command -v cargo > /dev/null || die "Rust is missing: install it from https://rustup.rs, then run this again"

seconds=60 quick='' targets=()
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=yes ;;
    --for) seconds=${2:-} && shift ;;
    *) targets+=("$1") ;;
  esac
  shift
done

if [ -n "$quick" ]; then
  CARGO_TARGET_DIR="$GRANTLENS_ROOT/target/native" FUZZ_SEED=${FUZZ_SEED:-1} FUZZ_GUESSES=${FUZZ_GUESSES:-25000} cargo test --quiet --locked --manifest-path fuzz/Cargo.toml
  exit
fi

if ! command -v c++ > /dev/null; then
  say "installing a C++ compiler for libFuzzer (about 20 s)"
  { command -v apt-get > /dev/null && as_root apt-get update -qq >&2 &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends g++ >&2; } ||
    die "no C++ compiler, which libFuzzer is built with: install g++ or clang, then run this again"
fi
if [ ! -x "$FUZZ_BIN/cargo-fuzz" ]; then
  say "building cargo-fuzz $FUZZ_VERSION, once (about 30 s on 2 cores)"
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_TARGET_DIR="$GRANTLENS_TOOLS/build-fuzz" cargo install --quiet cargo-fuzz --version $FUZZ_VERSION --locked --root "${FUZZ_BIN%/bin}"
  rm -rf "$GRANTLENS_TOOLS/build-fuzz"
fi
export PATH="$FUZZ_BIN:$PATH"

# A stable compiler, with its leave to use the flags of coverage. No sanitizer: there is no unsafe code to watch. Nor are comparisons
# watched, for three times as many tries: what they would teach the fuzzer stands in the dictionary.
fuzz() {
  RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$GRANTLENS_ROOT/target/fuzz" \
    cargo fuzz "$1" --sanitizer none --no-trace-compares --features libfuzzer "${@:2}"
}

[ ${#targets[@]} -gt 0 ] || for file in fuzz/fuzz_targets/*.rs; do targets+=("$(basename "$file" .rs)"); done
say "building the targets (about 60 s the first time), then ${#targets[@]} of them for $seconds s each: $((${#targets[@]} * seconds / 60 + 1)) min"
fuzz build 2>&1 | grep -E '^(warning|error)' -A 5 >&2 || [ "${PIPESTATUS[0]}" = 0 ] || die "the targets could not be built"

passed=0 failed=0
log=$(mktemp "${TMPDIR:-/tmp}/grantlens.XXXXXX")
trap 'rm -f "$log"' EXIT
for target in "${targets[@]}"; do
  # What is found anew goes to a folder of its own: the kept corpus stays small, and grows by `cargo fuzz cmin` only.
  mkdir -p "$GRANTLENS_ROOT/target/fuzz/corpus/$target"
  if fuzz run "$target" "$GRANTLENS_ROOT/target/fuzz/corpus/$target" "fuzz/corpus/$target" -- \
    -max_total_time="$seconds" -max_len=1024 -timeout=5 -dict=fuzz/dictionary.txt -print_final_stats=1 > "$log" 2>&1; then
    passed=$((passed + 1))
    printf '%-16s %s executions\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: //p' "$log")"
  else
    failed=$((failed + 1))
    printf '%-16s FAILED\n' "$target"
    tail -n 40 "$log"
  fi
done
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
