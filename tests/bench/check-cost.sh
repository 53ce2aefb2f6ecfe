#!/bin/sh
# What the dictionaries of the RFCs cost a user's `cargo check`: CPU seconds (user and system) of a crate that compiles
# them with `include_dictionary!`, of one that uses `radius-dictionaries`, and of an empty one that depends on
# radius-runtime all the same. Each is checked anew RUNS times with its dependencies built; the median is shown.
set -eu

runs=${RUNS:-7}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARGO_TARGET_DIR="$work/target"

# crate NAME DEPENDENCIES SOURCE
crate() {
    mkdir -p "$work/$1/src"
    cat > "$work/$1/Cargo.toml" <<TOML
[package]
name = "$1"
version = "0.0.0"
edition = "2024"

[dependencies]
radius-runtime = { path = "$root/radius-runtime", default-features = false }
$2

[workspace]
TOML
    cp "$root/Cargo.lock" "$work/$1/Cargo.lock"
    printf '%s\n' "$3" > "$work/$1/src/lib.rs"
}

user='pub fn login() -> radius_runtime::Packet {
    radius_runtime::Packet::access_request().with(USER_NAME, "alice").with(SERVICE_TYPE, ServiceType::FramedUser)
}'
crate empty '' 'pub fn login() -> radius_runtime::Packet { radius_runtime::Packet::access_request() }'
crate macro '' "radius_runtime::include_dictionary! { pub mod dictionary = \"share/dictionary.rfc\"; }
use dictionary::*;
$user"
cp -r "$root/dictionaries/share" "$work/macro/share"
crate ready "radius-dictionaries = { path = \"$root/dictionaries\" }" "use radius_dictionaries::*;
$user"

# CPU seconds of one check of the crate in the working directory.
seconds() {
    touch src/lib.rs
    bash -c 'TIMEFORMAT="%U %S"; time cargo check --quiet --offline 2>/dev/null' 2>&1 | awk '{ print $1 + $2 }'
}

printf '%-8s %s\n' crate 'CPU seconds (median)'
for name in empty macro ready; do
    cd "$work/$name"
    cargo check --quiet
    median=$(for _ in $(seq "$runs"); do seconds; done | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')
    printf '%-8s %s\n' "$name" "$median"
done
