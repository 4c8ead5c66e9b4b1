/* panel_graph.c - one panel's graph over the stretch on screen, its crosshair.
 */
#include "panels/panel_graph.h"

#include "panels/box.h"

enum { THRESHOLDS_MAX = 8, LINES_MAX = 64 };

static struct graph_request request_of(const struct panel_graph *self,
                                       const struct view_input *input,
                                       struct graph_threshold *thresholds);

struct graph_request panel_graph_request(const struct panel_graph *self,
                                         const struct view_input *input)
{
    return request_of(self, input, NULL);
}

void panel_graph_draw(const struct panel_graph *self,
                      const struct view_input *input,
                      const struct legend *legend, const struct canvas *canvas)
{
    struct graph_threshold thresholds[THRESHOLDS_MAX];
    struct graph_line lines[LINES_MAX];
    struct graph_marker markers[BOX_MARKERS];
    struct graph_request request = request_of(self, input, thresholds);
    size_t count = 0;

    /* From the last to the first: the largest lies on top. */
    for (size_t i = legend->count; i-- > 0;) {
        if (!legend->lines[i].is_shown || count == LINES_MAX)
            continue;
        lines[count++] = (struct graph_line){
            .ring = legend->lines[i].ring,
            .role = legend->shown == 1 ? ROLE_GRAPH : legend->lines[i].role,
            .is_area = legend->shown == 1,
        };
    }
    request.lines = lines;
    request.line_count = count;
    request.markers = markers;
    request.marker_count =
        box_markers(&input->model->panels[self->panel], input->model, markers);
    (void)graph_draw(&request, canvas);
}

static struct graph_request request_of(const struct panel_graph *self,
                                       const struct view_input *input,
                                       struct graph_threshold *thresholds)
{
    const struct model *model = input->model;
    const struct zoom *zoom = &zoom_table[model->zoom];
    struct graph_request request =
        box_request(&model->panels[self->panel], input, thresholds,
                    thresholds ? THRESHOLDS_MAX : 0);
    int64_t end_ms = model->end_ms >= 0 ? model->end_ms : input->now.wall_ms;

    request.axis_columns = PANEL_AXIS_COLUMNS;
    request.has_time_axis = true;
    request.crosshair_ms = self->crosshair_ms;
    graph_span(end_ms, zoom->range_ms, zoom->step_ms,
               input->columns - PANEL_AXIS_COLUMNS, &request.from_ms,
               &request.to_ms);
    if (self->crosshair_ms < request.from_ms ||
        self->crosshair_ms >= request.to_ms)
        request.crosshair_ms = -1; /* the stretch has moved away from it */
    return request;
}

void panel_graph_move(struct panel_graph *self, const struct view_input *input,
                      int columns)
{
    struct graph_request request = panel_graph_request(self, input);
    int64_t column_ms = panel_graph_column_ms(&request, input);

    self->crosshair_ms = request.crosshair_ms;
    if (self->crosshair_ms < 0)
        self->crosshair_ms = request.to_ms - column_ms / 2;
    self->crosshair_ms += columns * column_ms;
    if (self->crosshair_ms < request.from_ms + column_ms / 2)
        self->crosshair_ms = request.from_ms + column_ms / 2;
    if (self->crosshair_ms >= request.to_ms)
        self->crosshair_ms = -1; /* past the right end: no crosshair */
}

int64_t panel_graph_column_ms(const struct graph_request *request,
                              const struct view_input *input)
{
    int plot = input->columns - PANEL_AXIS_COLUMNS;
    int64_t column_ms =
        plot > 0 ? (request->to_ms - request->from_ms) / plot : 1;

    return column_ms < 1 ? 1 : column_ms;
}
