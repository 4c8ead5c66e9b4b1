#!/bin/sh
# faults.sh - the lights of `tracetop snapshot` while the back ends fail: all of
# them in each way, and each alone in the way that costs most, to hang.
. "$(dirname "$0")/lib.sh"

need prometheus jq curl "$build/tracetop" "$build/tracetop-sim"

export XDG_CONFIG_HOME="$work/config" XDG_STATE_HOME="$work/state"
ways='hang reset error unauthorized forbidden busy garbage empty truncated html redirect drip'

# Runs beside the simulator. `BACKEND/HOW [lights]`: one line for each.
cat >"$work/inside" <<'INNER'
#!/bin/sh
fail() {
    curl -fsS -X POST -o /dev/null \
        "$TRACETOP_SIM_URL/-/fail?backend=$1&how=$2"
}
tell() {
    echo "$1/$2 $("$build/tracetop" snapshot --format json --wait 2s |
        jq -c '[.backends[] | {name, state, error}]')"
}
components='elasticsearch jaeger jaeger-collector otel-collector kafka kubernetes'
tell none none
for how in $WAYS; do
    fail all "$how"
    tell all "$how"
done
fail all none
for backend in $components; do
    fail "$backend" hang
    tell "$backend" hang
    fail "$backend" none
done
tell healed none
INNER
chmod +x "$work/inside"
WAYS=$ways "$build/tracetop-sim" run --configure -- "$work/inside" \
    >"$work/out" 2>"$work/err" || true

line() { grep "^$1 " "$work/out" | cut -d' ' -f2-; }

# lights LINE FAILED: those of the list are not ok and say why, in print; all
# others are ok.
lights() {
    line "$1" >"$work/line"
    jq -e --argjson failed "$2" 'length == 7 and
        all(.[] | select(.state != "off");
            .name as $name
            | if $failed | index($name)
              then .state != "ok" and (.error | length) > 3
                  and (.error | test("[[:cntrl:]]") | not)
              else .state == "ok" end)' "$work/line" ||
        { cat "$work/line" "$work/err"; false; }
}

check all_well lights none/none '[]'
for how in $ways; do
    case $how in
    # Half of a table is a table.
    truncated) failed='["kubernetes", "elasticsearch", "jaeger", "otel"]' ;;
    *) failed='["kubernetes", "elasticsearch", "jaeger", "otel", "kafka"]' ;;
    esac
    check "all_$how" lights "all/$how" "$failed"
done
# The rooms of the simulator share one port, as behind an ingress: who hangs
# keeps no neighbour waiting.
for backend in elasticsearch jaeger kafka kubernetes; do
    check "${backend}_hang" lights "$backend/hang" "[\"$backend\"]"
done
check jaeger_collector_hang lights jaeger-collector/hang '[]'
check otel_collector_hang lights otel-collector/hang '["otel"]'
check healed lights healed/none '[]'
