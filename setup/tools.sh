# Sourced by every recipe: where the tools live, and which versions they have. It installs nothing.
#
# The tools are kept outside the checkout, in the user's cache, so that a second clone starts in seconds.
# wasm-bindgen-cli has to match the library exactly, so its version is read from Cargo.lock; npm's packages
# (wasm-opt among them) stand in package.json; trunk's version stands here and nowhere else.

GRANTLENS_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
GRANTLENS_TOOLS=${GRANTLENS_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/grantlens}

TRUNK_VERSION=0.21.14 # 0.22 wants a newer compiler than Debian has
BINDGEN_VERSION=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;q;}' "$GRANTLENS_ROOT/Cargo.lock")

SPLIT_VERSION=0.2.4  # cuts the program in two (setup/split.mjs)
FUZZ_VERSION=0.13.2  # cargo-fuzz

TRUNK_BIN=$GRANTLENS_TOOLS/trunk-$TRUNK_VERSION/bin
BINDGEN_BIN=$GRANTLENS_TOOLS/wasm-bindgen-$BINDGEN_VERSION/bin
SPLIT_BIN=$GRANTLENS_TOOLS/wasm-split-$SPLIT_VERSION/bin
FUZZ_BIN=$GRANTLENS_TOOLS/cargo-fuzz-$FUZZ_VERSION/bin

# The compiler that has the source of its library: empty for the one that rustup chose, else a toolchain's name (see wasm.sh).
WASM_TOOLCHAIN=$(cat "$GRANTLENS_TOOLS/wasm-toolchain" 2>/dev/null || true)

exec < /dev/null # nothing here asks anything

export PATH="$TRUNK_BIN:$BINDGEN_BIN:$SPLIT_BIN:$GRANTLENS_ROOT/node_modules/.bin:$PATH"

# How the page is compiled. The standard library is built along with it, for size, and a panic becomes a bare trap (boot.js shows the
# notice): together an eighth of the page's weight. These are flags that the compiler still calls unstable, hence RUSTC_BOOTSTRAP.
# The linker leaves its relocations in the file: the program is cut in two by them.
# sha2's small implementation is chosen, as one hash of 43 bytes a sign-in needs no speed.
WASM_FLAGS='--cfg=sha2_backend_soft="compact" -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none -Clink-arg=--emit-relocs'

# Runs a command with that compiler and those flags, in a target folder of its own: the native tests would otherwise undo its work.
with_wasm() {
  env ${WASM_TOOLCHAIN:+RUSTUP_TOOLCHAIN="$WASM_TOOLCHAIN"} CARGO_TARGET_DIR="$GRANTLENS_ROOT/target/wasm" \
    RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$WASM_FLAGS" \
    CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size "$@"
}

say() { printf '\033[2m> %s\033[0m\n' "$*" >&2; }
die() { printf 'grantlens: %s\n' "$*" >&2; exit 1; }

# Debian's packages need root: as root, or through a sudo that asks nothing.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}
