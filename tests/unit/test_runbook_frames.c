/* test_runbook_frames.c - golden pictures of runbooks, dialogs and actions. */
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#include "action/effect.h"
#include "model/desk.h"
#include "panels/action_screen.h"
#include "panels/frame.h"
#include "panels/proposal.h"
#include "panels/view.h"
#include "runbook/lint.h"
#include "tests/golden.h"
#include "tests/support/model_fixture.h"

static const char guide_text[] =
    "# Runbook: Disk full\n\nAlert: ElasticsearchDiskUsageHigh\n\n"
    "## Symptoms\n\n- the disk of a node is **above** 90 %\n"
    "- spans are refused with `cluster_block_exception`\n\n"
    "| watermark | default | then |\n|---|---|---|\n"
    "| low | 85 % | no new shards |\n"
    "| flood stage | 95 % | indices become read-only |\n\n"
    "## Resolution\n\n```bash\n# 1. See which nodes are full\n"
    "curl -fsS \"$ES_URL/_cat/allocation?v\"\n\n"
    "# 2. Delete one day of spans\ncurl -fsS -X DELETE \\\n"
    "  \"$ES_URL/jaeger-span-2026-10-08\"\n\n"
    "# 3. Restart the collector\n"
    "kubectl rollout restart deploy/jaeger-collector -n \"$NAMESPACE\"\n\n"
    "# 4. Held\n# kubectl delete pods --all\n```\n\n"
    "# Runbook: Kafka lag\n\nAlert: JaegerKafkaLagHigh\n\n"
    "```bash\nkubectl get pods -n \"$NAMESPACE\"\n```\n";

struct scene {
    struct model_fixture fixture;
    struct guide guide;
    struct lint_report findings;
    struct action actions[2];
    struct action_list list;
    struct effect effect;
    struct effect_list effects;
    struct action_screen screen;
    struct proposal proposal;
    struct desk desk;
};

static void add_actions(struct scene *scene)
{
    static const struct action like = {
        .runbook = "disk-full",
        .runbook_title = "Disk full",
        .command = "true",
        .shell = "bash",
        .reason = "",
        .context = "default",
        .namespace_name = "observability",
        .kubectl_context = "",
        .alert = "ElasticsearchDiskUsageHigh",
        .panel = "storage",
        .who = "ann",
        .host = "bastion",
        .cancelled_by = "",
        .problem = "",
        .exit_status = -1,
    };

    scene->actions[0] = scene->actions[1] = like;
    scene->actions[0].id = "8";
    scene->actions[0].state = ACTION_RUNNING;
    scene->actions[0].step = 2;
    scene->actions[0].step_title = "Delete one day of spans";
    scene->actions[0].risk = RISK_DESTRUCTIVE;
    scene->actions[0].started_wall_ms = FIXTURE_NOW_MS - 42000;
    scene->actions[1].id = "7";
    scene->actions[1].state = ACTION_DONE;
    scene->actions[1].step = 1;
    scene->actions[1].step_title = "See which nodes are full";
    scene->actions[1].started_wall_ms = FIXTURE_NOW_MS - 900000;
    scene->actions[1].ended_wall_ms = FIXTURE_NOW_MS - 899000;
    scene->actions[1].exit_status = 0;
    scene->list = (struct action_list){.actions = scene->actions, .count = 2};
    scene->effect = (struct effect){
        .id = "7",
        .unit = "%",
        .before = 88.1,
        .after = {{true, FIXTURE_NOW_MS - 839000, 89.0, true, true},
                  {true, FIXTURE_NOW_MS - 599000, 90.3, true, true}}};
    scene->effects = (struct effect_list){.items = &scene->effect, .count = 1};
}

static void scene_init(struct scene *scene)
{
    static const char output[] = "before\n\033[32mgreen\033[0m words\nlast";
    struct err err = {0};

    memset(scene, 0, sizeof(*scene));
    model_fixture_init(&scene->fixture, FIXTURE_ALERTS);
    assert_int_equal(guide_parse(&scene->guide, "guide.md", guide_text,
                                 strlen(guide_text), &err),
                     0);
    lint_guide(&scene->findings, &scene->guide);
    add_actions(scene);
    action_screen_init(&scene->screen, "8");
    action_screen_feed(&scene->screen, output, strlen(output));
    scene->desk = (struct desk){.guide = &scene->guide,
                                .findings = &scene->findings,
                                .actions = &scene->list,
                                .effects = &scene->effects,
                                .screen = &scene->screen};
    scene->fixture.model.desk = &scene->desk;
}

static void scene_clear(struct scene *scene)
{
    plan_clear(&scene->proposal.plan);
    action_screen_clear(&scene->screen);
    lint_clear(&scene->findings);
    guide_clear(&scene->guide);
    model_fixture_clear(&scene->fixture);
}

