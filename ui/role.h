/* role.h - what a cell means; the theme says how that looks.
 *
 * Layer: ui. The names are the keys of a theme's YAML.
 */
#ifndef TRACETOP_UI_ROLE_H
#define TRACETOP_UI_ROLE_H

/* X(constant, name in YAML) */
#define ROLES(X)                                                               \
    X(ROLE_TEXT, "text")             /* plain words and numbers */             \
    X(ROLE_DIM, "dim")               /* what is well, units, hints */          \
    X(ROLE_STRONG, "strong")         /* what the eye should find */            \
    X(ROLE_TITLE, "title")           /* a panel's name */                      \
    X(ROLE_RULE, "rule")             /* the line beside a title */             \
    X(ROLE_RULE_FOCUS, "rule_focus") /* the same, focused */                   \
    X(ROLE_HEADER, "header")         /* the top line */                        \
    X(ROLE_HINT, "hint")             /* the bottom line */                     \
    X(ROLE_KEY, "key")               /* a key's name in a hint */              \
    X(ROLE_OK, "ok")                                                           \
    X(ROLE_WARNING, "warning")                                                 \
    X(ROLE_CRITICAL, "critical")                                               \
    X(ROLE_UNKNOWN, "unknown")                                                 \
    X(ROLE_PENDING, "pending")                                                 \
    X(ROLE_INFO, "info")                                                       \
    X(ROLE_AXIS, "axis")                   /* ticks and their numbers */       \
    X(ROLE_THRESHOLD, "threshold")         /* the dotted line */               \
    X(ROLE_GRAPH, "graph")                 /* the headline's area */           \
    X(ROLE_GRAPH_WARNING, "graph_warning") /* where it breaches */             \
    X(ROLE_GRAPH_CRITICAL, "graph_critical")                                   \
    X(ROLE_CROSSHAIR, "crosshair")                                             \
    X(ROLE_MARKER, "marker")                                                   \
    X(ROLE_SELECTED, "selected") /* the line under the cursor */               \
    X(ROLE_BANNER, "banner")     /* a production context's name */             \
    X(ROLE_MATCH, "match")       /* found text */                              \
    X(ROLE_PROMPT, "prompt")     /* the command line */                        \
    X(ROLE_MESSAGE, "message")                                                 \
    X(ROLE_DIALOG, "dialog")                                                   \
    X(ROLE_CODE, "code")                                                       \
    X(ROLE_SERIES_1, "series_1")                                               \
    X(ROLE_SERIES_2, "series_2")                                               \
    X(ROLE_SERIES_3, "series_3")                                               \
    X(ROLE_SERIES_4, "series_4")                                               \
    X(ROLE_SERIES_5, "series_5")                                               \
    X(ROLE_SERIES_6, "series_6")                                               \
    X(ROLE_SERIES_7, "series_7")                                               \
    X(ROLE_SERIES_8, "series_8")

enum role {
#define ROLE_CONSTANT(constant, name) constant,
    ROLES(ROLE_CONSTANT)
#undef ROLE_CONSTANT
        ROLE_COUNT
};

#endif
