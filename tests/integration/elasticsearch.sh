#!/bin/sh
# Elasticsearch through the whole chain: the simulated cluster, the real
# elasticsearch_exporter, Prometheus and the storage panel; and the cluster
# asked itself, well and failed.
. "$(dirname "$0")/lib.sh"
need prometheus prometheus-elasticsearch-exporter jq curl

export XDG_CONFIG_HOME="$work/config" XDG_STATE_HOME="$work/state"

start_exporter() {
    port=$(free_port)
    exporter_address=127.0.0.1:$port
    prometheus-elasticsearch-exporter --es.uri="$sim_url/es" --es.all \
        --web.listen-address="$exporter_address" >"$work/exporter.log" 2>&1 &
    started="$started $!"
    wait_for 'the exporter' answers "http://$exporter_address/metrics"
}

write_scrape_config() {
    cat >"$work/scrape.yml" <<END
global: {scrape_interval: 1s}
scrape_configs:
  - job_name: elasticsearch
    static_configs: [{targets: ["$exporter_address"]}]
END
}

write_config() {
    cat >"$work/config.yaml" <<END
prometheus: {url: "$prometheus_url"}
elasticsearch: {url: "$sim_url/es", timeout: 1s}
END
}

three_disks() {
    [ "$(curl -fsS "$prometheus_url/api/v1/query" --data-urlencode \
        'query=count(elasticsearch_filesystem_data_size_bytes)' |
        jq -r '.data.result[0].value[1]')" = 3 ]
}

# Its newest time is a multiple of 15 s, which must have passed.
panel_has_a_value() {
    snapshot --format json --wait 5s |
        jq -e '.panels[] | select(.id == "storage") | .value'
}

# The fullest disk, as the cluster says it: used percent of what is available.
fullest() {
    curl -fsS "$sim_url/es/_nodes/stats" | jq '[.nodes[].fs.total
        | 100 - 100 * .available_in_bytes / .total_in_bytes] | max'
}

panel_is_the_cluster() {
    shown=$(snapshot --format json --wait 20s |
        jq '.panels[] | select(.id == "storage") | .value')
    told=$(fullest)
    jq -en --argjson a "$shown" --argjson b "$told" '($a - $b | fabs) < 0.5' ||
        { echo "the panel says $shown, the cluster $told"; false; }
}

snapshot() { "$build/tracetop" snapshot --config "$work/config.yaml" "$@"; }

shows() {
    snapshot --view storage --size 120x40 --wait 20s >"$work/frame"
    grep -q "$1" "$work/frame" || { cat "$work/frame"; false; }
}

# light_is STATE WORDS: the light's state, and words of its error.
light_is() {
    snapshot --format json --wait 20s >"$work/snapshot.json"
    jq -e --arg state "$1" --arg words "$2" '.backends[]
        | select(.name == "elasticsearch")
        | .state == $state and ((.error // "") | contains($words))' \
        "$work/snapshot.json" ||
        { jq -c .backends "$work/snapshot.json"; false; }
}

# failed_says HOW WORDS: with the cluster failing so, the light says why.
failed_says() {
    curl -fsS -X POST "$sim_url/-/fail?backend=elasticsearch&how=$1"
    light_is down "$2"
}

start_sim --scenario disk-full
start_exporter
write_scrape_config
start_prometheus "$work/scrape.yml"
write_config
wait_for 'three disks' three_disks
wait_for 'the panel' panel_has_a_value
check 'storage panel shows what the cluster says' panel_is_the_cluster
check 'storage panel has the nodes with their watermark' \
    shows 'elasticsearch-master-0 .*high 90 %'
check 'storage panel tells the last backup' shows 'last snapshot .*SUCCESS'
check 'light of the cluster is ok' light_is ok ''
check 'failed, hang: said' failed_says hang 'timed out after 1s'
check 'failed, reset: said' failed_says reset 'plain HTTP to a TLS port?'
check 'failed, unauthorized: said' failed_says unauthorized 'login is missing'
check 'failed, forbidden: said' failed_says forbidden '403'
check 'failed, busy: said' failed_says busy '503'
check 'failed, garbage: said' failed_says garbage 'Elasticsearch: '
check 'failed, empty: said' failed_says empty 'Elasticsearch: '
check 'failed, truncated: said' failed_says truncated ' '
check 'failed, html: said' failed_says html 'a web page instead of'
check 'failed, redirect: said' failed_says redirect 'redirect'
