#!/bin/sh
# The simulator's Kubernetes API as the real kubectl sees it.
. "$(dirname "$0")/lib.sh"
need kubectl curl jq "$build/tracetop-sim"

start_sim --scenario collector-down --pods 1200
KUBECONFIG=$work/kubeconfig
export KUBECONFIG
"$build/tracetop-sim" --kubeconfig "${sim_url#http://}" >"$KUBECONFIG"
status_of_pod() { kubectl get pod "$1" --no-headers | awk '{ print $3 }'; }
ready() { kubectl get deployment "$1" --no-headers | awk '{ print $2 }'; }
is_ready() { [ "$(ready "$1")" = "$2" ]; }
up() { curl -fsS "$sim_url/-/state" | jq -c .collectors_up; }
rows() { kubectl get "$@" --no-headers 2>/dev/null | wc -l; }
fail_with() { curl -fsS -X POST "$sim_url/-/fail?backend=$1&how=$2"; }
revisions() {
    kubectl rollout history "$1" | awk '/^[0-9]/ { print $1 }' | tr '\n' ' '
}
image() {
    kubectl get "$1" -o 'jsonpath={.spec.template.spec.containers[0].image}'
}
metric() { curl -fsS "$sim_url/metrics/kube-state-metrics" | grep "$1" | grep -q " $2\$"; }
refuses() {
    wanted=$1
    shift
    said=$("$@" 2>&1) && { echo "not refused"; return 1; }
    printf '%s\n' "$said" | grep -qF "$wanted" || { echo "$said"; return 1; }
}

check 'a collector that is down loops' \
    [ "$(status_of_pod jaeger-collector-1)" = CrashLoopBackOff ]
check 'a warning is told' \
    [ "$(kubectl get events --no-headers | awk '{ print $3 }')" = BackOff ]
check 'a log is read' kubectl logs jaeger-collector-0 --tail=5
check 'a log of before is read' kubectl logs jaeger-collector-1 --previous
check 'a container that never ended has none' \
    refuses 'previous terminated container' kubectl logs kafka-0 --previous

# What the guide lists.
for what in replicasets statefulsets pvc storageclass nodes cronjobs jobs \
    configmaps services endpoints namespaces; do
    check "there are $what" [ "$(rows "$what")" -gt 0 ]
done
check 'there is no autoscaler' [ "$(rows hpa)" = 0 ]
check 'pods use something' sh -c 'kubectl top pods --containers | grep -q otel-collector'
check 'nodes use something' sh -c 'kubectl top nodes | grep -q worker-3'
check 'all pods are listed in pages' [ "$(rows pods --chunk-size=500)" = 1215 ]
check 'another namespace is empty' [ "$(rows pods -n default)" = 0 ]
check 'labels select' [ "$(rows pods -l app.kubernetes.io/name=jaeger)" = 6 ]
check 'sets select' \
    [ "$(rows pods -l 'app.kubernetes.io/name in (kafka,jaeger)')" = 9 ]
check 'fields select' \
    [ "$(rows events --field-selector type!=Normal,involvedObject.kind=Pod)" = 1 ]
check 'an unknown field is refused' refuses 'field label not supported' \
    kubectl get pods --field-selector spec.secret=1

check 'a pod answers behind the proxy' sh -c 'kubectl get --raw \
    /api/v1/namespaces/observability/pods/jaeger-collector-0:14269/proxy/metrics |
    grep -q jaeger_collector_'
check 'a service does' sh -c 'kubectl get --raw \
    /api/v1/namespaces/observability/services/elasticsearch-master:9200/proxy/_cluster/health |
    grep -q number_of_nodes'

# Changes.
kubectl scale deployment/jaeger-ingester --replicas=5 --dry-run=server
check 'a dry run changes nothing' [ "$(ready jaeger-ingester)" = 3/3 ]
timeout 8 kubectl get pods -w -l app.kubernetes.io/instance=jaeger-ingester \
    >"$work/watch" 2>&1 &
started="$started $!"
wait_for 'the watch' grep -q Running "$work/watch"
kubectl scale deployment/jaeger-ingester --replicas=5
check 'a deployment is scaled' wait_for '5 ingesters' is_ready jaeger-ingester 5/5
check 'its metrics agree' metric 'spec_replicas.*jaeger-ingester' 5
check 'a watch shows the new pods' wait_for 'new pods' grep -q '0/1' "$work/watch"
kubectl rollout restart deployment/jaeger-collector
check 'a rollout ends' \
    kubectl rollout status deployment/jaeger-collector --timeout=60s
check 'it cures the collectors' [ "$(up)" = '[true,true]' ]
before=$(image deployment/jaeger-query)
kubectl set image deployment/jaeger-query jaeger-query=example/query:2
kubectl rollout status deployment/jaeger-query --timeout=60s
check 'an image is set' [ "$(image deployment/jaeger-query)" = example/query:2 ]
check 'a revision is added' [ "$(revisions deployment/jaeger-query)" = '1 2 3 ' ]
kubectl rollout undo deployment/jaeger-query
check 'a rollout is undone' [ "$(image deployment/jaeger-query)" = "$before" ]
check 'its old revision is the newest' \
    [ "$(revisions deployment/jaeger-query)" = '1 3 4 ' ]
kubectl set env deployment/jaeger-ingester A=b
check 'an environment is set' sh -c \
    'kubectl get deployment jaeger-ingester -o yaml | grep -q "name: A"'
claim=pvc/elasticsearch-master-elasticsearch-master-0
check 'a claim grows' kubectl patch "$claim" --type merge \
    -p '{"spec":{"resources":{"requests":{"storage":"300Gi"}}}}'
check 'a claim does not shrink' refuses 'can not be less' kubectl patch "$claim" \
    --type merge -p '{"spec":{"resources":{"requests":{"storage":"9Gi"}}}}'
uid=$(kubectl get pod kafka-0 -o 'jsonpath={.metadata.uid}')
check 'a pod is deleted' kubectl delete pod kafka-0 --timeout=20s
check 'another one stands in its place' \
    [ "$(kubectl get pod kafka-0 -o 'jsonpath={.metadata.uid}')" != "$uid" ]
check 'it becomes ready' \
    kubectl wait --for=condition=Ready pod/kafka-0 --timeout=20s

# Rights.
fail_with kubernetes-pods forbidden
check 'one resource is forbidden' refuses \
    'pods is forbidden: User "sim" cannot list resource "pods" in API group "" in the namespace "observability"' \
    kubectl get pods
check 'the others are not' [ "$(rows deployments)" = 4 ]
fail_with kubernetes-pods none
check 'it is allowed again' [ "$(rows pods)" = 1217 ]

# A command that runs on the platform has it all in its environment.
if command -v prometheus >/dev/null && command -v promtool >/dev/null; then
    unset KUBECONFIG
    "$build/tracetop-sim" run --configure --hours 0.1 -- sh -c '
        kubectl config current-context
        kubectl get statefulset kafka -o name
        kubectl exec -n observability kafka-0 -- kafka-consumer-groups.sh \
            --describe --group jaeger-ingester' >"$work/run" 2>&1 || true
    check 'run names its cluster' grep -qx sim "$work/run"
    check 'run reaches it' grep -qx statefulset.apps/kafka "$work/run"
    check 'the stand-in answers for what runs in pods' \
        grep -q jaeger-spans "$work/run"
else
    skip 'run names its cluster' 'no prometheus here'
fi
