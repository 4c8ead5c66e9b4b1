/* kubernetes_answer.c - a Kubernetes source in a test, and its answers. */
#include "tests/support/kubernetes_answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

struct scene *scene_new(const char *namespace_name)
{
    struct scene *scene = xcalloc(1, sizeof(*scene));

    scene->source = kubernetes_source_new(namespace_name, &scene->changes);
    scene->model = kubernetes_source_get(scene->source);
    return scene;
}

int scene_teardown(void **state)
{
    struct scene *scene = *state;

    kubernetes_source_free(scene->source);
    changes_clear(&scene->changes);
    free(scene);
    return 0;
}

const struct question *kubernetes_question(const char *name)
{
    for (size_t i = 0; i < KUBERNETES_QUESTIONS; i++)
        if (!strcmp(kubernetes_questions[i].name, name))
            return &kubernetes_questions[i];
    return NULL;
}

int answer(struct scene *scene, const char *name, int status, const char *body)
{
    const struct question *question = kubernetes_question(name);
    const struct question_answer told = {.status = status,
                                         .content_type = "application/json",
                                         .now_ms = 1700000000000};
    const size_t length = strlen(body);
    void *reader = question->begin(scene->source, status);

    for (size_t at = 0; at < length; at += 1000) {
        const size_t left = length - at;

        if (question->feed(reader, body + at, left < 1000 ? left : 1000,
                           &scene->err) < 0) {
            question->drop(reader);
            return -2;
        }
    }
    return question->finish(reader, &told, &scene->err);
}
