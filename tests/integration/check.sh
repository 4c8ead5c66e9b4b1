#!/bin/sh
# check.sh - the colours of `tracetop check`: of each scenario of the simulator,
# of each back end failed in each way, and of all of them hanging.
. "$(dirname "$0")/lib.sh"

need prometheus promtool jq curl "$build/tracetop" "$build/tracetop-sim"

XDG_CONFIG_HOME=$work/config
XDG_STATE_HOME=$work/state
export XDG_CONFIG_HOME XDG_STATE_HOME

# What runs beside the simulator's Prometheus: `STATUS NAME=STATUS...` of one
# check, then why, in lines that begin with #.
cat >"$work/colours" <<'INNER'
#!/bin/sh
json=$(mktemp "$work/json.XXXXXX")
rc=0
"$build/tracetop" check --format json "$@" >"$json" || rc=$?
case $rc in 0) want=ok ;; 1) want=warning ;; 2) want=critical ;; *) want=unknown ;; esac
[ "$(jq -r .status "$json")" = "$want" ] || echo "exit $rc does not fit"
jq -r '([.status] + [.checks[] | .name + "=" + .status] | join(" ")),
    (.checks[] | select(.status != "ok") | "# " + .name + ": " + .summary)' "$json"
INNER
chmod +x "$work/colours"

# has WORD...: the first line of $work/out has them all.
has() {
    for word in "$@"; do
        head -n 1 "$work/out" | grep -qw -e "$word" || {
            echo "no $word in: $(cut -c1-200 "$work/out")"
            return 1
        }
    done
}
# of_scenario NAME WORD...: each NAME=STATUS is among the colours.
of_scenario() {
    "$build/tracetop-sim" run --configure --hours 2 --scenario "$1" -- \
        "$work/colours" >"$work/out" 2>"$work/err"
    shift
    has "$@"
}
well='elasticsearch=ok disk=ok ingestion=ok collectors=ok kafka=ok query=ok'
# What stands on the other side, without the start of a kubectl each time.
# others STANZAS: a configuration of all back ends, some replaced.
cat >"$work/config_of" <<'INNER'
#!/bin/sh
sim=$TRACETOP_SIM_URL
cat <<CONFIG
namespace: observability
prometheus: {url: "${1:-$PROMETHEUS_URL}"}
alertmanager: {url: "${2:-$ALERTMANAGER_URL}"}
elasticsearch: {url: "$sim/es"}
jaeger: {query_url: "$sim/jaeger", collector_urls: ["$sim/jaeger-collector-0", "$sim/jaeger-collector-1"]}
otel_collector: {health_url: "$sim/otel-collector", metrics_url: "$sim/otel-collector/metrics"}
kubernetes: {api_url: "$sim"}
kafka: {pod: kafka-0}
CONFIG
INNER

# Each back end fails in each way once. In a run each of them fails in another
# way; a second simulator stands for a Prometheus and an Alertmanager that fail.
ways='hang reset error busy unauthorized forbidden garbage empty truncated html redirect slow'
cat >"$work/matrix" <<'INNER'
#!/bin/sh
set -eu
fail() {
    curl -fsS -X POST -o /dev/null "$1/-/fail?backend=$2&how=$3"
}
run() {
    "$work/colours" --config "$work/$1.yml" --timeout 1s
}
sh "$work/config_of" >"$work/all.yml"
sh "$work/config_of" "$other/jaeger" "$other/es" >"$work/away.yml"
unset PROMETHEUS_URL ALERTMANAGER_URL
echo "none $(run all)"
shift_by=0
for first in $ways; do
    set -- $ways $ways
    shift "$shift_by"
    failed=
    for backend in elasticsearch jaeger jaeger-collector otel-collector kafka kubernetes; do
        fail "$TRACETOP_SIM_URL" "$backend" "$1"
        failed="$failed $backend/$1"
        shift 2
    done
    echo "$failed $(run all)"
    shift_by=$((shift_by + 1))
