/* model_fixture.h - a model made by hand, for pictures.
 *
 * The shipped panels over an hour of made-up samples that ends at a fixed
 * time, so that every picture is the same on every machine.
 */
#ifndef TRACETOP_TESTS_MODEL_FIXTURE_H
#define TRACETOP_TESTS_MODEL_FIXTURE_H

#include "action/keymap.h"
#include "alert/policy.h"
#include "model/model.h"
#include "panels/frame.h"

enum { FIXTURE_PANELS = 5, FIXTURE_ALERTS_MAX = 16 };

enum fixture_story {
    FIXTURE_WAITING, /* just opened */
    FIXTURE_HEALTHY,
    FIXTURE_INCIDENT, /* disk 93 %, queries 1.31 s, lag 131k */
    FIXTURE_ALERTS,   /* the incident, with its alerts */
    FIXTURE_DEAD,     /* Prometheus away for two minutes */
    FIXTURE_NOBODY,   /* nothing has answered since the start */
    FIXTURE_EMPTY,    /* nothing that the panels ask for exists */
};

struct model_fixture {
    struct model model;
    struct panel_defs defs;
    struct panel panels[FIXTURE_PANELS];
    struct backend backend;
    struct store *store;
    struct keymap *keymap;
    struct alert alert_items[FIXTURE_ALERTS_MAX];
    struct broken_rule broken;
    struct alerts alerts;
    struct policy policy;
};

/* 2026-11-22T21:14:07Z */
#define FIXTURE_NOW_MS INT64_C(1795382047000)

/* Makes the model of a story. */
void model_fixture_init(struct model_fixture *fixture,
                        enum fixture_story story);

/* Frees it. */
void model_fixture_clear(struct model_fixture *fixture);

/* Returns a frame of a view over it. */
struct frame model_fixture_frame(const struct model_fixture *fixture,
                                 const struct view *view,
                                 enum graph_style style);

#endif
