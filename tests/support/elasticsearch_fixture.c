/* elasticsearch_fixture.c - one source of Elasticsearch, fed by hand. */
#include "tests/support/elasticsearch_fixture.h"

#include "base/xalloc.h"
#include "tests/support/ask.h"

int elasticsearch_setup(void **state)
{
    struct elasticsearch_rig *rig = xcalloc(1, sizeof(*rig));

    rig->source = elasticsearch_source_new(&rig->changes);
    rig->told = elasticsearch_source_get(rig->source);
    *state = rig;
    return 0;
}

int elasticsearch_teardown(void **state)
{
    struct elasticsearch_rig *rig = *state;

    elasticsearch_source_free(rig->source);
    changes_clear(&rig->changes);
    free(rig);
    return 0;
}

const struct question *elasticsearch_question(const char *name)
{
    return ask_question(elasticsearch_questions, ELASTICSEARCH_QUESTIONS, name);
}

int tell(struct elasticsearch_rig *rig, const char *name, int status,
         const char *body)
{
    const struct told answer = {.status = status, .body = body, .now_ms = 1000};

    return ask_tell(elasticsearch_question(name), rig->source, &answer,
                    &rig->err);
}

const char *path_of(const struct elasticsearch_rig *rig, const char *name)
{
    static char text[2000];

    ask_path(elasticsearch_question(name), rig->source, text, sizeof(text));
    return text;
}
