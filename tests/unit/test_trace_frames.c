/* test_trace_frames.c - the Traces view and a waterfall, as they look. */
#include "tests/test.h"

#include <stdio.h>

#include "model/trace.h"
#include "panels/frame.h"
#include "tests/golden.h"
#include "tests/support/model_fixture.h"

#define START_US (FIXTURE_NOW_MS * 1000 - 60000000)
enum { FOUND = 3, MANY = 10000 };

struct rig {
    struct model_fixture fixture;
    struct traces traces;
    struct trace *trace;
    struct trace_found found[FOUND];
};

static uint32_t add(struct trace *trace, const char *id, const char *parent,
                    const char *service, const char *operation)
{
    struct trace_span span = {0};

    (void)snprintf(span.id, sizeof(span.id), "%s", id);
    (void)snprintf(span.parent_id, sizeof(span.parent_id), "%s", parent);
    span.service = trace_keep(trace, service, strlen(service));
    span.operation = trace_keep(trace, operation, strlen(operation));
    return trace_add(trace, &span);
}

static void time_span(struct trace *trace, uint32_t span, int64_t start_us,
                      int64_t duration_us)
{
    trace->spans[span].start_us = START_US + start_us;
    trace->spans[span].duration_us = duration_us;
}

/* An order that fails in its payment, with a span whose parent was lost. */
static struct trace *make_order(void)
{
    struct trace *trace = trace_new();
    uint32_t error;

    (void)snprintf(trace->id, sizeof(trace->id), "4bf92f3577b34da6");
    time_span(trace, add(trace, "1", "", "frontend", "POST /checkout"), 0,
              1310000);
    time_span(trace, add(trace, "2", "1", "cart", "GetCart"), 12000, 95000);
    time_span(trace, add(trace, "3", "2", "cart", "redis GET"), 20000, 4100);
    time_span(trace, add(trace, "4", "1", "shipping", "GetQuote"), 20000,
              60000);
    error = add(trace, "5", "1", "payment", "Charge");
    time_span(trace, error, 140000, 1150000);
    trace->spans[error].has_error = true;
    trace->spans[error].warning = trace_keep(trace, "clock skew", 10);
    trace_add_tag(trace, &(struct trace_tag){"error", "true", -1});
    trace_add_tag(trace, &(struct trace_tag){"http.status_code", "503", -1});
    trace_add_tag(trace, &(struct trace_tag){"event", "bank timed out",
                                             START_US + 1280000});
    time_span(trace, add(trace, "6", "5", "payment", "HTTP POST bank"), 150000,
              1130000);
    time_span(trace, add(trace, "8", "7", "email", "SendReceipt"), 1200000,
              80000);
    trace_build(trace);
    return trace;
}

static int setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    model_fixture_init(&rig->fixture, FIXTURE_HEALTHY);
    rig->trace = make_order();
    for (int i = 0; i < FOUND; i++) {
        rig->found[i] = (struct trace_found){
            .service = "frontend",
            .operation = "POST /checkout",
            .start_us = START_US - i * INT64_C(7000000),
            .duration_us = 1310000 / (i + 1),
            .spans = (size_t)(7 + i),
            .errors = i == 0,
            .missing_parents = i == 0,
        };
        (void)snprintf(rig->found[i].id, sizeof(rig->found[i].id),
                       "4bf92f3577b34da%d", 6 + i);
    }
    rig->traces = (struct traces){
        .is_on = true,
        .search_asked = {.state = TRACES_READY,
                         .answered_ms = FIXTURE_NOW_MS - 3000,
                         .latency_ms = 42},
        .trace_asked = {.state = TRACES_READY, .answered_ms = FIXTURE_NOW_MS},
        .search = {.service = "frontend",
                   .min_us = 100000,
                   .max_us = -1,
                   .lookback_ms = 3600000,
                   .limit = 20,
                   .tags = "http.method=POST"},
        .found = rig->found,
        .found_count = FOUND,
        .wanted_id = "4bf92f3577b34da6",
        .trace = rig->trace,
        .trace_serial = 1,
    };
    rig->fixture.model.traces = &rig->traces;
    *state = rig;
    return 0;
}

static int teardown(void **state)
{
    struct rig *rig = *state;

    trace_free(rig->trace);
    model_fixture_clear(&rig->fixture);
    free(rig);
    return 0;
}

static struct view *open_view(struct rig *rig, const char *name)
{
    struct err err = {0};
    struct view *view = view_open(name, "", &rig->fixture.model, &err);

    if (!view)
        fail_msg("%s", err.text);
    return view;
}

static void paint(struct rig *rig, struct view *view, struct grid *grid)
{
    struct frame frame =
        model_fixture_frame(&rig->fixture, view, GRAPH_BRAILLE);

    frame_paint(&frame, grid);
}

static void look(struct rig *rig, struct view *view, int columns, int rows,
                 const char *golden)
{
    struct grid *grid = grid_new(rows, columns);

    paint(rig, view, grid);
    assert_golden(golden, grid);
    grid_free(grid);
}

static void run(struct rig *rig, struct view *view, enum command_id id)
{
    struct view_request request = {{0}};
    const struct binding binding = {.command = id, .argument = ""};
    struct frame frame =
        model_fixture_frame(&rig->fixture, view, GRAPH_BRAILLE);

    frame.input.rows = 21;
    frame.input.columns = 80;
    assert_true(view->ops->command(view, &frame.input, &binding, &request));
}

