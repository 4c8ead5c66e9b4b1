/* matrix_fixture.h - answers, decoded in pieces of every size. */
#ifndef TRACETOP_TESTS_SUPPORT_MATRIX_FIXTURE_H
#define TRACETOP_TESTS_SUPPORT_MATRIX_FIXTURE_H

#include "tests/test.h"

#include <stdio.h>

#include "tests/support/matrix_record.h"

#define ANSWER(type, result)                                                   \
    "{\"status\":\"success\",\"data\":{\"resultType\":\"" type                 \
    "\",\"result\":" result "}}"

/* The spaces keep the last pairs away from the end, where the quick way is
 * not taken. */
#define SPACES                                                                 \
    "                                                                "

#define SERIES(members) ANSWER("matrix", "[{" members "}]") SPACES

#define POINT(members) ANSWER("vector", "[{" members "}]")

#define ERROR(members) "{\"status\":\"error\"" members "}"

#define REFUSED "not a Prometheus answer: "

/* Decodes in pieces of every size and holds each against the whole. */
struct matrix_record decode_every_way(const char *text, size_t length);

struct matrix_totals assert_decodes(const char *text, const char *told);

void assert_refused_as(const char *text, enum err_kind kind,
                       const char *message);

void assert_refused(const char *text, const char *message);

#endif
