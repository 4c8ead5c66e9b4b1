#!/bin/sh
# alerts.sh - every state of an alert, reached on a real Prometheus and a real
# Alertmanager, and told by `tracetop alerts` as they tell it themselves.
. "$(dirname "$0")/lib.sh"

am_program=$(command -v prometheus-alertmanager || command -v alertmanager ||
    echo alertmanager)
need prometheus "$am_program" jq curl "$build/tracetop"

# write_rules EXPR: the rules, with this expression for the alert that goes.
write_rules() {
    cat >"$work/rules.yml" <<RULES
groups:
- name: states
  interval: 1s
  rules:
  - {alert: Fires, expr: vector(2), labels: {severity: critical, component: jaeger}, annotations: {summary: "is {{ \$value }}", runbook: "http://wiki/fires"}}
  - {alert: Pends, expr: vector(1), for: 1h}
  - {alert: Hushed, expr: vector(1), labels: {severity: warning}}
  - {alert: Inhibited, expr: vector(1), labels: {severity: info, component: jaeger}}
  - {alert: Goes, expr: "$1"}
  - {alert: Broken, expr: "label_replace(vector(1), \"a\", \"\$1\", \"\", \"\") * on () (vector(1) or label_replace(vector(1), \"b\", \"c\", \"\", \"\"))"}
RULES
}

am_port=$(free_port)
am_url=http://127.0.0.1:$am_port
cat >"$work/am.yml" <<'AM'
route: {receiver: none}
receivers: [{name: none}]
inhibit_rules:
- source_matchers: ['severity="critical"']
  target_matchers: ['severity="info"']
  equal: [component]
AM
"$am_program" --config.file="$work/am.yml" --storage.path="$work/am" \
    --web.listen-address="127.0.0.1:$am_port" --cluster.listen-address= \
    >>"$work/am.log" 2>&1 &
am_pid=$!
started="$started $am_pid"
wait_for alertmanager answers "$am_url/-/ready"

write_rules 'vector(1)'
cat >"$work/prometheus.yml" <<PROMETHEUS
global: {scrape_interval: 1s, evaluation_interval: 1s, external_labels: {cluster: lab}}
rule_files: [rules.yml]
alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:$am_port"]}]}]}
PROMETHEUS
start_prometheus "$work/prometheus.yml" '' --web.enable-lifecycle \
    --rules.alert.resend-delay=1s

cat >"$work/tracetop.yml" <<TRACETOP
prometheus: {url: "$prometheus_url"}
alertmanager: {url: "$am_url"}
TRACETOP
XDG_STATE_HOME=$work/state
XDG_CONFIG_HOME=$work/config
export XDG_STATE_HOME XDG_CONFIG_HOME

alerts() {
    "$build/tracetop" alerts --config "$work/tracetop.yml" "$@" 2>"$work/err"
}
# state NAME: as tracetop tells it.
state() {
    alerts --format json |
        jq -r --arg name "$1" '.alerts[] | select(.name == $name) | .state'
}
is_state() {
    now=$(state "$1")
    [ "$now" = "$2" ] || { echo "$1 is '$now', not $2"; return 1; }
}
in_alertmanager() { # NAME STATE
    curl -fsS "$am_url/api/v2/alerts" | jq -e --arg name "$1" --arg state "$2" \
        'any(.[]; .labels.alertname == $name and .status.state == $state)'
}
wait_for 'alerts at alertmanager' in_alertmanager Hushed active
wait_for 'the inhibition' in_alertmanager Inhibited suppressed

check pending is_state Pends pending
check firing is_state Fires firing
check inhibited is_state Inhibited inhibited

silence=$(curl -fsS -H 'Content-Type: application/json' "$am_url/api/v2/silences" \
    -d "{\"matchers\":[{\"name\":\"alertname\",\"value\":\"Hushed\",\"isRegex\":false,\"isEqual\":true}],\"startsAt\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\",\"endsAt\":\"$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)\",\"createdBy\":\"ann\",\"comment\":\"test\"}" |
    jq -r .silenceID)
wait_for 'the silence' in_alertmanager Hushed suppressed
check silenced is_state Hushed silenced
says_who() { alerts | grep -q '^silenced .*Hushed.* silenced by ann until 20'; }
check silenced_says_who says_who
curl -fsS -X DELETE "$am_url/api/v2/silence/$silence"
wait_for 'the end of the silence' in_alertmanager Hushed active
check expired_silence_fires_again is_state Hushed firing

# What both APIs tell, name by name: none more, none less; but for the rules
# that Prometheus has not loaded, which are evaluated here.
same_as_prometheus() {
    alerts --format json | jq -S '[.alerts[] | select(.source == "prometheus")
        | {name, labels}] | unique' >"$work/ours"
    curl -fsS "$prometheus_url/api/v1/alerts" |
        jq -S '[.data.alerts[] | {name: .labels.alertname, labels}] | unique' \
            >"$work/theirs"
    diff "$work/ours" "$work/theirs"
}
check same_alerts_as_prometheus same_as_prometheus
value_and_links() {
    alerts --format json | jq -e '.alerts[] | select(.name == "Fires") |
        .value == 2 and .summary == "is 2" and .runbook == "fires" and
        .severity == "critical" and .source == "prometheus" and
        (.respond_by | type == "string")'
}
check values_and_annotations value_and_links
nothing_is_missing() {
    alerts --format json | jq -e '.left_out == 0 and .cut == 0'
}
check json_says_what_is_left_out nothing_is_missing
broken_is_told() { alerts | grep -q '^# broken rule Broken (states): '; }
wait_for 'the broken rule' broken_is_told
check broken_rule_is_told broken_is_told

exits() { # CODE COMMAND...
    code=$1
    shift
    rc=0
    "$@" >"$work/out" 2>&1 || rc=$?
    [ "$rc" = "$code" ] || { echo "exit $rc, not $code"; return 1; }
}
check critical_exits_2 exits 2 alerts
check nobody_exits_3 exits 3 "$build/tracetop" alerts \
    --prometheus http://127.0.0.1:1
snapshot_has_them() {
    "$build/tracetop" snapshot --format json --config "$work/tracetop.yml" |
        jq -e '[.alerts[].name] | index("Fires") != null'
}
check snapshot_has_them snapshot_has_them

# A hung Alertmanager: what Prometheus knows comes all the same.
kill -STOP "$am_pid"
hung_does_not_hide() {
    alerts --wait 2s --format json | jq -e 'any(.alerts[]; .name == "Fires")'
}
check hung_alertmanager_hides_nothing hung_does_not_hide
kill -CONT "$am_pid"

# Resolved needs one program that runs on: the dashboard itself, in tmux.
if command -v tmux >/dev/null; then
    tmux -L "tracetop-$$" -f /dev/null new-session -d -x 100 -y 30 \
        "$build/tracetop --config $work/tracetop.yml --refresh 1s"
    screen() { tmux -L "tracetop-$$" capture-pane -p; }
    keys() { tmux -L "tracetop-$$" send-keys "$@"; }
    shows() { screen | grep -q "$1"; }
    wait_for 'the dashboard' shows prom
    keys a
    wait_for 'the alert' shows Goes
    write_rules 'vector(1) > 2'
    curl -fsS -X POST "$prometheus_url/-/reload"
    resolved() { screen | grep -q 'Goes.* ago'; }
    if wait_for 'the end of the alert' resolved; then
        ok resolved
    else
        fail resolved "$(screen | grep Goes || echo gone)"
    fi
    tmux -L "tracetop-$$" kill-server
else
    skip resolved 'no tmux here'
fi
