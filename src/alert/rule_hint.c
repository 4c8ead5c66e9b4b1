/* rule_hint.c - what a YAML file is when it is no rule file. */
#include "alert/rule_hint.h"

#include <string.h>

enum { MAX_KEYS = 4 };

static bool has_any(const struct yaml_node *root, const char *const *keys);
static bool is_template_line(const char *line, const char *end);

/* The first that has one of its keys is it. */
static const struct {
    const char *keys[MAX_KEYS];
    const char *text;
} kinds[] = {
    {{"tests", "evaluation_interval"},
     "a unit test of promtool, not a rule file: promtool test rules runs it, "
     "and what to check are its rule_files"},
    {{"route", "receivers", "inhibit_rules"},
     "a configuration of Alertmanager, not a rule file: amtool check-config "
     "reads it"},
    {{"scrape_configs", "rule_files", "scrape_config_files"},
     "a configuration of Prometheus, not a rule file: what to check are its "
     "rule_files"},
    {{"contexts", "prometheus", "kubernetes"},
     "a configuration of tracetop, not a rule file: tracetop config check "
     "reads it, and what to check are its rules"},
    {{"alert", "record"},
     "a rule alone: Prometheus wants it in a group, groups: [{name: NAME, "
     "rules: [RULE]}]"},
    {{"rules"},
     "a group alone: Prometheus wants it in a list, groups: [{name: NAME, "
     "rules: [...]}]"},
};

const char *rule_hint(const struct yaml_node *root)
{
    if (yaml_kind_of(root) != YAML_MAP)
        return "not a rule file: it begins with groups:, a list of groups with "
               "name and rules";
    if (yaml_get(root, "groups"))
        return yaml_get(root, "apiVersion")
                   ? "alert rules of Grafana, not of Prometheus, or a "
                     "PrometheusRule without kind: and spec:"
                   : NULL;
    if (yaml_get(root, "spec"))
        return "not a rule file: an object with spec: is read when it says "
               "kind: PrometheusRule";
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (has_any(root, kinds[i].keys))
            return kinds[i].text;
    return NULL;
}

static bool has_any(const struct yaml_node *root, const char *const *keys)
{
    for (size_t i = 0; i < MAX_KEYS && keys[i]; i++)
        if (yaml_get(root, keys[i]))
            return true;
    return false;
}

const char *rule_hint_of_text(const char *bytes, size_t length, int line)
{
    const char *at = bytes, *end = bytes + length;

    for (int number = 1; at < end; number++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));

        stop = stop ? stop : end;
        if (is_template_line(at, stop))
            return "; a Helm template is no YAML yet: give what helm template "
                   "makes of it";
        if (number == line && memchr(at, '\t', (size_t)(stop - at)))
            return "; there is a tab on this line, and YAML indents by spaces";
        at = stop < end ? stop + 1 : end;
    }
    return "";
}

/* An action of a template stands alone on its line. */
static bool is_template_line(const char *line, const char *end)
{
    while (line < end && *line == ' ')
        line++;
    while (line < end && (end[-1] == ' ' || end[-1] == '\r'))
        end--;
    return end - line >= 4 && !memcmp(line, "{{", 2) &&
           !memcmp(end - 2, "}}", 2);
}
