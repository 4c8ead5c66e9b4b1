/* guide_alerts.c - alert names in YAML, titles and text. */
#include "runbook/guide_alerts.h"

#include <string.h>
#include <strings.h>

#include "runbook/slug.h"

static void read_rules(struct guide *guide, const struct block *block);
static const char *yaml_value(struct pool *pool, const char *line,
                              size_t length, const char *key);
static void bind_text(struct guide *guide, struct runbook *runbook,
                      const struct text *text);
static bool speaks_of_alerts(const char *text);

void guide_alerts_read(struct guide *guide)
{
    for (size_t i = 0; i < guide->page.count; i++) {
        const struct block *block = &guide->page.blocks[i];

        if (block->kind == BLOCK_FENCE &&
            (!strcmp(block->fence->language, "yaml") ||
             !strcmp(block->fence->language, "yml")))
            read_rules(guide, block);
    }
}

void guide_alerts_bind(struct guide *guide, struct runbook *runbook)
{
    const char *title = runbook->title;

    if (slug_is_alert(title, strlen(title)))
        guide_alerts_add(guide, runbook, title);
    for (size_t i = runbook->block + 1; i < runbook->block_end; i++) {
        const struct block *block = &guide->page.blocks[i];

        if (block->kind == BLOCK_FENCE || block->kind == BLOCK_HTML)
            continue;
        for (size_t cell = 0; cell < block->text_count; cell++)
            bind_text(guide, runbook, &block->texts[cell]);
    }
}

void guide_alerts_add(struct guide *guide, struct runbook *runbook,
                      const char *name)
{
    for (size_t i = 0; i < runbook->alert_count; i++)
        if (!strcmp(runbook->alerts[i], name))
            return;
    if (runbook->alert_count >= 64)
        return;
    runbook->alerts = pool_grow(&guide->pool, (void *)runbook->alerts,
                                runbook->alert_count, sizeof(*runbook->alerts));
    runbook->alerts[runbook->alert_count++] = name;
    if (!names_find(&guide->alert_names, name))
        names_add(&guide->alert_names, &guide->pool, name,
                  (size_t)(runbook - guide->runbooks));
}

/* "- alert: NAME" and, below it, "runbook: URL" or "runbook_url: URL". */
static void read_rules(struct guide *guide, const struct block *block)
{
    const char *at = block->texts[0].bytes;
    int line = block->fence->code_line;
    struct guide_alert *alert = NULL;

    for (; *at; line++) {
        size_t length = strcspn(at, "\n");
        size_t blanks = strspn(at, " -");
        const char *value;

        blanks = blanks > length ? length : blanks;
        value = yaml_value(&guide->pool, at + blanks, length - blanks, "alert");
        if (value) {
            guide->alerts = pool_grow(&guide->pool, guide->alerts,
                                      guide->alert_count, sizeof(*alert));
            alert = &guide->alerts[guide->alert_count++];
            *alert = (struct guide_alert){value, NULL, line};
        }
        value =
            yaml_value(&guide->pool, at + blanks, length - blanks, "runbook");
        if (!value)
            value = yaml_value(&guide->pool, at + blanks, length - blanks,
                               "runbook_url");
        if (value && alert)
            alert->runbook_url = value;
        at += length;
        at += *at == '\n';
    }
}

static const char *yaml_value(struct pool *pool, const char *line,
                              size_t length, const char *key)
{
    size_t at = strlen(key);

    if (length <= at + 1 || strncmp(line, key, at) != 0 || line[at] != ':' ||
        line[at + 1] != ' ')
        return NULL;
    at++;
    while (at < length && strchr(" \"'", line[at]))
        at++;
    while (length > at && strchr(" \"'", line[length - 1]))
        length--;
    return length > at ? pool_copy(pool, line + at, length - at) : NULL;
}

/* `Names` in code, and the word after "Alert:", where alerts are spoken of. */
static void bind_text(struct guide *guide, struct runbook *runbook,
                      const struct text *text)
{
    const char *colon;
    size_t length;

    if (!speaks_of_alerts(text->bytes))
        return;
    for (size_t i = 0; i < text->run_count; i++) {
        const struct text_run *run = &text->runs[i];
        const char *word = text->bytes + run->start;

        if ((run->style & TEXT_CODE) && slug_is_alert(word, run->length))
            guide_alerts_add(guide, runbook,
                             pool_copy(&guide->pool, word, run->length));
    }
    colon = strchr(text->bytes, ':');
    if (!colon || strncasecmp(text->bytes, "alert", 5) != 0)
        return;
    for (const char *at = colon + 1; *at;) { /* Alert: One, Two */
        at += strspn(at, " ,");
        length = strcspn(at, " ,");
        if (!slug_is_alert(at, length))
            return;
        guide_alerts_add(guide, runbook, pool_copy(&guide->pool, at, length));
        at += length;
    }
}

static bool speaks_of_alerts(const char *text)
{
    for (const char *at = text; *at; at++)
        if ((*at == 'a' || *at == 'A') && !strncasecmp(at, "alert", 5))
            return true;
    return false;
}
