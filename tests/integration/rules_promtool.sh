#!/bin/sh
# The shipped rules are rules to the real promtool, and do what they say.
set -eu
if ! command -v promtool >/dev/null; then
    echo 'skipped: no promtool (Debian: prometheus)'
    exit 77
fi
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
XDG_CONFIG_HOME=$work ./tracetop rules >"$work/rules.yaml"
promtool check rules "$work/rules.yaml"
sed "s|^rule_files: .*|rule_files: [$work/rules.yaml]|" \
    "$here/tracing_test.yaml" >"$work/test.yaml"
promtool test rules "$work/test.yaml"
./tracetop rules check "$work/rules.yaml"
