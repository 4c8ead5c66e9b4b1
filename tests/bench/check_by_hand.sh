#!/bin/bash
# The morning check as a page of a guide has it: curl, kubectl and jq. It asks
# what `tracetop check` asks (bench_delay's addresses are in the environment),
# one after the other, and says less.
ns=observability
ask() { curl -sS -m 10 -o /dev/null "$@"; }
get() { curl -sS -m 10 "$@"; }
prom() { get -G "$PROM/api/v1/query" --data-urlencode "query=$1" | jq -r '.data.result[0].value[1] // "none"'; }
range() {
    now=$(date +%s)
    get -G "$PROM/api/v1/query_range" --data-urlencode "query=$1" \
        --data-urlencode "start=$((now - 3600))" --data-urlencode "end=$now" \
        --data-urlencode step=15 | jq -r '.data.result | length'
}

echo "pods not well:"
kubectl get pods -n $ns --no-headers | grep -v -e Running -e Completed
echo "restarts: $(prom "sum(increase(kube_pod_container_status_restarts_total{namespace=\"$ns\"}[1h]))")"
kubectl get deployments,statefulsets,daemonsets -n $ns -o json |
    jq -r '.items[] | select((.status.readyReplicas // .status.numberReady // 0) < (.spec.replicas // .status.desiredNumberScheduled // 1)) | .metadata.name'
kubectl get pvc -n $ns -o json | jq -r '.items[] | select(.status.phase != "Bound") | .metadata.name'

echo "elasticsearch: $(get "$ES/_cluster/health" | jq -r .status)"
get "$ES/_all/_settings/index.blocks.*?flat_settings=true" | jq -r 'length'
get "$ES/_cat/indices/jaeger-*?format=json&bytes=b" | jq -r 'map(select(.health == "red")) | length'
get "$ES/jaeger-*/_ilm/explain?only_errors=true" | jq -r '.indices | length'
echo "disk: $(get "$ES/_nodes/stats/fs,jvm,os,thread_pool" | jq -r '[.nodes[].fs.total | 100 - 100 * .available_in_bytes / .total_in_bytes] | max')"
get "$ES/_cluster/settings?include_defaults=true&flat_settings=true" | jq -r '.defaults["cluster.routing.allocation.disk.watermark.high"]'
range '100 * (1 - elasticsearch_filesystem_data_available_bytes / elasticsearch_filesystem_data_size_bytes)'

echo "ingestion: $(range 'sum by (instance, pod) (rate(jaeger_collector_traces_saved_by_svc_total{result="ok"}[5m]))')"
echo "last week: $(prom 'avg_over_time((sum(rate(jaeger_collector_traces_saved_by_svc_total{result="ok"}[5m])))[1h:5m] offset 1w)')"
for url in $COLLECTORS; do get "$url" | jq -r .status; done

echo "collectors: $(get "$OTEL_HEALTH" | jq -r .status)"
get "$OTEL_METRICS" | grep -c -e send_failed -e refused
kubectl top pods -n $ns --no-headers | grep otel-collector
echo "throttled: $(prom "max(rate(container_cpu_cfs_throttled_periods_total{namespace=\"$ns\"}[5m]))")"
range "sum by (pod) (rate(container_cpu_usage_seconds_total{namespace=\"$ns\",pod=~\"otel-collector.*\"}[5m]))"

echo "kafka: $(kubectl exec -n $ns kafka-0 -- sh -c 'kafka-consumer-groups.sh --bootstrap-server localhost:9092 --describe --group jaeger-ingester' 2>/dev/null | awk 'NR > 1 { lag += $6 } END { print lag + 0 }')"
echo "members: $(prom 'sum(kafka_consumergroup_members)')"
range 'sum(kafka_consumergroup_lag)'

echo "query: $(ask -w '%{time_total}' "$JAEGER/api/services") s, $(get "$JAEGER/api/services" | jq -r '.data | length') services"
range 'histogram_quantile(0.99, sum by (le) (rate(jaeger_query_latency_bucket[5m])))'

echo "targets: $(prom 'sum(up)') of $(prom 'count(up)')"
get "$PROM/api/v1/rules?type=alert" | jq -r '[.data.groups[].rules[] | select(.state == "firing") | .name] | unique[]'
get "$AM/api/v2/alerts" | jq -r '.[].labels.alertname'
get "$AM/api/v2/silences" | jq -r 'map(select(.status.state == "active")) | length'
repository=$(get "$ES/_snapshot" | jq -r 'keys[0]')
echo "backup: $(get "$ES/_snapshot/$repository/_all" | jq -r '.snapshots[-1] | .state + " " + .end_time')"
kubectl get cronjobs -n $ns -o json | jq -r '.items[] | .metadata.name + " " + (.status.lastSuccessfulTime // "never")'
