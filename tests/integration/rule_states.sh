#!/bin/sh
# promtool's unit tests, driven through our alert states and templates; a real
# Prometheus answers the expressions. What promtool says of the same files is
# what is expected here. Staleness markers are written as such (remote write);
# native histograms and group_eval_order are left out, which is said.
. "$(dirname "$0")/lib.sh"
need prometheus promtool
driver=$build/tests/integration/rule_states
[ -x "$driver" ] || make -s -C "$build" tests/integration/rule_states >&2

# A Prometheus that holds nothing and takes samples of any time, in any order.
start_empty() {
    rm -rf "$work/prometheus"
    printf 'storage: {tsdb: {out_of_order_time_window: 280y}}\n' \
        >"$work/empty.yml"
    start_prometheus "$work/empty.yml" "$(free_port)" \
        --web.enable-remote-write-receiver \
        --storage.tsdb.min-block-duration=280y \
        --storage.tsdb.max-block-duration=280y
}

stop_empty() {
    stop "$prometheus_pid"
    started=
}

# all TITLE FILE: each of its tests that has something for our states.
all() {
    title=$1
    file=$2
    "$driver" list "$file" >"$work/list" || {
        fail "$title" "$(cat "$work/list")"
        return
    }
    others=0
    while read -r number cases test <&3; do
        if [ "$cases" = 0 ]; then
            others=$((others + 1))
        else
            start_empty
            check "$title $number: ${test:-no name} ($cases)" \
                "$driver" run "$file" "$number" "$prometheus_url"
            stop_empty
        fi
    done 3<"$work/list"
    [ "$others" = 0 ] ||
        skip "$title" "$others of its tests are about PromQL only"
}

export XDG_CONFIG_HOME="$work/config"
"$build/tracetop" rules >"$work/shipped.yaml"
sed "s|^rule_files: .*|rule_files: [$work/shipped.yaml]|" \
    "$root/tests/integration/tracing_test.yaml" >"$work/tracing_test.yaml"
all 'shipped rules' "$work/tracing_test.yaml"