done
fail "$TRACETOP_SIM_URL" all none
for how in $ways; do
    fail "$other" all "$how"
    case $how in # what one resource alone can answer
    error | busy | unauthorized | forbidden | garbage | empty | html | redirect)
        fail "$TRACETOP_SIM_URL" kubernetes-pods "$how" ;;
    *) fail "$TRACETOP_SIM_URL" kubernetes-pods none ;;
    esac
    echo "prometheus/$how alertmanager/$how kubernetes-pods/$how $(run away)"
done
fail "$TRACETOP_SIM_URL" all none
for backend in elasticsearch jaeger jaeger-collector otel-collector kafka kubernetes; do
    fail "$TRACETOP_SIM_URL" "$backend" error
    echo "only/$backend $(run all)"
    fail "$TRACETOP_SIM_URL" "$backend" none
done
INNER
start_sim
other=$sim_url
export other ways
"$build/tracetop-sim" run --configure --hours 2 --alertmanager \
    "$(command -v prometheus-alertmanager || echo alertmanager)" -- \
    sh "$work/matrix" >"$work/matrix.out" 2>"$work/matrix.err" &
matrix_pid=$!
started="$started $matrix_pid"

# well_but NAME...: the checks that are well, without these.
well_but() {
    words="$well pods=ok backups=ok"
    for name in "$@"; do
        words=$(printf '%s\n' "$words" | tr ' ' '\n' | grep -v "^$name=")
    done
    echo "$words"
}
# shellcheck disable=SC2046
{
    check healthy of_scenario healthy $(well_but)
    check disk_full of_scenario disk-full critical disk=critical \
        elasticsearch=warning $(well_but disk elasticsearch)
    check slow_queries of_scenario slow-queries query=warning $(well_but query)
    check kafka_lag of_scenario kafka-lag critical pods=critical kafka=warning \
        $(well_but pods kafka)
    check collector_down of_scenario collector-down critical pods=critical \
        ingestion=warning prometheus=warning $(well_but pods ingestion)
    check cascade of_scenario cascade critical pods=critical disk=critical \
        elasticsearch=warning ingestion=warning kafka=warning query=warning \
        prometheus=warning collectors=ok backups=ok
}

wait "$matrix_pid" || true
failed() { # BACKEND/HOW WORD...
    awk -v which="$1" '
        /^[^#]/ { is_it = index(" " $0 " ", " " which " ") }
        is_it' "$work/matrix.out" >"$work/out"
    [ -s "$work/out" ] || cp "$work/matrix.err" "$work/out"
    shift
    has "$@"
}
# colour HOW: of what serves. It does not answer: critical. It answers,
# but not what was asked: nobody knows.
colour() {
    case $1 in
    hang | reset | error | busy) echo critical ;;
    slow) echo ok ;;
    *) echo unknown ;;
    esac
}
# shellcheck disable=SC2086
check none_fails failed none $well pods=ok alertmanager=ok backups=ok
for how in $ways; do
    main=$(colour "$how")
    seen=unknown
    [ "$how" != slow ] || seen=ok
    check "elasticsearch_$how" failed "elasticsearch/$how" \
        "elasticsearch=$main" "disk=$seen" "backups=$seen"
    check "jaeger_$how" failed "jaeger/$how" "query=$main"
    check "jaeger_collector_$how" failed "jaeger-collector/$how" "ingestion=$main"
    check "otel_collector_$how" failed "otel-collector/$how" "collectors=$main"
    check "kubernetes_$how" failed "kubernetes/$how" "pods=$seen"
    case $how in hang | reset | truncated | slow) continue ;; esac
    check "kubernetes_pods_$how" failed "kubernetes-pods/$how" pods=unknown
