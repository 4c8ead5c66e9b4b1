/* clock.c - both clocks, and the Gregorian calendar by plain arithmetic. */
#include "base/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

enum {
    SECOND_MS = 1000,
    DAY_S = 86400,
    ERA_DAYS = 146097, /* 400 Gregorian years, after which all repeats */
    ERA_YEARS = 400,
    /* days from 0000-03-01 to 1970-01-01. Years are counted from March here,
     * so that the leap day is the last of its year. */
    EPOCH_DAYS = 719468,
};

static int64_t read_us(clockid_t which);
static int64_t floor_div(int64_t value, int64_t by);
static void date_from_days(int64_t days, struct civil *civil);
static int64_t days_from_date(int year, int month, int day);
static bool date_is_real(const struct civil *civil);
static const char *parse_date(const char *at, struct civil *civil);
static const char *parse_time(const char *at, struct civil *civil);
static const char *parse_fraction(const char *at, int64_t *ms);
static const char *parse_offset(const char *at, int64_t *seconds);
static const char *digits(const char *at, int count, int *value);

struct moment clock_read(void)
{
    struct timespec wall;
    struct timespec mono;

    (void)clock_gettime(CLOCK_REALTIME, &wall);
    (void)clock_gettime(CLOCK_MONOTONIC, &mono);
    return (struct moment){
        .wall_ms = (int64_t)wall.tv_sec * SECOND_MS + wall.tv_nsec / 1000000,
        .mono_ms = (int64_t)mono.tv_sec * SECOND_MS + mono.tv_nsec / 1000000,
    };
}

int64_t clock_mono_us(void)
{
    return read_us(CLOCK_MONOTONIC);
}

int64_t clock_cpu_us(void)
{
    return read_us(CLOCK_THREAD_CPUTIME_ID);
}

static int64_t read_us(clockid_t which)
{
    struct timespec now;

    (void)clock_gettime(which, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

struct civil clock_civil(int64_t wall_ms)
{
    int64_t seconds = floor_div(wall_ms, SECOND_MS);
    int64_t days = floor_div(seconds, DAY_S);
    int rest = (int)(seconds - days * DAY_S);
    struct civil civil = {0};

    date_from_days(days, &civil);
    civil.hour = rest / 3600;
    civil.minute = rest / 60 % 60;
    civil.second = rest % 60;
    /* the epoch was a Thursday */
    civil.weekday = (int)(days + 4 - floor_div(days + 4, 7) * 7);
    return civil;
}

void clock_format_rfc3339(char *out, size_t size, int64_t wall_ms)
{
    const int64_t earliest = days_from_date(0, 1, 1) * DAY_S * SECOND_MS;
    const int64_t latest = days_from_date(10000, 1, 1) * DAY_S * SECOND_MS;
    struct civil at;

    if (wall_ms < earliest || wall_ms >= latest) {
        (void)snprintf(out, size, "?");
        return;
    }
    at = clock_civil(wall_ms);
    (void)snprintf(out, size, "%04d-%02d-%02dT%02d:%02d:%02dZ", at.year,
                   at.month, at.day, at.hour, at.minute, at.second);
}

int clock_parse_rfc3339(const char *text, int64_t *wall_ms)
{
    struct civil civil = {0};
    int64_t fraction_ms = 0;
    int64_t offset_s = 0;
    int64_t seconds;
    const char *at = parse_date(text, &civil);

    if (!at || (*at != 'T' && *at != 't' && *at != ' '))
        return -1;
    at = parse_time(at + 1, &civil);
    at = at ? parse_fraction(at, &fraction_ms) : NULL;
    at = at ? parse_offset(at, &offset_s) : NULL;
    if (!at || *at)
        return -1;
    seconds = days_from_date(civil.year, civil.month, civil.day) * DAY_S;
    seconds += civil.hour * 3600 + civil.minute * 60 + civil.second;
    *wall_ms = (seconds - offset_s) * SECOND_MS + fraction_ms;
    return 0;
}

static int64_t floor_div(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static void date_from_days(int64_t days, struct civil *civil)
{
    int64_t since = days + EPOCH_DAYS;
    int64_t era = floor_div(since, ERA_DAYS);
    int day = (int)(since - era * ERA_DAYS); /* within the era */
    /* drop the leap days gone by, and what is left has years of 365 days */
    int year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int yearday = day - (365 * year + year / 4 - year / 100);
    /* from March on, five months have 153 days */
    int month = (5 * yearday + 2) / 153;

    civil->day = yearday - (153 * month + 2) / 5 + 1;
    civil->month = month < 10 ? month + 3 : month - 9;
    civil->year = (int)(era * ERA_YEARS) + year + (civil->month <= 2);
}

static int64_t days_from_date(int year, int month, int day)
{
    int64_t march_year = (int64_t)year - (month <= 2);
    int64_t era = floor_div(march_year, ERA_YEARS);
    int64_t within = march_year - era * ERA_YEARS;
    int64_t march_month = month > 2 ? month - 3 : month + 9;
    int64_t yearday = (153 * march_month + 2) / 5 + day - 1;

    return era * ERA_DAYS + within * 365 + within / 4 - within / 100 + yearday -
           EPOCH_DAYS;
}

static bool date_is_real(const struct civil *civil)
{
    struct civil back = {0};

    if (civil->month < 1 || civil->month > 12 || civil->day < 1)
        return false;
    /* a 30th of February comes back as a day in March */
    date_from_days(days_from_date(civil->year, civil->month, civil->day),
                   &back);
    return back.month == civil->month && back.day == civil->day;
}

static const char *parse_date(const char *at, struct civil *civil)
{
    at = digits(at, 4, &civil->year);
    at = at && *at == '-' ? digits(at + 1, 2, &civil->month) : NULL;
    at = at && *at == '-' ? digits(at + 1, 2, &civil->day) : NULL;
    return at && date_is_real(civil) ? at : NULL;
}

static const char *parse_time(const char *at, struct civil *civil)
{
    at = digits(at, 2, &civil->hour);
    at = at && *at == ':' ? digits(at + 1, 2, &civil->minute) : NULL;
    at = at && *at == ':' ? digits(at + 1, 2, &civil->second) : NULL;
    /* :60 is a leap second; it becomes the second after */
    if (!at || civil->hour > 23 || civil->minute > 59 || civil->second > 60)
        return NULL;
    return at;
}

static const char *parse_fraction(const char *at, int64_t *ms)
{
    int scale = 100;

    if (*at != '.')
        return at;
    at++;
    if (*at < '0' || *at > '9')
        return NULL;
    for (; *at >= '0' && *at <= '9'; at++, scale /= 10)
        *ms += (int64_t)(*at - '0') * scale;
    return at;
}

static const char *parse_offset(const char *at, int64_t *seconds)
{
    int hours;
    int minutes;
    int sign = *at == '-' ? -1 : 1;

    if (*at == 'Z' || *at == 'z')
        return at + 1;
    if (*at != '+' && *at != '-')
        return NULL;
    at = digits(at + 1, 2, &hours);
    at = at && *at == ':' ? digits(at + 1, 2, &minutes) : NULL;
    if (!at || hours > 23 || minutes > 59)
        return NULL;
    *seconds = sign * (int64_t)(hours * 3600 + minutes * 60);
    return at;
}

static const char *digits(const char *at, int count, int *value)
{
    *value = 0;
    for (; count > 0; count--, at++) {
        if (*at < '0' || *at > '9')
            return NULL;
        *value = *value * 10 + (*at - '0');
    }
    return at;
}
