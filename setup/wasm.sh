#!/usr/bin/env bash
# Makes Rust able to build for wasm32-unknown-unknown, and remembers which compiler that is.
#
# The build compiles the standard library along with the page (see WASM_FLAGS), so what is needed is its source: a component of
# rustup's. Where rustup's server cannot be reached, Debian's security archive carries a current compiler with that source.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
PACKAGES="rustc-web cargo-web rust-web-src rust-web-llvm lld-22"

has_source() { [ -f "$("$@" --print sysroot)/lib/rustlib/src/rust/library/std/Cargo.toml" ]; }

# A server that never answers must not stop the set-up for ever; macOS has no such command.
patiently() { if command -v timeout > /dev/null; then timeout 120 "$@"; else "$@"; fi; }

# The flags are unstable ones: a compiler too old or too new for them says so here, and not in the middle of a build.
check_flags() {
  # shellcheck disable=SC2086 # a list of flags
  RUSTC_BOOTSTRAP=1 "$@" $WASM_FLAGS --target wasm32-unknown-unknown --print cfg > /dev/null 2>&1 ||
    die "$("$@" --version) does not know the flags in setup/tools.sh (WASM_FLAGS): use Rust 1.95, or mend the flags"
}

remember() { mkdir -p "$GRANTLENS_TOOLS" && printf '%s' "$1" > "$GRANTLENS_TOOLS/wasm-toolchain"; }

command -v rustc > /dev/null || die "Rust is missing: install it from https://rustup.rs, then run this again"

if [ -n "$WASM_TOOLCHAIN" ] && has_source rustup run "$WASM_TOOLCHAIN" rustc; then exit 0; fi
if has_source rustc; then check_flags rustc; remember ""; exit 0; fi

say "fetching the source of Rust's standard library (about 5 s)"
if patiently rustup component add rust-src >&2 && has_source rustc; then check_flags rustc; remember ""; exit 0; fi

command -v apt-get > /dev/null || die "rustup cannot fetch rust-src: check the network, then run \`rustup component add rust-src\`"
say "rustup's server has no answer: taking Debian's compiler instead (about 60 s)"
if ! dpkg -s $PACKAGES > /dev/null 2>&1; then
  as_root apt-get update -qq >&2 || die "no root here: run \`apt-get install --no-install-recommends $PACKAGES\` as root, then this again"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $PACKAGES >&2 ||
    die "Debian's packages $PACKAGES could not be installed, and rustup cannot fetch rust-src"
fi
rustup toolchain link grantlens-wasm /usr
has_source rustup run grantlens-wasm rustc || die "Debian's compiler was installed, and the source of its library is not where it belongs"
check_flags rustup run grantlens-wasm rustc
remember grantlens-wasm
