/* test_paths.c - XDG folders, private folders, reading files. */
#include "tests/test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/paths.h"
#include "base/xalloc.h"

/* Each test has a folder of its own; everything in it goes with it. */
struct place {
    char root[64];
    char *made[8]; /* to be removed, in this order */
    size_t count;
};

static char *inside(struct place *place, const char *name)
{
    char *path = xasprintf("%s/%s", place->root, name);

    assert_in_range(place->count, 0, 7);
    place->made[place->count++] = path;
    return path;
}

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof(*place));

    *state = place;
    if (!place)
        return -1;
    (void)snprintf(place->root, sizeof(place->root), "/tmp/test_paths_XXXXXX");
    return mkdtemp(place->root) ? 0 : -1;
}

static int tear_down(void **state)
{
    struct place *place = *state;

    for (size_t i = 0; i < place->count; i++) {
        (void)remove(place->made[i]);
        free(place->made[i]);
    }
    (void)rmdir(place->root);
    free(place);
    return 0;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const char *env_full(const char *name)
{
    if (strcmp(name, "HOME") == 0)
        return "/home/ann";
    if (strcmp(name, "XDG_CONFIG_HOME") == 0)
        return "/conf/";
    if (strcmp(name, "XDG_STATE_HOME") == 0)
        return "/state";
    return strcmp(name, "XDG_RUNTIME_DIR") == 0 ? "/run/user/7" : NULL;
}

static const char *env_home_only(const char *name)
{
    return strcmp(name, "HOME") == 0 ? "/home/ann" : NULL;
}

static const char *env_relative(const char *name)
{
    return strcmp(name, "HOME") == 0 ? "/home/ann" : "relative/path";
}

static const char *env_empty(const char *name)
{
    (void)name;
    return "";
}

static void paths_init_takes_the_xdg_variables(void **state)
{
    struct paths paths;
    (void)state;

    paths_init(&paths, env_full);

    assert_string_equal(paths.config_dir, "/conf/tracetop");
    assert_string_equal(paths.state_dir, "/state/tracetop");
    assert_string_equal(paths.runtime_dir, "/run/user/7/tracetop");
    paths_clear(&paths);
    assert_null(paths.config_dir);
}

static void assert_home_defaults(paths_getenv_fn *env)
{
    struct paths paths;

    paths_init(&paths, env);
    assert_string_equal(paths.config_dir, "/home/ann/.config/tracetop");
    assert_string_equal(paths.state_dir, "/home/ann/.local/state/tracetop");
    assert_string_equal(paths.runtime_dir,
                        "/home/ann/.local/state/tracetop/run");
    paths_clear(&paths);
}

static void paths_init_without_xdg_variables_is_below_home(void **state)
{
    (void)state;

    assert_home_defaults(env_home_only);
}

static void paths_init_ignores_relative_xdg_variables(void **state)
{
    (void)state;

    assert_home_defaults(env_relative);
}

static void paths_init_without_home_still_gives_absolute_paths(void **state)
{
    struct paths paths;
    (void)state;

    paths_init(&paths, env_empty);

    assert_int_equal(paths.config_dir[0], '/');
    assert_non_null(strstr(paths.config_dir, "/.config/tracetop"));
    paths_clear(&paths);
}

static void assert_joins(const char *dir, const char *name, const char *whole)
{
    char *path = paths_join(dir, name, env_home_only);

    assert_string_equal(path, whole);
    free(path);
}

static void paths_join_knows_absolute_names_and_the_tilde(void **state)
{
    (void)state;

    assert_joins("/a", "b", "/a/b");
    assert_joins("/a/", "b", "/a/b");
    assert_joins("", "b", "b");
    assert_joins("/", "b", "/b");
    assert_joins("/a", "/b", "/b");
    assert_joins("/a", "~/b", "/home/ann/b");
    assert_joins("/a", "~//b", "/home/ann/b");
    assert_joins("/a", "~b", "/a/~b");
}

static void paths_make_private_makes_parents_that_only_we_may_use(void **s)
{
    struct place *place = *s;
    const char *leaf = inside(place, "one/two");
    const char *parent = inside(place, "one");
    struct err err = {0};
    struct stat about;

    assert_int_equal(paths_make_private(leaf, &err), 0);
    assert_int_equal(stat(leaf, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0700);
    assert_int_equal(stat(parent, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0700);

    assert_int_equal(paths_make_private(leaf, &err), 0); /* and again */
}

static void paths_make_private_of_what_others_may_write_refuses(void **state)
{
    struct place *place = *state;
    const char *dir = inside(place, "d");
    struct err err = {0};

    assert_int_equal(mkdir(dir, 0700), 0);
    assert_int_equal(chmod(dir, 0770), 0);
    assert_int_equal(paths_make_private(dir, &err), -1);
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_non_null(strstr(err.text, dir));
    assert_non_null(strstr(err.text, "may be written by others (mode 0770)"));
    assert_int_equal(chmod(dir, 0702), 0);
    assert_int_equal(paths_make_private(dir, &err), -1);

    assert_int_equal(chmod(dir, 0755), 0);
    assert_int_equal(paths_make_private(dir, &err), 0);
}

static void paths_make_private_of_anothers_folder_refuses(void **state)
{
    struct err err = {0};
    struct stat about;
    (void)state;

    if (stat("/proc/1", &about) < 0 || about.st_uid == geteuid()) {
        struct place *place = *state;
        const char *dir = inside(place, "d");

        /* as root: give one away */
        assert_int_equal(mkdir(dir, 0700), 0);
        if (chown(dir, 65534, (gid_t)-1) < 0)
            skip();
        assert_int_equal(paths_make_private(dir, &err), -1);
    } else {
        assert_int_equal(paths_make_private("/proc/1", &err), -1);
    }

    assert_int_equal(err.kind, ERR_REFUSED);
    assert_non_null(strstr(err.text, "belongs to user"));
}

static void paths_make_private_of_a_file_fails(void **state)
{
    struct place *place = *state;
    const char *file = inside(place, "f");
    const char *below = inside(place, "f/d");
    struct err err = {0};

    write_file(file, "x");
    assert_int_equal(paths_make_private(file, &err), -1);
    assert_int_equal(err.code, ENOTDIR);
    assert_non_null(strstr(err.text, file));
    err_clear(&err);
    assert_int_equal(paths_make_private(below, &err), -1);

    assert_int_equal(err.code, ENOTDIR);
}

static void paths_read_file_gives_the_bytes_and_a_nul(void **state)
{
    struct place *place = *state;
    const char *file = inside(place, "f");
    struct err err = {0};
    char *bytes = NULL;
    size_t length = 0;

    write_file(file, "abcd");
    assert_int_equal(paths_read_file(file, 4, &bytes, &length, &err), 0);

    assert_int_equal(length, 4);
    assert_string_equal(bytes, "abcd");
    free(bytes);
}

static void paths_read_file_past_the_limit_fails(void **state)
{
    struct place *place = *state;
    const char *file = inside(place, "f");
    struct err err = {0};
    char *bytes = NULL;
    size_t length = 77;

    write_file(file, "abcd");
    assert_int_equal(paths_read_file(file, 3, &bytes, &length, &err), -1);
    assert_int_equal(err.kind, ERR_LIMIT);
    assert_non_null(strstr(err.text, "it is larger than 3 bytes"));
    assert_int_equal(
        paths_read_file("/dev/zero", 100000, &bytes, &length, &err), -1);

    assert_int_equal(err.kind, ERR_LIMIT);
    assert_null(bytes);
    assert_int_equal(length, 77);
}

static void paths_read_file_of_none_or_a_folder_fails(void **state)
{
    struct place *place = *state;
    const char *file = inside(place, "none");
    struct err err = {0};
    char *bytes = NULL;
    size_t length = 0;

    assert_int_equal(paths_read_file(file, 9, &bytes, &length, &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_int_equal(err.code, ENOENT);
    assert_non_null(strstr(err.text, file));
    assert_int_equal(paths_read_file(place->root, 9, &bytes, &length, &err),
                     -1);

    assert_int_equal(err.code, EISDIR);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(paths_init_takes_the_xdg_variables),
        CASE(paths_init_without_xdg_variables_is_below_home),
        CASE(paths_init_ignores_relative_xdg_variables),
        CASE(paths_init_without_home_still_gives_absolute_paths),
        CASE(paths_join_knows_absolute_names_and_the_tilde),
        CASE(paths_make_private_makes_parents_that_only_we_may_use),
        CASE(paths_make_private_of_what_others_may_write_refuses),
        CASE(paths_make_private_of_anothers_folder_refuses),
        CASE(paths_make_private_of_a_file_fails),
        CASE(paths_read_file_gives_the_bytes_and_a_nul),
        CASE(paths_read_file_past_the_limit_fails),
        CASE(paths_read_file_of_none_or_a_folder_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
