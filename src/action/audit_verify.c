/* audit_verify.c - is every line of the log as it was written? */
#include "action/audit.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "action/audit_file.h"
#include "action/digest.h"

struct check {
    struct audit_report *report;
    size_t number;                  /* of the line before */
    bool is_odd;                    /* the line before is no JSON */
    char previous[DIGEST_HEX_SIZE]; /* hash of the line before */
};

static bool check_line(void *owner, const char *line, size_t length,
                       bool is_torn);
static void judge(struct check *check, const json_t *object);
static void blame(struct check *check, size_t number, const char *why);

int audit_verify(const char *state_dir, struct audit_report *report,
                 struct err *err)
{
    struct check check = {.report = report};
    struct err reason = {0};
    int fd = audit_file_open(state_dir, false, &reason);
    int rc;

    memset(report, 0, sizeof(*report));
    memset(check.previous, '0', DIGEST_HEX_SIZE - 1);
    memcpy(report->last, check.previous, DIGEST_HEX_SIZE);
    if (fd < 0 && reason.kind == ERR_SYSTEM && reason.code == ENOENT)
        return 0;
    if (fd < 0)
        return err_set(err, reason.kind, reason.code, "audit log: %s",
                       reason.text);
    rc = audit_file_walk(fd, check_line, &check, err);
    if (rc < 0)
        (void)err_within(err, "audit log");
    if (check.is_odd && !report->broken && !report->is_torn)
        blame(&check, check.number, "is no line of ours");
    (void)close(fd);
    return rc;
}

static bool check_line(void *owner, const char *line, size_t length,
                       bool is_torn)
{
    struct check *check = owner;
    json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);

    if (is_torn) {
        if (check->is_odd)
            blame(check, check->number, "is no line of ours");
        check->report->is_torn = true;
        json_decref(object);
        return true;
    }
    if (json_is_object(object)) {
        judge(check, object);
        check->is_odd = false;
    } else {
        if (check->is_odd)
            blame(check, check->number, "is no line of ours");
        check->is_odd = true;
    }
    check->number++;
    digest_hex(check->previous, line, length);
    if (!check->is_odd && !check->report->broken) {
        check->report->lines++;
        memcpy(check->report->last, check->previous, DIGEST_HEX_SIZE);
    }
    json_decref(object);
    return !check->report->broken;
}

static void judge(struct check *check, const json_t *object)
{
    const char *previous =
        json_string_value(json_object_get(object, "previous"));
    const char *event = json_string_value(json_object_get(object, "event"));
    bool tells_torn = event && !strcmp(event, AUDIT_EVENT_TORN);

    if (!previous)
        blame(check, check->number + 1, "has no hash of the line before");
    else if (strcmp(previous, check->previous) != 0 && !check->number)
        blame(check, 1, "is not the first one that was written");
    else if (strcmp(previous, check->previous) != 0)
        blame(check, check->number,
              "is not as it was written, or lines after it are missing");
    else if (check->is_odd && !tells_torn)
        blame(check, check->number, "is no line of ours");
    if (tells_torn)
        check->report->torn++;
}

static void blame(struct check *check, size_t number, const char *why)
{
    if (check->report->broken)
        return;
    check->report->broken = number;
    (void)snprintf(check->report->why, sizeof(check->report->why),
                   "line %zu %s", number, why);
}
