/* rules_load.c - the rules in force. */
#include "alert/rules_load.h"

#include <string.h>

#include "alert/rule_file.h"
#include "config/embedded.h"

int rules_load(struct rule_set *set, const struct settings *settings,
               struct rule_findings *findings)
{
    int rc = 0;

    for (size_t i = 0; i < settings->rules_count; i++)
        if (rule_file_open(set, settings->rules[i], findings) < 0)
            rc = -1;
    for (size_t i = 0; !settings->rules_count && i < embedded_count; i++) {
        const struct embedded *file = &embedded_table[i];

        if (!strncmp(file->path, "rules/", 6) &&
            rule_file_parse(set, file->path, file->bytes, file->length,
                            findings) < 0)
            rc = -1;
    }
    return rc;
}
