/* yaml_write.c - YAML's flow style, quoted with care. */
#include "config/yaml_write.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool is_word(const char *text);
static bool has_meaning(const char *text);
static void write_quoted(struct buf *out, const char *text);

void yaml_write_text(struct buf *out, const char *text)
{
    if (is_word(text) && !has_meaning(text))
        (void)buf_add_str(out, text);
    else
        write_quoted(out, text);
}

/* Recursion is bounded by the depth of a document, 64. */
void yaml_write(struct buf *out, const struct yaml_node *node)
{
    enum yaml_kind kind = yaml_kind_of(node);
    const char *text = yaml_text(node);

    if (kind == YAML_SCALAR) {
        /* What stood without quotes keeps its meaning: null, true, 5. */
        if (!yaml_is_plain(node) || text[strspn(text, LETTERS DIGITS "_.+-~")])
            write_quoted(out, text);
        else
            (void)buf_add_str(out, *text ? text : "~");
        return;
    }
    (void)buf_add_char(out, kind == YAML_MAP ? '{' : '[');
    for (size_t i = 0; i < yaml_count(node); i++) {
        if (i > 0)
            (void)buf_add_str(out, ", ");
        if (kind == YAML_MAP) {
            yaml_write_text(out, yaml_key(node, i));
            (void)buf_add_str(out, ": ");
        }
        yaml_write(out, yaml_at(node, i));
    }
    (void)buf_add_char(out, kind == YAML_MAP ? '}' : ']');
}

static bool is_word(const char *text)
{
    if (!*text || !strchr(LETTERS "/~_", *text))
        return false;
    return text[strspn(text, LETTERS DIGITS "_./~-")] == '\0';
}

/* Words that one YAML or another reads as null or a truth value. */
static bool has_meaning(const char *text)
{
    static const char *const words[] = {"~",  "null", "true", "false", "yes",
                                        "no", "on",   "off",  "y",     "n"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

static void write_quoted(struct buf *out, const char *text)
{
    size_t length = strlen(text);
    size_t used;
    uint32_t code;

    (void)buf_add_char(out, '"');
    for (size_t i = 0; i < length; i += used) {
        used = utf8_decode(text + i, length - i, &code);
        if (code == '"' || code == '\\')
            (void)buf_printf(out, "\\%c", (char)code);
        else if (code == '\n')
            (void)buf_add_str(out, "\\n");
        else if (utf8_is_hostile(code) || code == 0xfeff)
            (void)buf_printf(out, "\\U%08X", (unsigned)code);
        else
            (void)buf_add(out, text + i, used);
    }
    (void)buf_add_char(out, '"');
}
