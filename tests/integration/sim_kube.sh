#!/bin/sh
# The simulator's Kubernetes API as the real kubectl sees it.
. "$(dirname "$0")/lib.sh"
need kubectl curl jq "$build/tracetop-sim"

start_sim --scenario collector-down
KUBECONFIG=$work/kubeconfig
export KUBECONFIG
"$build/tracetop-sim" --kubeconfig "${sim_url#http://}" >"$KUBECONFIG"
status_of_pod() { kubectl get pod "$1" --no-headers | awk '{ print $3 }'; }
ready() { kubectl get deployment "$1" --no-headers | awk '{ print $2 }'; }
is_ready() { [ "$(ready "$1")" = "$2" ]; }
up() { curl -fsS "$sim_url/-/state" | jq -c .collectors_up; }

check 'a collector that is down loops' \
    [ "$(status_of_pod jaeger-collector-1)" = CrashLoopBackOff ]
check 'a warning is told' \
    [ "$(kubectl get events --no-headers | awk '{ print $3 }')" = BackOff ]
check 'a log is read' kubectl logs jaeger-collector-0 --tail=5
kubectl scale deployment/jaeger-ingester --replicas=5 --dry-run=server
check 'a dry run changes nothing' [ "$(ready jaeger-ingester)" = 3/3 ]
kubectl scale deployment/jaeger-ingester --replicas=5
check 'a deployment is scaled' wait_for '5 ingesters' is_ready jaeger-ingester 5/5
kubectl rollout restart deployment/jaeger-collector
check 'a rollout ends' \
    kubectl rollout status deployment/jaeger-collector --timeout=60s
check 'it cures the collectors' [ "$(up)" = '[true,true]' ]
check 'a pod is deleted' kubectl delete pod jaeger-query-5f9c6d7b8-k8s2v --wait=false
