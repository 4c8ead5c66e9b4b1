/* print_rules.c - every query of every shipped panel, as a rule file. */
#include <stdio.h>

#include "base/buf.h"
#include "config/yaml_write.h"
#include "model/panel_def.h"

int main(void)
{
    /* A name that needs escaping shows that the escapes are PromQL's. */
    const struct panel_variables variables = {
        .namespace_name = "a\"b\\c",
        .kafka_group = "jaeger-ingester",
        .kafka_topic = "jaeger-spans",
    };
    struct panel_defs defs;
    struct err err = {0};
    struct buf out;

    if (panel_defs_load(&defs, NULL, &variables, &err) < 0) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    buf_init(&out, 1 << 20);
    (void)buf_add_str(&out, "groups:\n  - name: panels\n    rules:\n");
    for (size_t i = 0; i < defs.count; i++) {
        for (size_t j = 0; j < defs.items[i].query_count; j++) {
            (void)buf_printf(&out, "      - record: panel:%s:query%zu\n",
                             defs.items[i].id, j);
            (void)buf_add_str(&out, "        expr: ");
            yaml_write_text(&out, defs.items[i].queries[j].expression);
            (void)buf_add_char(&out, '\n');
        }
    }
    (void)fputs(out.bytes, stdout);
    buf_clear(&out);
    panel_defs_clear(&defs);
    return 0;
}
