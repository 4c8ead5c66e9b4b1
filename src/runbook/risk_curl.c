/* risk_curl.c - HTTP requests judged. */
#include "runbook/risk_curl.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

/* Of all rows that a request meets the first one counts. */
struct request_rule {
    const char *methods; /* by blanks; "" for any */
    const char *path;    /* fnmatch(3) pattern */
    const char *body;    /* must be in the body without blanks, or NULL */
    enum risk risk;
    const char *reason;
};

static void read_option(struct curl_call *call, const char *option,
                        const char *value, struct pool *pool);
static bool takes_value(const char *option);
static void add_url(struct curl_call *call, const char *url, struct pool *pool);
static const char *upper(const char *text, struct pool *pool);
static bool is_method(const char *methods, const char *method);
static const char *squeeze(const char *text, struct pool *pool);
static const char *with_method(const char *method, const char *reason,
                               struct pool *pool);

static const struct request_rule rules[] = {
    {"DELETE", "*[*]*", NULL, RISK_DESTRUCTIVE,
     "DELETE with a wildcard removes all that it meets"},
    {"DELETE", "*", NULL, RISK_DESTRUCTIVE, "DELETE removes it"},
    {"POST", "*/_delete_by_query*", NULL, RISK_DESTRUCTIVE,
     "removes documents"},
    {"POST PUT", "*/admin/tsdb/delete_series*", NULL, RISK_DESTRUCTIVE,
     "removes series"},
    {"POST PUT", "*/-/quit*", NULL, RISK_DESTRUCTIVE, "stops the server"},
    {"POST", "*/_restore*", NULL, RISK_DESTRUCTIVE,
     "writes indices from the snapshot"},
    {"POST", "*/_close*", NULL, RISK_DESTRUCTIVE,
     "closes the index: it cannot be read or written"},
    {"POST", "/_forcemerge*", NULL, RISK_DESTRUCTIVE,
     "merges every index, with extra disk and no way to stop it"},
    {"POST", "/_all/_forcemerge*", NULL, RISK_DESTRUCTIVE,
     "merges every index, with extra disk and no way to stop it"},
    {"POST", "*/_forcemerge*", NULL, RISK_CHANGE, "rewrites the index"},
    {"PUT", "/_cluster/settings*", "threshold_enabled\":false",
     RISK_DESTRUCTIVE, "switches the disk guard off"},
    {"POST", "/_cluster/reroute*", "accept_data_loss\":true", RISK_DESTRUCTIVE,
     "gives data up"},
    {"PUT", "*/_ilm/policy/*", "\"delete\":{", RISK_DESTRUCTIVE,
     "the policy deletes indices by their age"},
    {"PUT", "*/_plugins/_ism/*", "\"delete\":{", RISK_DESTRUCTIVE,
     "the policy deletes indices by their age"},
    {"POST", "*/_search*", NULL, RISK_READ, "a search"},
    {"POST", "*/_msearch*", NULL, RISK_READ, "a search"},
    {"POST", "*/_count*", NULL, RISK_READ, "a count"},
    {"POST", "*/_mget*", NULL, RISK_READ, "only reads"},
    {"POST", "*/_explain*", NULL, RISK_READ, "only reads"},
    {"POST", "*/_analyze*", NULL, RISK_READ, "only reads"},
    {"POST", "*/_field_caps*", NULL, RISK_READ, "only reads"},
    {"POST", "*/_cluster/allocation/explain*", NULL, RISK_READ, "only reads"},
    {"POST", "*/_index_template/_simulate*", NULL, RISK_READ, "only reads"},
    {"POST", "*/_ilm/policy/*", NULL, RISK_CHANGE, "changes the policy"},
    {"POST", "*/api/v1/query*", NULL, RISK_READ, "a query"},
    {"POST", "*/api/v1/series*", NULL, RISK_READ, "a query"},
    {"POST", "*/api/v1/labels*", NULL, RISK_READ, "a query"},
    {"POST", "*/-/reload*", NULL, RISK_CHANGE, "reloads the configuration"},
    {"POST", "*/api/v2/silences*", NULL, RISK_CHANGE, "silences alerts"},
    {"", "*/_settings*", NULL, RISK_CHANGE, "changes index settings"},
    {"", "*/_cluster/settings*", NULL, RISK_CHANGE, "changes cluster settings"},
    {"", "*/_cluster/reroute*", NULL, RISK_CHANGE, "moves shards"},
    {"", "*/_index_template/*", NULL, RISK_CHANGE,
     "changes the template of new indices"},
    {"", "*/_template/*", NULL, RISK_CHANGE,
     "changes the template of new indices"},
    {"", "*/_cache/clear*", NULL, RISK_CHANGE, "empties caches"},
    {"", "*/_snapshot/*", NULL, RISK_CHANGE, "writes a snapshot"},
};

struct risk_verdict risk_of_curl(const struct shell_word *words, size_t count,
                                 struct pool *pool)
{
    struct risk_verdict verdict = {RISK_READ, "curl: only reads"};
    struct curl_call call;
    const char *body, *path;

    curl_read(&call, words, count, pool);
    if (call.is_remote_name || (call.output && strcmp(call.output, "-") != 0 &&
                                strncmp(call.output, "/dev/", 5) != 0))
        verdict = (struct risk_verdict){RISK_CHANGE, "curl -o: writes a file"};
    if (!strcmp(call.method, "GET") || !strcmp(call.method, "HEAD") ||
        !strcmp(call.method, "OPTIONS"))
        return verdict;
    if (call.has_other_urls && strcmp(call.method, "DELETE") != 0)
        return (struct risk_verdict){
            RISK_CHANGE, "curl: sends data to more than one address"};
    path = *call.path ? call.path : "/";
    body = squeeze(call.body, pool);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        const struct request_rule *rule = &rules[i];

