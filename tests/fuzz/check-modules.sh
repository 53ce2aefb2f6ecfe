#!/bin/sh
# Compiles the modules that the fuzz target `dictionary` kept (KEEP_MODULES), or any others that `radius-dict generate` wrote:
# every file of the folder, BATCH in a crate, with all warnings as errors. Prints the files that the compiler refuses, with what
# it says about them.
#
# usage: check-modules.sh FOLDER
set -eu

folder=$(cd "${1:?usage: check-modules.sh FOLDER}" && pwd)
batch=${BATCH:-200}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/src"
cat > "$work/Cargo.toml" <<TOML
[package]
name = "modules"
version = "0.0.0"
edition = "2024"

[dependencies]
radius-runtime = { path = "$root/radius-runtime", default-features = false }

[workspace]
TOML
cp "$root/Cargo.lock" "$work"

find "$folder" -name '*.rs' | sort > "$work/all"
split -l "$batch" "$work/all" "$work/batch."
refused=0
for list in "$work"/batch.*; do
    [ -f "$list" ] || { echo "no modules in $folder"; exit 1; }
    {
        echo '#![deny(warnings)]'
        awk '{ printf "#[path = \"%s\"]\npub mod m%d;\n", $0, NR }' "$list"
    } > "$work/src/lib.rs"
    if ! (cd "$work" && cargo check --quiet) > "$work/said" 2>&1; then
        cat "$work/said"
        grep -o -F -f "$list" "$work/said" | sort -u > "$work/names" || true
        echo "refused:"
        # Without a name it is the crate, or the compiler, that failed.
        [ -s "$work/names" ] && cat "$work/names" || echo "one of the modules in:" "$(head -1 "$list")" to "$(tail -1 "$list")"
        refused=$((refused + 1))
    fi
done
total=$(wc -l < "$work/all")
echo "$total modules compiled, $refused of $(ls "$work"/batch.* | wc -l) batches with errors"
[ "$refused" -eq 0 ]
