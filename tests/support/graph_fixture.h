/* graph_fixture.h - one line, its grid and its request. */
#ifndef TRACETOP_TESTS_SUPPORT_GRAPH_FIXTURE_H
#define TRACETOP_TESTS_SUPPORT_GRAPH_FIXTURE_H

#include "tests/test.h"

#include <float.h>

#include "tests/golden.h"
#include "ui/graph.h"

enum { STEP = 15000, SLOTS = 240 };

static const int64_t minute = 60000, hour = 3600000;

/* Sunday 2026-11-22 21:14:07 UTC */
static const int64_t now = 1795382047000;

extern struct grid *grid;

extern struct canvas canvas;

extern struct ring *ring;

extern struct graph_line line;

extern struct graph_request request;

int graph_setup(void **state);

int graph_teardown(void **state);

void resize(int rows, int columns);

/* The grid time of a slot, counted back from the running one. */
int64_t slot(int back);

/* Fills the hour with a hill, from 0 up to `height` in its middle. */
void fill_hill(double height);

void fill(double value);

/* A ripple that is the same on every machine. */
double ripple(int index);

void assert_role(int row, int column, enum role role);

#endif
