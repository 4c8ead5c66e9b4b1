/* guide.c - blocks to runbooks. */
#include "runbook/guide.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "runbook/guide_alerts.h"
#include "runbook/slug.h"

/* What each heading of the page is, by its block. */
enum role {
    ROLE_NONE, /* no heading, or one that only groups */
    ROLE_SECTION,
    ROLE_RUNBOOK,
    ROLE_NAMED_RUNBOOK,
};

static void begin_runbooks(struct guide *guide);
static void assign_roles(const struct markdown *page, unsigned char *roles);
static size_t end_of(const struct markdown *page, size_t heading);
static bool has_shell(const struct markdown *page, size_t heading);
static bool has_section_heading(const struct markdown *page, size_t heading);
static bool is_section_word(const char *title);
static void add_runbook(struct guide *guide, size_t heading);
static void make_id(struct guide *guide, struct runbook *runbook);
static void find_sections(struct guide *guide, struct runbook *runbook);
static const char *label_of(struct guide *guide, const struct block *block);
static void add_section(struct guide *guide, struct runbook *runbook,
                        const char *title, size_t block);
static void bind_annotations(struct guide *guide);
static const struct runbook *find_by_url(const struct guide *guide,
                                         const char *url);

int guide_parse(struct guide *guide, const char *name, const char *bytes,
                size_t length, struct err *err)
{
    if (guide_begin(guide, name, bytes, length, err) < 0)
        return -1;
    return guide_finish(guide, err);
}

int guide_begin(struct guide *guide, const char *name, const char *bytes,
                size_t length, struct err *err)
{
    memset(guide, 0, sizeof(*guide));
    guide->name = pool_strdup(&guide->pool, name);
    if (markdown_begin(&guide->page, bytes, length, MARKDOWN_PART, err) < 0)
        return err_within(err, "%s", name);
    return 0;
}

int guide_more(struct guide *guide, size_t count, struct err *err)
{
    if (guide->page.reading) {
        if (markdown_more(&guide->page, err) < 0)
            return err_within(err, "%s", guide->name);
        return 1;
    }
    if (!guide->reader)
        begin_runbooks(guide);
    for (; guide->next_block < guide->page.count; guide->next_block++) {
        if (guide->roles[guide->next_block] < ROLE_RUNBOOK)
            continue;
        if (!count--)
            return 1;
        add_runbook(guide, guide->next_block);
    }
    free(guide->roles);
    guide->roles = NULL;
    guide_alerts_read(guide);
    bind_annotations(guide);
    return 0;
}

int guide_finish(struct guide *guide, struct err *err)
{
    int rc;

    do
        rc = guide_more(guide, SIZE_MAX, err);
    while (rc > 0);
    return rc;
}

void guide_clear(struct guide *guide)
{
    free(guide->roles);
    if (guide->reader)
        pool_clear(&guide->reader->pool);
    free(guide->reader);
    markdown_clear(&guide->page);
    pool_clear(&guide->pool);
    memset(guide, 0, sizeof(*guide));
}

const struct runbook *guide_find(const struct guide *guide, const char *id)
{
    const size_t *index = names_find(&guide->ids, id);

    return index ? &guide->runbooks[*index] : NULL;
}

const struct runbook *guide_find_for_alert(const struct guide *guide,
                                           const char *alert, const char *url)
{
    const size_t *index = names_find(&guide->alert_names, alert);
    struct pool pool = {0};
    const struct runbook *found = NULL;

    if (index)
        return &guide->runbooks[*index];
    if (url)
        found = find_by_url(guide, url);
    if (!found)
        found = guide_find(guide, slug_of_alert(alert, &pool));
    pool_clear(&pool);
    return found;
}

const struct runbook *guide_find_for_line(const struct guide *guide, int line)
{
    size_t low = 0, high = guide->count; /* they follow each other by line */

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct runbook *runbook = &guide->runbooks[middle];

        if (line < runbook->line)
            high = middle;
        else if (line > runbook->last_line)
            low = middle + 1;
        else
            return runbook;
    }
    return NULL;
}

