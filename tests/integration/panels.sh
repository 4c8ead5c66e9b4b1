#!/bin/sh
# What the panels show against what the servers themselves answer: Prometheus
# and VictoriaMetrics, scraping the same simulated platform.
. "$(dirname "$0")/lib.sh"
need prometheus promtool jq curl

export XDG_CONFIG_HOME="$work/config" XDG_STATE_HOME="$work/state"
panels='ingestion query storage collector kafka'

# same PANEL URL: the panel's series are those of the server's answer to its
# query at the panel's own time (a multiple of 15 s), and so are their values,
# but for a scrape that came in between.
same() {
    echo 'nothing was compared' >"$work/differences"
    "$build/tracetop" snapshot --prometheus "$2" --format json --wait 20s \
        >"$work/panel.json"
    query=$(jq -r --arg id "$1" '.panels[] | select(.id == $id) | .query' \
        "$work/panel.json")
    at=$(jq --arg id "$1" '(.panels[] | select(.id == $id) | .age_s) as $age
        | ((.time | fromdate) + 0.5 - $age) / 15 | round * 15' \
        "$work/panel.json")
    "$build/tracetop" query --prometheus "$2" --format json --at "$at" -- \
        "$query" >"$work/answer.json"
    jq -r -s --arg id "$1" '
        (.[0].panels[] | select(.id == $id) | .series
            | map(select(.value != null)
                | {key: (.labels | tostring), value: .value})) as $mine
        | (.[1].result
            | map(select(.value[1] != "NaN")
                | {key: (.metric | tostring), value: (.value[1] | tonumber)}))
            as $theirs
        | ($mine | map(.key) | sort) as $a | ($theirs | map(.key) | sort) as $b
        | ($mine | from_entries) as $values
        | if $a == [] then "no series"
          elif $a != $b then "series \($a) and not \($b)"
          else $theirs[] | . as $one | ($values[$one.key]) as $value
            | select(($value - $one.value | fabs)
                > 0.01 * ($one.value | fabs))
            | "\($one.key): \($value) and not \($one.value)"
          end' "$work/panel.json" "$work/answer.json" >"$work/differences"
    cat "$work/differences"
    [ ! -s "$work/differences" ]
}

# same_soon PANEL URL: what was scraped becomes visible to queries only after a
# moment, so two questions for one time can differ while the server is young.
same_soon() {
    for _ in 1 2 3 4 5 6 7 8 9; do
        if same "$@" >/dev/null; then return; fi
        sleep 1
    done
    same "$@"
}

# full PANEL: an hour of the last snapshot is there without a hole.
full() {
    jq -e --arg id "$1" '.panels[] | select(.id == $id)
        | .series | map(.points) | max >= 240' "$work/panel.json"
}

part_prometheus() {
    for panel in $panels; do
        check "prometheus: $panel shows the server's answer" \
            same "$panel" "$PROMETHEUS_URL"
        check "prometheus: $panel has an hour of history" full "$panel"
    done
    check 'snapshot: exit code of a panel view is 0' \
        "$build/tracetop" snapshot --view storage
}

# A panel's newest time is up to 15 s ago: the server must know it.
twenty_scrapes() {
    is "$(value "$victoria_url" \
        'count(count_over_time(up[30s]) >= 20)')" '>' 9
}

part_victoria() {
    command -v victoria-metrics >/dev/null || {
        skip 'victoriametrics' 'no victoria-metrics here'
        return
    }
    sim_address=${TRACETOP_SIM_URL#http://}
    start_victoriametrics "$(scrape_config 1s)"
    wait_for 'twenty scrapes of every target' twenty_scrapes
    for panel in $panels; do
        check "victoriametrics: $panel shows the server's answer" \
            same_soon "$panel" "$victoria_url"
    done
}

if [ -n "${TEST_PART-}" ]; then
    "part_$TEST_PART"
    exit
fi
for part in prometheus victoria; do
    TEST_PART=$part "$build/tracetop-sim" run --scenario cascade -- \
        sh "$0" || failures=$((failures + 1))
done
