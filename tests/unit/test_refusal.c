/* test_refusal.c - HTTP answers that are not what was asked for, in words. */
#include "tests/test.h"

#include "base/buf.h"
#include "source/refusal.h"

static void assert_words(const char *body, const char *words)
{
    struct buf out;

    buf_init(&out, 1000);
    refusal_words(&out, body, strlen(body));
    assert_string_equal(out.bytes, words);
    buf_clear(&out);
}

static void refusal_words_folds_white_space(void **state)
{
    (void)state;

    assert_words("404 page not found\n", "404 page not found");
    assert_words(" \r\n a\t\tb \v c ", "a b c");
    assert_words("", "");
    assert_words(" \n", "");
}

static void refusal_words_takes_html_off(void **state)
{
    (void)state;

    assert_words("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
                 "<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
                 "<hr><center>nginx/1.22</center></body></html>",
                 "502 Bad Gateway 502 Bad Gateway nginx/1.22");
    assert_words("<!DOCTYPE html><!-- <b>no</b> --><style>p{a:b}</style >"
                 "<SCRIPT>if (a<b) c();</SCRIPT>Sign <b>in</b>",
                 "Sign in");
    assert_words("<p>a<", "a");
    assert_words("<p>a<b", "a");
    assert_words("<!-- a", "");
    assert_words("<script>a", "");
    assert_words("<script></scrip", "");
    assert_words("a <b> c", "a <b> c");
}

static void refusal_words_cuts_at_a_word_or_a_whole_character(void **state)
{
    char text[400], words[400];
    (void)state;

    memset(text, 'a', 99);
    memcpy(text + 99, " bcd", 5);
    memset(words, 'a', 99);
    memcpy(words + 99, "...", 4);
    assert_words(text, words);

    memset(text, 'a', 99);
    memcpy(text + 99, "\xc3\xa9zz", 5);
    assert_words(text, words);

    memset(text, 'a', 100);
    text[100] = '\0';
    assert_words(text, text);
}

static const struct http_settings plain = {.follow_redirects = true};
static const struct http_settings basic = {.username = (char *)"me"};
static const struct http_settings bearer = {
    .credentials = {.file = (char *)"token"}};

static void
refusal_tell_says_who_answered_what_and_what_to_look_at(void **state)
{
    static const struct {
        int status;
        const char *type;
        const char *body;
        const struct http_settings *settings;
        const char *text;
    } cases[] = {
        {502, "text/html", "<h1>Bad Gateway</h1>", &plain,
         "HTTP 502 from http://p: not Prometheus (text/html): Bad Gateway"},
        {200, "text/html; charset=utf-8", "<p>Sign in</p>", &plain,
         "HTTP 200 from http://p: not Prometheus (text/html): Sign in"},
        {200, "", "hello", &plain,
         "HTTP 200 from http://p: not Prometheus (no type): hello"},
        {200, "text/plain", "hello", &plain,
         "HTTP 200 from http://p: not Prometheus (text/plain): hello"},
        {503, "text/plain; charset=utf-8", "Service Unavailable\n", &plain,
         "HTTP 503 from http://p: Service Unavailable"},
        {503, "text/plain", "<p>x</p>", &plain,
         "HTTP 503 from http://p: not Prometheus (text/plain): x"},
        {500, "application/json", "{\"message\":\"no\"}", &plain,
         "HTTP 500 from http://p: not Prometheus (application/json): "
         "{\"message\":\"no\"}"},
        {404, "text/plain", "404 page not found\n", &plain,
         "HTTP 404 from http://p: 404 page not found; is the path in the URL "
         "right?"},
        {401, "text/plain", "Unauthorized\n", &plain,
         "HTTP 401 from http://p: Unauthorized; set basic_auth or "
         "authorization"},
        {401, "text/plain", "Unauthorized\n", &basic,
         "HTTP 401 from http://p: Unauthorized; look at basic_auth"},
        {403, "text/plain", "Forbidden", &bearer,
         "HTTP 403 from http://p: Forbidden; look at authorization"},
        {407, "", "", &plain,
         "HTTP 407 from http://p: empty answer; look at proxy_url"},
        {302, "", "", &basic,
         "HTTP 302 from http://p: empty answer; look at follow_redirects"},
        {302, "", "", &plain,
         "HTTP 302 from http://p: empty answer; a redirect that cannot be "
         "followed"},
        {500, "", "", &plain, "HTTP 500 from http://p: empty answer"},
        {200, "text/a-name-that-is-longer-than-any-type-has-any-reason-to-be",
         "\x1b[31m", &plain,
         "HTTP 200 from http://p: not Prometheus "
         "(text/a-name-that-is-longer-than-any-type): ?[31m"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct refusal refusal = {.api = "Prometheus",
                                        .url = "http://p",
                                        .status = cases[i].status,
                                        .content_type = cases[i].type,
                                        .body = cases[i].body,
                                        .length = strlen(cases[i].body),
                                        .settings = cases[i].settings};
        struct err err = {0};

        assert_int_equal(refusal_tell(&refusal, &err), -1);
        assert_string_equal(err.text, cases[i].text);
        assert_int_equal(err.kind, ERR_STATUS);
        assert_int_equal(err.code, cases[i].status);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusal_words_folds_white_space),
        cmocka_unit_test(refusal_words_takes_html_off),
        cmocka_unit_test(refusal_words_cuts_at_a_word_or_a_whole_character),
        cmocka_unit_test(
            refusal_tell_says_who_answered_what_and_what_to_look_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
