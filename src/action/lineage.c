/* lineage.c - a look at all processes, and what is known from earlier ones. */
#include "action/lineage.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "action/process_list.h"
#include "base/xalloc.h"

enum { TEXT_MAX = 128 };

/* One look: all that live, and which of them are ours. */
struct look {
    struct lineage *lineage;
    struct process_list list;
    int64_t *autogroups; /* of those of the list */
    bool *ours;
};

static void read_boot(char out[TEXT_MAX]);
static void read_container(char out[TEXT_MAX]);
static bool is_text(const json_t *object, const char *name, const char *text);
static void add_session(struct lineage *lineage, pid_t number,
                        int64_t autogroup);
static void begin(struct look *look, struct lineage *lineage);
static void end(struct look *look);
static bool is_a_watcher(const struct lineage *lineage,
                         const struct process *process);
static bool is_ours_by_itself(const struct lineage *lineage,
                              const struct process *process);
static bool find_by_others(struct look *look);
static bool is_in_session(const struct look *look, size_t index);
static bool is_child_of_ours(const struct look *look,
                             const struct process *process);
static void find_sessions(struct look *look);
static void drop_empty_sessions(struct look *look);
static bool is_doubtful(const struct look *look, const struct process *process);
static bool is_led_by_a_stranger(const struct look *look, pid_t session);
static void keep(struct look *look);
static const struct lineage_member *find(const struct lineage *lineage,
                                         const struct process *process);

void lineage_note(json_t *running, pid_t shell)
{
    struct process process = {0}, supervisor = {0};
    char boot[TEXT_MAX], container[TEXT_MAX];

    if (!process_read(&process, shell) || !process_read(&supervisor, getpid()))
        return;
    read_boot(boot);
    read_container(container);
    (void)json_object_set_new(running, "start",
                              json_integer((json_int_t)process.start));
    (void)json_object_set_new(running, "supervisor_start",
                              json_integer((json_int_t)supervisor.start));
    (void)json_object_set_new(running, "session",
                              json_integer(process.session));
    (void)json_object_set_new(running, "autogroup",
                              json_integer(process_autogroup(shell)));
    (void)json_object_set_new(running, "boot", json_string(boot));
    (void)json_object_set_new(running, "container", json_string(container));
}

void lineage_open(struct lineage *lineage, const char *mark,
                  const json_t *running)
{
    char boot[TEXT_MAX], container[TEXT_MAX];

    *lineage = (struct lineage){.mark = mark};
    read_boot(boot);
    read_container(container);
    if (!is_text(running, "boot", boot))
        return;
    lineage->autogroup =
        json_integer_value(json_object_get(running, "autogroup"));
    if (lineage->autogroup)
        add_session(lineage, 0, lineage->autogroup);
    if (!is_text(running, "container", container))
        return;
    lineage->shell = (struct process){
        .pid = (pid_t)json_integer_value(json_object_get(running, "pid")),
        .session =
            (pid_t)json_integer_value(json_object_get(running, "session")),
        .start =
            (uint64_t)json_integer_value(json_object_get(running, "start"))};
    lineage->supervisor =
        (struct process){.pid = (pid_t)json_integer_value(
                             json_object_get(running, "supervisor")),
                         .start = (uint64_t)json_integer_value(
                             json_object_get(running, "supervisor_start"))};
}

void lineage_know(struct lineage *lineage, pid_t pid, int64_t start)
{
    if (!lineage->shell.pid || !start)
        return;
    lineage->members = xrealloc(lineage->members, lineage->count + 1,
                                sizeof(*lineage->members));
    lineage->members[lineage->count++] = (struct lineage_member){
        .process = {.pid = pid, .start = (uint64_t)start}};
}

size_t lineage_look(struct lineage *lineage)
{
    struct look look;
    size_t count = 0;

    begin(&look, lineage);
    drop_empty_sessions(&look);
    do
        find_sessions(&look);
    while (find_by_others(&look));
    keep(&look);
    end(&look);
    for (size_t i = 0; i < lineage->count; i++)
        count +=
            !lineage->members[i].is_doubtful && !lineage->members[i].is_refused;
    return count;
}

void lineage_clear(struct lineage *lineage)
{
    free(lineage->members);
    free(lineage->sessions);
    memset(lineage, 0, sizeof(*lineage));
}

static void read_boot(char out[TEXT_MAX])
{
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? 0 : read(fd, out, TEXT_MAX - 1);

    out[got > 0 ? got : 0] = '\0';
    out[strcspn(out, "\n")] = '\0';
    if (fd >= 0)
        (void)close(fd);
}

/* Each container numbers its processes by itself. */
static void read_container(char out[TEXT_MAX])
{
    ssize_t got = readlink("/proc/self/ns/pid", out, TEXT_MAX - 1);

    out[got > 0 ? got : 0] = '\0';
}

/* What could not be read is like nothing. */
static bool is_text(const json_t *object, const char *name, const char *text)
{
    const char *value = json_string_value(json_object_get(object, name));

    return value && *value && !strcmp(value, text);
}

static void add_session(struct lineage *lineage, pid_t number,
                        int64_t autogroup)
{
    lineage->sessions = xrealloc(lineage->sessions, lineage->session_count + 1,
                                 sizeof(*lineage->sessions));
    lineage->sessions[lineage->session_count++] =
        (struct lineage_session){.number = number, .autogroup = autogroup};
}

