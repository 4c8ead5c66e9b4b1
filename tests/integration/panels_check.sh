#!/bin/sh
# Every query of the shipped panels is PromQL to the real Prometheus.
set -eu
if ! command -v promtool >/dev/null; then
    echo 'skipped: no promtool (Debian: prometheus)'
    exit 77
fi
file=$(mktemp)
trap 'rm -f "$file"' EXIT
tests/integration/print_rules > "$file"
promtool check rules "$file"
[ "$(grep -c 'expr:' "$file")" -ge 17 ]
