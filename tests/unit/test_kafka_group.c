/* test_kafka_group.c - what the consumer-group tool prints, in its versions. */
#include "tests/test.h"

#include "source/kafka_group.h"

static int read_pieces(const char *text, size_t piece, int status,
                       struct kafka *kafka, struct err *err)
{
    struct kafka_group *reader = kafka_group_new();
    size_t length = strlen(text);
    int rc;

    for (size_t at = 0; at < length; at += piece)
        kafka_group_feed(reader, text + at,
                         length - at < piece ? length - at : piece);
    rc = kafka_group_finish(reader, status, kafka, err);
    kafka_group_free(reader);
    return rc;
}

static const char usual[] =
    "\n[2024-05-01 10:00:00,123] WARN a log4j line (org.apache.Kafka)\n"
    "\nGROUP           TOPIC        PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  "
    "LAG    CONSUMER-ID   HOST         CLIENT-ID\n"
    "jaeger-ingester jaeger-spans 0          100             150             "
    "50     c-1-uuid      /10.0.0.1    c-1\n"
    "jaeger-ingester jaeger-spans 1          7               1007            "
    "1000   c-1-uuid      /10.0.0.1    c-1\n"
    "jaeger-ingester jaeger-spans 2          -               12              "
    "-      c-2-uuid      /10.0.0.2    c-2\n"
    "jaeger-ingester -            -          -               -               "
    "-      c-3-uuid      /10.0.0.3    c-3\n";

static void kafka_group_when_split_anywhere_reads_the_same(void **state)
{
    (void)state;

    for (size_t piece = 1; piece <= sizeof(usual); piece += 7) {
        struct kafka kafka = {.answered_ms = 5};
        struct err err = {0};

        assert_int_equal(read_pieces(usual, piece, 0, &kafka, &err), 0);

        assert_int_equal(kafka.answered_ms, 5);
        assert_string_equal(kafka.group, "jaeger-ingester");
        assert_int_equal(kafka.state, KAFKA_ACTIVE);
        assert_int_equal(kafka.count, 3);
        assert_int_equal(kafka.lag, 1050);
        assert_int_equal(kafka.members, 3);
        assert_int_equal(kafka.idle_members, 1);
        assert_int_equal(kafka.without_commit, 1);
        assert_int_equal(kafka.without_member, 0);
        assert_int_equal(kafka.partitions[0].number, 1);
        assert_int_equal(kafka.partitions[0].lag, 1000);
        assert_int_equal(kafka.partitions[2].committed, -1);
        assert_string_equal(kafka.partitions[2].host, "/10.0.0.2");
        free(kafka.partitions);
    }
}

static void kafka_group_without_group_column_reads_by_header(void **state)
{
    struct kafka kafka = {0};
    struct err err = {0};
    (void)state;

    assert_int_equal(
        read_pieces("Note: This will not show old consumers.\n\n"
                    "TOPIC  PARTITION  CURRENT-OFFSET  LOG-END-OFFSET LAG "
                    "CONSUMER-ID HOST CLIENT-ID\r\n"
                    "spans 3 10 11 1 - - -\r\n",
                    3, 0, &kafka, &err),
        0);

    assert_string_equal(kafka.group, "");
    assert_int_equal(kafka.partitions[0].number, 3);
    assert_int_equal(kafka.lag, 1);
    assert_int_equal(kafka.without_member, 1);
    assert_int_equal(kafka.state, KAFKA_NO_MEMBERS);
    free(kafka.partitions);
}

static void kafka_group_with_leader_epoch_reads_by_header(void **state)
{
    struct kafka kafka = {0};
    struct err err = {0};
    (void)state;

    assert_int_equal(
        read_pieces("GROUP TOPIC PARTITION LEADER-EPOCH CURRENT-OFFSET "
                    "LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID\n"
                    "g t 0 9 5 8 3 c /h c\n",
                    1000, 0, &kafka, &err),
        0);

    assert_int_equal(kafka.partitions[0].committed, 5);
    assert_int_equal(kafka.lag, 3);
    free(kafka.partitions);
}

static void kafka_group_when_rebalancing_or_empty_says_so(void **state)
{
    struct kafka kafka = {0};
    struct err err = {0};
    (void)state;

    assert_int_equal(
        read_pieces("Warning: Consumer group 'g' is rebalancing.\n", 9, 0,
                    &kafka, &err),
        0);
    assert_int_equal(kafka.state, KAFKA_REBALANCING);
    assert_int_equal(
        read_pieces("Consumer group 'g' has no active members.\n\nGROUP TOPIC "
                    "PARTITION LAG\ng t 0 7\n",
                    9, 0, &kafka, &err),
        0);
    assert_int_equal(kafka.state, KAFKA_NO_MEMBERS);
    assert_int_equal(kafka.lag, 7);
    free(kafka.partitions);
}

static void kafka_group_when_the_tool_fails_keeps_its_words(void **state)
{
    static const struct {
        const char *text;
        int status;
        const char *error;
    } cases[] = {
        {"Error: Executing consumer group command failed due to x\njava.lang\n"
         "\tat y.z(Q.java)\n",
         0, "Error: Executing consumer group command failed due to x"},
        {"\nError: Consumer group 'g' does not exist.\n", 0,
         "Error: Consumer group 'g' does not exist."},
        {"Error from server (NotFound): pods \"kafka-0\" not found\n", 1,
         "Error from server (NotFound): pods \"kafka-0\" not found"},
        {"", 1, "the consumer-group tool failed (exit 1)"},
        {"command terminated with exit code 137\n", 137,
         "the consumer-group tool failed (exit 137): command terminated with "
         "exit code 137"},
        {"hello\n", 0, "the consumer-group tool printed no table: hello"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct kafka kafka = {.lag = 77};
        struct err err = {0};

        assert_int_equal(
            read_pieces(cases[i].text, 5, cases[i].status, &kafka, &err), -1);
        assert_string_equal(err.text, cases[i].error);
        assert_int_equal(kafka.lag, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kafka_group_when_split_anywhere_reads_the_same),
        cmocka_unit_test(kafka_group_without_group_column_reads_by_header),
        cmocka_unit_test(kafka_group_with_leader_epoch_reads_by_header),
        cmocka_unit_test(kafka_group_when_rebalancing_or_empty_says_so),
        cmocka_unit_test(kafka_group_when_the_tool_fails_keeps_its_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
