#!/usr/bin/env bash
# Makes Rust able to build for wasm32-unknown-unknown, and remembers which compiler that is.
#
# A usual machine: `rustup target add`. Where that server cannot be reached, Debian's security archive carries a
# current compiler with the source of its library: the target's library is built from it, once.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
TARGET=wasm32-unknown-unknown
PACKAGES="rustc-web cargo-web rust-web-src rust-web-llvm lld-22"

# A compiler has the target when it can compile an empty library with it. (Never `-o /dev/null`: rustc puts a file in its place.)
builds() {
  local out status=0
  out=$(mktemp -d)
  : > "$out/empty.rs"
  "$@" --target $TARGET --crate-type rlib --emit metadata --out-dir "$out" "$out/empty.rs" 2> /dev/null || status=1
  rm -rf "$out"
  return $status
}

remember() { mkdir -p "$GRANTLENS_TOOLS" && printf '%s' "$1" > "$GRANTLENS_TOOLS/wasm-toolchain"; }

command -v rustc > /dev/null || die "Rust is missing: install it from https://rustup.rs, then run this again"

if [ -f "$GRANTLENS_TOOLS/wasm-toolchain" ]; then
  if [ -n "$WASM_TOOLCHAIN" ]; then builds rustup run "$WASM_TOOLCHAIN" rustc && exit 0; else builds rustc && exit 0; fi
fi
if builds rustc; then remember ""; exit 0; fi

say "adding the wasm32 target to Rust (about 10 s)"
if timeout 120 rustup target add $TARGET >&2 && builds rustc; then remember ""; exit 0; fi

command -v apt-get > /dev/null || die "rustup cannot fetch the target $TARGET: check the network, then run \`rustup target add $TARGET\`"
say "rustup's server has no answer: taking Debian's compiler instead (about 60 s)"
if ! dpkg -s $PACKAGES > /dev/null 2>&1; then
  as_root apt-get update -qq >&2 || die "no root here: run \`apt-get install --no-install-recommends $PACKAGES\` as root, then this again"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $PACKAGES >&2 ||
    die "Debian's packages $PACKAGES could not be installed, and rustup cannot fetch the target $TARGET"
fi

if ! builds /usr/bin/rustc; then
  say "building the wasm32 standard library (about 40 s)"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/src" && : > "$work/src/lib.rs"
  # embed-bitcode is what lets `lto = "fat"` reach into the library afterwards.
  printf '%s\n' '[package]' 'name = "empty"' 'version = "0.0.0"' 'edition = "2021"' \
    '[profile.release]' 'opt-level = "s"' > "$work/Cargo.toml"
  (cd "$work" && env -u RUSTUP_TOOLCHAIN -u CARGO_TARGET_DIR RUSTFLAGS="-Cembed-bitcode=yes" RUSTC_BOOTSTRAP=1 \
    RUSTC=/usr/bin/rustc PATH="/usr/bin:$PATH" /usr/bin/cargo build --quiet --release --target $TARGET \
    -Zbuild-std=std,panic_abort,test -Zbuild-std-features=optimize_for_size >&2)
  library=/usr/lib/rustlib/$TARGET/lib
  rm "$work/target/$TARGET/release/deps/"libempty-*.rlib
  as_root mkdir -p $library
  as_root cp "$work/target/$TARGET/release/deps/"lib*.rlib $library/
fi
rustup toolchain link grantlens-wasm /usr
builds rustup run grantlens-wasm rustc || die "Debian's compiler was installed and still cannot build for $TARGET"
remember grantlens-wasm
