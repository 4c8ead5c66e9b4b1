#!/bin/sh
# The simulator's port by itself: scraped by VictoriaMetrics, steered by its
# control paths, and a runner that leaves nothing behind.
. "$(dirname "$0")/lib.sh"
need victoria-metrics curl jq "$build/tracetop-sim"

state() { curl -fsS "$sim_url/-/state" | jq -r "$1"; }
play() { curl -fsS -X POST -o /dev/null "$sim_url/-/$1"; }
all_up() { [ "$(value "$victoria_url" 'sum(up)')" = 10 ]; }
one_down() {
    [ "$(value "$victoria_url" 'up{pod="jaeger-collector-1"}')" = 0 ]
}
status_of() { curl -s -o /dev/null -w '%{http_code}' "$@" || true; }

# shellcheck disable=SC2119 # no words for the simulator
start_sim
start_victoriametrics "$(scrape_config 1s)"
check 'victoria-metrics scrapes all ten targets' wait_for 'ten targets' all_up
check 'state: healthy' [ "$(state .scenario)" = healthy ]
play 'scenario?name=collector-down'
check 'a scenario that is played is scraped' wait_for 'up == 0' one_down
check 'a collector that is down closes the connection' \
    [ "$(status_of "$sim_url/metrics/jaeger-collector-1")" = 000 ]
play 'event?name=restart-collector'
check 'an event cures it' wait_for 'ten targets' all_up
check 'an unknown scenario is refused' \
    [ "$(status_of -X POST "$sim_url/-/scenario?name=fire")" = 400 ]
check 'an unknown path is not found' \
    [ "$(status_of "$sim_url/metrics/nobody")" = 404 ]
kill "$sim_pid"
status=0
wait "$sim_pid" || status=$?
check 'SIGTERM ends it with 0' is "$status" = 0

TMPDIR=$work
export TMPDIR
status=0
"$build/tracetop-sim" run --hours 0.2 -- sh -c 'exit 7' || status=$?
check 'run returns the status of its command' is "$status" = 7
# shellcheck disable=SC2016 # for the other shell
"$build/tracetop-sim" run --hours 0.2 -- \
    sh -c 'echo "$PROMETHEUS_URL" >"$work/url"; exec sleep 60' &
runner=$!
started="$started $runner"
wait_for 'the command' test -s "$work/url"
kill -TERM "$runner"
status=0
wait "$runner" || status=$?
check 'run ends on SIGTERM' is "$status" = 143
check 'run takes its Prometheus with it' \
    [ "$(status_of "$(cat "$work/url")/-/ready")" = 000 ]
check 'run leaves no folder' [ -z "$(ls -d "$work"/tracetop-sim-* 2>/dev/null)" ]
# shellcheck disable=SC2016
check 'run names the package of a missing Prometheus' sh -c '
    "$build/tracetop-sim" run --prometheus /nowhere/prometheus -- true 2>&1 |
        grep -q "apt-get install prometheus"'
