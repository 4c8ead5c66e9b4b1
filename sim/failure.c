/* failure.c - the ways to fail and what they send. */
#include "sim/failure.h"

#include <string.h>

#define JSON "application/json"
#define HTML "text/html; charset=utf-8"

static const struct {
    const char *name;
    struct failure_answer answer;
} ways[FAILURE_COUNT] = {
    [FAILURE_NONE] = {"none", {0, NULL, NULL}},
    [FAILURE_HANG] = {"hang", {0, NULL, NULL}},
    [FAILURE_RESET] = {"reset", {0, NULL, NULL}},
    [FAILURE_ERROR] = {"error",
                       {500, JSON,
                        "{\"error\":{\"type\":\"exception\",\"reason\":\"it "
                        "broke\"},\"message\":\"it broke\",\"status\":500}"}},
    [FAILURE_UNAUTHORIZED] = {"unauthorized",
                              {401, JSON,
                               "{\"error\":{\"type\":\"security_exception\","
                               "\"reason\":\"missing authentication "
                               "credentials\"},\"kind\":\"Status\",\"message\":"
                               "\"Unauthorized\",\"reason\":\"Unauthorized\","
                               "\"code\":401,\"status\":401}"}},
    [FAILURE_FORBIDDEN] = {"forbidden",
                           {403, JSON,
                            "{\"error\":{\"type\":\"security_exception\","
                            "\"reason\":\"action is unauthorized for "
                            "user\"},\"kind\":\"Status\",\"message\":"
                            "\"forbidden: User cannot list "
                            "resource\",\"reason\":\"Forbidden\",\"code\":"
                            "403,\"status\":403}"}},
    [FAILURE_BUSY] = {"busy", {503, "text/plain", "Service Unavailable\n"}},
    [FAILURE_GARBAGE] = {"garbage",
                         {200, JSON, "\x01\x02{{{]]\xff\xfe\x1b[2J"}},
    [FAILURE_EMPTY] = {"empty", {200, JSON, ""}},
    [FAILURE_TRUNCATED] = {"truncated", {0, NULL, NULL}},
    [FAILURE_HTML] = {"html",
                      {200, HTML,
                       "<!doctype html><title>Sign in</title><form "
                       "action=/login></form>"}},
    [FAILURE_REDIRECT] = {"redirect", {302, HTML, ""}},
    [FAILURE_SLOW] = {"slow", {0, NULL, NULL}},
    [FAILURE_DRIP] = {"drip", {0, NULL, NULL}},
};

const char *failure_name(enum failure failure)
{
    return ways[failure].name;
}

int failure_parse(const char *name, enum failure *failure)
{
    for (int i = 0; i < FAILURE_COUNT; i++)
        if (strcmp(ways[i].name, name) == 0) {
            *failure = (enum failure)i;
            return 0;
        }
    return -1;
}

const struct failure_answer *failure_answer(enum failure failure)
{
    return &ways[failure].answer;
}
