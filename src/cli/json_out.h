/* json_out.h - what every JSON document of the command line is made of.
 *
 * Layer: cli. Documents stay valid whatever a label holds: text that is no
 * UTF-8 becomes "?", a number that JSON cannot hold null.
 */
#ifndef TRACETOP_CLI_JSON_OUT_H
#define TRACETOP_CLI_JSON_OUT_H

#include <stddef.h>

struct json_t;
struct labels;

/* Return a value. Owns: json_decref() it. */
struct json_t *json_out_text(const char *bytes);
struct json_t *json_out_number(double value);
struct json_t *json_out_labels(const struct labels *labels);

/* Prints a document, with `flags` as jansson's json_dumps() takes them, and a
 * newline; gives the document back. Returns cli_write()'s answer. */
int json_out_print(struct json_t *document, size_t flags);

#endif
