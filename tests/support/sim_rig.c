/* sim_rig.c - the simulated platform without a server. */
#include "tests/support/sim_rig.h"

#include <stdlib.h>
#include <string.h>

enum { REPLY_MAX = 16 << 20 };

static const int64_t now_ms = INT64_C(1795400000000);

static const char *find_argument(const void *owner, const char *name)
{
    const struct sim_rig *rig = owner;

    for (size_t i = 0; i + 1 < SIM_ARGUMENTS_MAX && rig->query[i]; i += 2)
        if (strcmp(rig->query[i], name) == 0)
            return rig->query[i + 1];
    return NULL;
}

const char *sim_ask(struct sim_rig *rig, const char *method, const char *path,
                    const char *body)
{
    const char *rest = NULL;
    const struct room *room = room_find(path, &rest);
    const struct api_request request = {.method = method,
                                        .path = room ? rest : path,
                                        .body = body,
                                        .argument = find_argument,
                                        .owner = rig};

    buf_clear(&rig->reply.body);
    buf_init(&rig->reply.body, REPLY_MAX);
    if (room)
        room_answer(&rig->rooms, room, &rig->model, &request, &rig->reply);
    else
        control_answer(&rig->rooms, &rig->model, &request, &rig->reply);
    return rig->reply.body.length ? rig->reply.body.bytes : "";
}

int sim_rig_setup(void **state)
{
    struct sim_rig *rig = calloc(1, sizeof(*rig));

    model_init(&rig->model,
               &(struct model_settings){.seed = 1,
                                        .epoch_ms = now_ms,
                                        .told_ms = now_ms,
                                        .scenario = SCENARIO_DISK_FULL});
    buf_init(&rig->reply.body, REPLY_MAX);
    *state = rig;
    return 0;
}

int sim_rig_teardown(void **state)
{
    struct sim_rig *rig = *state;

    buf_clear(&rig->reply.body);
    free(rig);
    return 0;
}
