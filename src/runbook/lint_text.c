/* lint_text.c - settings, APIs and names that are not what they seem. */
#include "runbook/lint_private.h"

#define INFO LINT_INFO
#define WARN LINT_WARNING
#define ERROR LINT_ERROR

const struct lint_text lint_text_table[] = {
    /* checks that pass when they should not */
    {"status-of-an-error", WARN, "jq -r '.status'", "_cluster/health", NULL,
     NULL,
     "a 401 or 503 answer has a status of its own (401, 503) and a refused "
     "connection none: check curl's exit with -f first"},
    {"counter-not-rate", WARN, "_total", "tail -1", NULL, NULL,
     "a cumulative counter, and only its alphabetically last label set, which "
     "is always 0: ask Prometheus for sum(rate(...[5m]))"},
    {"column-by-number", WARN, "kafka-consumer-groups", "print $6", NULL, NULL,
     "LAG is column 5 or 6 by the tool's version, '-' without a commit, and "
     "errors go to stdout with exit 0: find the column by its header"},
    {"case-of-errors", WARN, "grep ERROR", "logs", NULL, NULL,
     "the collector logs 'error' in lower case: grep -i error"},
    {"header-case", WARN, "grep X-", "cut -d' '", NULL, NULL,
     "HTTP/2 headers are lower case and the value ends in a carriage return: "
     "grep -i, and strip it with tr -d '\\r'"},
    {"health-may-time-out", WARN, "wait_for_status=", "timeout=", "timed_out",
     NULL,
     "on timeout 7.x answers 408 and 8.x answers 200 with \"timed_out\": true: "
     "check that field"},
    /* ports, hosts and images */
    {"query-service-port", WARN, "jaeger-query.", ":16686", NULL, NULL,
     "the chart's Service jaeger-query listens on port 80; 16686 is the pod's "
     "(Jaeger v2: Service jaeger, port 16686)"},
    {"query-service-port", WARN, "jaeger-query:16686", NULL, NULL, NULL,
     "the chart's Service jaeger-query listens on port 80; 16686 is the pod's "
     "(Jaeger v2: Service jaeger, port 16686)"},
    {"health-port", WARN, ":13133", "otel-collector", "port-forward", NULL,
     "the chart's Service has no port 13133, and the extension listens on "
     "localhost since v0.104: use port-forward to the pod"},
    {"no-curl-in-image", ERROR, "exec", "-0 -- curl", "elasticsearch", NULL,
     "the Jaeger image has no curl, only busybox wget"},
    {"es-pod-name", ERROR, "elasticsearch-new-master", NULL, NULL, NULL,
     "the chart names pods and services by clusterName and nodeGroup "
     "(elasticsearch-master), whatever the release is called"},
    {"plain-http-elasticsearch", INFO, "http://localhost:9200", NULL, NULL,
     NULL,
     "Elasticsearch 8 speaks https by default: plain http ends in an empty "
     "reply"},
    {"release-name", WARN, "helm install otel-collector ", NULL,
     "fullnameOverride", NULL,
     "the Deployment will be otel-collector-opentelemetry-collector, not the "
     "name that the other commands use: set fullnameOverride"},
    /* Jaeger */
    {"storage-type-switch", ERROR, "SPAN_STORAGE_TYPE=", "set env", NULL, NULL,
     "a collector installed for Kafka has no ES_* settings: it falls back to "
     "127.0.0.1:9200 and crashes; v2 ignores the variable. Change the Helm "
     "values instead"},
    {"unknown-setting", ERROR, "KAFKA_CONSUMER_CONCURRENCY", NULL, NULL, NULL,
     "no Jaeger has this setting; parallelism is INGESTER_PARALLELISM "
     "(default 1000)"},
    {"bulk-size-in-bytes", ERROR, "ES_BULK_SIZE=1000", NULL,
     "ES_BULK_SIZE=10000", NULL,
     "es.bulk.size is in bytes (default 5,000,000): 1000 flushes every span or "
     "two; es.bulk.actions was meant"},
    {"ingesters-over-partitions", WARN, "scale deployment/jaeger-ingester",
     NULL, NULL, NULL,
     "more ingesters than partitions of the topic stay idle: compare with "
     "kafka-topics --describe first"},
    {"offsets-lost", WARN, "kafka-consumer-groups", "--reset-offsets", NULL,
     NULL,
     "loses every span that waits; refused while the group is active, and "
     "then it exits 0: scale the ingesters to 0 first"},
    {"restart-loses-spans", WARN, "rollout restart deployment/jaeger-collector",
     NULL, NULL, NULL,
     "drops the in-memory queue and hides the evidence of an OOM kill: look "
     "at describe and logs --previous first"},
    {"restart-loses-spans", WARN, "rollout restart deployment/otel-collector",
     NULL, NULL, NULL,
     "drops the traces that tail sampling holds and the unsent queues: "
     "restart only for a reason"},
    {"only-the-collector", WARN, "deployment/jaeger-collector",
     "ES_SERVER_URLS=", "jaeger-query", NULL,
     "query and ingester keep the old cluster: change all of them"},
    {"no-such-program", ERROR, "jaeger-cli", NULL, NULL, NULL,
     "there is no jaeger-cli: use the query API with curl"},
    {"no-such-program", ERROR, "go install github.com/jaegertracing/jaeger",
     NULL, NULL, NULL,
     "go install refuses this module (replace directives), and cmd/jaeger is "
     "the server"},
    {"ignored-variable", ERROR, "hotrod", "JAEGER_AGENT_HOST", NULL, NULL,
     "ignored since HotROD 1.49: set OTEL_EXPORTER_OTLP_ENDPOINT"},
    {"removed-exporter", ERROR, "exporters:", "logging:", NULL, NULL,
     "the logging exporter was removed in v0.111: use debug with verbosity: "
     "detailed; its output is text, not JSON"},
    {"restored-unread", INFO, "restored_", "rename_replacement", NULL, NULL,
     "Jaeger does not read restored_* indices: rename or alias them to be "
     "searched"},
    {"scale-and-sampling", WARN, "scale deployment/otel-collector", NULL, NULL,
     NULL,
     "tail sampling needs every span of a trace in one collector: check the "
     "load-balancing exporter before the number of gateways changes"},
    /* Helm */
    {"set-image-drift", WARN, "set image deployment/otel-collector", NULL, NULL,
     NULL,
     "drifts from Helm's values, and the chart's container is named "
     "opentelemetry-collector: use helm upgrade"},
    /* Elasticsearch */
    {"opposite-of-title", ERROR, "disk.threshold_enabled\": false", NULL, NULL,
     NULL,
     "this switches the disk guard off and removes read-only blocks: writes go "
     "on until the disk is full; read-only is PUT /jaeger-*/_settings "
     "{\"index.blocks.write\": true}"},
    {"transient-settings", WARN, "\"transient\"", "_cluster/settings", NULL,
     NULL,
     "transient settings are deprecated since 7.16 and gone after a full "
     "restart: use persistent"},
    {"allocation-left-off", WARN, "allocation.enable\": \"primaries\"", NULL,
     NULL, NULL,
     "stays on primaries when the operator stops half way: say how to set it "
     "back (null), and flush first"},
    {"allocation-left-off", WARN, "allocation.enable\":\"primaries\"", NULL,
     NULL, NULL,
     "stays on primaries when the operator stops half way: say how to set it "
     "back (null), and flush first"},
    {"pvc-only-grows", WARN, "patch pvc", NULL, NULL, NULL,
     "a volume never shrinks again, needs allowVolumeExpansion, and is one of "
     "many: the StatefulSet's template stays small"},
    {"not-about-speed", WARN, "_cat/indices", NULL, NULL, "performance",
     "tells sizes, not how fast queries are: use _nodes/stats/indices/search "
     "and _tasks?actions=*search*"},
    {"not-about-queries", WARN, "_cluster/pending_tasks", NULL, NULL, "quer",
     "the queue of cluster-state changes, not queries: use "
     "_tasks?actions=*search*&detailed"},
    {"cache-clear", WARN, "_cache/clear", NULL, NULL, NULL,
     "the next queries are slower, and Jaeger's mappings use no field data: no "
     "first step"},
    {"heap-by-env", WARN, "ES_JAVA_OPTS", "set env", NULL, NULL,
     "rolls every Elasticsearch node with allocation on, and the heap is not "
     "checked against half of the memory limit and 31 GB: use the chart's "
     "esJavaOpts"},
    {"forcemerge-date", WARN, "/_forcemerge", "$(date", NULL, NULL,
     "404 where indices are rolled over (jaeger-span-000001); blocks until "
     "done, and goes on when curl gives up"},
    {"no-such-snapshot", ERROR, "/latest/_restore", NULL, NULL, NULL,
     "latest is a literal name: 404; list _snapshot/REPO/_all and name one. A "
     "new cluster must register the repository first"},
    {"static-setting", ERROR, "\"codec\"", "/_settings", "reopen=true", NULL,
     "index.codec is static: 400 for open indices, and the whole request is "
     "rejected"},
    {"template-overwritten", ERROR, "_index_template/jaeger-span", NULL, NULL,
     NULL,
     "Jaeger's own template has this name, and templates do not merge: its "
     "mappings are gone and searches break with the next index; GET it first "
     "and change only what you mean to"},
    {"freeze-removed", WARN, "\"freeze\"", NULL, NULL, NULL,
     "does nothing in 8.x; in 7.x the index closes and opens again"},
    {"rollover-on-dates", ERROR, "\"rollover\"", "_ilm/policy", NULL, NULL,
     "date-named indices cannot roll over: needs --es.use-aliases, "
     "--es.use-ilm and an index that ends in -000001; OpenSearch has no _ilm"},
    {"rollover-on-dates", ERROR, "rollover_alias", "jaeger-span-*", NULL, NULL,
     "date-named indices have no such alias: ILM stops with an error; needs "
     "--es.use-aliases and --es.use-ilm"},
    {"glacier", ERROR, "GLACIER", "_snapshot", NULL, NULL,
     "Elasticsearch rejects it: \"Glacier storage class is not supported\"; "
     "use standard_ia"},
    {"no-such-api", ERROR, "_nodes/gc", NULL, NULL, NULL,
     "no such API: 405; a full collection cannot be asked for over HTTP"},
    {"metric-never-existed", ERROR, "jaeger_query_request_duration_seconds",
     NULL, NULL, NULL,
     "no Jaeger has this metric: empty for ever; v1 has "
     "jaeger_query_latency_bucket, v2 http_server_request_duration_seconds"},
};
const size_t lint_text_count =
    sizeof(lint_text_table) / sizeof(lint_text_table[0]);
