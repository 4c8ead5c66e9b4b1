/* url.c - the checks that a URL of the configuration must pass. */
#include "config/url.h"

#include <stdbool.h>
#include <string.h>

#include "base/xalloc.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static int check_scheme(const char *text, size_t length, const char *schemes,
                        struct err *err);
static int check_authority(const char *text, size_t length, struct err *err);
static size_t host_length(const char *text, size_t length);
static int check_port(const char *text, size_t length, struct err *err);

int url_check(const char *text, const char *schemes, struct err *err)
{
    const char *mark = strstr(text, "://");
    const char *host;
    size_t length;

    if (strchr(text, '@'))
        return err_set(err, ERR_FORMAT, 0,
                       "holds a user; give it in basic_auth");
    if (!mark)
        return err_set(err, ERR_FORMAT, 0,
                       "'%.60s' has no scheme; http://%.60s?", text, text);
    if (check_scheme(text, (size_t)(mark - text), schemes, err) < 0)
        return -1;
    host = mark + 3;
    length = strcspn(host, "/?#");
    if (strpbrk(host, "?#"))
        return err_set(err, ERR_FORMAT, 0,
                       "'%.60s' has a query or fragment; only scheme, host, "
                       "port and path are wanted",
                       text);
    for (const char *at = host + length; *at; at++)
        if (*at <= ' ' || *at == 0x7f || *at == '\\')
            return err_set(err, ERR_FORMAT, 0,
                           "'%.60s' has a space or control character in its "
                           "path",
                           text);
    return check_authority(host, length, err);
}

char *url_take_base(const char *text, struct err *err)
{
    size_t length = strlen(text);

    if (url_check(text, "http https", err) < 0) {
        err_within(err, "the URL");
        return NULL;
    }
    while (length && text[length - 1] == '/')
        length--;
    return xstrndup(text, length);
}

int url_check_target(const char *text, struct err *err)
{
    size_t host = host_length(text, strlen(text));

    if (strstr(text, "://"))
        return err_set(err, ERR_FORMAT, 0,
                       "'%.60s' is a URL; only host:port is wanted", text);
    if (text[host] == '\0')
        return err_set(err, ERR_FORMAT, 0, "'%.60s' has no port; host:port?",
                       text);
    return check_authority(text, strlen(text), err);
}

static int check_scheme(const char *text, size_t length, const char *schemes,
                        struct err *err)
{
    const char *word = schemes;

    while (*word) {
        size_t size = strcspn(word, " ");

        if (size == length && strncmp(word, text, length) == 0)
            return 0;
        word += size + strspn(word + size, " ");
    }
    return err_set(err, ERR_FORMAT, 0, "scheme '%.*s' is not one of: %s",
                   length > 20 ? 20 : (int)length, text, schemes);
}

static int check_authority(const char *text, size_t length, struct err *err)
{
    size_t host = host_length(text, length);
    const char *allowed = LETTERS DIGITS ".-_";
    size_t start = 0;
    size_t end = host;

    if (host > 0 && text[0] == '[') {
        allowed = LETTERS DIGITS ".:%";
        start = 1;
        end = host - 1;
    }
    if (end <= start)
        return err_set(err, ERR_FORMAT, 0, "has no host");
    if (start + strspn(text + start, allowed) < end)
        return err_set(err, ERR_FORMAT, 0,
                       "'%.*s' is not a host name or address",
                       host > 60 ? 60 : (int)host, text);
    if (host == length)
        return 0;
    return check_port(text + host, length - host, err);
}

/* An IPv6 address stands in brackets; its colons do not begin a port. */
static size_t host_length(const char *text, size_t length)
{
    const char *end = NULL;

    if (length > 0 && text[0] == '[')
        end = memchr(text, ']', length);
    if (end)
        return (size_t)(end - text) + 1;
    end = memchr(text, ':', length);
    return end ? (size_t)(end - text) : length;
}

static int check_port(const char *text, size_t length, struct err *err)
{
    long port = 0;

    for (size_t i = 1; i < length && port <= 65535; i++) {
        if (!strchr(DIGITS, text[i]))
            port = 65536;
        port = port * 10 + (text[i] - '0');
    }
    if (text[0] != ':' || port < 1 || port > 65535)
        return err_set(err, ERR_FORMAT, 0,
                       "port '%.*s' is not a number from 1 to 65535",
                       length > 20 ? 19 : (int)length - 1, text + 1);
    return 0;
}
