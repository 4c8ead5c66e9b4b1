/* schema.h - what keys a map may have, as one const table per struct.
 *
 * Layer: config. The table of a struct names each key once: its type, where
 * its value goes, limits, default and a word of help. Reading, defaults,
 * checks, showing, freeing and the "did you mean" all come from it. Structs
 * are plain C; their strings are malloc'ed and owned by the struct.
 */
#ifndef TRACETOP_CONFIG_SCHEMA_H
#define TRACETOP_CONFIG_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/paths.h"
#include "config/yaml.h"

struct buf;

enum schema_type {
    SCHEMA_STRING,   /* char *: one line */
    SCHEMA_TEXT,     /* char *: may have several lines */
    SCHEMA_SECRET,   /* char *: never shown or told */
    SCHEMA_PATH,     /* char *: relative to the file's folder */
    SCHEMA_URL,      /* char *: `words` are its schemes; "http https" if NULL */
    SCHEMA_CHOICE,   /* char *: one of `words` */
    SCHEMA_FLAG,     /* bool: true for the word `words`, no other is allowed */
    SCHEMA_BOOL,     /* bool */
    SCHEMA_INVERTED, /* bool: the opposite of what is written */
    SCHEMA_INT,      /* int, within `least` and `most` */
    SCHEMA_SIZE,     /* size_t, likewise */
    SCHEMA_NUMBER,   /* double; the bool at `extra` says that it is set */
    SCHEMA_DURATION, /* int64_t in ms, within `least` and `most` */
    SCHEMA_STRINGS,  /* char ** and, at `extra`, size_t; each of type `item` */
    SCHEMA_PAIRS,    /* struct schema_pair * and, at `extra`, size_t */
    SCHEMA_MAP,      /* a struct of its own schema `sub`; the bool at `extra`
                      * (0: there is none) says that it was given */
    SCHEMA_LIST,     /* array of structs of `sub` and, at `extra`, size_t */
    SCHEMA_NAMED,    /* as LIST, from a map; the name is the first member */
    SCHEMA_NODE,     /* const struct yaml_node *: kept for others to read */
};

/* Two strings; every struct that SCHEMA_PAIRS fills looks like this. */
struct schema_pair {
    char *name;
    char *value;
};

struct schema;

struct schema_key {
    const char *name;
    enum schema_type type;
    enum schema_type item;
    size_t offset, extra;
    int64_t least, most;  /* both 0: no limits; of lists: how many items */
    const char *standard; /* default as it would be written; NULL: nothing */
    const char *words;
    bool may_be_empty; /* "" is a value */
    bool is_needed;    /* must be given */
    /* Returns why a string (of lists: each; of pairs: each name) is wrong, or
     * NULL. May be NULL itself. */
    const char *(*check)(const char *text);
    const struct schema *sub;
    const char *help;
};

struct schema {
    const struct schema_key *keys;
    size_t count;
    size_t size;               /* of the struct */
    const struct schema *base; /* of the struct's first member, or NULL */
    void (*init)(void *out);   /* run before the defaults, or NULL */
    /* Returns why the values do not fit together, `*key` being the one to
     * blame, or NULL. May complete values. May be NULL itself. */
    const char *(*check)(void *out, const char **key);
};

#define SCHEMA_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Where what is read comes from and goes to. */
struct schema_reader {
    const char *name;   /* the document's, for messages */
    const char *folder; /* for relative paths; NULL: they stay as they are */
    paths_getenv_fn *env;
    struct err *err;
    /* Told of each value set (maps aside): its place and its line. */
    void (*on_set)(void *context, const void *field, int line);
    void *context;
};

/* A struct to fill, and what it may hold. */
struct schema_target {
    const struct schema *schema;
    void *out;
};

/* Sets every key to its default. `out` must be zeroed.
 * Owns: the caller ends it with schema_clear(). */
void schema_init(const struct schema *schema, void *out);

/* Frees what the struct holds and zeroes those values. */
void schema_clear(const struct schema *schema, void *out);

/* Reads a map into structs that were begun with schema_init(); a key goes to
 * the first target that knows it.
 * Fails: -1 and reader->err as "NAME:LINE: KEY: why". */
int schema_read(const struct schema_reader *reader,
                const struct schema_target *targets, size_t count,
                const struct yaml_node *map);

/* Records "NAME:LINE: KEY: why" (ERR_FORMAT). Always returns -1. */
int schema_fail(const struct schema_reader *reader, int line, const char *key,
                const char *fmt, ...) ERR_PRINTF(4, 5);

/* Returns whether a pair of that name (an HTTP header, say) is to be hidden
 * where `item` is SCHEMA_SECRET: it speaks of a key, token, cookie ... */
bool schema_is_secret_name(const char *name);

/* Returns whether a secret stands in the struct itself (SCHEMA_SECRET). */
bool schema_holds_secret(const struct schema *schema, const void *value);

/* Returns the key of that name, in the schema or its base, or NULL. */
const struct schema_key *schema_find(const struct schema *schema,
                                     const char *name);

/* Sets one key of a simple type (SCHEMA_STRING to SCHEMA_DURATION) from text.
 * `reader` gives folder and env only.
 * Fails: -1 and `err` with only the why; the value stays. */
int schema_set(const struct schema_reader *reader, const struct schema_key *key,
               void *out, const char *text, struct err *err);

/* Adds the value at `field` to `out` as YAML; `type` is a simple one (see
 * schema_set()). False, nothing added, when it is not set. */
bool schema_format(struct buf *out, enum schema_type type,
                   const struct schema_key *key, const void *field);

/* Says where a value comes from: "default", "config.yaml:3", "--theme".
 * Borrowed. */
typedef const char *schema_origin_fn(void *context, const void *field);

struct schema_writer {
    struct buf *out;
    schema_origin_fn *origin;
    void *context;
    bool is_comment; /* all lines are comments, with the # at `column` */
    int column;
};

/* Writes the struct as YAML at a depth of `indent` spaces, with comments. What
 * is not set is shown as a comment. */
void schema_show(const struct schema_writer *writer,
                 const struct schema *schema, const void *value, int indent);

#endif
