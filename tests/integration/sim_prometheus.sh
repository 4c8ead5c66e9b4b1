#!/bin/sh
# The simulator with a back-filled Prometheus: an hour without holes, a seam
# that no rate shows, and each scenario at its numbers.
. "$(dirname "$0")/lib.sh"
need prometheus promtool curl jq "$build/tracetop-sim"

disk='max(100 - 100 * elasticsearch_filesystem_data_available_bytes
    / elasticsearch_filesystem_data_size_bytes)'
p99='histogram_quantile(0.99, sum by (le) (rate(jaeger_query_latency_bucket[5m])))'
lag='sum(clamp_min(kafka_consumergroup_lag, 0))'
traces='sum(rate(jaeger_collector_traces_received_total[5m]))'

# Runs the function $2 beside a platform in scenario $1 of $3 hours: this very
# script again, as the command.
beside() {
    TEST_PART=$2 "$build/tracetop-sim" run --scenario "$1" --hours "$3" -- \
        sh "$0" || failures=$((failures + 1))
}

# shellcheck disable=SC2153 # it is the command of tracetop-sim run then
now() { value "$PROMETHEUS_URL" "$1"; }
ago() { value "$PROMETHEUS_URL" "$2" "$(($(date +%s) - $1 * 60))"; }

# over DURATION EXPR: least value of the expression over the duration.
least_over() { now "min_over_time(($2)[$1:15s])"; }
most_over() { now "max_over_time(($2)[$1:15s])"; }

longest_gap() {
    query "$PROMETHEUS_URL" "$1" | jq '[.[].values | [.[][0]] as $at |
        range(1; $at | length) | $at[.] - $at[. - 1]] | max'
}

# The steepest slope between two samples of a counter as a multiple of the
# flattest; samples closer than a second say nothing about slopes.
steepest_change() {
    query "$PROMETHEUS_URL" "$1" | jq '[.[].values | . as $samples |
        range(1; length) | [$samples[.][0] - $samples[. - 1][0],
            ($samples[.][1] | tonumber) - ($samples[. - 1][1] | tonumber)] |
        select(.[0] > 1) | .[1] / .[0]] | max / min'
}

# A live scrape of every target, some 6 to 11 s after the start.
is_live() {
    scrapes=$(now 'count(count_over_time(scrape_samples_scraped[1m]) >= 2)')
    [ "$scrapes" = 10 ]
}

part_healthy() {
    wait_for 'two live scrapes of every target' is_live
    check 'healthy: ten targets are up' is "$(now 'sum(up)')" = 10
    check 'history: no hole in the last hour' is \
        "$(longest_gap 'up[1h]')" '<' 15.1
    check 'history: an hour is full' is \
        "$(now 'min(count_over_time(up[1h]))')" '>' 280
    check 'seam: no gap above two scrape intervals' is \
        "$(longest_gap 'up[1m]')" '<' 10.1
    check 'seam: no counter starts anew' is "$(now 'max(
        resets(jaeger_collector_traces_received_total[2m]) or
        resets(container_cpu_usage_seconds_total[2m]) or
        resets(jaeger_query_latency_bucket[2m]) or
        resets(otelcol_receiver_accepted_spans[2m]))')" = 0
    check 'seam: no counter jumps' is "$(steepest_change \
        'jaeger_collector_traces_received_total{svc="frontend",transport="grpc"}[1m]'
    )" '<' 1.1
    check 'healthy: traces' is "$(now "$traces")" '>' 7000
    check 'healthy: p99' is "$(now "$p99")" '<' 0.4
    check 'healthy: disk' is "$(now "$disk")" '<' 70
    check 'healthy: lag' is "$(now "$lag")" '<' 1000
}

part_collector_down() {
    check 'collector-down: one is down' is \
        "$(now 'count(up{job="jaeger-collector"} == 0)')" = 1
    check 'collector-down: for two minutes' is \
        "$(now 'max_over_time(up{pod="jaeger-collector-1"}[2m])')" = 0
    check 'collector-down: traces halve' is \
        "$(now "$traces / $(ago 20 "$traces")")" '<' 0.6
    check 'collector-down: one replica available' is "$(now '
        kube_deployment_status_replicas_available{deployment="jaeger-collector"}
        ')" = 1
}

part_disk_full() {
    check 'disk-full: above 90' is "$(now "$disk")" '>' 90
    check 'disk-full: above 85 for ten minutes' is \
        "$(least_over 10m "$disk")" '>' 85
    check 'disk-full: 50 minutes ago it was not' is "$(ago 50 "$disk")" '<' 70
}

part_slow_queries() {
    check 'slow-queries: p99' is "$(now "$p99")" '>' 0.5
    check 'slow-queries: for five minutes' is "$(least_over 5m "$p99")" \
        '>' 0.5
    check 'slow-queries: the rest is well' is "$(now "$disk")" '<' 70
}

part_kafka_lag() {
    check 'kafka-lag: above 100k' is "$(now "$lag")" '>' 100000
    check 'kafka-lag: for five minutes' is "$(least_over 5m "$lag")" \
        '>' 100000
    check 'kafka-lag: no partition alone' is \
        "$(now 'max(kafka_consumergroup_lag)')" '<' 100000
    check 'kafka-lag: a partition without a commit' is \
        "$(now 'min(kafka_consumergroup_lag)')" = -1
}

part_cascade() {
    check 'cascade: disk' is "$(least_over 10m "$disk")" '>' 85
    check 'cascade: p99' is "$(least_over 5m "$p99")" '>' 0.5
    check 'cascade: lag' is "$(least_over 5m "$lag")" '>' 100000
    check 'cascade: collector' is \
        "$(most_over 2m 'up{pod="jaeger-collector-1"}')" = 0
}

if [ -n "${TEST_PART-}" ]; then
    "part_$TEST_PART"
    exit 0
fi
beside healthy healthy 1.2
beside collector-down collector_down 0.6
beside disk-full disk_full 1.2
beside slow-queries slow_queries 0.6
beside kafka-lag kafka_lag 0.6
beside cascade cascade 0.6
