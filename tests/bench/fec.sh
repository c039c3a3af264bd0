#!/bin/sh
# The speed and memory of `fec balance` beside `wc -l`, on generated files of 1,000,000 and
# 10,000,000 lines; then the memory at 1,000,000 different accounts, letters, and half of each:
# tests/bench/fec.sh RELEASE, the folder with the program. The files need 1.5 GB
# in TMPDIR and are removed.
set -eu

here=$(dirname "$0")
quitus=${1:-build/release}/quitus
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
failed=0

cc -O2 -D_GNU_SOURCE -o "$folder/generate" "$here/fec_generate.c"
cc -O2 -D_GNU_SOURCE -o "$folder/measure" "$here/fec_measure.c"
for lines in 1000000 10000000; do
    file=$folder/732829320FEC20251231.txt
    "$folder/generate" "$lines" > "$file"
    printf '%9d lines ' "$lines"
    "$folder/measure" "$quitus" "$file" 0.2 64 balance || failed=1
    rm -f "$file"
done
for names in "1000000 0 balance" "1000000 0 check" "1 1000000 check" "500000 500000 check"; do
    # shellcheck disable=SC2086
    set -- $names
    file=$folder/732829320FEC20251231.txt
    "$folder/generate" names "$1" "$2" > "$file"
    printf '%7d accounts %7d letters ' "$1" "$2"
    "$folder/measure" "$quitus" "$file" 0 64 "$3" || failed=1
    rm -f "$file"
done
exit "$failed"
