/* action_fixture.h - a state folder of its own, and a plan to run in it. */
#ifndef TRACETOP_TESTS_ACTION_FIXTURE_H
#define TRACETOP_TESTS_ACTION_FIXTURE_H

#include "tests/test.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "action/plan.h"
#include "base/xalloc.h"

struct fixture {
    char dir[64]; /* the state folder */
    struct context_settings context;
    struct step step;
    struct runbook runbook;
};

static inline int fixture_setup(void **state)
{
    struct fixture *fixture = xcalloc(1, sizeof(*fixture));

    (void)snprintf(fixture->dir, sizeof(fixture->dir),
                   "/tmp/tracetop-test-XXXXXX");
    if (!mkdtemp(fixture->dir))
        return -1;
    fixture->context = (struct context_settings){
        .name = (char *)(size_t) "prod-eu",
        .namespace_name = (char *)(size_t) "observability"};
    fixture->step = (struct step){.number = 1,
                                  .title = "A step",
                                  .language = "bash",
                                  .command = "true",
                                  .section = "",
                                  .reason = "only reads",
                                  .timeout_ms = 60000};
    fixture->runbook = (struct runbook){.id = "test-one", .title = "Test one"};
    *state = fixture;
    return 0;
}

static inline int fixture_remove(const char *path, const struct stat *about,
                                 int kind, struct FTW *walk)
{
    (void)about;
    (void)kind;
    (void)walk;
    return remove(path);
}

static inline int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;

    (void)chmod(fixture->dir, 0700);
    (void)nftw(fixture->dir, fixture_remove, 16, FTW_DEPTH | FTW_PHYS);
    free(fixture);
    return 0;
}

static inline struct plan_input fixture_input(struct fixture *fixture)
{
    return (struct plan_input){.runbook = &fixture->runbook,
                               .step = &fixture->step,
                               .context = &fixture->context};
}

/* A case of cmocka with a state folder of its own. */
#define ACTION_TEST(name)                                                      \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

#endif
