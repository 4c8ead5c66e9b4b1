/* test_jaeger_traces.c - Jaeger's answers: our own, and the recorded ones. */
#include "tests/test.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/paths.h"
#include "source/jaeger_traces.h"
#include "source/names.h"

enum { FILE_MAX = 1 << 20 };

static struct trace *kept; /* the last one that was told */
static size_t told;

static void keep(void *owner, struct trace *trace)
{
    (void)owner;
    trace_free(kept);
    kept = trace;
    told++;
}

static int read_pieces(const char *text, size_t piece, int status,
                       const char *content_type, struct err *err)
{
    struct jaeger_traces *reader = jaeger_traces_new(status, keep, NULL, true);
    size_t length = strlen(text);
    int rc = 0;

    told = 0;
    for (size_t at = 0; at < length && rc == 0; at += piece)
        rc = jaeger_traces_feed(reader, text + at,
                                length - at < piece ? length - at : piece, err);
    if (rc == 0)
        rc = jaeger_traces_finish(reader, content_type, err);
    jaeger_traces_free(reader);
    return rc;
}

static int teardown(void **state)
{
    (void)state;
    trace_free(kept);
    kept = NULL;
    return 0;
}

static const char answer[] =
    "{\"data\":[{\"traceID\":\"ab12\",\"spans\":[{\"traceID\":\"ab12\","
    "\"spanID\":\"2\",\"operationName\":\"GET "
    "/x\",\"references\":[{\"refType\":"
    "\"FOLLOWS_FROM\",\"traceID\":\"ab12\",\"spanID\":\"9\"},{\"refType\":"
    "\"CHILD_OF\",\"traceID\":\"ab12\",\"spanID\":\"1\"}],\"startTime\":1010,"
    "\"duration\":20,\"tags\":[{\"key\":\"error\",\"type\":\"bool\",\"value\":"
    "true},{\"key\":\"n\",\"type\":\"int64\",\"value\":42}],\"logs\":[{"
    "\"timestamp\":1015,\"fields\":[{\"key\":\"event\",\"value\":\"boom\"}]}],"
    "\"processID\":\"p2\",\"warnings\":[\"clock skew\"]},{\"spanID\":\"1\","
    "\"operationName\":\"root\",\"references\":null,\"startTime\":1000,"
    "\"duration\":100,\"tags\":[{\"key\":\"error\",\"value\":false}],\"logs\":"
    "null,\"processID\":\"p1\",\"warnings\":null}],\"processes\":{\"p1\":{"
    "\"serviceName\":\"front\",\"tags\":[]},\"p2\":{\"serviceName\":\"back\"}}"
    "}],\"total\":0,\"errors\":null}";

static void jaeger_traces_when_split_anywhere_reads_the_same(void **state)
{
    (void)state;

    for (size_t piece = 1; piece <= sizeof(answer); piece += 11) {
        struct err err = {0};

        assert_int_equal(
            read_pieces(answer, piece, 200, "application/json", &err), 0);

        assert_int_equal(told, 1);
        assert_string_equal(kept->id, "ab12");
        assert_int_equal(kept->count, 2);
        assert_int_equal(kept->errors, 1);
        assert_int_equal(kept->services, 2);
        assert_int_equal(kept->warnings, 1);
        assert_string_equal(kept->spans[0].service, "front");
        assert_string_equal(kept->spans[1].service, "back");
        assert_int_equal(kept->spans[1].parent, 0);
        assert_true(kept->spans[1].has_error);
        assert_false(kept->spans[0].has_error);
        assert_string_equal(kept->spans[1].warning, "clock skew");
        assert_int_equal(kept->spans[1].tag_count, 3);
        assert_string_equal(kept->tags[kept->spans[1].first_tag + 1].value,
                            "42");
        assert_int_equal(kept->tags[kept->spans[1].first_tag + 2].log_us, 1015);
    }
}

