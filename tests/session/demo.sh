#!/bin/sh
# The whole loop on the simulated platform with the real kubectl: an alert, its
# step with x, a cure, the marker, what it did, and the record of it all.
. "$(dirname "$0")/lib.sh"
need prometheus promtool kubectl curl jq

# The platform's own configuration and state folder are set for its command.
cat >"$work/start" <<EOF
env >"$work/environment"
exec "$build/tracetop" --theme mono
EOF

in_demo() {
    env "$(grep '^XDG_STATE_HOME=' "$work/environment")" \
        "$(grep '^TRACETOP_CONFIG=' "$work/environment")" "$@"
}

both_up() {
    url=$(sed -n 's/^TRACETOP_SIM_URL=//p' "$work/environment")
    curl -fsS "$url/-/state" | jq -e '.collectors_up == [true, true]'
}

one_down() { ! both_up >/dev/null; }

terminal 120x40
type_line "$build/tracetop-sim run --configure --scenario collector-down -- sh $work/start"
sees 'opens on the platform' 'demo/observability'
sees 'shows the alert to come' 'JaegerCollectorReplicaDown'
check 'a collector is down' one_down

keys x
sees 'x offers the first step' 'Run step 1 of Jaeger collector down'
sees 'with the context' 'namespace observability'
keys Enter
sees 'its output is seen' 'jaeger-collector-1 .*CrashLoopBackOff'
keys x
sees 'x goes on to the next step' 'Run step 2 of Jaeger collector down'
keys Escape
sees 'Esc runs nothing' 'nothing was run'

type_line ':run jaeger-collector-down 12'
sees 'a change asks for a yes' 'Run it?'
keys Enter
sees 'Enter is a no' 'nothing was run'
check 'and nothing happened' one_down
type_line ':run jaeger-collector-down 12'
sees 'it is asked anew' 'Run it?'
keys y
sees 'the step ends' 'successfully rolled out'
wait_for 'both collectors' both_up
check 'the platform is cured' both_up
keys 1
sees 'the panel has the marker' '▲'

# What did it do: looked at a minute after its end.
minute_later() { screen_has ' -> .* in 1m'; }
if waited=$(wait_for 'the effect' minute_later 2>&1) ||
    waited=$(wait_for 'the effect' minute_later 2>&1) ||
    waited=$(wait_for 'the effect' minute_later 2>&1); then
    ok 'tells after a minute what it did'
else
    screen >&2
    fail 'tells after a minute what it did' "$waited"
fi

check 'the record is whole' in_demo "$build/tracetop" action verify
has_both() {
    in_demo "$build/tracetop" action list --format json >"$work/list" &&
        jq -e '[.actions[] | select(.runbook == "jaeger-collector-down" and
            .state == "done") | .step] | sort == [1, 12]' "$work/list"
}
check 'and has both actions' has_both
