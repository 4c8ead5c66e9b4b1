/* traces.c - a shop's requests as trees of spans. */
#include "sim/traces.h"

#include <string.h>

#include "sim/model.h"

/* An odd number and its inverse modulo 2^64: they hide the time in an ID. */
#define SCRAMBLE UINT64_C(0x9e3779b97f4a7c15)
#define UNSCRAMBLE UINT64_C(0xf1de83e19937733d)

enum { INDEX_BITS = 12, KEEP_DAYS = 30 };

static const int64_t large_mark = INT64_C(1) << 50;

/* One call of a request: times are thousandths of its caller's duration. */
struct call {
    int parent; /* index of the caller, -1: the request itself */
    int start, length;
    const char *service, *operation, *kind;
};

static const struct call checkout[] = {
    {-1, 0, 1000, "frontend", "HTTP POST /checkout", "server"},
    {0, 20, 900, "frontend", "oteldemo.CheckoutService/PlaceOrder", "client"},
    {1, 10, 970, "checkout-service", "oteldemo.CheckoutService/PlaceOrder",
     "server"},
    {2, 20, 280, "checkout-service", "prepareOrderItemsAndShippingQuote",
     "internal"},
    {3, 20, 300, "cart-service", "oteldemo.CartService/GetCart", "server"},
    {4, 100, 700, "cart-service", "HGET", "client"},
    {3, 350, 200, "product-catalog", "oteldemo.ProductCatalog/GetProduct",
     "server"},
    {3, 580, 180, "product-catalog", "oteldemo.ProductCatalog/GetProduct",
     "server"},
    {3, 790, 190, "shipping-service", "oteldemo.ShippingService/GetQuote",
     "server"},
    {2, 320, 380, "payment-service", "oteldemo.PaymentService/Charge",
     "server"},
    {9, 200, 700, "payment-service", "POST api.bank.example", "client"},
    {2, 720, 120, "shipping-service", "oteldemo.ShippingService/ShipOrder",
     "server"},
    {2, 860, 60, "cart-service", "oteldemo.CartService/EmptyCart", "server"},
    {2, 930, 60, "checkout-service", "orders publish", "producer"},
};

static const struct call browse[] = {
    {-1, 0, 1000, "frontend", "HTTP GET /product/{id}", "server"},
    {0, 30, 400, "product-catalog", "oteldemo.ProductCatalog/GetProduct",
     "server"},
    {1, 100, 800, "product-catalog", "SELECT products", "client"},
    {0, 450, 330, "recommendation", "get_product_list", "server"},
    {3, 150, 600, "product-catalog", "oteldemo.ProductCatalog/ListProducts",
     "server"},
    {0, 800, 150, "ad-service", "oteldemo.AdService/GetAds", "server"},
};

struct request {
    const struct call *calls;
    size_t count;
};

static const struct request requests[] = {
    {checkout, sizeof(checkout) / sizeof(checkout[0])},
    {browse, sizeof(browse) / sizeof(browse[0])},
    {browse, sizeof(browse) / sizeof(browse[0])},
};

static const char *const services[MODEL_SERVICES] = {
    "ad-service",     "cart-service",     "checkout-service",
    "frontend",       "payment-service",  "product-catalog",
    "recommendation", "shipping-service",
};

static uint64_t fold(uint64_t value);
static uint64_t mix(uint64_t value);
static size_t make_request(const struct model *model, uint64_t id,
                           int64_t start_us, struct trace_span *spans,
                           size_t capacity);
static size_t make_large(const struct model *model, uint64_t id, size_t count,
                         struct trace_span *spans, size_t capacity);

uint64_t trace_id(int64_t start_s, unsigned index)
{
    return fold(((uint64_t)start_s << INDEX_BITS | index) * SCRAMBLE);
}

uint64_t trace_id_of_size(size_t count)
{
    return fold((uint64_t)(large_mark + (int64_t)count) * SCRAMBLE);
}

size_t trace_make(const struct model *model, uint64_t id,
                  struct trace_span *spans, size_t capacity)
{
    uint64_t plain = fold(id) * UNSCRAMBLE;
    int64_t start_s = (int64_t)(plain >> INDEX_BITS);
    int64_t now_s = model_now_ms(model) / 1000;
    uint64_t large = plain - (uint64_t)large_mark;

