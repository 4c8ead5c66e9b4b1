#!/bin/sh
# Prometheus dies under the dashboard and comes back: said, and no hole left.
. "$(dirname "$0")/lib.sh"
need prometheus promtool

start_sim --scenario healthy
config=$(scrape_config 1s)
start_prometheus "$config"
port=${prometheus_url##*:}
terminal 80x24
type_line "$build/tracetop --refresh 1s --range 15m --prometheus $prometheus_url"
sees 'shows live data' '/s . ok'
keys 3
sees 'zooms storage' 'query 1 of'

stop "$prometheus_pid"
sees 'says that Prometheus is away' 'prom✗'
sees 'and marks the data as stale' 'stale'
start_prometheus "$config" "$port"
sees 'lights up again' 'prom·'
loses 'and is no longer stale' 'stale'

# The lowest row of the plot is the last one before the times. A hole would be
# a blank between two filled cells.
no_hole() {
    lowest=$(screen | grep -B 1 -m 1 -E '^ +[0-9][0-9]:[0-9][0-9]' | head -n 1)
    echo "the lowest row is '$lowest'"
    printf '%s\n' "$lowest" | grep -q '⣿' &&
        ! printf '%s\n' "$lowest" | grep -q '[⡇⣿] \+[⢸⣿]'
}
keys o Down o
check 'and leaves no hole in the graph' no_hole
keys q q
