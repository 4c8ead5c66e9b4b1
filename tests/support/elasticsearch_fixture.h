/* elasticsearch_fixture.h - one source of Elasticsearch, fed by hand. */
#ifndef TRACETOP_TESTS_SUPPORT_ELASTICSEARCH_FIXTURE_H
#define TRACETOP_TESTS_SUPPORT_ELASTICSEARCH_FIXTURE_H

#include "tests/test.h"

#include "base/err.h"
#include "model/change.h"
#include "model/elasticsearch.h"
#include "source/elasticsearch.h"

struct elasticsearch_rig {
    struct elasticsearch_source *source;
    const struct elasticsearch *told;
    struct changes changes;
    struct err err; /* of the last tell() that failed */
};

/* cmocka's setup and teardown; the state is a struct elasticsearch_rig. */
int elasticsearch_setup(void **state);
int elasticsearch_teardown(void **state);

const struct question *elasticsearch_question(const char *name);

/* Answers a question at second one. Returns what ask_tell() does. */
int tell(struct elasticsearch_rig *rig, const char *name, int status,
         const char *body);

/* Returns what a question asks for, until the next call. */
const char *path_of(const struct elasticsearch_rig *rig, const char *name);

#define ELASTICSEARCH_TEST(name)                                               \
    cmocka_unit_test_setup_teardown(name, elasticsearch_setup,                 \
                                    elasticsearch_teardown)

#endif
