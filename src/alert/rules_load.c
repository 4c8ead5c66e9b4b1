/* rules_load.c - the rules in force. */
#include "alert/rules_load.h"

#include <string.h>

#include "alert/rule_file.h"
#include "alert/rule_names.h"
#include "config/embedded.h"

static int load_builtin(struct rule_set *set, const struct settings *settings,
                        struct rule_findings *findings);

int rules_load(struct rule_set *set, const struct settings *settings,
               struct rule_findings *findings)
{
    int rc = 0;

    if (!settings->rules_count)
        return load_builtin(set, settings, findings);
    for (size_t i = 0; i < settings->rules_count; i++)
        if (rule_file_open(set, settings->rules[i], findings) < 0)
            rc = -1;
    return rc;
}

static int load_builtin(struct rule_set *set, const struct settings *settings,
                        struct rule_findings *findings)
{
    const struct context_settings *context = settings_context(settings);
    const struct rule_names names = {.namespace_name = context->namespace_name,
                                     .kafka_group = context->kafka.group};
    struct rule_set own = {0};
    int rc = 0;

    for (size_t i = 0; i < embedded_count; i++) {
        const struct embedded *file = &embedded_table[i];

        if (!strncmp(file->path, "rules/", 6) &&
            rule_file_parse(&own, file->path, file->bytes, file->length,
                            findings) < 0)
            rc = -1;
    }
    (void)rule_names_apply(&own, &names);
    rule_set_move(set, &own);
    return rc;
}