    if (plain > (uint64_t)large_mark && large <= TRACE_SPANS_MAX)
        return make_large(model, id, (size_t)large, spans, capacity);
    if (start_s > now_s || start_s < now_s - KEEP_DAYS * INT64_C(86400))
        return 0;
    return make_request(model, id,
                        start_s * 1000000 + (int64_t)(mix(id) % 1000000), spans,
                        capacity);
}

const char *trace_service(size_t index)
{
    return index < MODEL_SERVICES ? services[index] : NULL;
}

const char *trace_operation(const char *service, size_t index)
{
    const char *seen[TRACE_USUAL_SPANS];
    size_t count = 0;

    for (size_t r = 0; r < 2; r++)
        for (size_t i = 0; i < requests[r].count; i++) {
            const struct call *call = &requests[r].calls[i];
            size_t k = 0;

            if (strcmp(call->service, service) != 0)
                continue;
            while (k < count && strcmp(seen[k], call->operation) != 0)
                k++;
            if (k == count && count < TRACE_USUAL_SPANS)
                seen[count++] = call->operation;
        }
    return index < count ? seen[index] : NULL;
}

/* A checkout takes some 180 ms, a page some 60; one in forty fails at the bank
 * and takes five times as long. */
static size_t make_request(const struct model *model, uint64_t id,
                           int64_t start_us, struct trace_span *spans,
                           size_t capacity)
{
    uint64_t luck = mix(id + 1);
    const struct request *request = &requests[luck % 3];
    bool is_checkout = request->calls == checkout;
    bool is_failed = luck / 3 % 40 == 0;
    bool has_lost = model->collectors[1].is_down && luck / 120 % 3 == 0;
    int64_t whole_us = is_checkout ? 180000 : 60000;
    size_t count = 0;

    whole_us += whole_us * (int64_t)(luck / 360 % 100) / 100;
    if (is_failed)
        whole_us *= 5;
    for (size_t i = 0; i < request->count && count < capacity; i++) {
        const struct call *call = &request->calls[i];
        const struct trace_span *parent =
            call->parent < 0 || !i ? NULL : &spans[call->parent];
        int64_t room_us = parent ? parent->duration_us : whole_us;
        bool is_error =
            is_failed && is_checkout && (i <= 2 || i == 9 || i == 10);

        spans[count++] = (struct trace_span){
            .id = mix(id ^ (i + 1)) | 1,
            .parent = parent ? parent->id : 0,
            .service = call->service,
            .operation = call->operation,
            .kind = call->kind,
            .start_us = (parent ? parent->start_us : start_us) +
                        room_us * call->start / 1000,
            .duration_us = room_us * call->length / 1000,
            .is_error = is_error,
        };
    }
    if (has_lost && count > 3) {
        memmove(&spans[2], &spans[3], (count - 3) * sizeof(*spans));
        count--;
    }
    return count;
}

/* A batch job that calls one service again and again, four levels deep. */
static size_t make_large(const struct model *model, uint64_t id, size_t count,
                         struct trace_span *spans, size_t capacity)
{
    int64_t end_us = model_now_ms(model) / 60000 * INT64_C(60000000);
    int64_t each_us = 1500;

    if (count > capacity)
        count = capacity;
    for (size_t i = 0; i < count; i++) {
        size_t parent = i == 0 ? 0 : i % 4 == 1 ? 0 : i - 1;

        spans[i] = (struct trace_span){
            .id = mix(id ^ (i + 1)) | 1,
            .parent = i ? spans[parent].id : 0,
            .service = i ? services[i % MODEL_SERVICES] : "checkout-service",
            .operation = i ? "reconcile order" : "nightly reconciliation",
            .kind = i ? "internal" : "server",
            .start_us = end_us - (int64_t)(count - i) * each_us,
            .duration_us =
                i ? each_us * (int64_t)(4 - i % 4) : (int64_t)count * each_us,
        };
    }
    return count;
}

/* Lays the upper half over the lower one; twice is as before. */
static uint64_t fold(uint64_t value)
{
    return value ^ value >> 32;
}

static uint64_t mix(uint64_t value)
{
    value ^= value >> 30;
    value *= UINT64_C(0xbf58476d1ce4e5b9);
    value ^= value >> 27;
    value *= UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}
