#!/bin/sh
# check.sh - the colours of `tracetop check`: of each scenario of the simulator,
# of each back end failed in each way, and of all of them hanging.
. "$(dirname "$0")/lib.sh"

need prometheus promtool jq curl "$build/tracetop" "$build/tracetop-sim"

XDG_CONFIG_HOME=$work/config
XDG_STATE_HOME=$work/state
export XDG_CONFIG_HOME XDG_STATE_HOME

# What runs beside the simulator's Prometheus: `NAME=STATUS...` of one check.
cat >"$work/colours" <<'INNER'
#!/bin/sh
rc=0
"$build/tracetop" check --format json "$@" >"$work/json" || rc=$?
jq -r '[.status] + [.checks[] | .name + "=" + .status] | join(" ")' "$work/json"
jq -r '.checks[] | select(.status != "ok") | .name + ": " + .summary' \
    "$work/json" >"$work/why"
case $rc in 0) want=ok ;; 1) want=warning ;; 2) want=critical ;; *) want=unknown ;; esac
[ "$(jq -r .status "$work/json")" = "$want" ] || echo "exit $rc does not fit"
INNER
chmod +x "$work/colours"

# of_scenario NAME WORD...: each NAME=STATUS is among the colours.
of_scenario() {
    "$build/tracetop-sim" run --configure --scenario "$1" -- "$work/colours" \
        >"$work/out" 2>"$work/err"
    shift
    has "$@"
}
has() {
    for word in "$@"; do
        grep -qw -e "$word" "$work/out" || {
            echo "no $word in: $(cat "$work/out" "$work/why")"
            return 1
        }
    done
}
well='elasticsearch=ok disk=ok ingestion=ok collectors=ok kafka=ok query=ok'
# shellcheck disable=SC2086
check healthy of_scenario healthy $well prometheus=ok backups=ok
check disk_full of_scenario disk-full critical disk=critical query=ok
check slow_queries of_scenario slow-queries query=warning disk=ok
check kafka_lag of_scenario kafka-lag kafka=warning disk=ok
check collector_down of_scenario collector-down ingestion=warning \
    prometheus=warning disk=ok
check cascade of_scenario cascade critical disk=critical kafka=warning \
    query=warning

# Each way to fail: what serves is critical, what denies is not known, and a
# neighbour does not mind.
cat >"$work/matrix" <<'INNER'
#!/bin/sh
for backend in elasticsearch jaeger; do
    for how in hang reset error busy unauthorized forbidden garbage html redirect; do
        curl -fsS -X POST -o /dev/null \
            "$TRACETOP_SIM_URL/-/fail?backend=$backend&how=$how"
        echo "$backend/$how $("$work/colours" --timeout 2s)"
    done
    curl -fsS -X POST -o /dev/null \
        "$TRACETOP_SIM_URL/-/fail?backend=$backend&how=none"
done
INNER
chmod +x "$work/matrix"
"$build/tracetop-sim" run --configure -- "$work/matrix" >"$work/matrix.out" \
    2>"$work/err" || true
failed() { # BACKEND/HOW WORD...
    grep "^$1 " "$work/matrix.out" >"$work/out" || echo none >"$work/out"
    : >"$work/why"
    shift
    has "$@"
}
for how in hang reset error busy; do
    check "elasticsearch_$how" failed "elasticsearch/$how" \
        elasticsearch=critical disk=unknown kafka=ok
    check "jaeger_$how" failed "jaeger/$how" query=critical elasticsearch=ok \
        disk=ok kafka=ok
done
for how in unauthorized forbidden html; do
    check "elasticsearch_$how" failed "elasticsearch/$how" \
        elasticsearch=unknown disk=unknown query=ok kafka=ok
    check "jaeger_$how" failed "jaeger/$how" query=unknown elasticsearch=ok
done
never_ok() { # a check never says ok of what did not tell
    ! grep "^$1/" "$work/matrix.out" | grep -w "$2=ok"
}
check elasticsearch_never_ok never_ok elasticsearch elasticsearch
check jaeger_never_ok never_ok jaeger query

# Everything hangs: a stopped process accepts and never answers.
start_sim
cat >"$work/tracetop.yml" <<CONFIG
prometheus: {url: "$sim_url"}
alertmanager: {url: "$sim_url"}
elasticsearch: {url: "$sim_url"}
jaeger: {query_url: "$sim_url", collector_urls: ["$sim_url/c"]}
otel_collector: {health_url: "$sim_url", metrics_url: "$sim_url/metrics"}
kubernetes: {api_url: "$sim_url"}
CONFIG
kill -STOP "$sim_pid"
hanging() {
    begin=$(date +%s%N)
    rc=0
    "$build/tracetop" check --config "$work/tracetop.yml" --timeout 1s \
        --format json >"$work/json" 2>"$work/err" || rc=$?
    took=$((($(date +%s%N) - begin) / 1000000))
    [ "$took" -lt 2000 ] || { echo "took $took ms, not 1000"; return 1; }
    [ "$rc" = 2 ] || { echo "exit $rc, not 2"; return 1; }
    jq -e '(.checks | length) >= 7 and all(.checks[]; .status != "ok" and
        (.summary | length) > 0)' "$work/json"
}
check all_hang hanging
kill -CONT "$sim_pid"
