/* settings_keys.c - the table of the settings that no context has. */
#include "config/settings_keys.h"

#include "base/key.h"
#include "config/context_keys.h"
#include "config/settings.h"

_Static_assert(offsetof(struct key_setting, command) ==
                       offsetof(struct schema_pair, value) &&
                   sizeof(struct key_setting) == sizeof(struct schema_pair),
               "SCHEMA_PAIRS fills it");

static const char *check_key(const char *text);

#define AT(member) offsetof(struct settings, member)
static const struct schema_key settings_keys[] = {
    {.name = "refresh",
     .type = SCHEMA_DURATION,
     .offset = AT(refresh_ms),
     .standard = "5s",
     .least = 1000,
     .most = 3600000,
     .help = "how often the back ends are asked, 1s to 1h"},
    {.name = "range",
     .type = SCHEMA_DURATION,
     .offset = AT(range_ms),
     .standard = "1h",
     .least = 60000,
     .most = (int64_t)90 * 24 * 3600 * 1000,
     .help = "how far back the graphs reach, 1m to 90d"},
    {.name = "theme",
     .type = SCHEMA_STRING,
     .offset = AT(theme),
     .standard = "dark"},
    {.name = "guide",
     .type = SCHEMA_PATH,
     .offset = AT(guide),
     .help = "Markdown; the built-in one unless given"},
    {.name = "rules",
     .type = SCHEMA_STRINGS,
     .item = SCHEMA_PATH,
     .offset = AT(rules),
     .extra = AT(rules_count),
     .most = 64,
     .help = "Prometheus rule files"},
    {.name = "read_only",
     .type = SCHEMA_BOOL,
     .offset = AT(is_read_only),
     .help = "nothing that changes anything is run"},
    {.name = "dry_run", .type = SCHEMA_BOOL, .offset = AT(is_dry_run)},
    {.name = "mouse", .type = SCHEMA_BOOL, .offset = AT(has_mouse)},
    {.name = "ascii",
     .type = SCHEMA_BOOL,
     .offset = AT(is_ascii),
     .help = "draw with ASCII alone"},
    {.name = "color",
     .type = SCHEMA_BOOL,
     .offset = AT(has_color),
     .standard = "true"},
    {.name = "bell",
     .type = SCHEMA_BOOL,
     .offset = AT(has_bell),
     .standard = "true",
     .help = "ring for a new critical alert"},
    {.name = "title",
     .type = SCHEMA_BOOL,
     .offset = AT(has_title),
     .standard = "true",
     .help = "count critical alerts in the terminal's title"},
    {.name = "series_limit",
     .type = SCHEMA_SIZE,
     .offset = AT(series_limit),
     .standard = "200",
     .least = 1,
     .most = 100000,
     .help = "most series of a panel, 1 to 100000"},
    {.name = "timeout",
     .type = SCHEMA_DURATION,
     .offset = AT(timeout_ms),
     .most = 300000,
     .help = "most that any back end may take; 0s: its own"},
    {.name = "keys",
     .type = SCHEMA_PAIRS,
     .offset = AT(keys),
     .extra = AT(key_count),
     .most = 256,
     .check = check_key,
     .help = "such as {F5: refresh}"},
    {.name = "escalation", .type = SCHEMA_NODE, .offset = AT(escalation)},
    {.name = "costs", .type = SCHEMA_NODE, .offset = AT(costs)},
    {.name = "contexts",
     .type = SCHEMA_NAMED,
     .offset = AT(contexts),
     .extra = AT(context_count),
     .least = 1,
     .most = 64,
     .check = context_check_name,
     .sub = &context_schema,
     .help = "a platform each"},
};
#undef AT

const struct schema settings_schema = {.keys = settings_keys,
                                       .count = SCHEMA_COUNT(settings_keys),
                                       .size = sizeof(struct settings)};

static const char *check_key(const char *text)
{
    struct key key;

    return key_parse(text, &key) ? NULL : "is not a key, such as F5 or Ctrl-X";
}
