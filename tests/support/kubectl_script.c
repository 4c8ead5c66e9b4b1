/* kubectl_script.c - a kubectl that is a shell script, in a folder of its own.
 */
#include "tests/support/kubectl_script.h"

#include "tests/test.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

void kubectl_script_open(struct kubectl_script *script)
{
    (void)snprintf(script->dir, sizeof(script->dir),
                   "/tmp/tracetop-kubectl.XXXXXX");
    assert_non_null(mkdtemp(script->dir));
    (void)snprintf(script->run, sizeof(script->run), "%s/run", script->dir);
    (void)snprintf(script->path, sizeof(script->path), "%s/kubectl",
                   script->dir);
    (void)snprintf(script->calls, sizeof(script->calls), "%s/calls",
                   script->dir);
}

void kubectl_script_write(const struct kubectl_script *script, const char *body)
{
    FILE *file = fopen(script->path, "w");

    assert_non_null(file);
    (void)fprintf(file, "#!/bin/sh\necho \"$*\" >>'%s'\n%s\n", script->calls,
                  body);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(script->path, 0700), 0);
}

const char *kubectl_script_call(const struct kubectl_script *script, int index)
{
    static char line[1000];
    FILE *file = fopen(script->calls, "r");

    line[0] = '\0';
    for (int i = 0; file && i <= index; i++)
        if (!fgets(line, sizeof(line), file))
            line[0] = '\0';
    if (file)
        (void)fclose(file);
    line[strcspn(line, "\n")] = '\0';
    return line;
}

void kubectl_script_close(const struct kubectl_script *script)
{
    (void)rmdir(script->run);
    (void)unlink(script->path);
    (void)unlink(script->calls);
    assert_int_equal(rmdir(script->dir), 0);
}