static void begin_runbooks(struct guide *guide)
{
    guide->reader = xcalloc(1, sizeof(*guide->reader));
    guide->reader->blocks = guide->page.blocks;
    guide->roles = xcalloc(guide->page.count + 1, sizeof(*guide->roles));
    assign_roles(&guide->page, guide->roles);
}

static void assign_roles(const struct markdown *page, unsigned char *roles)
{
    size_t named_end = 0; /* of the runbook by name we are in */

    for (size_t i = 0; i < page->count; i++) {
        bool is_named, is_alert;
        const char *title;

        if (page->blocks[i].kind != BLOCK_HEADING)
            continue;
        title = slug_strip(page->blocks[i].texts[0].bytes, &is_named);
        is_alert = slug_is_alert(title, strlen(title));
        if (i < named_end) {
            roles[i] = is_named ? ROLE_NAMED_RUNBOOK : ROLE_SECTION;
        } else if (is_section_word(title)) {
            roles[i] = ROLE_SECTION;
        } else if (is_named || is_alert || has_section_heading(page, i)) {
            roles[i] = ROLE_NAMED_RUNBOOK;
        } else if (has_shell(page, i)) {
            roles[i] = ROLE_RUNBOOK;
        }
        if (roles[i] == ROLE_NAMED_RUNBOOK)
            named_end = end_of(page, i);
    }
}

/* The block behind the last one below a heading. */
static size_t end_of(const struct markdown *page, size_t heading)
{
    size_t i = heading + 1;

    while (i < page->count &&
           (page->blocks[i].kind != BLOCK_HEADING ||
            page->blocks[i].level > page->blocks[heading].level))
        i++;
    return i;
}

/* Whether a shell fence stands right below it, before another heading. */
static bool has_shell(const struct markdown *page, size_t heading)
{
    for (size_t i = heading + 1;
         i < page->count && page->blocks[i].kind != BLOCK_HEADING; i++)
        if (page->blocks[i].kind == BLOCK_FENCE &&
            steps_is_shell(&page->blocks[i]))
            return true;
    return false;
}

/* Whether a heading one level below is "Diagnosis" or the like. */
static bool has_section_heading(const struct markdown *page, size_t heading)
{
    int level = page->blocks[heading].level;

    for (size_t i = heading + 1; i < page->count; i++) {
        const struct block *block = &page->blocks[i];

        if (block->kind != BLOCK_HEADING)
            continue;
        if (block->level <= level)
            return false;
        if (block->level == level + 1 && is_section_word(block->texts[0].bytes))
            return true;
    }
    return false;
}

