/* command.h - everything that a person can tell the program to do.
 *
 * Layer: action. One const table: name, argument, help, the keys that it has
 * until the configuration says otherwise, and where those keys count. The help
 * view, the hint line, `:` with its completion and the keymap all read it; the
 * handlers are app.c's.
 */
#ifndef TRACETOP_ACTION_COMMAND_H
#define TRACETOP_ACTION_COMMAND_H

#include <stddef.h>

#include "base/err.h"
#include "base/key.h"

/* Where a key counts: a set of these. */
enum scope {
    SCOPE_ALL = 1, /* every view */
    SCOPE_OVERVIEW = 2,
    SCOPE_PANEL = 4,
    SCOPE_LIST = 8,     /* help, and every scrolling list */
    SCOPE_ALERTS = 16,  /* the list of alerts, and one alert */
    SCOPE_RUNBOOK = 32, /* a runbook's page */
    SCOPE_CONFIRM = 64, /* a step that waits for a yes */
    SCOPE_ACTION = 128, /* one action */
    SCOPE_TRACE = 256,  /* one trace */
};

/* X(constant, name, argument, keys, scope, help, hint)
 * keys: names by blanks; hint: the short word for the hint line, or "". */
#define COMMANDS(X)                                                            \
    X(COMMAND_BACK, "back", "", "q Esc Alt-Esc", SCOPE_ALL,                    \
      "go back; leave from the overview", "back")                              \
    X(COMMAND_QUIT, "quit", "", "Ctrl-C", SCOPE_ALL, "leave tracetop", "")     \
    X(COMMAND_HELP, "help", "", "? F1", SCOPE_ALL, "the keys of this view",    \
      "help")                                                                  \
    X(COMMAND_PROMPT, "prompt", "", ":", SCOPE_ALL, "type a command", "")      \
    X(COMMAND_SEARCH, "search", "TEXT", "/", SCOPE_ALL, "search", "search")    \
    X(COMMAND_SEARCH_NEXT, "search-next", "", "n", SCOPE_ALL, "next match",    \
      "")                                                                      \
    X(COMMAND_SEARCH_PREVIOUS, "search-previous", "", "N", SCOPE_ALL,          \
      "previous match", "")                                                    \
    X(COMMAND_PANEL, "panel", "ID", "1 2 3 4 5 6 7 8 9", SCOPE_ALL,            \
      "zoom a panel", "zoom")                                                  \
    X(COMMAND_OVERVIEW, "overview", "", "0", SCOPE_ALL,                        \
      "back to the overview", "")                                              \
    X(COMMAND_FOCUS_NEXT, "focus-next", "", "Tab",                             \
      SCOPE_OVERVIEW | SCOPE_RUNBOOK, "focus the next part", "")               \
    X(COMMAND_FOCUS_PREVIOUS, "focus-previous", "", "Shift-Tab",               \
      SCOPE_OVERVIEW | SCOPE_RUNBOOK, "focus the part before", "")             \
    X(COMMAND_ENTER, "enter", "", "Enter",                                     \
      SCOPE_OVERVIEW | SCOPE_LIST | SCOPE_ALERTS | SCOPE_RUNBOOK |             \
          SCOPE_ACTION,                                                        \
      "open what is selected", "open")                                         \
    X(COMMAND_UP, "up", "", "Up k", SCOPE_ALL, "up", "")                       \
    X(COMMAND_DOWN, "down", "", "Down j", SCOPE_ALL, "down", "")               \
    X(COMMAND_LEFT, "left", "", "Left h", SCOPE_ALL,                           \
      "left; crosshair back in time", "read values")                           \
    X(COMMAND_RIGHT, "right", "", "Right l", SCOPE_ALL,                        \
      "right; crosshair on in time", "")                                       \
    X(COMMAND_PAGE_UP, "page-up", "", "PgUp Ctrl-B", SCOPE_ALL, "a page up",   \
      "")                                                                      \
    X(COMMAND_PAGE_DOWN, "page-down", "", "PgDn Ctrl-F", SCOPE_ALL,            \
      "a page down", "")                                                       \
    X(COMMAND_FIRST, "first", "", "Home g", SCOPE_ALL, "to the start", "")     \
    X(COMMAND_LAST, "last", "", "End G", SCOPE_ALL, "to the end", "")          \
    X(COMMAND_RANGE_SHORTER, "range-shorter", "", "[", SCOPE_ALL,              \
      "a shorter range", "shorter")                                            \
    X(COMMAND_RANGE_LONGER, "range-longer", "", "]", SCOPE_ALL,                \
      "a longer range", "longer")                                              \
    X(COMMAND_RANGE, "range", "DUR", "", SCOPE_ALL,                            \
      "show this range (15m, 1h, 6h, 24h, 7d)", "")                            \
    X(COMMAND_EARLIER, "earlier", "", ",", SCOPE_ALL,                          \
      "move half a range back", "earlier")                                     \
    X(COMMAND_LATER, "later", "", ".", SCOPE_ALL, "move half a range on", "")  \
    X(COMMAND_NOW, "now", "", "", SCOPE_ALL, "back to the present", "")        \
    X(COMMAND_PAUSE, "pause", "", "Space", SCOPE_ALL, "pause, and go on",      \
      "pause")                                                                 \
    X(COMMAND_REFRESH, "refresh", "", "R F5", SCOPE_ALL,                       \
      "ask all back ends now", "")                                             \
    X(COMMAND_REDRAW, "redraw", "", "Ctrl-L", SCOPE_ALL,                       \
      "paint the screen anew", "")                                             \
    X(COMMAND_FASTER, "faster", "", "+", SCOPE_ALL, "refresh more often", "")  \
    X(COMMAND_SLOWER, "slower", "", "-", SCOPE_ALL, "refresh less often", "")  \
    X(COMMAND_INTERVAL, "interval", "DUR", "", SCOPE_ALL,                      \
      "refresh this often", "")                                                \
    X(COMMAND_SERIES, "series", "", "o", SCOPE_PANEL,                          \
      "selected series on or off", "series on/off")                            \
    X(COMMAND_ONLY, "only", "", "O", SCOPE_PANEL,                              \
      "only the selected series, or all", "")                                  \
    X(COMMAND_TOP, "top", "COUNT", "K", SCOPE_PANEL,                           \
      "show the top 3, 5, 10 or all series", "top-k")                          \
    X(COMMAND_QUERY_NEXT, "query-next", "", "Q", SCOPE_PANEL,                  \
      "use the panel's next query", "next query")                              \
    X(COMMAND_ALERTS, "alerts", "", "a", SCOPE_ALL, "all alerts", "alerts")    \
    X(COMMAND_HEALTH, "health", "", "H", SCOPE_ALL,                            \
      "the morning check, and what the components told", "health")             \
    X(COMMAND_ALERT, "alert", "HASH", "", SCOPE_ALL, "one alert", "")          \
    X(COMMAND_ACKNOWLEDGE, "acknowledge", "", "A",                             \
      SCOPE_OVERVIEW | SCOPE_ALERTS,                                           \
      "acknowledge: stops the clock's colour, for all who share the state",    \
      "ack")                                                                   \
    X(COMMAND_SILENCE, "silence", "", "s", SCOPE_OVERVIEW | SCOPE_ALERTS,      \
      "silence it in Alertmanager", "silence")                                 \
    X(COMMAND_EXPIRE, "expire", "", "E", SCOPE_ALERTS,                         \
      "end the silence of the selected alert", "")                             \
    X(COMMAND_EXTEND, "extend", "", "X", SCOPE_ALERTS,                         \
      "let the silence of the selected alert last longer", "")                 \
    X(COMMAND_HIDE_SILENCED, "hide-silenced", "", "z", SCOPE_ALERTS,           \
      "hide silenced and inhibited alerts, or show them", "hide silenced")     \
    X(COMMAND_RUNBOOK, "runbook", "ID", "r", SCOPE_ALL,                        \
      "runbook of what is selected, or all of them", "runbook")                \
    X(COMMAND_STEP, "step", "NUMBER", "1 2 3 4 5 6 7 8 9", SCOPE_RUNBOOK,      \
      "go to a step", "step")                                                  \
    X(COMMAND_RUN, "run", "ID STEP", "", SCOPE_ALL,                            \
      "ask whether to run a step of a runbook", "run")                         \
    X(COMMAND_NEXT_STEP, "next-step", "", "x", SCOPE_ALL,                      \
      "the next step for the worst alert", "next step")                        \
    X(COMMAND_DRY_RUN, "dry-run", "ID STEP", "d",                              \
      SCOPE_RUNBOOK | SCOPE_CONFIRM, "run a step without changing anything",   \
      "dry run")                                                               \
    X(COMMAND_CONFIRM, "confirm", "WORD", "", SCOPE_CONFIRM,                   \
      "what the confirmation on screen asks for itself", "")                   \
    X(COMMAND_ACTIONS, "actions", "", "L", SCOPE_ALL,                          \
      "everything that was run", "actions")                                    \
    X(COMMAND_ACTION, "action", "NUMBER", "", SCOPE_ALL, "one run", "")        \
    X(COMMAND_CANCEL, "cancel", "NUMBER", "c", SCOPE_ALL,                      \
      "cancel a running action", "cancel")                                     \
    X(COMMAND_TRACES, "traces", "SEARCH", "t", SCOPE_ALL,                      \
      "search traces in Jaeger: service=NAME min=100ms error=true", "traces")  \
    X(COMMAND_TRACE, "trace", "TRACEID", "", SCOPE_ALL, "show a trace", "")    \
    X(COMMAND_OPERATIONS, "operations", "SERVICE", "", SCOPE_ALL,              \
      "ask for a service's operations", "")                                    \
    X(COMMAND_NEXT_ERROR, "next-error", "", "e", SCOPE_TRACE,                  \
      "next span with an error", "next error")                                 \
    X(COMMAND_FOLD_ALL, "fold-all", "", "f", SCOPE_TRACE,                      \
      "fold all spans, or unfold", "fold all")                                 \
    X(COMMAND_CHANGES, "changes", "", "W", SCOPE_ALL,                          \
      "what changed lately: rollouts, restarts, nodes, snapshots", "changes")  \
    X(COMMAND_THEME, "theme", "NAME", "T", SCOPE_ALL, "switch the theme", "")  \
    X(COMMAND_CONTEXT, "context", "NAME", "C", SCOPE_ALL,                      \
      "switch the context", "")                                                \
    X(COMMAND_COPY, "copy", "", "y", SCOPE_ALL,                                \
      "copy what is selected (OSC 52)", "copy")                                \
    X(COMMAND_SUSPEND, "suspend", "", "Ctrl-Z", SCOPE_ALL, "suspend", "")

enum command_id {
    COMMAND_NONE = 0,
#define COMMAND_CONSTANT(constant, name, argument, keys, scope, help, hint)    \
    constant,
    COMMANDS(COMMAND_CONSTANT)
#undef COMMAND_CONSTANT
        COMMAND_COUNT
};

struct command {
    const char *name;
    const char *argument; /* what it takes, for help; "" for nothing */
    const char *keys;     /* by blanks */
    const char *help;
    const char *hint;
    enum command_id id;
    unsigned scope; /* set of enum scope */
};

/* All commands, in the order of help; COMMAND_COUNT - 1 of them. */
extern const struct command command_table[];
extern const size_t command_count;

/* Returns the command of a name, or NULL. */
const struct command *command_find(const char *name);

/* Returns the command nearest to a misspelt name, or NULL. */
const struct command *command_nearest(const char *name);

#endif