static void trace_looks_as_drawn(void **state)
{
    struct rig *rig = *state;
    struct view *view = open_view(rig, "trace:4bf92f3577b34da6");

    look(rig, view, 80, 24, "trace_80x24");
    look(rig, view, 200, 60, "trace_200x60");

    view_free(view);
}

static void trace_with_an_error_selected_shows_its_detail(void **state)
{
    struct rig *rig = *state;
    struct view *view = open_view(rig, "trace:4bf92f3577b34da6");

    run(rig, view, COMMAND_NEXT_ERROR);
    run(rig, view, COMMAND_ENTER);
    run(rig, view, COMMAND_LEFT);

    look(rig, view, 80, 24, "trace_detail_80x24");
    view_free(view);
}

static void trace_that_failed_says_why(void **state)
{
    struct rig *rig = *state;
    struct view *view = open_view(rig, "trace:4bf92f3577b34da6");

    rig->traces.trace_asked.state = TRACES_FAILED;
    (void)snprintf(rig->traces.trace_asked.error,
                   sizeof(rig->traces.trace_asked.error),
                   "HTTP 404: Jaeger says trace not found");

    look(rig, view, 80, 24, "trace_failed_80x24");
    view_free(view);
}

static void traces_found_look_as_drawn(void **state)
{
    struct rig *rig = *state;
    struct view *view = open_view(rig, "traces:service=frontend min=100ms");

    look(rig, view, 80, 24, "traces_80x24");
    look(rig, view, 200, 60, "traces_200x60");

    view_free(view);
}

static void traces_enter_opens_the_selected_one(void **state)
{
    struct rig *rig = *state;
    struct view *view = open_view(rig, "traces:service=frontend");
    const struct binding enter = {.command = COMMAND_ENTER, .argument = ""};
    struct view_request request = {{0}};
    struct frame frame =
        model_fixture_frame(&rig->fixture, view, GRAPH_BRAILLE);

    run(rig, view, COMMAND_DOWN);
    assert_true(view->ops->command(view, &frame.input, &enter, &request));

    assert_string_equal(request.line, "trace 4bf92f3577b34da7");
    view_free(view);
}

static void traces_enter_in_a_field_asks_for_the_search(void **state)
{
    struct rig *rig = *state;
    struct view *view = open_view(rig, "traces");
    struct view_request request = {{0}};
    struct frame frame =
        model_fixture_frame(&rig->fixture, view, GRAPH_BRAILLE);

    assert_true(view->ops->key(view, &frame.input,
                               (struct key){.code = KEY_ENTER}, &request));

    assert_string_equal(request.line,
                        "traces service=\"frontend\" min=\"100ms\" "
                        "lookback=\"1h\" limit=\"20\" http.method=POST");
    view_free(view);
}

static void trace_of_ten_thousand_spans_folds_and_paints(void **state)
{
    struct rig *rig = *state;
    struct trace *trace = trace_new();
    struct grid *grid = grid_new(60, 200);
    struct view *view;

    for (int i = 0; i < MANY; i++) {
        char id[TRACE_SPAN_ID_MAX], parent[TRACE_SPAN_ID_MAX];

        (void)snprintf(id, sizeof(id), "%d", i);
        (void)snprintf(parent, sizeof(parent), "%d", i % 50 ? i - 1 : 0);
        time_span(trace, add(trace, id, i ? parent : "", "svc", id), i,
                  MANY - i);
    }
    trace_build(trace);
    rig->traces.trace = trace;
    view = open_view(rig, "trace:4bf92f3577b34da6");
    paint(rig, view, grid);
    run(rig, view, COMMAND_LAST);
    run(rig, view, COMMAND_FOLD_ALL);
    paint(rig, view, grid);
    run(rig, view, COMMAND_RIGHT);
    paint(rig, view, grid);

    assert_int_equal(trace->spans[0].descendants, MANY - 1);
    view_free(view);
    trace_free(trace);
    grid_free(grid);
}

static void trace_of_any_size_paints_without_a_breach(void **state)
{
    struct rig *rig = *state;

    for (int rows = 0; rows < 30; rows++)
        for (int columns = 0; columns < 100; columns += 9) {
            struct view *trace = open_view(rig, "trace:4bf92f3577b34da6");
            struct view *traces = open_view(rig, "traces");
            struct grid *grid = grid_new(rows, columns);

            run(rig, trace, COMMAND_ENTER);
            paint(rig, trace, grid);
            paint(rig, traces, grid);
            grid_free(grid);
            view_free(traces);
            view_free(trace);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(trace_looks_as_drawn, setup, teardown),
        cmocka_unit_test_setup_teardown(
            trace_with_an_error_selected_shows_its_detail, setup, teardown),
        cmocka_unit_test_setup_teardown(trace_that_failed_says_why, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(traces_found_look_as_drawn, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(traces_enter_opens_the_selected_one,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            traces_enter_in_a_field_asks_for_the_search, setup, teardown),
        cmocka_unit_test_setup_teardown(
            trace_of_ten_thousand_spans_folds_and_paints, setup, teardown),
        cmocka_unit_test_setup_teardown(
            trace_of_any_size_paints_without_a_breach, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