static void propose(struct scene *scene, int number, bool is_production)
{
    static char name[] = "prod-eu", space[] = "observability",
                url[] = "http://elasticsearch-master:9200";
    const struct context_settings context = {
        .name = name,
        .is_production = is_production,
        .namespace_name = space,
        .elasticsearch = {.is_configured = true, .url = url}};
    const unsigned char chance[16] = {0};
    const struct runbook *runbook = &scene->guide.runbooks[0];
    const struct plan_input input = {
        .runbook = runbook,
        .step = &runbook_steps(runbook)->steps[number - 1],
        .context = &context,
        .kubectl_context = "prod-eu-1",
        .alert = "ElasticsearchDiskUsageHigh",
        .panel = "storage"};
    struct err err = {0};

    scene->proposal.runbook = runbook;
    scene->proposal.step = input.step;
    plan_make(&scene->proposal.plan, &input);
    assert_int_equal(consent_ask(&scene->proposal.consent,
                                 &scene->proposal.plan, false, chance,
                                 scene->fixture.model.now.mono_ms, &err),
                     0);
    scene->desk.proposal = &scene->proposal;
}

static void compare(struct scene *scene, const char *name, const char *argument,
                    const char *golden)
{
    static const int sizes[][2] = {{80, 24}, {120, 40}, {200, 60}};

    for (size_t i = 0; i < 3; i++) {
        struct grid *grid = grid_new(sizes[i][1], sizes[i][0]);
        struct err err = {0};
        struct view *view =
            view_open(name, argument, &scene->fixture.model, &err);
        struct frame frame;
        char path[80];

        assert_non_null(view);
        frame = model_fixture_frame(&scene->fixture, view, GRAPH_BRAILLE);
        frame_paint(&frame, grid);
        (void)snprintf(path, sizeof(path), "%s_%dx%d", golden, sizes[i][0],
                       sizes[i][1]);
        assert_golden(path, grid);
        view_free(view);
        grid_free(grid);
    }
}

static void runbooks_stand_with_those_of_alerts_first(void **state)
{
    struct scene scene;
    (void)state;

    scene_init(&scene);
    compare(&scene, "runbooks", "", "runbooks");
    scene_clear(&scene);
}

static void alerts_name_the_runbook_of_what_is_selected(void **state)
{
    struct scene scene;
    (void)state;

    scene_init(&scene);
    compare(&scene, "alerts", "", "alerts_runbook");
    scene_clear(&scene);
}

static void runbook_shows_its_steps_with_risk_and_state(void **state)
{
    struct scene scene;
    (void)state;

    scene_init(&scene);
    compare(&scene, "runbook", scene.guide.runbooks[0].id, "runbook");
    scene_clear(&scene);
}

static void confirm_of_a_destructive_step_wants_a_word(void **state)
{
    struct scene scene;
    (void)state;

    scene_init(&scene);
    propose(&scene, 2, false);
    compare(&scene, "confirm", "", "confirm_destructive");
    scene_clear(&scene);
}

static void confirm_in_production_wants_a_word_for_a_change(void **state)
{
    struct scene scene;
    (void)state;

    scene_init(&scene);
    propose(&scene, 3, true);
    compare(&scene, "confirm", "", "confirm_production");
    scene_clear(&scene);
}

static void confirm_of_a_change_stands_on_no(void **state)
{
    struct scene scene;
    (void)state;

    scene_init(&scene);
    propose(&scene, 3, false);
    compare(&scene, "confirm", "", "confirm_change");
    scene_clear(&scene);
}

static void action_runs_beside_its_panel(void **state)
{
    struct scene scene;
    (void)state;

    scene_init(&scene);
    compare(&scene, "action", "8", "action_running");
    compare(&scene, "actions", "", "actions");
    compare(&scene, "overview", "", "overview_action");
    compare(&scene, "panel", "storage", "panel_action");
    scene_clear(&scene);
}

static void action_of_many_lines_says_how_many_are_above(void **state)
{
    static const struct binding to_the_top = {.command = COMMAND_FIRST};
    struct view_request request = {0};
    struct scene scene;
    struct frame frame;
    struct grid *grid = grid_new(24, 80);
    struct view *view;
    struct err err = {0};
    (void)state;
    scene_init(&scene);
    for (int i = 0; i < ACTION_SCREEN_LINES; i++)
        action_screen_feed(&scene.screen, "more\n", 5);
    view = view_open("action", "8", &scene.fixture.model, &err);
    assert_non_null(view);
    frame = model_fixture_frame(&scene.fixture, view, GRAPH_BRAILLE);

    assert_true(view->ops->command(view, &frame.input, &to_the_top, &request));
    frame_paint(&frame, grid);

    assert_golden("action_many_lines_80x24", grid);
    view_free(view);
    grid_free(grid);
    scene_clear(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runbooks_stand_with_those_of_alerts_first),
        cmocka_unit_test(alerts_name_the_runbook_of_what_is_selected),
        cmocka_unit_test(runbook_shows_its_steps_with_risk_and_state),
        cmocka_unit_test(confirm_of_a_destructive_step_wants_a_word),
        cmocka_unit_test(confirm_in_production_wants_a_word_for_a_change),
        cmocka_unit_test(confirm_of_a_change_stands_on_no),
        cmocka_unit_test(action_runs_beside_its_panel),
        cmocka_unit_test(action_of_many_lines_says_how_many_are_above),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
