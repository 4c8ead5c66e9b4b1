#!/bin/sh
# From an alert to a finished action: the next step, the yes, the output, the
# marker, the effect, the audit log; and a dashboard that is left meanwhile.
. "$(dirname "$0")/lib.sh"
need prometheus promtool jq

# A label is a stranger's text: nothing of it may ever run.
cat >"$work/rules.yml" <<RULES
groups:
- name: test
  interval: 1s
  rules:
  - alert: ElasticsearchDiskUsageHigh
    expr: max(elasticsearch_filesystem_data_size_bytes) > 0
    labels:
      severity: critical
      component: elasticsearch
      evil: "\$(touch $work/pwned) \`touch $work/pwned\` '; touch $work/pwned; '"
    annotations: {summary: "a disk is full"}
RULES
cat >"$work/guide.md" <<GUIDE
# Runbook: Disk full

Alert: ElasticsearchDiskUsageHigh

## Symptoms

- the disk is **full**

## Resolution

\`\`\`bash
# 1. Look at the disk
printf 'looked at %s\n' "\$NAMESPACE"; printf '\033[31mred\033]0;title\007 text\n'

# 2. Free some room
touch "$work/freed"; echo freed by hand

# 3. Wait for it
echo waiting; sleep 300

# 4. Say a name
echo "name <who>"
\`\`\`
GUIDE
state=$XDG_STATE_HOME/tracetop

terminal 100x30
type_line "$build/tracetop-sim run --scenario healthy --rules $work/rules.yml \
-- sh -c 'echo \$PROMETHEUS_URL >$work/prometheus; exec $build/tracetop \
--refresh 1s --guide $work/guide.md'"
sees 'shows what fires' 'ElasticsearchDisk'

keys r
sees 'opens the runbook of what is selected' 'the disk is full'
sees 'with its steps, their risk and state' 'read *ready'
keys 3
sees 'a number goes to that step' '› *3 Wait for it'
keys q
keys x
sees 'offers the first step for the worst alert' 'Run step 1 of Disk full'
sees 'with the values it expands to' 'NAMESPACE *observability'
keys Escape
sees 'Esc runs nothing' 'nothing was run'
check 'and no audit line tells of it' test ! -e "$state/audit.jsonl"
keys x Enter
sees 'runs a reading step after Enter' 'looked at observability'
sees 'and says that it is done' 'done'
sees 'shows the words of coloured output' 'red text'
check 'the audit log has both ends of it' wait_for 'the end' \
    sh -c "[ \$(jq -r .event '$state/audit.jsonl' | paste -sd,) = start,end ]"

keys x
sees 'offers the next step then' 'Run step 2 of Disk full'
keys Enter
sees 'No has the focus' 'nothing was run'
check 'so nothing was run' test ! -e "$work/freed"
keys x y
sees 'y runs a change' 'freed by hand'
check 'which did its work' test -e "$work/freed"
sees 'says what the number was before' 'before, looked at again in'
sees 'marks it in the graph of its panel' '▲2'
keys L
sees 'lists all actions' 'Look at the disk'
keys 0
sees '0 goes home' '5 Kafka lag'

keys x Enter
sees 'a long step runs' 'action 3 *Wait for it'
keys 0
sees 'the overview tells of it' 'action 3 .*running .*(c cancel)'
keys C-c
wait_for 'the shell' screen_has 'READY>'
check 'it goes on without the dashboard' \
    test ! -e "$state/actions/3/result.json"
type_line "clear; $build/tracetop --prometheus http://127.0.0.1:9 \
--guide $work/guide.md"
sees 'the next dashboard tells of it' '1 action is .*running'
keys c
sees 'asks before it cancels' 'Cancel action 3'
keys n
sees 'and does not without a y' 'action 3 goes on'
keys c y
check 'cancels it with one' wait_for 'the result' \
    test -e "$state/actions/3/result.json"
keys L
sees 'shows how it ended' 'cancelled'
keys q
keys : 'run disk-full 4' Enter
sees 'asks for a placeholder' '<who>'
keys -l 'a; touch pwned'
keys Enter
sees 'and hands it over as a variable' 'TRACETOP_VALUE_WHO'
keys Escape
keys q
check 'nothing of a label or a value was run' test ! -e "$work/pwned"