done
for how in $ways; do
    case $how in
    slow) kafka=ok ;;
    truncated) kafka='' ;; # half of a table is a table
    *) kafka=unknown ;;
    esac
    # shellcheck disable=SC2086
    check "kafka_$how" failed "kafka/$how" ${kafka:+"kafka=$kafka"}
    # The second simulator speaks neither API when it is well.
    case $how in hang | reset | error | busy) main=critical ;; *) main=unknown ;; esac
    check "prometheus_$how" failed "prometheus/$how" "prometheus=$main" \
        disk=ok elasticsearch=ok kafka=ok query=ok backups=ok
    check "alertmanager_$how" failed "alertmanager/$how" "alertmanager=$main"
done
# A neighbour does not mind.
only() { # BACKEND CHECK...: all checks but these are well
    backend=$1
    shift
    # shellcheck disable=SC2046
    failed "only/$backend" alertmanager=ok $(well_but "$@")
}
check only_elasticsearch only elasticsearch elasticsearch disk backups
check only_jaeger only jaeger query
check only_jaeger_collector only jaeger-collector ingestion
check only_otel_collector only otel-collector collectors
check only_kafka only kafka kafka
check only_kubernetes only kubernetes pods

# Everything hangs: a stopped process accepts and never answers.
start_sim
cat >"$work/tracetop.yml" <<CONFIG
prometheus: {url: "$sim_url"}
alertmanager: {url: "$sim_url"}
elasticsearch: {url: "$sim_url"}
jaeger: {query_url: "$sim_url", collector_urls: ["$sim_url/c"]}
otel_collector: {health_url: "$sim_url", metrics_url: "$sim_url/metrics"}
kubernetes: {api_url: "$sim_url"}
CONFIG
kill -STOP "$sim_pid"
hanging() {
    begin=$(date +%s%N)
    rc=0
    "$build/tracetop" check --config "$work/tracetop.yml" --timeout 1s \
        --format json >"$work/json" 2>"$work/err" || rc=$?
    took=$((($(date +%s%N) - begin) / 1000000))
    [ "$took" -lt 2000 ] || { echo "took $took ms, not 1000"; return 1; }
    [ "$rc" = 2 ] || { echo "exit $rc, not 2"; return 1; }
    jq -e '(.checks | length) >= 7 and all(.checks[]; .status != "ok" and
        (.summary | length) > 0)' "$work/json"
}
check all_hang hanging
kill -CONT "$sim_pid"

# The days that a certificate has left. `s_server -www` has a page for all.
expiry() { # DAYS STATUS
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -days "$1" -subj /CN=es -addext subjectAltName=IP:127.0.0.1 \
        -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
    port=$(free_port)
    openssl s_server -quiet -www -accept "127.0.0.1:$port" \
        -cert "$work/cert.pem" -key "$work/key.pem" >/dev/null 2>&1 &
    tls_pid=$!
    started="$started $tls_pid"
    cat >"$work/tls.yml" <<CONFIG
prometheus: {off: true}
elasticsearch: {url: "https://127.0.0.1:$port", tls_config: {ca_file: "$work/cert.pem"}}
CONFIG
    wait_for openssl curl -fsS -o /dev/null --cacert "$work/cert.pem" \
        "https://127.0.0.1:$port/"
    rc=0
    "$build/tracetop" check --config "$work/tls.yml" --only certificates \
        --format json >"$work/json" || rc=$?
    kill "$tls_pid"
    [ "$rc" = "$2" ] || { echo "exit $rc, not $2: $(cat "$work/json")"; return 1; }
    jq -e --argjson days "$1" '.checks[0] | .name == "certificates" and
        .value > $days - 1 and .value <= $days and .unit == "d" and
        (.summary | startswith("elasticsearch expires in"))' "$work/json"
}
if command -v openssl >/dev/null; then
    check certificate_of_2_days expiry 2 2
    check certificate_of_20_days expiry 20 1
    check certificate_of_90_days expiry 90 0
    check certificate_without_end expiry 2900000 0
else
    skip certificates 'no openssl here'
fi
