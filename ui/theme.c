/* theme.c - the look of each role, read from YAML. */
#include "ui/theme.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/nearest.h"
#include "base/xalloc.h"
#include "config/embedded.h"
#include "config/yaml.h"
#include "ui/canvas.h"

static struct yaml_doc *open_theme(const char *name, const char *user_dir,
                                   struct err *err);
static struct yaml_doc *open_shipped(const char *name, struct err *err);
static void unknown_theme(const char *name, struct err *err);
static bool is_file_name(const char *name);
static int read_theme(struct theme *theme, const struct yaml_doc *doc,
                      struct err *err);
static int read_key(struct theme *theme, const struct yaml_doc *doc,
                    size_t index, struct err *err);
static int read_look(struct look *look, const struct yaml_doc *doc,
                     const struct yaml_node *node, struct err *err);
static int read_color(struct color *color, const struct yaml_doc *doc,
                      const struct yaml_node *node, struct err *err);
static int read_fixed_color(struct color *color, const struct yaml_doc *doc,
                            const struct yaml_node *node, struct err *err);
static int read_attribute(struct look *look, const struct yaml_doc *doc,
                          const struct yaml_node *map, size_t index,
                          struct err *err);
static int unknown_key(const struct yaml_doc *doc, const struct yaml_node *map,
                       size_t index, const char *nearest, struct err *err);

static const char *const shipped[] = {"dark", "light", "high-contrast",
                                      "colour-blind", "mono"};
enum { SHIPPED_COUNT = sizeof(shipped) / sizeof(*shipped) };

/* The roles, then the two colours of the terminal itself. */
static const char *const key_names[] = {
#define ROLE_NAME(constant, name) name,
    ROLES(ROLE_NAME)
#undef ROLE_NAME
        "background",
    "foreground"};
enum { KEY_BACKGROUND = ROLE_COUNT, KEY_FOREGROUND, KEY_COUNT };

static const struct {
    const char *name;
    unsigned attribute;
} attributes[] = {
    {"bold", ATTR_BOLD},
    {"dim", ATTR_DIM},
    {"reverse", ATTR_REVERSE},
    {"underline", ATTR_UNDERLINE},
};

struct theme *theme_load(const char *name, const char *user_dir,
                         struct err *err)
{
    struct yaml_doc *doc = open_theme(name, user_dir, err);
    struct theme *theme = NULL;

    if (!doc)
        return NULL;
    theme = xcalloc(1, sizeof(*theme));
    theme->name = xstrdup(name);
    if (read_theme(theme, doc, err) < 0) {
        theme_free(theme);
        theme = NULL;
    }
    yaml_close(doc);
    return theme;
}

bool theme_set_banner(struct theme *theme, const char *banner)
{
    struct color color;
    bool is_known = color_parse(banner, &color);

    for (int role = 0; !is_known && role < ROLE_COUNT; role++) {
        if (strcmp(key_names[role], banner) == 0) {
            color = theme->looks[role].foreground;
            is_known = true;
        }
    }
    if (is_known)
        theme->looks[ROLE_BANNER].background = color;
    return is_known;
}

void theme_free(struct theme *theme)
{
    if (!theme)
        return;
    free(theme->name);
    free(theme);
}

const char *theme_next(const char *name)
{
    for (size_t i = 0; i < SHIPPED_COUNT; i++)
        if (!strcmp(shipped[i], name))
            return shipped[(i + 1) % SHIPPED_COUNT];
    return shipped[0];
}

static struct yaml_doc *open_theme(const char *name, const char *user_dir,
                                   struct err *err)
{
    struct yaml_doc *doc = NULL;
    char *path;

    if (!is_file_name(name)) {
        unknown_theme(name, err);
        return NULL;
    }
    if (!user_dir)
        return open_shipped(name, err);
    path = xasprintf("%s/%s.yaml", user_dir, name);
    /* A file that is there but cannot be read is told, not passed over. */
    if (access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR))
        doc = yaml_open(path, err);
    else
        doc = open_shipped(name, err);
    free(path);
    return doc;
}

static struct yaml_doc *open_shipped(const char *name, struct err *err)
{
    char *path = xasprintf("themes/%s.yaml", name);
    const struct embedded *file = embedded_find(path);
    struct yaml_doc *doc = NULL;

    if (file)
        doc = yaml_parse(path, file->bytes, file->length, err);
    else
        unknown_theme(name, err);
    free(path);
    return doc;
}

static void unknown_theme(const char *name, struct err *err)
{
    char known[128] = "";
    size_t length = 0;

    for (size_t i = 0; i < SHIPPED_COUNT; i++) {
        size_t more = strlen(shipped[i]);

        memcpy(known + length, shipped[i], more);
        length += more;
        if (i + 1 < SHIPPED_COUNT) {
            memcpy(known + length, ", ", 2);
            length += 2;
        }
    }
    known[length] = '\0';
    err_set(err, ERR_FORMAT, 0, "theme '%.40s': unknown; there are %s", name,
            known);
}

/* A theme's name is put into a path: it must not lead out of the folder. */
static bool is_file_name(const char *name)
{
    return *name && *name != '.' && !strchr(name, '/') && strlen(name) <= 64;
}

static int read_theme(struct theme *theme, const struct yaml_doc *doc,
                      struct err *err)
{
    const struct yaml_node *root = yaml_root(doc);
    const struct yaml_node *text;

