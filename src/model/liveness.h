/* liveness.h - what a health port said.
 *
 * Layer: model. Jaeger v1's admin ports and the OTel Collector's `health_check`
 * speak alike, Jaeger v2 and `healthcheckv2` alike. It says whether the process
 * runs, not whether its storage or exporters do. The last answer stands, also
 * when that was that it is not well.
 */
#ifndef TRACETOP_MODEL_LIVENESS_H
#define TRACETOP_MODEL_LIVENESS_H

#include <stdbool.h>
#include <stdint.h>

struct liveness {
    int64_t answered_ms; /* wall time, -1: it never answered */
    int http_status;
    char status[64];  /* its own word: "Server available", "StatusOK",
                         "StatusRecoverableError"; "" for none */
    char error[160];  /* of a status that is not OK; "" */
    bool is_well;     /* HTTP 200, and its word is "available" or "OK" */
    bool is_v2;       /* answers as `healthcheckv2` and Jaeger v2 do */
    int64_t since_ms; /* wall time when it started, -1: not told */
};

#endif
