/* libcurl.c - opens libcurl by its name and finds its functions. */
#include "source/libcurl.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

enum { OLDEST_VERSION = 0x075700 }; /* 7.87: CURLOPT_QUICK_EXIT and headers */

static const char library_name[] = "libcurl.so.4";

struct entry {
    const char *name;
    size_t offset; /* of the pointer in struct libcurl */
};

#define LIBCURL_ENTRY(name) {"curl_" #name, offsetof(struct libcurl, name)},
static const struct entry entries[] = {LIBCURL_FUNCTIONS(LIBCURL_ENTRY)};
#undef LIBCURL_ENTRY

static int find_functions(struct libcurl *curl, struct err *err);
static int start(struct libcurl *curl, struct err *err);

int libcurl_open(struct libcurl *curl, struct err *err)
{
    *curl = (struct libcurl){
        .library = dlopen(library_name, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE),
    };
    if (!curl->library)
        return err_set(err, ERR_SYSTEM, 0, "libcurl cannot be loaded: %s",
                       dlerror());
    if (find_functions(curl, err) == 0 && start(curl, err) == 0)
        return 0;
    (void)dlclose(curl->library);
    *curl = (struct libcurl){0};
    return -1;
}

/* A function's address does not fit the type of dlsym()'s, but its bytes do. */
static int find_functions(struct libcurl *curl, struct err *err)
{
    for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++) {
        void *found = dlsym(curl->library, entries[i].name);

        if (!found)
            return err_set(err, ERR_SYSTEM, 0, "%s has no %s", library_name,
                           entries[i].name);
        memcpy((char *)curl + entries[i].offset, &found, sizeof(found));
    }
    return 0;
}

static int start(struct libcurl *curl, struct err *err)
{
    const curl_version_info_data *about = curl->version_info(CURLVERSION_NOW);

    if (about->version_num < OLDEST_VERSION)
        return err_set(err, ERR_SYSTEM, 0,
                       "libcurl %s is too old: 7.87 or newer is needed",
                       about->version);
    if (curl->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, ERR_NETWORK, CURLE_FAILED_INIT,
                       "libcurl does not start");
    return 0;
}

void libcurl_close(struct libcurl *curl)
{
    if (!curl->library)
        return;
    curl->global_cleanup();
    (void)dlclose(curl->library);
    *curl = (struct libcurl){0};
}
