/* metrics_storage.c - what the exporters of Elasticsearch and Kafka tell.
 *
 * Source: elasticsearch_exporter 1.5.0 with --es.all; kafka_exporter 1.9.0.
 */
#include "sim/metrics.h"

#include <stddef.h>
#include <stdio.h>

#include "sim/exposition.h"
#include "sim/model.h"

#define CLUSTER "tracing"
#define GROUP "jaeger-ingester"
#define TOPIC "jaeger-spans"

static const double disk_bytes = 322122547200.0; /* 300 GiB */
static const double heap_bytes = 4294967296.0;   /* 4 GiB */

static void write_health(struct exposition *out, const struct model *model);
static void write_color(struct exposition *out, const struct model *model);
static void write_gauge(struct exposition *out, const char *name, double value);
static void write_filesystem(struct exposition *out, const struct model *model,
                             const char *name, bool is_size);
static void write_heap(struct exposition *out, const struct model *model,
                       const char *name, bool is_max);
static void write_node_counts(struct exposition *out,
                              const struct model *model);
static void label_node(struct exposition *out, int index);
static void write_partition(struct exposition *out, const char *name,
                            int partition, double value);
static void label_group(struct exposition *out);

void metrics_elasticsearch(struct exposition *out, const struct model *model,
                           int index)
{
    (void)index;
    write_health(out, model);
    write_filesystem(out, model,
                     "elasticsearch_filesystem_data_available_bytes", false);
    write_filesystem(out, model, "elasticsearch_filesystem_data_free_bytes",
                     false);
    write_filesystem(out, model, "elasticsearch_filesystem_data_size_bytes",
                     true);
    write_heap(out, model, "elasticsearch_jvm_memory_used_bytes", false);
    write_heap(out, model, "elasticsearch_jvm_memory_max_bytes", true);
    write_node_counts(out, model);
}

void metrics_kafka(struct exposition *out, const struct model *model, int index)
{
    (void)index;
    exposition_family(out, "kafka_brokers", "gauge",
                      "Number of Brokers in the Kafka Cluster.");
    exposition_sample(out, "kafka_brokers");
    exposition_count(out, 3);
    exposition_family(out, "kafka_topic_partitions", "gauge",
                      "Number of partitions for this Topic");
    exposition_sample(out, "kafka_topic_partitions");
    exposition_label(out, "topic", TOPIC);
    exposition_count(out, MODEL_PARTITIONS);
    exposition_family(out, "kafka_consumergroup_members", "gauge",
                      "Amount of members in a consumer group");
    exposition_sample(out, "kafka_consumergroup_members");
    exposition_label(out, "consumergroup", GROUP);
    exposition_count(out, model->group_members);
    exposition_family(out, "kafka_consumergroup_lag", "gauge",
                      "Current Approximate Lag of a ConsumerGroup at "
                      "Topic/Partition");
    for (int i = 0; i < MODEL_PARTITIONS; i++) {
        const struct partition *partition = &model->partitions[i];

        write_partition(out, "kafka_consumergroup_lag", i,
                        partition->has_commit ? partition->lag : -1);
    }
    exposition_family(out, "kafka_consumergroup_lag_sum", "gauge",
                      "Current Approximate Lag of a ConsumerGroup at Topic for "
                      "all partitions");
    exposition_sample(out, "kafka_consumergroup_lag_sum");
    label_group(out);
    exposition_count(out, model_lag(model));
    exposition_family(out, "kafka_consumergroup_current_offset", "gauge",
                      "Current Offset of a ConsumerGroup at Topic/Partition");
    for (int i = 0; i < MODEL_PARTITIONS; i++) {
        const struct partition *partition = &model->partitions[i];
        double end = model_read(model, &partition->produced);

        write_partition(out, "kafka_consumergroup_current_offset", i,
                        partition->has_commit ? end - partition->lag : -1);
    }
    exposition_family(out, "kafka_topic_partition_current_offset", "gauge",
                      "Current Offset of a Broker at Topic/Partition");
    for (int i = 0; i < MODEL_PARTITIONS; i++) {
        exposition_sample(out, "kafka_topic_partition_current_offset");
        exposition_label_int(out, "partition", i);
        exposition_label(out, "topic", TOPIC);
        exposition_count(out,
                         model_read(model, &model->partitions[i].produced));
    }
}

