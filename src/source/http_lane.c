/* http_lane.c - who may speak now: each back end has a lane of its own.
 *
 * Many back ends can hide behind one host and port: an ingress, kubectl proxy.
 * A limit by host, such as libcurl's, lets one that hangs hold all of the
 * others up. So calls are counted by who they are for: the settings they came
 * with and the origin they go to, for one component's settings may serve many
 * hosts. Past LANE_CALLS a lane's calls queue among themselves. ALL_CALLS
 * bounds the whole, except that a lane with nothing under way may always have
 * one: lanes that hang can slow the others down, but never stop them.
 */
#include "source/http_private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

enum { LANE_CALLS = 6, ALL_CALLS = 64 };

struct http_lane {
    struct http_lane *next;
    const struct http_settings *settings;
    char *origin;
    size_t calls; /* that hold on to the lane */
    size_t running;
};

static struct http_lane *find(struct http_lanes *lanes,
                              const struct http_settings *settings,
                              const char *origin);

void http_lanes_join(struct http_lanes *lanes, struct http_call *call)
{
    char *origin = http_url_origin(call->curl, call->url);
    struct http_lane *lane = find(lanes, call->settings, origin);

    assert(!call->lane);
    if (!lane) {
        lane = xcalloc(1, sizeof(*lane));
        lane->settings = call->settings;
        lane->origin = origin;
        origin = NULL;
        lane->next = lanes->first;
        lanes->first = lane;
    }
    lane->calls++;
    call->lane = lane;
    free(origin);
}

static struct http_lane *find(struct http_lanes *lanes,
                              const struct http_settings *settings,
                              const char *origin)
{
    struct http_lane *lane = lanes->first;

    while (lane &&
           (lane->settings != settings || strcmp(lane->origin, origin) != 0))
        lane = lane->next;
    return lane;
}

bool http_lanes_admit(struct http_lanes *lanes, struct http_call *call)
{
    struct http_lane *lane = call->lane;

    assert(!call->is_admitted);
    if (lane->running >= (lanes->width ? lanes->width : LANE_CALLS) ||
        (lane->running > 0 && lanes->running >= ALL_CALLS))
        return false;
    lane->running++;
    lanes->running++;
    call->is_admitted = true;
    return true;
}

void http_lanes_leave(struct http_lanes *lanes, struct http_call *call)
{
    struct http_lane *lane = call->lane;
    struct http_lane **link = &lanes->first;

    if (call->is_admitted) {
        lane->running--;
        lanes->running--;
    }
    call->is_admitted = false;
    call->lane = NULL;
    if (--lane->calls > 0)
        return;
    while (*link != lane)
        link = &(*link)->next;
    *link = lane->next;
    free(lane->origin);
    free(lane);
}