    (void)color_parse("#16181d", &theme->background);
    (void)color_parse("#d0d4da", &theme->foreground);
    if (!root)
        return 0;
    if (yaml_kind_of(root) != YAML_MAP)
        return err_set(err, ERR_FORMAT, yaml_line(root),
                       "%s:%d: a map of roles is expected", yaml_name(doc),
                       yaml_line(root));
    text = yaml_get(root, key_names[ROLE_TEXT]);
    if (text && read_look(&theme->looks[ROLE_TEXT], doc, text, err) < 0)
        return -1;
    for (int role = 0; role < ROLE_COUNT; role++)
        theme->looks[role] = theme->looks[ROLE_TEXT];
    for (size_t i = 0; i < yaml_count(root); i++)
        if (read_key(theme, doc, i, err) < 0)
            return -1;
    return 0;
}

static int read_key(struct theme *theme, const struct yaml_doc *doc,
                    size_t index, struct err *err)
{
    const struct yaml_node *root = yaml_root(doc);
    const struct yaml_node *node = yaml_at(root, index);
    const char *key = yaml_key(root, index);
    size_t known = 0;

    while (known < KEY_COUNT && strcmp(key, key_names[known]) != 0)
        known++;
    if (known == KEY_COUNT)
        return unknown_key(doc, root, index,
                           nearest_word(key, key_names, KEY_COUNT), err);
    if (known == KEY_BACKGROUND)
        return read_fixed_color(&theme->background, doc, node, err);
    if (known == KEY_FOREGROUND)
        return read_fixed_color(&theme->foreground, doc, node, err);
    if (known == ROLE_TEXT)
        return 0;
    theme->looks[known].attributes = 0;
    return read_look(&theme->looks[known], doc, node, err);
}

static int read_look(struct look *look, const struct yaml_doc *doc,
                     const struct yaml_node *node, struct err *err)
{
    if (yaml_kind_of(node) != YAML_MAP)
        return err_set(err, ERR_FORMAT, yaml_line(node),
                       "%s:%d: a look is expected, such as {fg: red, bold: "
                       "true}",
                       yaml_name(doc), yaml_line(node));
    for (size_t i = 0; i < yaml_count(node); i++) {
        const char *key = yaml_key(node, i);
        int rc;

        if (!strcmp(key, "fg"))
            rc = read_color(&look->foreground, doc, yaml_at(node, i), err);
        else if (!strcmp(key, "bg"))
            rc = read_color(&look->background, doc, yaml_at(node, i), err);
        else
            rc = read_attribute(look, doc, node, i, err);
        if (rc < 0)
            return -1;
    }
    return 0;
}

static int read_color(struct color *color, const struct yaml_doc *doc,
                      const struct yaml_node *node, struct err *err)
{
    if (yaml_kind_of(node) == YAML_SCALAR &&
        color_parse(yaml_text(node), color))
        return 0;
    return err_set(err, ERR_FORMAT, yaml_line(node),
                   "%s:%d: '%.40s' is no colour; say a name (red, bright_red, "
                   "default), 0 to 255, or \"#rrggbb\"",
                   yaml_name(doc), yaml_line(node), yaml_text(node));
}

/* A colour that can be painted without a terminal. */
static int read_fixed_color(struct color *color, const struct yaml_doc *doc,
                            const struct yaml_node *node, struct err *err)
{
    struct color read = {0};

    if (read_color(&read, doc, node, err) < 0)
        return -1;
    if (read.kind == COLOR_DEFAULT)
        return err_set(err, ERR_FORMAT, yaml_line(node),
                       "%s:%d: 'default' is what this key defines; say a "
                       "colour",
                       yaml_name(doc), yaml_line(node));
    *color = read;
    return 0;
}

static int read_attribute(struct look *look, const struct yaml_doc *doc,
                          const struct yaml_node *map, size_t index,
                          struct err *err)
{
    static const char *const words[] = {"fg",  "bg",      "bold",
                                        "dim", "reverse", "underline"};
    const char *key = yaml_key(map, index);
    const struct yaml_node *node = yaml_at(map, index);
    const char *value = yaml_text(node);

    for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
        if (strcmp(key, attributes[i].name) != 0)
            continue;
        if (!strcmp(value, "true"))
            look->attributes =
                (uint8_t)(look->attributes | attributes[i].attribute);
        else if (strcmp(value, "false") != 0)
            return err_set(err, ERR_FORMAT, yaml_line(node),
                           "%s:%d: %s: '%.40s' is neither true nor false",
                           yaml_name(doc), yaml_line(node), key, value);
        return 0;
    }
    return unknown_key(doc, map, index,
                       nearest_word(key, words, sizeof(words) / sizeof(*words)),
                       err);
}

static int unknown_key(const struct yaml_doc *doc, const struct yaml_node *map,
                       size_t index, const char *nearest, struct err *err)
{
    int line = yaml_key_line(map, index);

    if (nearest)
        return err_set(err, ERR_FORMAT, line,
                       "%s:%d: %.40s: unknown key; did you mean '%s'?",
                       yaml_name(doc), line, yaml_key(map, index), nearest);
    return err_set(err, ERR_FORMAT, line, "%s:%d: %.40s: unknown key",
                   yaml_name(doc), line, yaml_key(map, index));
}