        if (!is_method(rule->methods, call.method) ||
            fnmatch(rule->path, path, 0) != 0 ||
            (rule->body && !strstr(body, rule->body)))
            continue;
        if (rule->risk < verdict.risk)
            return verdict;
        verdict.risk = rule->risk;
        verdict.reason = with_method(call.method, rule->reason, pool);
        return verdict;
    }
    return (struct risk_verdict){RISK_CHANGE, "curl: sends data to the server"};
}

void curl_read(struct curl_call *call, const struct shell_word *words,
               size_t count, struct pool *pool)
{
    memset(call, 0, sizeof(*call));
    call->method = call->url = call->path = call->query = call->body = "";
    for (size_t i = 1; i < count; i++) {
        const char *word = words[i].text;
        const char *next = i + 1 < count ? words[i + 1].text : "";

        if (word[0] != '-' || !word[1]) {
            add_url(call, word, pool);
        } else if (word[1] == '-') {
            const char *equals = strchr(word, '=');

            read_option(call, word, equals ? equals + 1 : next, pool);
            i += !equals && takes_value(word);
        } else { /* -sXPOST: letters, the last of them with its value */
            for (const char *at = word + 1; *at; at++) {
                const char option[3] = {'-', *at, '\0'};

                read_option(call, option, at[1] ? at + 1 : next, pool);
                if (takes_value(option)) {
                    i += !at[1];
                    break;
                }
            }
        }
    }
    if (!*call->method)
        call->method = *call->body ? "POST" : "GET";
}

static void read_option(struct curl_call *call, const char *option,
                        const char *value, struct pool *pool)
{
    if (!strcmp(option, "-X") || !strncmp(option, "--request", 9)) {
        if (strcmp(option, "--request-target") != 0)
            call->method = upper(value, pool);
    } else if (!strcmp(option, "-G") || !strcmp(option, "--get")) {
        call->method = "GET";
    } else if (!strcmp(option, "-I") || !strcmp(option, "--head")) {
        call->method = *call->method ? call->method : "HEAD";
    } else if (!strcmp(option, "-d") || !strncmp(option, "--data", 6) ||
               !strcmp(option, "-F") || !strncmp(option, "--form", 6) ||
               !strncmp(option, "--json", 6)) {
        call->body = *call->body ? call->body : (*value ? value : " ");
    } else if (!strcmp(option, "-T") || !strncmp(option, "--upload-file", 13)) {
        call->method = *call->method ? call->method : "PUT";
    } else if (!strcmp(option, "-o") || !strncmp(option, "--output", 8)) {
        call->output = value;
    } else if (!strcmp(option, "-O") || !strcmp(option, "--remote-name")) {
        call->is_remote_name = true;
    } else if (!strcmp(option, "-w") || !strncmp(option, "--write-out", 11)) {
        call->format = value;
    } else if (!strcmp(option, "-f") || !strncmp(option, "--fail", 6)) {
        call->fails = true;
    } else if (!strncmp(option, "--url", 5)) {
        add_url(call, value, pool);
    }
}

static bool takes_value(const char *option)
{
    static const char *const longs[] = {
        "--request",
        "--data",
        "--data-raw",
        "--data-binary",
        "--data-urlencode",
        "--header",
        "--user",
        "--output",
        "--write-out",
        "--max-time",
        "--connect-timeout",
        "--retry",
        "--cacert",
        "--cert",
        "--key",
        "--form",
        "--upload-file",
        "--url",
        "--json",
        "--user-agent",
        "--proxy",
        "--resolve",
        "--cookie",
        "--unix-socket",
        "--retry-delay",
        "--retry-max-time",
        "--netrc-file",
        "--config",
    };

    if (option[1] != '-')
        return strchr("XdHuowmFTAbceExKrCtUYyzQP", option[1]) != NULL;
    for (size_t i = 0; i < sizeof(longs) / sizeof(longs[0]); i++)
        if (!strcmp(longs[i], option))
            return true;
    return false;
}

static void add_url(struct curl_call *call, const char *url, struct pool *pool)
{
    const char *host = strstr(url, "://");
    const char *path;
    size_t length;

    if (*call->url) {
        call->has_other_urls = true;
        return;
    }
    call->url = url;
    host = host ? host + 3 : url;
    path = strchr(host, '/');
    if (!path)
        return;
    length = strcspn(path, "?");
    call->path = pool_copy(pool, path, length);
    call->query = path[length] ? path + length + 1 : "";
}

static const char *upper(const char *text, struct pool *pool)
{
    char *copy = pool_strdup(pool, text);

    for (char *at = copy; *at; at++)
        *at = (char)toupper((unsigned char)*at);
    return copy;
}

static bool is_method(const char *methods, const char *method)
{
    size_t length = strlen(method);

    if (!*methods)
        return true;
    for (const char *at = methods; *at;) {
        size_t span = strcspn(at, " ");

        if (span == length && !strncmp(at, method, span))
            return true;
        at += span;
        at += *at == ' ';
    }
    return false;
}

/* Without blanks and newlines. */
static const char *squeeze(const char *text, struct pool *pool)
{
    char *copy = pool_strdup(pool, text);
    char *to = copy;

    for (const char *at = copy; *at; at++)
        if (!isspace((unsigned char)*at))
            *to++ = *at;
    *to = '\0';
    return copy;
}

static const char *with_method(const char *method, const char *reason,
                               struct pool *pool)
{
    char line[160];

    (void)snprintf(line, sizeof(line), "curl %.20s: %s", method, reason);
    return pool_strdup(pool, line);
}
