/* refusal.c - an HTTP answer that is not what was asked for, in one line. */
#include "source/refusal.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

enum { WORDS_MAX = 100, URL_MAX = 100, TYPE_MAX = 40 };

static const char *advice(const struct refusal *refusal);
static const char *credentials_advice(const struct http_settings *settings);
static bool is_own_text(const struct refusal *refusal);
static bool looks_like_html(const char *body, size_t length);
static const char *after_tag(const char *at, const char *end);
static const char *after_element(const char *at, const char *end,
                                 const char *name);
static bool is_space(char byte);
static void cut(struct buf *words);

int refusal_tell(const struct refusal *refusal, struct err *err)
{
    int type_length = (int)strcspn(refusal->content_type, "; ");
    char says[TYPE_MAX + 40] = "";
    struct buf words;
    int rc;

    if (type_length > TYPE_MAX)
        type_length = TYPE_MAX;
    if (refusal->length && !is_own_text(refusal))
        (void)snprintf(says, sizeof(says), " not %s (%.*s):", refusal->api,
                       type_length ? type_length : 7,
                       type_length ? refusal->content_type : "no type");
    buf_init(&words, WORDS_MAX + 4);
    refusal_words(&words, refusal->body, refusal->length);
    rc = err_set(err, ERR_STATUS, refusal->status, "HTTP %d from %.*s:%s %s%s",
                 refusal->status, URL_MAX, refusal->url, says,
                 words.length ? words.bytes : "empty answer", advice(refusal));
    buf_clear(&words);
    return rc;
}

void refusal_words(struct buf *out, const char *body, size_t length)
{
    const char *at = body, *end = body + length;
    bool is_html = looks_like_html(body, length);
    bool wants_space = false;
    struct buf words;

    buf_init(&words, WORDS_MAX + 1);
    while (at < end && !words.overflow) {
        if (is_html && *at == '<') {
            at = after_tag(at, end);
            wants_space = true;
        } else if (is_space(*at)) {
            at++;
            wants_space = true;
        } else {
            if (wants_space && words.length)
                (void)buf_add_char(&words, ' ');
            wants_space = false;
            (void)buf_add_char(&words, *at++);
        }
    }
    cut(&words);
    (void)buf_add(out, words.bytes, words.length);
    buf_clear(&words);
}

/* Returns what the reader may do about it, "" for nothing in particular. */
static const char *advice(const struct refusal *refusal)
{
    switch (refusal->status) {
    case 401:
    case 403:
        return credentials_advice(refusal->settings);
    case 407:
        return "; look at proxy_url";
    case 404:
        return "; is the path in the URL right?";
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        return refusal->settings->follow_redirects
                   ? "; a redirect that cannot be followed"
                   : "; look at follow_redirects";
    default:
        return "";
    }
}

static const char *credentials_advice(const struct http_settings *settings)
{
    if (settings->username)
        return "; look at basic_auth";
    if (settings->authorization_type || settings->credentials.file ||
        settings->credentials.variable || settings->credentials.inline_value)
        return "; look at authorization";
    return "; set basic_auth or authorization";
}

/* A server's own failures come in plain text; with a good status it is not
 * what was asked for. */
static bool is_own_text(const struct refusal *refusal)
{
    return refusal->status >= 300 &&
           !strncasecmp(refusal->content_type, "text/plain", 10) &&
           !looks_like_html(refusal->body, refusal->length);
}

static bool looks_like_html(const char *body, size_t length)
{
    while (length && is_space(*body)) {
        body++;
        length--;
    }
    return length && *body == '<';
}

/* Returns the place after a tag, or after the whole of what is not shown. */
static const char *after_tag(const char *at, const char *end)
{
    static const char *const hidden[] = {"script", "style"};
    const char *close;

    if (end - at >= 4 && !memcmp(at, "<!--", 4)) {
        close = memmem(at, (size_t)(end - at), "-->", 3);
        return close ? close + 3 : end;
    }
    for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
        size_t length = strlen(hidden[i]);

        if ((size_t)(end - at) > length &&
            !strncasecmp(at + 1, hidden[i], length))
            return after_element(at, end, hidden[i]);
    }
    close = memchr(at, '>', (size_t)(end - at));
    return close ? close + 1 : end;
}

static const char *after_element(const char *at, const char *end,
                                 const char *name)
{
    size_t length = strlen(name);

    for (; (size_t)(end - at) > length + 2; at++)
        if (at[0] == '<' && at[1] == '/' &&
            !strncasecmp(at + 2, name, length)) {
            const char *close = memchr(at, '>', (size_t)(end - at));

            return close ? close + 1 : end;
        }
    return end;
}

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Cuts at a space, else at a whole character, when there is too much. */
static void cut(struct buf *words)
{
    size_t length = words->length, word;

    if (length <= WORDS_MAX)
        return;
    for (length = WORDS_MAX; length; length--)
        if (((unsigned char)words->bytes[length] & 0xC0) != 0x80)
            break;
    for (word = length; word > length / 2; word--)
        if (words->bytes[word] == ' ')
            break;
    if (words->bytes[word] == ' ')
        length = word;
    words->length = length;
    words->bytes[length] = '\0';
    words->limit += 3;
    (void)buf_add_str(words, "...");
}

char refusal_first(const char *body, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!body[i] || !strchr(" \t\r\n\xEF\xBB\xBF", body[i]))
            return body[i];
    return '\0';
}
