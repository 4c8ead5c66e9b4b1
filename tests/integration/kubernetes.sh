#!/bin/sh
# Kubernetes through the real kubectl: pods are read, a proxy that dies comes
# back, and none outlives the dashboard.
. "$(dirname "$0")/../session/lib.sh"
need kubectl jq "$build/tracetop" "$build/tracetop-sim"

start_sim --scenario collector-down
KUBECONFIG=$work/kubeconfig
XDG_RUNTIME_DIR=$work/run
export KUBECONFIG XDG_RUNTIME_DIR
mkdir -p -m 700 "$work/run"
"$build/tracetop-sim" --kubeconfig "$sim_address" >"$KUBECONFIG"
cat >"$work/tracetop.yml" <<YAML
prometheus: {off: true}
kubernetes: {kubectl: kubectl}
YAML
kubectl version >/dev/null 2>&1 || true

proxy_pid() { pgrep -f "kubectl.*--unix-socket=$work/run/" | head -n 1; }
has_proxy() { [ -n "$(proxy_pid)" ]; }
has_none() { ! has_proxy; }
has_another() { has_proxy && [ "$(proxy_pid)" != "$first" ]; }
light() {
    "$build/tracetop" --config "$1" snapshot --format json --wait 10s |
        jq -r '.backends[] | select(.name == "kubernetes") | .state, .error'
}

said=$(light "$work/tracetop.yml" | tr '\n' ' ')
check "it answers: $said" [ "${said%% *}" = ok ]
check 'no proxy is left after a snapshot' wait_for none has_none
sed 's/kubectl: kubectl/kubectl: no-such-kubectl/' "$work/tracetop.yml" \
    >"$work/missing.yml"
said=$(light "$work/missing.yml" | tr '\n' ' ')
case $said in
down*no-such-kubectl:\ no\ such\ program*) ok 'a missing kubectl is said' ;;
*) fail 'a missing kubectl is said' "$said" ;;
esac

view() {
    "$build/tracetop" --config "$1" snapshot --view "$2" --wait 10s \
        --size 130x40
}
view "$work/tracetop.yml" changes >"$work/changes.txt"
check 'a restart from before is among the changes' \
    grep -q 'restart  *pod/jaeger-collector-1' "$work/changes.txt"
view "$work/tracetop.yml" health >"$work/health.txt"
check 'the pod that crashes is named on the Health view' \
    grep -q 'jaeger-collector-1' "$work/health.txt"

cat >"$work/via.yml" <<YAML
prometheus: {off: true}
kubernetes: {kubectl: kubectl}
elasticsearch: {via: kubernetes, service: elasticsearch-master, port: 9200}
jaeger:
  via: kubernetes
  service: jaeger-query
  port: 16686
  collector_urls: ["http://jaeger-collector:14269"]
otel_collector: {via: kubernetes, service: otel-collector-gateway, port: 13133}
YAML
via=$("$build/tracetop" --config "$work/via.yml" snapshot --format json \
    --wait 10s | jq -r '.backends[] | select(.state == "ok") | .name' |
    sort | tr '\n' ' ')
check "others answer through the service proxy: $via" \
    [ "$via" = 'elasticsearch jaeger kubernetes otel ' ]

terminal 100x30
type_line "$build/tracetop --config $work/tracetop.yml; echo left"
sees "the dashboard opens" "help"
sees 'the namespace answers in the dashboard' 'k8s·'
keys W
kubectl -n observability rollout restart deployment/jaeger-query >/dev/null
sees 'a rollout comes among the changes' 'revision 3'
first=$(proxy_pid)
check 'its socket is private' \
    [ "$(stat -c %a "$work/run/tracetop")" = 700 ]
kill -9 "$first"
check 'a proxy that dies is started again' wait_for another has_another
dashboard=$(pgrep -f "tracetop --config $work/tracetop.yml" | head -n 1)
kill -9 "$dashboard"
check 'a dashboard that is killed leaves no proxy' wait_for none has_none
