#!/bin/bash
# Measures `tracetop check` beside a shell script that asks the same.
# usage: tracetop-sim run --configure --alertmanager PATH -- tests/bench/check.sh
# Prints NAME VALUE lines. Wall and CPU times are the best of some runs; CPU is
# of all processes that take part, but not of those that answer. KUBECTL names
# another kubectl.
# shellcheck disable=SC2086 # $check is several words
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${TRACETOP_BUILD:-$here/../../build}
runs=${RUNS:-5}
work=$(mktemp -d)
relay=
finish() {
    [ -z "$relay" ] || kill "$relay" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

port_of() { echo "${1##*:}"; }
p=$(port_of "$PROMETHEUS_URL") a=$(port_of "$ALERTMANAGER_URL") s=$(port_of "$TRACETOP_SIM_URL")
# What the simulator put in front: a kubectl that answers for the pods, behind
# it the real one.
pods_kubectl=$(command -v kubectl)
if [ -n "${KUBECTL:-}" ]; then
    mkdir "$work/bin"
    sed "s|^exec kubectl|exec $KUBECTL|" "$pods_kubectl" >"$work/bin/kubectl"
    chmod +x "$work/bin/kubectl"
    PATH=$work/bin:$PATH
fi
unset PROMETHEUS_URL ALERTMANAGER_URL

# behind MS WHAT...: starts the relay; sets the addresses of the back ends.
behind() {
    [ -z "$relay" ] || kill "$relay"
    rm -f "$work/ports"
    mkfifo "$work/ports"
    "$build/tests/bench/bench_delay" "$@" >"$work/ports" &
    relay=$!
    read -r p1 a1 es jq c0 c1 oh om k8s <"$work/ports"
    h=http://127.0.0.1
    export PROM=$h:$p1 AM=$h:$a1 ES=$h:$es/es JAEGER=$h:$jq/jaeger K8S=$h:$k8s
    export COLLECTORS="$h:$c0/jaeger-collector-0 $h:$c1/jaeger-collector-1"
    export OTEL_HEALTH=$h:$oh/otel-collector OTEL_METRICS=$h:$om/otel-collector/metrics
}
# config KUBERNETES KAFKA
config() {
    cat >"$work/tracetop.yaml" <<CONFIG
namespace: observability
prometheus: {url: "$PROM"}
alertmanager: {url: "$AM"}
elasticsearch: {url: "$ES"}
jaeger: {query_url: "$JAEGER", collector_urls: ["${COLLECTORS% *}", "${COLLECTORS#* }"]}
otel_collector: {health_url: "$OTEL_HEALTH", metrics_url: "$OTEL_METRICS"}
kubernetes: {$1}
kafka: {$2}
CONFIG
}
check="$build/tracetop check --config $work/tracetop.yaml"

# best NAME COMMAND...: NAME.wall_ms and NAME.cpu_ms
best() {
    local name=$1
    shift
    for ((i = 0; i < runs; i++)); do
        "$build/tests/bench/bench_cpu" "$@"
    done | awk -v name="$name" '
        NR == 1 || $1 < wall { wall = $1 }
        NR == 1 || $2 < cpu { cpu = $2 }
        END { print name ".wall_ms", wall; print name ".cpu_ms", cpu }'
}

behind 50 "$p" "$a" "$s" "$s" "$s" "$s" "$s" "$s" "$s"
config "api_url: \"$K8S\"" "off: true"
$check >&2 || true
best answers $check
"$build/tracetop-sim" --kubeconfig "${K8S#http://}" >"$work/kubeconfig"
export KUBECONFIG=$work/kubeconfig
config "kubectl: kubectl, context: sim" "pod: kafka-0"
best kubectl $check
best script bash "$here/check_by_hand.sh"
for way in hang hole; do
    behind 0 $way $way $way $way $way $way $way $way $way
    config "api_url: \"$K8S\"" "off: true"
    runs=3 best "$way" $check --timeout 1s
done
