/* markdown_same.c - block by block, run by run. */
#include "tests/support/markdown_same.h"

#include <string.h>

static bool is_same_text(const struct text *left, const struct text *right);
static bool is_same_fence(const struct fence *left, const struct fence *right);
static bool is_same_string(const char *left, const char *right);

bool markdown_is_same(const struct markdown *left, const struct markdown *right)
{
    if (left->count != right->count || left->line_count != right->line_count)
        return false;
    for (size_t i = 0; i < left->count; i++) {
        const struct block *a = &left->blocks[i];
        const struct block *b = &right->blocks[i];

        if (a->kind != b->kind || a->line != b->line ||
            a->last_line != b->last_line || a->level != b->level ||
            a->quote != b->quote || a->number != b->number ||
            a->is_header != b->is_header || a->text_count != b->text_count ||
            !is_same_fence(a->fence, b->fence))
            return false;
        for (size_t k = 0; k < a->text_count; k++)
            if (!is_same_text(&a->texts[k], &b->texts[k]))
                return false;
    }
    return true;
}

static bool is_same_text(const struct text *left, const struct text *right)
{
    if (left->length != right->length || left->run_count != right->run_count ||
        memcmp(left->bytes, right->bytes, left->length) != 0)
        return false;
    for (size_t i = 0; i < left->run_count; i++) {
        const struct text_run *a = &left->runs[i];
        const struct text_run *b = &right->runs[i];

        if (a->start != b->start || a->length != b->length ||
            a->style != b->style || !is_same_string(a->url, b->url))
            return false;
    }
    return true;
}

static bool is_same_fence(const struct fence *left, const struct fence *right)
{
    if (!left || !right)
        return left == right;
    return !strcmp(left->language, right->language) &&
           is_same_string(left->risk, right->risk) &&
           is_same_string(left->confirm, right->confirm) &&
           is_same_string(left->timeout, right->timeout) &&
           is_same_string(left->unknown, right->unknown) &&
           left->is_interactive == right->is_interactive &&
           left->code_line == right->code_line;
}

static bool is_same_string(const char *left, const char *right)
{
    return left && right ? !strcmp(left, right) : left == right;
}
