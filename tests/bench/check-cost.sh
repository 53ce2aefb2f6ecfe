#!/bin/sh
# What compiled dictionaries cost their users.
#
# First `cargo check`: CPU seconds (user and system) and the most memory of one process, for a crate that depends on
# radius-runtime and uses no dictionary, and beyond that for crates that compile the dictionaries of the RFCs with
# `include_dictionary!`, that use `radius-dictionaries`, that compile the whole tree of FreeRADIUS 3 (of Debian's package
# freeradius-common), that compile this tree in a build script, which does not run again, and that have it in the table and
# only the RFCs typed. Each is checked anew RUNS times with its dependencies built; the median is shown.
#
# Then the size of a release binary that uses two attributes: with a dictionary of just these, and with the whole tree.
set -eu

runs=${RUNS:-7}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARGO_TARGET_DIR="$work/target"

# crate NAME DEPENDENCIES FILE SOURCE
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

[profile.release]
strip = true

[workspace]
TOML
    cp "$root/Cargo.lock" "$work/$1/Cargo.lock"
    printf '%s\n' "$4" > "$work/$1/src/$3"
}

body='radius_runtime::Packet::access_request().with(USER_NAME, "alice").with(SERVICE_TYPE, ServiceType::FramedUser)'
user="pub fn login() -> radius_runtime::Packet { $body }"
include() { printf 'radius_runtime::include_dictionary! { pub mod dictionary = "%s"%s; }\nuse dictionary::*;\n' "$1" "${2:-}"; }
small='ATTRIBUTE User-Name 1 string
ATTRIBUTE Service-Type 6 integer
VALUE Service-Type Framed-User 2'

crate empty '' lib.rs 'pub fn login() -> radius_runtime::Packet { radius_runtime::Packet::access_request() }'
crate rfc '' lib.rs "$(include share/dictionary.rfc)
$user"
cp -r "$root/dictionaries/share" "$work/rfc/share"
crate ready "radius-dictionaries = { path = \"$root/dictionaries\" }" lib.rs "use radius_dictionaries::*;
$user"
crates='empty rfc ready'
if [ -f /usr/share/freeradius/dictionary ]; then
    crate whole '' lib.rs "$(include share/dictionary)
$user"
    mkdir "$work/whole/share"
    cp /usr/share/freeradius/dictionary* "$work/whole/share"
    crate built "
[build-dependencies]
radius-build = { path = \"$root/build-tools\" }" lib.rs "include!(concat!(env!(\"OUT_DIR\"), \"/dictionary.rs\"));
use dictionary::*;
$user"
    echo 'fn main() { radius_build::compile(&["share/dictionary"], "dictionary.rs"); }' > "$work/built/build.rs"
    cp -r "$work/whole/share" "$work/built/share"
    rfcs=$(grep -o 'dictionary\.rfc[0-9]*$' /usr/share/freeradius/dictionary | sort -u | awk '{ printf "\"%s\", ", $0 }')
    crate table '' lib.rs "$(include share/dictionary " where files = [$rfcs]")
$user"
    cp -r "$work/whole/share" "$work/table/share"
    crates="$crates whole built table"
    main="fn main() { println!(\"{:?}\", $body); }"
    crate few '' main.rs "$(include dictionary)
$main"
    printf '%s\n' "$small" > "$work/few/dictionary"
    crate many '' main.rs "$(include share/dictionary)
$main"
    cp -r "$work/whole/share" "$work/many/share"
else
    echo 'There are no dictionaries in /usr/share/freeradius: the whole tree is left out.'
fi

# CPU seconds and megabytes of one check of the crate in the working directory.
measure() {
    touch src/lib.rs
    python3 -c '
import resource, subprocess
subprocess.run(["cargo", "check", "--quiet", "--offline"], check=True, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{used.ru_utime + used.ru_stime:.3f} {used.ru_maxrss / 1000:.0f}")'
}

# The median of a column of what `measure` printed.
median() { cut -d ' ' -f "$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

printf '%-8s %12s %8s\n' crate 'CPU seconds' MB
for name in $crates; do
    cd "$work/$name"
    cargo check --quiet
    for _ in $(seq "$runs"); do measure; done > measured
    seconds=$(median 1 < measured)
    memory=$(median 2 < measured)
    if [ "$name" = empty ]; then
        empty_seconds=$seconds
        empty_memory=$memory
        printf '%-8s %12s %8s\n' "$name" "$seconds" "$memory"
    else
        echo "$seconds $empty_seconds $memory $empty_memory" |
            awk -v name="$name" '{ printf "%-8s %+12.2f %+8d\n", name, $1 - $2, $3 - $4 }'
    fi
done

if [ -d "$work/many" ] && [ "${RELEASE:-1}" = 1 ]; then
    for name in few many; do
        cd "$work/$name"
        cargo build --release --quiet
        eval "$name=$(wc -c < "$CARGO_TARGET_DIR/release/$name")"
    done
    echo
    echo "release binary that uses two attributes: $few octets; with the whole tree compiled in: $many octets"
    # What differs is the text of the attributes that both use. One unused attribute alone has some dozens of octets of table.
    if [ $((many - few)) -gt 4096 ]; then
        echo 'attributes that are not used add to the binary' >&2
        exit 1
    fi
fi
