/* services.c - back ends that are "via: kubernetes", made URLs. */
#include "engine/services.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

struct services {
    struct context_settings context; /* its own texts are the original's */
    struct kube_door *door;
    char **owned; /* texts that are ours */
    size_t owned_count;
    char **lists[2]; /* of URLs, likewise */
};

/* What a URL says of a service. */
struct service {
    bool is_tls;
    const char *name, *namespace_name, *port, *path;
    size_t name_length, namespace_length, port_length;
};

static void lead(struct services *services, struct backend_settings *backend);
static void lead_list(struct services *services, struct url_list *list,
                      char ***place);
static char *through(struct services *services, const char *url);
static bool read_service(const char *url, struct service *service);
static char *keep(struct services *services, char *text);

bool services_are_wanted(const struct context_settings *context)
{
    const struct backend_settings *const backends[] = {
        &context->prometheus,    &context->alertmanager.base,
        &context->elasticsearch, &context->jaeger.base,
        &context->otel.base,     &context->kafka.base,
    };

    for (size_t i = 0; i < sizeof(backends) / sizeof(backends[0]); i++)
        if (backends[i]->via_kubernetes && !backends[i]->is_off)
            return true;
    return false;
}

struct services *services_new(const struct context_settings *context,
                              struct kube_door *door)
{
    struct services *self = xcalloc(1, sizeof(*self));
    struct context_settings *own = &self->context;

    *own = *context;
    self->door = door;
    lead(self, &own->prometheus);
    lead(self, &own->alertmanager.base);
    lead(self, &own->elasticsearch);
    lead(self, &own->jaeger.base);
    lead(self, &own->otel.base);
    if (own->alertmanager.base.via_kubernetes) {
        self->lists[0] = xcalloc(1, sizeof(*self->lists[0]));
        self->lists[0][0] = own->alertmanager.base.url;
        own->alertmanager.urls =
            (struct url_list){.urls = self->lists[0], .count = 1};
    }
    if (own->jaeger.base.via_kubernetes)
        lead_list(self, &own->jaeger.collector_urls, &self->lists[1]);
    if (own->otel.base.via_kubernetes && own->otel.metrics_url)
        own->otel.metrics_url = through(self, own->otel.metrics_url);
    return self;
}

void services_free(struct services *services)
{
    if (!services)
        return;
    for (size_t i = 0; i < services->owned_count; i++)
        free(services->owned[i]);
    free(services->owned);
    free(services->lists[0]);
    free(services->lists[1]);
    free(services);
}

const struct context_settings *services_context(const struct services *self)
{
    return &self->context;
}

/* How to speak is the door's; how long to wait stays the back end's. */
static void lead(struct services *services, struct backend_settings *backend)
{
    const struct http_settings asked = backend->http;
    struct endpoint endpoint;

    if (!backend->via_kubernetes)
        return;
    endpoint = kube_door_service(services->door, backend);
    backend->url = keep(services, xstrdup(endpoint.url));
    backend->http = *endpoint.http;
    backend->http.connect_timeout_ms = asked.connect_timeout_ms;
    backend->http.timeout_ms = asked.timeout_ms;
}

static void lead_list(struct services *services, struct url_list *list,
                      char ***place)
{
    char **urls = xcalloc(list->count + 1, sizeof(*urls));

    for (size_t i = 0; i < list->count; i++)
        urls[i] = through(services, list->urls[i]);
    list->urls = urls;
    *place = urls;
}

/* A URL that names no service is left as it is. */
static char *through(struct services *services, const char *url)
{
    struct service service;

    if (!read_service(url, &service))
        return keep(services, xstrdup(url));
    return keep(
        services,
        xasprintf("%s/api/v1/namespaces/%.*s/services/%s%.*s:%.*s/proxy%s",
                  kube_door_api(services->door).url,
                  service.namespace_length
                      ? (int)service.namespace_length
                      : (int)strlen(services->context.namespace_name),
                  service.namespace_length ? service.namespace_name
                                           : services->context.namespace_name,
                  service.is_tls ? "https:" : "", (int)service.name_length,
                  service.name, (int)service.port_length, service.port,
                  service.path));
}

static bool read_service(const char *url, struct service *service)
{
    const char *end;
    size_t length;

    *service = (struct service){.is_tls = !strncmp(url, "https://", 8)};
    if (!service->is_tls && strncmp(url, "http://", 7) != 0)
        return false;
    service->name = url + (service->is_tls ? 8 : 7);
    length = strcspn(service->name, ":/");
    end = service->name + length;
    service->name_length = strcspn(service->name, ".:/");
    if (service->name_length < length) {
        service->namespace_name = service->name + service->name_length + 1;
        service->namespace_length = strcspn(service->namespace_name, ".:/");
    }
    if (service->namespace_length) {
        const char *rest = service->namespace_name + service->namespace_length;

        if (rest != end && strncmp(rest, ".svc", 4) != 0)
            return false;
    }
    service->port = service->is_tls ? "443" : "80";
    service->port_length = strlen(service->port);
    if (*end == ':') {
        service->port = end + 1;
        service->port_length = strcspn(end + 1, "/");
        end = service->port + service->port_length;
    }
    service->path = end;
    return service->name_length > 0;
}

static char *keep(struct services *services, char *text)
{
    services->owned = xrealloc(services->owned, services->owned_count + 1,
                               sizeof(*services->owned));
    services->owned[services->owned_count++] = text;
    return text;
}
