/* rule_fences.c - the rules within a Markdown page. */
#include "alert/rule_fences.h"

#include <string.h>
#include <strings.h>

struct line {
    const char *text;
    size_t length; /* without its end */
};

static bool next_line(struct rule_fences *fences, struct line *line);
static size_t fence_of(const struct line *line, char *mark, const char **info);
static bool closes(const struct line *line, size_t length, char mark);
static bool is_yaml(const char *info, size_t length);
static bool holds_groups(const struct rule_fence *fence);
static bool has_line(const struct rule_fence *fence, const char *start);

bool rule_fences_is_page(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot && (!strcasecmp(dot, ".md") || !strcasecmp(dot, ".markdown"));
}

bool rule_fences_next(struct rule_fences *fences, struct rule_fence *fence)
{
    struct line line;

    while (next_line(fences, &line)) {
        const char *info = NULL;
        char mark = 0;
        size_t length = fence_of(&line, &mark, &info);
        const char *end = fences->bytes + fences->length;
        bool is_wanted;

        if (!length)
            continue;
        is_wanted = is_yaml(info, (size_t)(line.text + line.length - info));
        *fence = (struct rule_fence){.bytes = fences->bytes + fences->at,
                                     .line_offset = fences->lines};
        while (next_line(fences, &line)) {
            if (closes(&line, length, mark)) {
                end = line.text;
                break;
            }
        }
        fence->length = (size_t)(end - fence->bytes);
        if (is_wanted && holds_groups(fence))
            return true;
    }
    return false;
}

static bool next_line(struct rule_fences *fences, struct line *line)
{
    const char *start = fences->bytes + fences->at, *end;
    size_t left = fences->length - fences->at;

    if (!left)
        return false;
    end = memchr(start, '\n', left);
    line->text = start;
    line->length = end ? (size_t)(end - start) : left;
    fences->at += line->length + (end ? 1 : 0);
    fences->lines++;
    return true;
}

/* Returns how many marks open a fence on this line, 0 when none does. */
static size_t fence_of(const struct line *line, char *mark, const char **info)
{
    size_t indent = 0, length = 0;

    while (indent < line->length && indent < 3 && line->text[indent] == ' ')
        indent++;
    if (indent == line->length)
        return 0;
    *mark = line->text[indent];
    if (*mark != '`' && *mark != '~')
        return 0;
    while (indent + length < line->length &&
           line->text[indent + length] == *mark)
        length++;
    *info = line->text + indent + length;
    return length >= 3 ? length : 0;
}

static bool closes(const struct line *line, size_t length, char mark)
{
    const char *info = NULL, *end = line->text + line->length;
    char own = 0;

    if (fence_of(line, &own, &info) < length || own != mark)
        return false;
    while (info < end && (*info == ' ' || *info == '\t' || *info == '\r'))
        info++;
    return info == end;
}

/* The first word behind the marks is "yaml" or "yml". */
static bool is_yaml(const char *info, size_t length)
{
    size_t start = 0, end;

    while (start < length && info[start] == ' ')
        start++;
    for (end = start; end < length && !strchr(" \t\r{,", info[end]);)
        end++;
    return (end - start == 4 && !strncasecmp(info + start, "yaml", 4)) ||
           (end - start == 3 && !strncasecmp(info + start, "yml", 3));
}

static bool holds_groups(const struct rule_fence *fence)
{
    return has_line(fence, "groups:") ||
           has_line(fence, "kind: PrometheusRule") ||
           (has_line(fence, "kind: ConfigMap") &&
            memmem(fence->bytes, fence->length, " groups:", 8));
}

static bool has_line(const struct rule_fence *fence, const char *start)
{
    size_t length = strlen(start);
    const char *at = fence->bytes, *end = at + fence->length;

    while (at && (size_t)(end - at) >= length) {
        if (!memcmp(at, start, length))
            return true;
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    return false;
}
