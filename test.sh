#!/usr/bin/env bash
# Everything that must hold before a change lands. Sets up what the tests need, then checks formatting, lints, the build
# without tokio, all tests and doctests, and the stand-alone crates. Run it from anywhere: ./test.sh
set -euo pipefail
cd "$(dirname "$0")"

step() { printf '\n==> %s\n' "$*"; }

# The interoperability tests start real peers. They fail, rather than skip, where a peer is missing.
packages=(freeradius freeradius-utils freeradius-common radsecproxy dnsmasq-base)
has_peers() { for peer in freeradius radclient radsecproxy dnsmasq; do PATH="$PATH:/usr/sbin" command -v "$peer" || return; done; }
if ! has_peers >/dev/null || [ ! -d /usr/share/freeradius ]; then
    step "installing ${packages[*]}"
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${packages[@]}"
    else
        echo "The tests need the Debian packages ${packages[*]}. Install them with:"
        echo "    sudo apt-get install ${packages[*]}"
        exit 1
    fi
fi

# One target folder for all: the stand-alone crates build on what the workspace has built.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"

# pyrad2, the only other implementation of RADIUS/1.1, in an environment of its own. It needs Python 3.12 or later, which often
# lies beside the default one.
pyrad2="$CARGO_TARGET_DIR/pyrad2"
if ! [ -x "$pyrad2/bin/python" ] || ! "$pyrad2/bin/python" -c 'import pyrad2' 2>/dev/null; then
    step "installing pyrad2"
    for python in python3.14 python3.13 python3.12 python3 ~/.pyenv/versions/3.1[2-9]*/bin/python; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
            "$python" -m venv "$pyrad2"
            "$pyrad2/bin/pip" install --quiet pyrad2==3.2
            break
        fi
    done
    [ -x "$pyrad2/bin/python" ] || { echo "The tests need a Python of 3.12 or later, for pyrad2."; exit 1; }
fi

step "formatting"
cargo fmt --all -- --check
cargo fmt --manifest-path examples/custom-dictionary/Cargo.toml -- --check
cargo fmt --manifest-path tests/fuzz/Cargo.toml -- --check

step "lints"
cargo clippy --workspace --all-targets --locked -- -D warnings
cargo clippy -p radius-build --all-targets --features cli --locked -- -D warnings

step "RADIUS over TLS, with and without cryptography"
cargo clippy -p radius-runtime --features radsec,discovery --all-targets --locked -- -D warnings
cargo clippy -p radius-runtime --no-default-features --features tls,server --locked -- -D warnings
cargo clippy -p radius-runtime --no-default-features --features tls,client --locked -- -D warnings

step "build without tokio"
cargo clippy -p radius-runtime --no-default-features --locked -- -D warnings
if cargo tree -p radius-runtime --no-default-features -e normal --locked | grep -q 'tokio'; then
    echo "radius-runtime without features depends on tokio"
    exit 1
fi

step "dictionaries without features, and with all"
cargo check -p radius-dictionaries --no-default-features --locked
cargo test -p radius-dictionaries --features full --locked

step "tests"
cargo build --workspace --examples --locked
cargo test --workspace --locked
cargo test -p radius-build --features cli --test command --locked
cargo test -p radius-runtime --features radsec,discovery --lib --locked

step "documentation"
RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --locked

step "a crate outside the workspace, with a dictionary of its own"
cargo run --quiet --locked --manifest-path examples/custom-dictionary/Cargo.toml

step "fuzz targets"
if command -v c++ >/dev/null 2>&1; then
    cargo check --quiet --locked --manifest-path tests/fuzz/Cargo.toml
else
    echo "There is no C++ compiler, which libFuzzer is built with: the fuzz targets are not checked."
fi

step "all passed"
