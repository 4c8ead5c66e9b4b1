/* component_answers.h - what each component says to each of its questions. */
#ifndef TRACETOP_TESTS_COMPONENT_ANSWERS_H
#define TRACETOP_TESTS_COMPONENT_ANSWERS_H

#define JSON "Content-Type: application/json\r\n"
#define HTML "Content-Type: text/html; charset=utf-8\r\n"
#define PAGE "<!doctype html><title>Sign in</title><form action=/login></form>"
#define NAMED(more) "{\"metadata\":{\"name\":\"a\"}" more "}"
#define LIST(item) "{\"kind\":\"List\",\"metadata\":{},\"items\":[" item "]}"

/* What a back end says while it is well, the first rows as plain text. */
static const struct {
    const char *path, *body;
} answers[] = {
    {"/jaeger/search",
     "<script>JAEGER_VERSION = {\"gitVersion\":\"v1.62.0\"}</script>"},
    {"/otel-collector/metrics",
     "otelcol_exporter_queue_size{exporter=\"otlp\"} 5\n"
     "otelcol_exporter_queue_capacity{exporter=\"otlp\"} 50\n"
     "otelcol_process_uptime 77\n"},
    {"/otel-collector", "{\"status\":\"Server available\",\"upSince\":"
                        "\"2026-11-19T21:15:04Z\"}"},
    {"/jaeger-collector-0", "{\"status\":\"Server available\",\"upSince\":"
                            "\"2026-11-19T21:15:04Z\"}"},
    {"/jaeger/api/services",
     "{\"data\":[\"cart\",\"frontend\"],\"total\":2,\"errors\":null}"},
    {"/es/_cluster/health",
     "{\"cluster_name\":\"tracing\",\"status\":\"green\",\"timed_out\":false,"
     "\"number_of_nodes\":3,\"number_of_data_nodes\":3,\"active_shards\":180}"},
    {"/es/_nodes/stats",
     "{\"_nodes\":{\"total\":1,\"successful\":1,\"failed\":0},\"nodes\":{"
     "\"n1\":{\"name\":\"es-0\",\"roles\":[\"data\"],\"fs\":{\"total\":{"
     "\"total_in_bytes\":100,\"available_in_bytes\":40}}}}}"},
    {"/es/_cluster/settings",
     "{\"persistent\":{},\"transient\":{},\"defaults\":{\"cluster\":{"
     "\"routing\":{\"allocation\":{\"enable\":\"all\",\"disk\":{"
     "\"watermark\":{\"low\":\"85%\",\"high\":\"90%\"}}}}}}}"},
    {"/es/_all/_settings",
     "{\"jaeger-1\":{\"settings\":{"
     "\"index.blocks.read_only_allow_delete\":\"true\"}}}"},
    {"/es/_cluster/pending_tasks",
     "{\"tasks\":[{\"source\":\"shard-failed\",\"time_in_queue_millis\":9}]}"},
    {"/es/_cat/indices",
     "[{\"index\":\"jaeger-1\",\"health\":\"green\",\"status\":\"open\","
     "\"docs.count\":\"7\",\"store.size\":\"900\"}]"},
    {"/es/_snapshot/backup",
     "{\"snapshots\":[{\"snapshot\":\"s1\",\"state\":\"SUCCESS\","
     "\"start_time_in_millis\":1795400000000,"
     "\"end_time_in_millis\":1795400060000}],\"total\":1}"},
    {"/es/_snapshot", "{\"backup\":{\"type\":\"fs\"}}"},
    {"/es/_slm/policy", "{\"daily\":{\"policy\":{\"repository\":\"backup\"}}}"},
    {"_ilm/explain", "{\"indices\":{}}"},
    {"/es/_health_report",
     "{\"status\":\"green\",\"indicators\":{\"disk\":{\"status\":\"green\","
     "\"symptom\":\"enough\"}}}"},
    {"/es/", "{\"cluster_name\":\"tracing\",\"version\":{\"number\":"
             "\"8.15.3\"}}"},
    {"metrics.k8s.io",
     LIST(NAMED(",\"containers\":[{\"name\":\"c\",\"usage\":{\"cpu\":"
                "\"5m\",\"memory\":\"9Mi\"}}]"))},
    {"/k8s/api/v1/namespaces/observability/pods",
     LIST(NAMED(",\"spec\":{},\"status\":{\"phase\":\"Running\"}"))},
    {"/k8s/", LIST(NAMED(",\"spec\":{\"replicas\":1},\"status\":{}"))},
};
enum { TEXT_ANSWERS = 2, ANSWERS = sizeof(answers) / sizeof(answers[0]) };

#endif