static bool is_section_word(const char *title)
{
    static const char *const words[] = {
        "Meaning",          "Impact",        "Symptom",     "Symptoms",
        "Diagnosis",        "Mitigation",    "Resolution",  "Cause",
        "Causes",           "Common Causes", "Solution",    "Solutions",
        "Prevention",       "Verification",  "Remediation", "Investigation",
        "Summary",          "Escalation",    "Fix",         "Rollback",
        "Triage",           "Steps",         "Verify",      "Recovery Steps",
        "Immediate Action",
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if ((title[0] | 0x20) == (words[i][0] | 0x20) &&
            !strcasecmp(title, words[i]))
            return true;
    return false;
}

static void add_runbook(struct guide *guide, size_t heading)
{
    const struct markdown *page = &guide->page;
    size_t end = end_of(page, heading);
    struct runbook *runbook;
    bool is_named;

    for (size_t i = heading + 1; i < end; i++)
        if (guide->roles[i] >= ROLE_RUNBOOK)
            end = i;
    guide->runbooks = pool_grow(&guide->pool, guide->runbooks, guide->count,
                                sizeof(*guide->runbooks));
    runbook = &guide->runbooks[guide->count];
    memset(runbook, 0, sizeof(*runbook));
    runbook->title =
        slug_strip(page->blocks[heading].texts[0].bytes, &is_named);
    if (!*runbook->title)
        runbook->title = "(no title)";
    runbook->is_named = guide->roles[heading] == ROLE_NAMED_RUNBOOK;
    runbook->line = page->blocks[heading].line;
    runbook->last_line =
        end < page->count ? page->blocks[end].line - 1 : page->line_count;
    runbook->block = heading;
    runbook->block_end = end;
    runbook->shelf = pool_alloc(&guide->pool, 1, sizeof(*runbook->shelf));
    runbook->shelf->reader = guide->reader;
    make_id(guide, runbook);
    guide->count++;
    find_sections(guide, runbook);
    guide_alerts_bind(guide, runbook);
}

/* The title's slug; a later one of the same name gets -2, -3, ... */
static void make_id(struct guide *guide, struct runbook *runbook)
{
    const char *slug = slug_is_alert(runbook->title, strlen(runbook->title))
                           ? slug_of_alert(runbook->title, &guide->pool)
                           : slug_of_title(runbook->title, &guide->pool);
    size_t *same = names_find(&guide->slugs, slug);
    size_t count = same ? ++*same : 1;

    if (!same)
        names_add(&guide->slugs, &guide->pool, slug, 1);
    runbook->id = slug;
    for (; guide_find(guide, runbook->id); count++) {
        size_t size = strlen(slug) + 24;
        char *id = pool_alloc(&guide->pool, size, 1);

        (void)snprintf(id, size, "%s-%zu", slug, count);
        runbook->id = id;
    }
    names_add(&guide->ids, &guide->pool, runbook->id, guide->count);
}

static void find_sections(struct guide *guide, struct runbook *runbook)
{
    for (size_t i = runbook->block + 1; i < runbook->block_end; i++) {
        const char *label = label_of(guide, &guide->page.blocks[i]);

        if (label)
            add_section(guide, runbook, label, i);
    }
}

/* A heading's text, or the words of a paragraph that is only "**Words**:". */
static const char *label_of(struct guide *guide, const struct block *block)
{
    const struct text *text = block->texts;
    size_t length;

    if (block->kind == BLOCK_HEADING)
        return text->bytes;
    if (block->kind != BLOCK_PARAGRAPH || !text->run_count ||
        !(text->runs[0].style & TEXT_BOLD))
        return NULL;
    length = text->runs[0].length;
    for (size_t i = length; i < text->length; i++)
        if (!strchr(" :", text->bytes[i]))
            return NULL;
    while (length && strchr(" :", text->bytes[length - 1]))
        length--;
    return length && text->length > length
               ? pool_copy(&guide->pool, text->bytes, length)
               : NULL;
}

static void add_section(struct guide *guide, struct runbook *runbook,
                        const char *title, size_t block)
{
    struct section section = {title, guide->page.blocks[block].line, block};

    runbook->sections = pool_grow(&guide->pool, runbook->sections,
                                  runbook->section_count, sizeof(section));
    runbook->sections[runbook->section_count++] = section;
}

/* The rules of the guide itself say which runbook they mean. */
static void bind_annotations(struct guide *guide)
{
    for (size_t i = 0; i < guide->alert_count; i++) {
        const struct guide_alert *alert = &guide->alerts[i];
        const struct runbook *found =
            guide_find_for_alert(guide, alert->name, alert->runbook_url);

        if (found)
            guide_alerts_add(guide, &guide->runbooks[found - guide->runbooks],
                             alert->name);
    }
}

/* .../runbooks/jaeger-collector-down, ....html#jaeger-collector-down */
static const struct runbook *find_by_url(const struct guide *guide,
                                         const char *url)
{
    struct pool pool = {0};
    const char *hash = strchr(url, '#');
    size_t length = strcspn(url, "?#");
    const struct runbook *found = NULL;
    size_t start;

    if (hash)
        found = guide_find(guide, slug_of_title(hash + 1, &pool));
    while (length && url[length - 1] == '/')
        length--;
    start = length;
    while (start && url[start - 1] != '/')
        start--;
    if (length - start > 3 && !strncmp(url + length - 3, ".md", 3))
        length -= 3;
    else if (length - start > 5 && !strncmp(url + length - 5, ".html", 5))
        length -= 5;
    if (!found)
        found = guide_find(
            guide, slug_of_title(pool_copy(&pool, url + start, length - start),
                                 &pool));
    pool_clear(&pool);
    return found;
}
