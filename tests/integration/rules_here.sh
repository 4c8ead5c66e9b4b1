#!/bin/sh
# Rules that Prometheus has not loaded are evaluated by tracetop: the built-in
# ones, and a team's own file, on a Prometheus without any rule.
. "$(dirname "$0")/lib.sh"
need prometheus promtool jq

export XDG_CONFIG_HOME="$work/config" XDG_STATE_HOME="$work/state"

# alerts [ARG...]: asks anew; the exit code tells how bad it is, 3 is unknown.
alerts() {
    code=0
    "$build/tracetop" alerts --format json "$@" >"$work/alerts.json" ||
        code=$?
    [ "$code" -lt 3 ]
}

# shows NAME STATE: an instance of that alert is in that state.
shows() {
    jq -e --arg name "$1" --arg state "$2" \
        '.alerts | any(.name == $name and .state == $state)' "$work/alerts.json"
}

# began_before NAME SECONDS: its clock did not begin with us.
began_before() {
    jq -e --arg name "$1" --argjson age "$2" \
        '[.alerts[] | select(.name == $name)][0].since | fromdate
            | . <= now - $age' "$work/alerts.json"
}

says() { jq -e --arg text "$1" '.alerts | any(.summary == $text)' "$work/alerts.json"; }

write_mine() {
    cat >"$work/mine.yml" <<'EOF'
groups:
  - name: mine
    rules:
      - alert: SomethingIsUp
        expr: max by (job) (up) == 1
        labels: {severity: critical}
        annotations: {summary: '{{ $labels.job }} is {{ $value }}'}
      - alert: Wrong
        expr: up * on (job) group_left up
EOF
}

told_apart() {
    "$build/tracetop" alerts --rules "$work/mine.yml" >"$work/text" || true
    grep -q '^# group mine (mine): Prometheus has not loaded 2 of its 2 alerts' \
        "$work/text" && grep -q '^# broken rule Wrong (mine): ' "$work/text"
}

part_rules() {
    check 'built-in rules are evaluated' alerts
    check 'a full disk fires' shows ElasticsearchDiskAboveHighWatermark firing
    check 'since before we came' began_before ElasticsearchDiskUsageHigh 300
    check 'a collector that just went away is pending' \
        shows JaegerCollectorReplicaDown pending
    write_mine
    check 'own rules are evaluated' alerts --rules "$work/mine.yml"
    check 'and fire' shows SomethingIsUp firing
    check 'with annotations expanded' says 'kafka-exporter is 1'
    check 'group and broken rule are told apart' told_apart
    if [ ! -f "${TRACETOP_SHARED-}/guide.md" ]; then
        skip "a guide's own block" 'TRACETOP_SHARED is not set'
        return
    fi
    check "a guide's own block is evaluated" \
        alerts --rules "$TRACETOP_SHARED/guide.md"
    check 'its disk alert fires' shows ElasticsearchDiskUsageHigh firing
    check 'its low volume alert is always on' shows LowTraceVolume firing
}

if [ -n "${TEST_PART-}" ]; then
    part_rules
    exit
fi
TEST_PART=rules "$build/tracetop-sim" run --scenario cascade -- sh "$0"
