/* app_private.h - what the files of the dashboard share.
 *
 * app.c owns the life cycle, app_paint.c the frames, app_input.c keys and the
 * prompt, app_commands.c what commands do.
 */
#ifndef TRACETOP_APP_PRIVATE_H
#define TRACETOP_APP_PRIVATE_H

#include "app.h"

#include "app_kubectl.h"

#include "action/action.h"
#include "action/effect.h"
#include "action/keymap.h"
#include "base/log.h"
#include "base/loop.h"
#include "config/settings.h"
#include "engine/engine.h"
#include "model/desk.h"
#include "panels/action_screen.h"
#include "panels/frame.h"
#include "panels/proposal.h"
#include "panels/view.h"
#include "runbook/guide.h"
#include "runbook/lint.h"
#include "ui/canvas.h"
#include "ui/editor.h"
#include "ui/input.h"
#include "ui/screen.h"
#include "ui/term.h"
#include "ui/theme.h"

enum {
    APP_VIEWS_MAX = 16,
    APP_MESSAGE_MS = 6000,
    APP_FRAME_MS = 40,         /* from one frame of data to the next */
    APP_OPENING_MS = 1000,     /* the first answers are waited for: */
    APP_OPENING_FRAME_MS = 10, /* then they are shown as they come */
};

enum app_prompt {
    PROMPT_NONE,
    PROMPT_COMMAND,
    PROMPT_SEARCH,
    PROMPT_CANCEL, /* y or n */
};

/* How far the guide in force is. */
enum app_guide_phase {
    GUIDE_UNREAD,
    GUIDE_READING, /* guide_source_more() has more to do */
    GUIDE_JUDGING, /* lint_more() has */
    GUIDE_SETTLED, /* there, or known not to be */
};

struct app {
    struct settings *settings; /* borrowed from main.c */
    struct log *log;
    struct loop *loop;
    struct theme *theme;
    struct keymap *keymap;
    struct engine *engine;
    struct term *term;
    struct screen *screen;
    struct input *input;
    struct loop_io *out_io; /* NULL while nothing waits to be written */
    struct loop_timer *escape_timer;
    struct loop_timer *second_timer;
    struct loop_timer *frame_timer;
    struct grid *grid;
    struct view *views[APP_VIEWS_MAX]; /* a stack; the last is on screen */
    size_t view_count;
    struct editor *editor;
    enum app_prompt prompt;
    char search[120];
    char message[240];
    enum role message_role;
    int64_t message_until_ms; /* monotonic */
    uint64_t painted_generation;
    int64_t painted_ms; /* monotonic */
    int64_t opened_ms;  /* when the first frame was */
    bool is_dirty;      /* something else than the model changed */
    bool is_pasting;
    int exit_code;
    int64_t noticed_ms; /* newest critical alert seen, wall time; -1: none */
    size_t titled_critical; /* what the terminal's title says */
    struct desk desk;       /* what the model shows of the following */
    struct guide guide;
    struct lint_report findings;
    char guide_problem[240];
    struct loop_timer *guide_timer; /* rings until the guide is there */
    enum app_guide_phase guide_phase;
    struct proposal proposal;
    struct kubectl_question kubectl;
    char kubectl_context[256]; /* as kubectl said; "" */
    bool is_kubectl_asked;     /* for the proposal on screen */
    struct action_list actions;
    struct effect_list effects;
    struct loop_io *actions_io; /* NULL: no folder to watch yet */
    int actions_fd;
    struct action_screen action_screen;
    uint64_t output_from;
    uint64_t output_goal; /* where this round of reading ends; 0: none is on */
    struct loop_io *output_io; /* NULL: no output is watched */
    int output_fd;
    struct loop_timer *output_timer;
    char cancelling[ACTION_ID_SIZE]; /* for PROMPT_CANCEL */
    char lent_to[ACTION_ID_SIZE];    /* the action that has the terminal */
    bool is_lent;                    /* the terminal is somebody else's */
    struct loop_io *keys_io;
};

