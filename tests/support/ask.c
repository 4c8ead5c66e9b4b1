/* ask.c - a question's reader, fed by hand. */
#include "tests/support/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

const struct question *ask_question(const struct question *questions,
                                    size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(questions[i].name, name))
            return &questions[i];
    abort(); /* no such question */
}

void ask_path(const struct question *question, void *component, char *out,
              size_t size)
{
    struct buf path;

    buf_init(&path, 4000);
    question->path(component, &path);
    (void)snprintf(out, size, "%s", path.bytes);
    buf_clear(&path);
}

int ask_tell(const struct question *question, void *component,
             const struct told *told, struct err *err)
{
    size_t length = told->length ? told->length : strlen(told->body);
    size_t piece = told->piece ? told->piece : length + 1;
    const struct question_answer answer = {
        .status = told->status ? told->status : 200,
        .content_type =
            told->content_type ? told->content_type : "application/json",
        .latency_ms = 7,
        .now_ms = told->now_ms,
    };
    void *reader = question->begin(component, answer.status);

    for (size_t at = 0; at < length; at += piece) {
        size_t size = length - at < piece ? length - at : piece;

        if (question->feed(reader, told->body + at, size, err) < 0) {
            question->drop(reader);
            return -1;
        }
    }
    return question->finish(reader, &answer, err);
}

char *ask_file(const char *folder, const char *name, size_t *length)
{
    struct buf body;
    char path[1024];
    char piece[4096];
    size_t count;
    char *bytes;
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "r");
    if (!file)
        return NULL;
    buf_init(&body, (size_t)64 << 20);
    while ((count = fread(piece, 1, sizeof(piece), file)) > 0)
        (void)buf_add(&body, piece, count);
    (void)fclose(file);
    *length = body.length;
    bytes = buf_take(&body);
    buf_clear(&body);
    return bytes;
}
