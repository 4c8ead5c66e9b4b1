# lib.sh - for tests that talk to real servers: start, wait, ask, end.
# Sourced: . "$(dirname "$0")/../integration/lib.sh"
#
# Everything that is started is remembered by its process id and ended when the
# test ends, however it ends. $work is a private folder. Cases are told on
# stdout as `ok NAME`, `FAIL NAME: why`, `skip NAME: why`.
# shellcheck shell=sh
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
build=${TRACETOP_BUILD:-$root/build}
test_name=$(basename "$0" .sh)
work=$(mktemp -d)
started=
failures=0
export root build work

ok() { echo "ok $test_name $1"; }
skip() { echo "skip $test_name $1: $2"; }
fail() {
    echo "FAIL $test_name $1: $2"
    failures=$((failures + 1))
}

# check NAME COMMAND...: one case; what it prints is why it failed.
check() {
    name=$1
    shift
    if why=$("$@" 2>&1); then
        ok "$name"
    else
        fail "$name" "$(printf '%s' "${why:-no reason given}" | tr '\n' ' ')"
    fi
}

# need PROGRAM...: without one of them the whole test is skipped.
need() {
    for program in "$@"; do
        command -v "$program" >/dev/null || [ -x "$program" ] || {
            skip all "no $program here"
            exit 0
        }
    done
}

finish() {
    status=$?
    trap - EXIT INT TERM HUP
    for pid in $started; do stop "$pid"; done
    rm -rf "$work"
    [ "$failures" = 0 ] || status=1
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

# stop PID: ends a process that we started and waits for it.
stop() {
    kill "$1" 2>/dev/null || return 0
    tries=0
    while kill -0 "$1" 2>/dev/null && [ "$tries" -lt 50 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    kill -9 "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

# wait_for WHAT COMMAND...: until it succeeds, 30 s at most.
wait_for() {
    what=$1
    shift
    tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -gt 300 ]; then
            echo "waited 30 s for $what" >&2
            return 1
        fi
        sleep 0.1
    done
}

answers() { curl -fsS -m 2 -o /dev/null "$1"; }

free_port() { "$build/tracetop-sim" --free-port; }

# start_sim [ARG...]: sets sim_url, sim_address and sim_pid.
start_sim() {
    : >"$work/sim.out" # what the one before said is not its
    "$build/tracetop-sim" --port 0 "$@" >"$work/sim.out" 2>"$work/sim.log" &
    sim_pid=$!
    started="$started $sim_pid"
    wait_for 'the simulator' grep -q '^listening' "$work/sim.out"
    sim_url=$(sed -n 's/^listening //p' "$work/sim.out")
    sim_address=${sim_url#http://}
    export sim_url sim_address sim_pid
}

# scrape_config [INTERVAL]: a prometheus.yml for the simulator; prints its path.
scrape_config() {
    "$build/tracetop-sim" --scrape-config "$sim_address" \
        --interval "${1:-1s}" >"$work/scrape.yml"
    echo "$work/scrape.yml"
}

# start_prometheus CONFIG [PORT] [ARG...]: sets prometheus_url and
# prometheus_pid. Its data are in $work/prometheus, for a start with history or
# a second start.
start_prometheus() {
    config=$1
    port=${2:-$(free_port)}
    shift
    [ $# -eq 0 ] || shift
    prometheus --config.file="$config" --storage.tsdb.path="$work/prometheus" \
        --storage.tsdb.retention.time=100d --log.level=warn \
        --web.listen-address="127.0.0.1:$port" "$@" \
        >>"$work/prometheus.log" 2>&1 &
    prometheus_pid=$!
    started="$started $prometheus_pid"
    prometheus_url=http://127.0.0.1:$port
    export prometheus_url prometheus_pid
    wait_for 'prometheus' answers "$prometheus_url/-/ready"
}

# start_victoriametrics CONFIG: sets victoria_url and victoria_pid.
start_victoriametrics() {
    port=$(free_port)
    victoria-metrics -httpListenAddr="127.0.0.1:$port" \
        -storageDataPath="$work/victoria" -promscrape.config="$1" \
        -memory.allowedPercent=10 -search.latencyOffset=0s \
        >>"$work/victoria.log" 2>&1 &
    victoria_pid=$!
    started="$started $victoria_pid"
    victoria_url=http://127.0.0.1:$port
    export victoria_url victoria_pid
    wait_for 'victoria-metrics' answers "$victoria_url/health"
}

# query URL EXPR [TIME]: the `result` of an instant query, as one line of JSON.
query() {
    curl -fsS -m 10 "$1/api/v1/query" --data-urlencode "query=$2" \
        ${3:+--data-urlencode "time=$3"} | jq -c .data.result
}

# value URL EXPR [TIME]: the number of the first series, or nothing.
value() { query "$@" | jq -r '.[0].value[1] // empty'; }

# is NUMBER OPERATOR LIMIT: for numbers with fractions; says what it was.
is() {
    awk -v left="$1" -v operator="$2" -v right="$3" 'BEGIN {
        if (left == "") { print "no value"; exit 1 }
        if (operator == "<") ok = left + 0 < right + 0
        else if (operator == ">") ok = left + 0 > right + 0
        else if (operator == "=") ok = left + 0 == right + 0
        if (!ok) { print left " is not " operator " " right; exit 1 } }'
}
