/* kubernetes_answer.h - a Kubernetes source in a test, and its answers. */
#ifndef TRACETOP_TESTS_KUBERNETES_ANSWER_H
#define TRACETOP_TESTS_KUBERNETES_ANSWER_H

#include "source/kubernetes.h"

struct scene {
    struct changes changes;
    struct kubernetes_source *source;
    const struct kubernetes *model;
    struct err err;
};

/* Owns: scene_teardown(). */
struct scene *scene_new(const char *namespace_name);
int scene_teardown(void **state);

const struct question *kubernetes_question(const char *name);

/* Answers a question in pieces; returns what finish() does, or -2 when a piece
 * is refused. The error is in the scene. */
int answer(struct scene *scene, const char *name, int status, const char *body);

#endif
