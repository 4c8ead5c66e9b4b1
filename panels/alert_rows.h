/* alert_rows.h - alerts as lines: instances of one alert are one line that
 * opens.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_ALERT_ROWS_H
#define TRACETOP_PANELS_ALERT_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/alert.h"
#include "ui/canvas.h"

enum { ALERT_ROWS_OPEN_MAX = 32 };

/* What the user chose to see. */
struct alert_choice {
    const char *search;  /* in name, labels and summary; "" for all */
    bool hides_silenced; /* and inhibited ones */
    uint64_t open[ALERT_ROWS_OPEN_MAX]; /* groups that are unfolded */
    size_t open_count;
};

struct alert_row {
    const struct alert *alert; /* of a group: the oldest */
    const char *label;         /* name of the label that tells it apart; NULL:
                                  the first that it has */
    const char *runbook;       /* title, shown where it fits; NULL */
    const struct alert *clock; /* of a group: the first that nobody has seen
                                  yet; NULL: `alert` */
    size_t count;              /* instances that the line stands for */
    bool is_member;            /* of the unfolded group above */
    bool is_open;
};

struct alert_rows {
    struct alert_row *rows;
    size_t count;
    size_t hidden; /* alerts that the choice left out */
};

/* Makes the lines; `alerts` may be NULL. Owns: end it with the next one. */
void alert_rows_init(struct alert_rows *rows, const struct alerts *alerts,
                     const struct alert_choice *choice);

/* Frees the lines. */
void alert_rows_clear(struct alert_rows *rows);

/* Says whether two alerts stand on one line. */
bool alert_rows_is_same_group(const struct alert *left,
                              const struct alert *right);

/* Unfolds a group or folds it. */
void alert_rows_toggle(struct alert_choice *choice, const struct alert *alert);

/* Paints one line on row 0 of a canvas. */
void alert_row_draw(const struct alert_row *row, int64_t now_ms,
                    const struct canvas *canvas);

/* Writes how an alert stands against its clock: "overdue", "26m left",
 * "fires in 3m", "until 22:10", "5m ago", "ack bob". Returns its role. */
enum role alert_clock(const struct alert *alert, int64_t now_ms, char *out,
                      size_t size);

/* Returns the role of an alert's line, and paints its symbol. */
enum role alert_symbol(const struct alert *alert, const struct canvas *canvas,
                       int row, int column);

#endif