static void jaeger_traces_when_refused_keeps_jaegers_words(void **state)
{
    static const struct {
        int status;
        const char *type, *body, *error;
    } cases[] = {
        {404, "text/plain",
         "{\"data\":null,\"total\":0,\"errors\":[{\"code\":404,\"msg\":\"trace "
         "not found\"}]}\n",
         "HTTP 404: Jaeger says trace not found"},
        {500, "text/plain",
         "{\"data\":null,\"errors\":[{\"code\":500,\"msg\":\"elastic: Error "
         "503\"}]}",
         "HTTP 500: Jaeger says elastic: Error 503"},
        {200, "application/json",
         "{\"data\":[],\"errors\":[{\"code\":0,\"msg\":\"half\"}]}",
         "HTTP 200: Jaeger says half"},
        {200, "text/html", "<!doctype html><title>Jaeger UI</title>",
         "HTTP 200, but a web page instead of JSON: a wrong base path in "
         "query_url, or a login in front of it: Jaeger UI"},
        {502, "text/html", "<html><body>Bad Gateway</body>",
         "HTTP 502: not Jaeger's API (text/html): Bad Gateway"},
        {401, "", "",
         "HTTP 401: the login is missing or wrong; set basic_auth "
         "or authorization of jaeger"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err = {0};

        assert_int_equal(
            read_pieces(cases[i].body, 7, cases[i].status, cases[i].type, &err),
            -1);
        assert_string_equal(err.text, cases[i].error);
        assert_int_equal(told, 0);
    }
}

static void jaeger_traces_when_cut_short_fails(void **state)
{
    struct err err = {0};
    (void)state;

    for (size_t length = 1; length < sizeof(answer) - 1; length += 13) {
        char *part = strndup(answer, length);

        assert_int_equal(read_pieces(part, 50, 200, "application/json", &err),
                         -1);
        free(part);
    }
}

static void names_of_null_are_none_and_no_failure(void **state)
{
    static const char *const bodies[] = {"{\"data\":null,\"errors\":null}",
                                         "{\"data\":[],\"total\":0}"};
    (void)state;

    for (size_t i = 0; i < 2; i++) {
        struct names_reader *reader = names_reader_new(200, 10);
        struct names names = {0};
        struct err err = {0};

        assert_int_equal(
            names_reader_feed(reader, bodies[i], strlen(bodies[i]), &err), 0);
        assert_int_equal(
            names_reader_finish(reader, "application/json", &names, &err), 0);
        assert_int_equal(names.count, 0);
        names_reader_free(reader);
    }
}

static void names_are_sorted_once_each_and_capped(void **state)
{
    static const char body[] =
        "{\"data\":[\"b\",{\"name\":\"a\",\"spanKind\":\"server\"},\"b\","
        "\"c\"]}";
    struct names_reader *reader = names_reader_new(200, 3);
    struct names names = {0};
    struct err err = {0};
    (void)state;

    assert_int_equal(names_reader_feed(reader, body, strlen(body), &err), 0);
    assert_int_equal(names_reader_finish(reader, "", &names, &err), 0);

    assert_int_equal(names.count, 2);
    assert_int_equal(names.left_out, 1);
    assert_string_equal(names.items[0], "a");
    assert_string_equal(names.items[1], "b");
    names_free(names.items, names.count);
    names_reader_free(reader);
}

/* Reads a recorded file into `out`. */
static void read_shared(const char *path, struct buf *out)
{
    char *name = paths_join(test_shared_dir(), path, NULL);
    FILE *file = fopen(name, "r");
    char bytes[4096];
    size_t count;

    assert_non_null(file);
    while ((count = fread(bytes, 1, sizeof(bytes), file)) > 0)
        buf_add(out, bytes, count);
    (void)fclose(file);
    free(name);
}

static void recorded_answer_of_v2_has_twins_without_parent(void **state)
{
    struct err err = {0};
    struct buf body;
    (void)state;

    if (!test_shared_dir())
        skip();
    buf_init(&body, FILE_MAX);
    read_shared("fixtures/jaeger/api_v2_http/otlp2jaeger-out.json", &body);

    assert_int_equal(
        read_pieces(body.bytes, 100, 200, "application/json", &err), 0);

    assert_string_equal(kept->id, "83a9efd15c1c98a977e0711cc93ee28b");
    assert_int_equal(kept->count, 2);
    assert_int_equal(kept->missing_parents, 2);
    assert_string_equal(kept->spans[0].operation, "okey-dokey-0");
    assert_string_equal(kept->spans[0].service, "telemetrygen");
    assert_int_equal(kept->spans[0].duration_us, 123);
    assert_int_equal(kept->spans[0].tag_count, 4);
    assert_int_equal(kept->start_us, 1706678909209712);
    buf_clear(&body);
}

/* Spans as the storage keeps them, each with its process, as one trace. */
static void recorded_spans_of_the_storage_read_as_a_trace(void **state)
{
    struct err err = {0};
    struct buf body, wrapped;
    (void)state;

    if (!test_shared_dir())
        skip();
    buf_init(&body, FILE_MAX);
    buf_init(&wrapped, FILE_MAX);
    read_shared("fixtures/jaeger/uiconv/trace_success.json", &body);
    buf_printf(&wrapped,
               "{\"data\":[{\"traceID\":\"2be38093ead7a083\","
               "\"spans\":%s}]}",
               body.bytes);

    assert_int_equal(
        read_pieces(wrapped.bytes, 64, 200, "application/json", &err), 0);

    assert_int_equal(kept->count, 2);
    assert_int_equal(kept->errors, 1); /* error: "true", as a text */
    assert_int_equal(kept->missing_parents, 1);
    assert_int_equal(kept->spans[1].parent, 0);
    assert_string_equal(kept->spans[0].service, "16af988c443cff37");
    assert_string_equal(kept->spans[1].service, "3c220036602f839e");
    assert_int_equal(kept->spans[0].duration_us, 267037);
    buf_clear(&wrapped);
    buf_clear(&body);
}

/* OTLP as API v3 and the storage's tests have it, and broken files: none of
 * them is an answer of the API that is asked; none may crash or invent. */
static void recorded_files_of_other_shapes_tell_no_trace(void **state)
{
    static const struct {
        const char *path;
        int rc;
    } files[] = {
        {"api_v2_http/otlp2jaeger-in.json", 0},
        {"apiv3_snapshots/FindTraces.json", 0},
        {"apiv3_snapshots/FindTraceSummaries.json", 0},
        {"apiv3_snapshots/GetOperations.json", 0},
        {"apiv3_snapshots/GetServices.json", 0},
        {"apiv3_snapshots/GetTrace.json", 0},
        {"storage_traces/default.json", 0},
        {"storage_traces/example_trace.json", 0},
        {"uiconv/trace_empty.json", -1},
        {"uiconv/trace_invalid_json.json", -1},
        {"uiconv/trace_scan_error.json", -1},
        {"uiconv/trace_wrong_format.json", 0},
    };
    (void)state;

    if (!test_shared_dir())
        skip();
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct err err = {0};
        struct buf body;
        char path[120];

        buf_init(&body, FILE_MAX);
        (void)snprintf(path, sizeof(path), "fixtures/jaeger/%s", files[i].path);
        read_shared(path, &body);
        if (read_pieces(body.bytes, 33, 200, "application/json", &err) !=
            files[i].rc)
            fail_msg("%s: %s", files[i].path, err.text);
        assert_int_equal(told, 0);
        buf_clear(&body);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jaeger_traces_when_split_anywhere_reads_the_same),
        cmocka_unit_test(jaeger_traces_when_refused_keeps_jaegers_words),
        cmocka_unit_test(jaeger_traces_when_cut_short_fails),
        cmocka_unit_test(names_of_null_are_none_and_no_failure),
        cmocka_unit_test(names_are_sorted_once_each_and_capped),
        cmocka_unit_test(recorded_answer_of_v2_has_twins_without_parent),
        cmocka_unit_test(recorded_spans_of_the_storage_read_as_a_trace),
        cmocka_unit_test(recorded_files_of_other_shapes_tell_no_trace),
    };

    return cmocka_run_group_tests(tests, NULL, teardown);
}
