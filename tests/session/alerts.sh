#!/bin/sh
# Alerts of a real Prometheus and a real Alertmanager: seen, acknowledged,
# silenced and un-silenced from the dashboard.
. "$(dirname "$0")/lib.sh"
need prometheus promtool prometheus-alertmanager curl jq

# Rules that fire at once, one of them a second time, and one that waits.
cat >"$work/rules.yml" <<'RULES'
groups:
- name: test
  interval: 1s
  rules:
  - alert: DiskFull
    expr: elasticsearch_filesystem_data_size_bytes > 0
    labels: {severity: critical, component: elasticsearch}
    annotations: {summary: "a disk is full"}
  - alert: WaitsAWhile
    expr: vector(1)
    for: 1h
    labels: {severity: warning}
RULES

terminal 120x40
type_line "$build/tracetop-sim run --scenario healthy --rules $work/rules.yml \
--alertmanager prometheus-alertmanager -- sh -c 'echo \$ALERTMANAGER_URL \
>$work/am; exec $build/tracetop --refresh 1s'"
sees 'shows what fires, as one line' 'DiskFull ×3'
sees 'shows what is pending, with the time left' 'fires in'
sees 'has a light for Alertmanager' 'am·'
alertmanager_url=$(cat "$work/am")
has_title() { [ "$(tm display-message -p '#{pane_title}')" = "$1" ]; }
check 'counts them in the title' wait_for 'the title' \
    has_title 'tracetop: 3 critical'

keys a
sees 'lists all alerts' 'WaitsAWhile'
keys Enter
sees 'unfolds the instances' 'elasticsearch-master-2'
keys j Enter
sees 'shows one in detail' 'amtool silence add'
keys A
sees 'acknowledges it' 'acknowledged'
keys s
sees 'offers a silence of just this one' 'hits 1 alert now'
keys Enter
sees 'wants a reason' 'say why'
keys -l 'test of tracetop'
keys Enter
sees 'makes the silence' 'silenced:'

silences() {
    curl -fsS "$alertmanager_url/api/v2/silences" |
        jq -r '.[] | select(.status.state == "active") | .comment'
}
is_silenced() { [ "$(silences)" = 'test of tracetop' ]; }
check 'which Alertmanager has' wait_for 'the silence' is_silenced
keys Escape
sees 'and the list shows' 'until'
# The list may not know the silence yet: then it says so, and is asked again.
opens_extension() {
    keys G X
    screen_has 'longer by'
}
ends_at() {
    curl -fsS "$alertmanager_url/api/v2/silences" |
        jq -r '.[] | select(.status.state == "active") | .endsAt |
            sub("\\.[0-9]+"; "") | fromdateiso8601'
}
end_before=$(ends_at)
check 'offers to extend it' wait_for 'the dialog' opens_extension
keys C-u
keys -l '5h'
keys Enter
lasts_longer() {
    [ "$(silences)" = 'test of tracetop' ] &&
        [ "$(ends_at)" -eq $((end_before + 5 * 3600)) ]
}
check 'lets it last longer' wait_for 'its new end' lasts_longer
# The list may not know the silence's id yet: then it says so, and again.
is_expired() {
    keys G E
    [ -z "$(silences)" ]
}
check 'ends it again' wait_for 'its end' is_expired
keys q q q