static void write_health(struct exposition *out, const struct model *model)
{
    double worst = model_worst_disk_ratio(model);
    int unassigned = worst > 0.95 ? 9 : worst > 0.90 ? 6 : 0;

    write_color(out, model);
    write_gauge(out, "elasticsearch_cluster_health_number_of_nodes",
                MODEL_NODES);
    write_gauge(out, "elasticsearch_cluster_health_number_of_data_nodes",
                MODEL_NODES);
    write_gauge(out, "elasticsearch_cluster_health_active_primary_shards",
                worst > 0.95 ? 87 : 90);
    write_gauge(out, "elasticsearch_cluster_health_active_shards",
                180 - unassigned);
    write_gauge(out, "elasticsearch_cluster_health_relocating_shards",
                worst > 0.90 ? 2 : 0);
    write_gauge(out, "elasticsearch_cluster_health_initializing_shards", 0);
    write_gauge(out, "elasticsearch_cluster_health_unassigned_shards",
                unassigned);
    write_gauge(out, "elasticsearch_cluster_health_delayed_unassigned_shards",
                0);
    write_gauge(out, "elasticsearch_cluster_health_number_of_pending_tasks",
                worst > 0.95 ? 14 : 0);
    exposition_family(out, "elasticsearch_cluster_health_up", "gauge",
                      "Was the last scrape of the Elasticsearch cluster health "
                      "endpoint successful.");
    exposition_sample(out, "elasticsearch_cluster_health_up");
    exposition_count(out, 1);
}

static void write_color(struct exposition *out, const struct model *model)
{
    static const char *const colors[] = {"green", "red", "yellow"};
    double worst = model_worst_disk_ratio(model);
    int current = worst > 0.95 ? 1 : worst > 0.90 ? 2 : 0;

    exposition_family(out, "elasticsearch_cluster_health_status", "gauge",
                      "Whether all primary and replica shards are allocated.");
    for (int i = 0; i < 3; i++) {
        exposition_sample(out, "elasticsearch_cluster_health_status");
        exposition_label(out, "cluster", CLUSTER);
        exposition_label(out, "color", colors[i]);
        exposition_count(out, i == current);
    }
}

static void write_gauge(struct exposition *out, const char *name, double value)
{
    exposition_family(out, name, "gauge", name);
    exposition_sample(out, name);
    exposition_label(out, "cluster", CLUSTER);
    exposition_count(out, value);
}

static void write_filesystem(struct exposition *out, const struct model *model,
                             const char *name, bool is_size)
{
    exposition_family(out, name, "gauge", name);
    for (int i = 0; i < MODEL_NODES; i++) {
        double free_ratio = 1 - model->nodes[i].disk_used_ratio;

        exposition_sample(out, name);
        label_node(out, i);
        exposition_label(out, "mount",
                         "/usr/share/elasticsearch/data (/dev/sdb)");
        exposition_label(out, "path", "/usr/share/elasticsearch/data");
        exposition_count(out, is_size ? disk_bytes : disk_bytes * free_ratio);
    }
}

static void write_heap(struct exposition *out, const struct model *model,
                       const char *name, bool is_max)
{
    exposition_family(out, name, "gauge", name);
    for (int i = 0; i < MODEL_NODES; i++) {
        exposition_sample(out, name);
        exposition_label(out, "area", "heap");
        label_node(out, i);
        exposition_count(out,
                         is_max ? heap_bytes
                                : heap_bytes * model->nodes[i].heap_used_ratio);
    }
}

static void write_node_counts(struct exposition *out, const struct model *model)
{
    static const struct {
        const char *name, *type;
        size_t offset; /* of the counter in struct node */
    } counts[] = {
        {"elasticsearch_indices_docs", "gauge", offsetof(struct node, indexed)},
        {"elasticsearch_indices_indexing_index_total", "counter",
         offsetof(struct node, indexed)},
        {"elasticsearch_indices_search_query_total", "counter",
         offsetof(struct node, searches)},
        {"elasticsearch_indices_search_query_time_seconds", "counter",
         offsetof(struct node, search_seconds)},
    };

    for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
        exposition_family(out, counts[c].name, counts[c].type, counts[c].name);
        for (int i = 0; i < MODEL_NODES; i++) {
            const char *node = (const char *)&model->nodes[i];

            exposition_sample(out, counts[c].name);
            label_node(out, i);
            exposition_count(
                out,
                model_read(model, (const void *)(node + counts[c].offset)));
        }
    }
}

static void label_node(struct exposition *out, int index)
{
    char text[40];

    exposition_label(out, "cluster", CLUSTER);
    exposition_label(out, "es_client_node", "true");
    exposition_label(out, "es_data_node", "true");
    exposition_label(out, "es_ingest_node", "true");
    exposition_label(out, "es_master_node", "true");
    (void)snprintf(text, sizeof(text), "10.42.2.%d", 11 + index);
    exposition_label(out, "host", text);
    (void)snprintf(text, sizeof(text), "elasticsearch-master-%d", index);
    exposition_label(out, "name", text);
}

static void write_partition(struct exposition *out, const char *name,
                            int partition, double value)
{
    exposition_sample(out, name);
    exposition_label(out, "consumergroup", GROUP);
    exposition_label_int(out, "partition", partition);
    exposition_label(out, "topic", TOPIC);
    exposition_count(out, value);
}

static void label_group(struct exposition *out)
{
    exposition_label(out, "consumergroup", GROUP);
    exposition_label(out, "topic", TOPIC);
}
