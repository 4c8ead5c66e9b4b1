/* motion.c - the cheapest way for the cursor from one cell to another. */
#include "ui/motion.h"

#include "base/buf.h"

enum way {
    WAY_NONE,
    WAY_MOVE, /* row and column at once */
    WAY_RETURN_RIGHT,
    WAY_RIGHT,
    WAY_LEFT,
    WAY_BACKSPACES,
    WAY_COLUMN,
};

struct plan {
    enum way way; /* along the row, after going up or down, or WAY_MOVE */
    int cost;
};

static struct plan plan_of(unsigned facts, struct place from, struct place to);
static struct plan plan_along(unsigned facts, int from, int to);
static void consider(struct plan *best, enum way way, int cost);
static int cost_of_move(struct place to);
static int cost_of_steps(int count);
static int digits(int number);
static void add_steps(struct buf *out, int count, char final);

int motion_cost(const struct term *term, struct place from, struct place to)
{
    return plan_of(term_facts(term), from, to).cost;
}

void motion_add(const struct term *term, struct place from, struct place to,
                struct buf *out)
{
    struct plan plan = plan_of(term_facts(term), from, to);

    if (plan.way == WAY_MOVE) {
        term_add_move(term, to.row, to.column, out);
        return;
    }
    add_steps(out, to.row - from.row, 'B');
    add_steps(out, from.row - to.row, 'A');
    switch (plan.way) {
    case WAY_RETURN_RIGHT:
        (void)buf_add_char(out, '\r');
        add_steps(out, to.column, 'C');
        break;
    case WAY_RIGHT:
        add_steps(out, to.column - from.column, 'C');
        break;
    case WAY_LEFT:
        add_steps(out, from.column - to.column, 'D');
        break;
    case WAY_BACKSPACES:
        for (int i = to.column; i < from.column; i++)
            (void)buf_add_char(out, '\b');
        break;
    case WAY_COLUMN:
        add_steps(out, to.column + 1, 'G');
        break;
    case WAY_NONE:
    case WAY_MOVE:
        break;
    }
}

static struct plan plan_of(unsigned facts, struct place from, struct place to)
{
    struct plan move = {WAY_MOVE, cost_of_move(to)};
    struct plan steps;
    int down;

    if (from.row < 0)
        return move;
    down = to.row - from.row;
    if ((down > 0 && !(facts & TERM_FACT_DOWN)) ||
        (down < 0 && !(facts & TERM_FACT_UP)))
        return move;
    steps = plan_along(facts, from.column, to.column);
    if (down != 0)
        steps.cost += cost_of_steps(down < 0 ? -down : down);
    return steps.cost < move.cost ? steps : move;
}

static struct plan plan_along(unsigned facts, int from, int to)
{
    struct plan best = {WAY_NONE, 1000};

    if (from == to) {
        best.cost = 0;
        return best;
    }
    if (to == 0)
        consider(&best, WAY_RETURN_RIGHT, 1);
    else if (facts & TERM_FACT_RIGHT)
        consider(&best, WAY_RETURN_RIGHT, 1 + cost_of_steps(to));
    if (from >= 0 && to > from && (facts & TERM_FACT_RIGHT))
        consider(&best, WAY_RIGHT, cost_of_steps(to - from));
    if (to < from && (facts & TERM_FACT_LEFT)) {
        consider(&best, WAY_BACKSPACES, from - to);
        consider(&best, WAY_LEFT, cost_of_steps(from - to));
    }
    if (facts & TERM_FACT_COLUMN)
        consider(&best, WAY_COLUMN, cost_of_steps(to + 1));
    return best;
}

static void consider(struct plan *best, enum way way, int cost)
{
    if (cost < best->cost)
        *best = (struct plan){way, cost};
}

static int cost_of_move(struct place to)
{
    int cost = 3;

    if (to.row > 0)
        cost += digits(to.row + 1);
    if (to.column > 0)
        cost += 1 + digits(to.column + 1);
    return cost;
}

/* CSI n X, where 1 goes without saying. */
static int cost_of_steps(int count)
{
    return count == 1 ? 3 : 3 + digits(count);
}

static int digits(int number)
{
    return number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4;
}

static void add_steps(struct buf *out, int count, char final)
{
    if (count == 1)
        (void)buf_printf(out, "\033[%c", final);
    else if (count > 1)
        (void)buf_printf(out, "\033[%d%c", count, final);
}