static void begin(struct look *look, struct lineage *lineage)
{
    *look = (struct look){.lineage = lineage};
    process_list_read(&look->list);
    look->ours = xcalloc(look->list.count + 1, sizeof(*look->ours));
    look->autogroups = xcalloc(look->list.count + 1, sizeof(*look->autogroups));
    for (size_t i = 0; i < look->list.count; i++) {
        const struct process *process = &look->list.items[i];

        look->autogroups[i] = process_autogroup(process->pid);
        look->ours[i] = !is_a_watcher(lineage, process) &&
                        is_ours_by_itself(lineage, process);
    }
}

static void end(struct look *look)
{
    free(look->ours);
    free(look->autogroups);
    process_list_clear(&look->list);
}

/* Who looks now, and who did while the step ran. */
static bool is_a_watcher(const struct lineage *lineage,
                         const struct process *process)
{
    return process->pid == getpid() ||
           process_is_same(process, &lineage->supervisor);
}

static bool is_ours_by_itself(const struct lineage *lineage,
                              const struct process *process)
{
    const struct lineage_member *known = find(lineage, process);

    return (known && !known->is_doubtful) ||
           (lineage->shell.pid && process_is_same(process, &lineage->shell)) ||
           process_has_mark(process->pid, lineage->mark);
}

/* Returns whether there was one more. */
static bool find_by_others(struct look *look)
{
    bool is_more = false;

    for (size_t i = 0; i < look->list.count; i++) {
        const struct process *process = &look->list.items[i];

        if (look->ours[i] || is_a_watcher(look->lineage, process) ||
            (!is_in_session(look, i) && !is_child_of_ours(look, process)))
            continue;
        look->ours[i] = true;
        is_more = true;
    }
    return is_more;
}

static bool is_in_session(const struct look *look, size_t index)
{
    const struct lineage *lineage = look->lineage;

    for (size_t i = 0; i < lineage->session_count; i++) {
        const struct lineage_session *session = &lineage->sessions[i];

        if (session->autogroup
                ? session->autogroup == look->autogroups[index]
                : session->number == look->list.items[index].session)
            return true;
    }
    return false;
}

/* The list is not read in one moment. A parent that has its number still,
 * after its child has named it, had it then. */
static bool is_child_of_ours(const struct look *look,
                             const struct process *process)
{
    const struct process *parent =
        process_list_find(&look->list, process->parent);
    struct process again;

    return parent && look->ours[parent - look->list.items] &&
           process_read(&again, parent->pid) && process_is_same(&again, parent);
}

/* The step's own, when one of ours lives in it, and those that ours lead. */
static void find_sessions(struct look *look)
{
    const struct process *shell = &look->lineage->shell;

    for (size_t i = 0; i < look->list.count; i++) {
        const struct process *process = &look->list.items[i];
        bool is_its_own = shell->pid && process->session == shell->session &&
                          !is_led_by_a_stranger(look, process->session);

        if (look->ours[i] && process->session > 0 &&
            (is_its_own || process->session == process->pid) &&
            !is_in_session(look, i))
            add_session(look->lineage, process->session, look->autogroups[i]);
    }
}

/* A number may be somebody else's from the moment nobody of ours has it. */
static void drop_empty_sessions(struct look *look)
{
    struct lineage *lineage = look->lineage;
    size_t kept = 0;

    for (size_t i = 0; i < lineage->session_count; i++) {
        const struct lineage_session session = lineage->sessions[i];
        bool is_ours = session.autogroup != 0;

        for (size_t j = 0; j < look->list.count && !is_ours; j++)
            is_ours =
                look->ours[j] && look->list.items[j].session == session.number;
        if (is_ours)
            lineage->sessions[kept++] = session;
    }
    lineage->session_count = kept;
}

/* In the step's session by its number, with nobody to vouch for it. */
static bool is_doubtful(const struct look *look, const struct process *process)
{
    const struct lineage *lineage = look->lineage;

    return lineage->shell.pid && !lineage->autogroup &&
           !is_a_watcher(lineage, process) &&
           process->session == lineage->shell.session &&
           process->start >= lineage->shell.start &&
           !is_led_by_a_stranger(look, process->session);
}

static bool is_led_by_a_stranger(const struct look *look, pid_t session)
{
    const struct process *leader = process_list_find(&look->list, session);

    return leader && !look->ours[leader - look->list.items];
}

static void keep(struct look *look)
{
    struct lineage *lineage = look->lineage;
    struct lineage_member *fresh =
        xcalloc(look->list.count + 1, sizeof(*fresh));
    size_t count = 0;

    for (size_t i = 0; i < look->list.count; i++) {
        const struct process *process = &look->list.items[i];
        const struct lineage_member *known = find(lineage, process);

        if (look->ours[i] || is_doubtful(look, process))
            fresh[count++] = (struct lineage_member){
                .process = *process,
                .is_doubtful = !look->ours[i],
                .is_refused = known && known->is_refused};
    }
    free(lineage->members);
    lineage->members = fresh;
    lineage->count = count;
}

static const struct lineage_member *find(const struct lineage *lineage,
                                         const struct process *process)
{
    for (size_t i = 0; i < lineage->count; i++)
        if (process_is_same(&lineage->members[i].process, process))
            return &lineage->members[i];
    return NULL;
}
