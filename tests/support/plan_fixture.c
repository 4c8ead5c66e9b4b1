/* plan_fixture.c - makes plans with a value, and runs them to see it arrive. */
#include "tests/support/plan_fixture.h"

#include <sys/wait.h>

void plan_with(struct plan *plan, struct fixture *fixture, const char *command,
               const char *value)
{
    struct plan_input input = fixture_input(fixture);
    const struct plan_pair pair = {.name = "<pod>", .value = value};

    fixture->step.command = command;
    input.placeholders = &pair;
    input.placeholder_count = value ? 1 : 0;
    plan_make(plan, &input);
}

void plan_with_label(struct plan *plan, struct fixture *fixture,
                     const char *command, const struct plan_pair *label)
{
    struct plan_input input = fixture_input(fixture);

    fixture->step.command = command;
    input.labels = label;
    input.label_count = 1;
    plan_make(plan, &input);
}

const char *plan_run(const struct fixture *fixture, const struct plan *plan,
                     const char *shell)
{
    static char out[65536];
    size_t used = 0;
    int ends[2];
    int status;
    ssize_t got;
    pid_t child;

    assert_null(plan->refusal);
    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (chdir(fixture->dir) < 0 || dup2(ends[1], 1) < 0)
            _exit(1);
        (void)close(ends[0]);
        (void)close(ends[1]);
        for (size_t i = 0; i < plan->variable_count; i++)
            (void)setenv(plan->variables[i].name, plan->variables[i].value, 1);
        (void)execlp(shell, shell, "-c", plan->command, (char *)NULL);
        _exit(127);
    }
    (void)close(ends[1]);
    while ((got = read(ends[0], out + used, sizeof(out) - 1 - used)) > 0)
        used += (size_t)got;
    (void)close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    out[used] = '\0';
    return out;
}

bool has_bomb(const struct fixture *fixture)
{
    char *path = xasprintf("%s/BOMB", fixture->dir);
    bool is_there = access(path, F_OK) == 0;

    free(path);
    return is_there;
}