/* Puts a line above the hints for a few seconds. */
void app_say(struct app *app, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Leaves the loop after this turn. */
void app_quit(struct app *app, int exit_code);

/* Makes the picture that views and commands look at. */
struct frame app_frame(const struct app *app);
struct view_input app_view_input(const struct app *app);

/* Paints now if something changed and the frame budget allows, else books. */
void app_paint(struct app *app);

/* Watches the terminal for keys; app_read_keys() again after it was lent. */
void app_watch_keys(struct app *app);
void app_read_keys(struct app *app);

/* Runs a command line, or what a key is bound to. */
void app_run_line(struct app *app, const char *line);
void app_run_binding(struct app *app, const struct binding *binding);

/* Opens and closes the `:` and `/` prompts; takes a key while one is open. */
void app_open_prompt(struct app *app, enum app_prompt prompt);
void app_prompt_key(struct app *app, struct key key);

/* The view on screen, and moves on the stack of views. */
struct view *app_view(const struct app *app);
void app_push_view(struct app *app, const char *name, const char *argument);
void app_pop_view(struct app *app);

/* Alerts: list, acknowledge, silence (an identity, or "send" for the dialog on
 * screen), end a silence or let it last longer. An identity is what
 * alert_identity() writes. */
void app_show_alerts(struct app *app);
void app_acknowledge(struct app *app, const char *argument);
void app_silence(struct app *app, const char *argument);
void app_expire(struct app *app, const char *identity);
void app_extend(struct app *app, const char *identity);

/* Reads the guide once the first frame is on the screen; frees it. */
void app_book_guide(struct app *app);
void app_close_guide(struct app *app);

/* Opens a runbook by id, that of "alert:IDENTITY" or "panel:ID", the list for
 * "", or the confirmation for "ID STEP". */
void app_show_runbook(struct app *app, const char *argument);

/* Offers the first unfinished step for the worst alert. */
void app_next_step(struct app *app);

/* Opens the confirmation of a step, "ID STEP". */
void app_propose(struct app *app, const char *argument, bool is_dry_run);

/* Does what the confirmation on screen asks for. */
void app_confirm(struct app *app, const char *word);
void app_close_proposal(struct app *app);

/* Lends the terminal to another program, nothing is painted meanwhile, and
 * takes it back. app_edit_text() lends it to $EDITOR and returns the text as
 * it was left; the caller frees it; NULL when that failed. */
void app_lend_terminal(struct app *app);
void app_take_terminal(struct app *app);
char *app_edit_text(struct app *app, const char *text);

/* Actions: reads what there is and greets; follows a run that was started;
 * shows one; asks before it cancels one ("": the newest that runs). */
void app_open_actions(struct app *app);
void app_close_actions(struct app *app);
void app_watch_actions(struct app *app);
void app_action_started(struct app *app, const char *id, bool is_interactive);
void app_show_action(struct app *app, const char *id);
void app_ask_cancel(struct app *app, const char *id);
void app_answer_cancel(struct app *app, struct key key);

/* Looks once a second at what runs, and at what runs have done. */
void app_touch_actions(struct app *app);
void app_read_effects(struct app *app);
void app_note_effects(struct app *app);

/* Fits everything to the terminal's size. */
void app_resize(struct app *app);

/* Traces: the view with a search (a line, see model/trace_search.h; "" asks
 * nothing), one trace, the operations of a service. */
void app_show_traces(struct app *app, const char *line);
void app_show_trace(struct app *app, const char *id);
void app_trace_operations(struct app *app, const char *service);

/* Rings and titles when a critical alert is new. */
void app_notice_alerts(struct app *app);

/* Stops the program as the shell's Ctrl-Z does, and goes on after `fg`. */
void app_suspend(struct app *app);

/* Opens another context; on failure the one in force stays. */
void app_switch_context(struct app *app, const char *name);

/* Switches to a theme by name; "" for the next one. */
void app_switch_theme(struct app *app, const char *name);

#endif
