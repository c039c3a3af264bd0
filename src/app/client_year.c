#include "app/client_year.h"

#include <stdlib.h>
#include <string.h>

#include "view/view.h"

enum { MONTHS = 12, KINDS_LIMIT = 8 };

/* What a month holds of one kind of thing. */
struct month {
    int64_t all, settled, late;
};

struct kind {
    const char *name;
    struct month months[MONTHS];
};

struct year {
    const struct request *request;
    struct date first, last;
    int start; /* its first month, counted from year 0 */
    int now;   /* the month of today, counted from the first */
    struct kind kinds[KINDS_LIMIT];
    size_t count;
};

static int month_number(struct date date)
{
    struct civil civil = date_civil(date);

    return civil.year * MONTHS + civil.month - 1;
}

static struct date first_of(int number)
{
    return date_of(number / MONTHS, number % MONTHS + 1, 1);
}

/* It begins the month after the one that it ends in. */
static struct year year_of(const struct client *client, struct date today)
{
    int ends = *client->year_ends ? atoi(client->year_ends) : MONTHS, number = month_number(today);
    int start = number - (number - ends + MONTHS) % MONTHS;

    return (struct year){ .first = first_of(start),
                          .last = { first_of(start + MONTHS).day - 1 },
                          .start = start,
                          .now = number - start };
}

static struct month *month_at(struct year *year, const char *kind, const char *day)
{
    int number = atoi(day) * MONTHS + atoi(day + 5) - 1 - year->start;
    size_t i = 0;

    while (i < year->count && strcmp(year->kinds[i].name, kind) != 0)
        i++;
    if (i == KINDS_LIMIT || number < 0 || number >= MONTHS)
        return NULL;
    if (i == year->count)
        year->kinds[year->count++].name = kind;
    return &year->kinds[i].months[number];
}

/*
 * What its customers owe, and what the client owes to others: both have it as their issuer. Days
 * are ISO text, so a month is their first seven signs.
 */
SQL(OWED, FIRM,
    "SELECT o.kind, substr(o.due_on, 1, 7), COUNT(*),"
    " CAST(SUM(CASE WHEN o.state = 'settled' THEN 1 ELSE 0 END) AS BIGINT),"
    " CAST(SUM(CASE WHEN o.state = 'open' AND o.due_on < $5 THEN 1 ELSE 0 END) AS BIGINT)"
    " FROM obligation o WHERE o.firm = $1 AND o.issuer = $2 AND o.due_on >= $3 AND o.due_on <= $4"
    " GROUP BY o.kind, substr(o.due_on, 1, 7) ORDER BY o.kind");

static bool read_owed(struct ctx *cx, const struct client *client, struct year *year)
{
    struct rows *rows =
        store_query(cx, &OWED,
                    ARGS(arg_int(client->id), arg_date(cx->arena, year->first),
                         arg_date(cx->arena, year->last), arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        struct month *month = month_at(year, rows_text(rows, 0), rows_text(rows, 1));
        if (month)
            *month = (struct month){ rows_int(rows, 2), rows_int(rows, 3), rows_int(rows, 4) };
    }
    return rows_done(rows);
}

/* Instants of what happened within the year: they are counted as settled. */
static bool read_events(struct ctx *cx, struct rows *rows, const char *kind, struct year *year)
{
    while (rows_next(rows)) {
        struct month *month = month_at(year, kind, instant_text(cx->arena, rows_instant(rows, 0)));
        if (!month)
            continue;
        month->all++;
        month->settled++;
    }
    return rows_done(rows);
}

SQL(IMPORTED, FIRM,
    "SELECT imported_at FROM import WHERE firm = $1 AND client = $2 AND imported_at >= $3"
    " ORDER BY imported_at LIMIT 1000");
SQL(LIVED, FIRM,
    "SELECT at FROM client_life WHERE firm = $1 AND client = $2 AND at >= $3 ORDER BY id"
    " LIMIT 1000");

static bool read_year(struct ctx *cx, const struct client *client, struct year *year)
{
    const int64_t day_ms = 86400000;
    struct arg from = arg_int(year->first.day * day_ms);

    return read_owed(cx, client, year)
        && read_events(cx, store_query(cx, &IMPORTED, ARGS(arg_int(client->id), from)), "import",
                       year)
        && read_events(cx, store_query(cx, &LIVED, ARGS(arg_int(client->id), from)), "life", year);
}

/* Told by its shape: done, under way, late, to come, or nothing there. */
static const char *state_of(const struct month *month, bool is_past)
{
    if (month->all == 0)
        return is_past ? "na" : "wait";
    if (month->late > 0)
        return month->settled > 0 ? "part" : "late";
    return month->settled == month->all ? "ok" : "wait";
}

static const char *month_word(struct arena *arena, const struct year *year, int index)
{
    int number = (year->start + index) % MONTHS + 1;

    return view_text(arena, request_language(year->request),
                     arena_format(arena, "client_year.month_%d", number), NULL);
}

static void put_cell(struct arena *arena, const struct year *year, const struct kind *kind,
                     int index, struct json *cells)
{
    const struct month *month = &kind->months[index];
    bool is_event = strcmp(kind->name, "import") == 0 || strcmp(kind->name, "life") == 0;
    const char *state = state_of(month, is_event || index < year->now);
    struct json *cell = json_add_map(cells), *args = json_map(arena);

    json_put_bool(cell, arena_format(arena, "is_%s", state), true);
    json_put_bool(cell, "is_now", index == year->now);
    json_put_text(args, "month", month_word(arena, year, index));
    json_put_int(args, "all", month->all);
    json_put_int(args, "settled", month->settled);
    json_put_int(args, "late", month->late);
    json_put_text(cell, "label",
                  view_text(arena, request_language(year->request),
                            arena_format(arena, "client_year.cell_%s",
                                         is_event && month->all > 0 ? "event" : state),
                            args));
}

static void put_rows(struct arena *arena, const struct year *year, struct json *map)
{
    struct json *rows = json_put_list(map, "rows");

    for (size_t i = 0; i < year->count; i++) {
        struct json *row = json_add_map(rows);
        const char *key = arena_format(arena, "client_year.%s", year->kinds[i].name);
        json_put_text(row, "kind", year->kinds[i].name);
        json_put_text(row, "name", view_text(arena, request_language(year->request), key, NULL));
        struct json *cells = json_put_list(row, "cells");
        for (int j = 0; j < MONTHS; j++)
            put_cell(arena, year, &year->kinds[i], j, cells);
    }
    json_put_bool(map, "has_rows", year->count > 0);
}

static void put_months(struct arena *arena, const struct year *year, struct json *map)
{
    struct json *months = json_put_list(map, "months");

    for (int i = 0; i < MONTHS; i++) {
        struct json *month = json_add_map(months);
        const char *name = month_word(arena, year, i);
        json_put_text(month, "name", name);
        json_put_text(month, "letter", arena_format(arena, "%c", name[0] & ~0x20));
        json_put_bool(month, "is_now", i == year->now);
    }
}

bool client_year_put(struct ctx *cx, const struct request *request, const struct client *client,
                     struct json *model)
{
    struct year year = year_of(client, cx->today);
    struct json *map = json_put_map(model, "year");

    year.request = request;
    if (!read_year(cx, client, &year))
        return false;
    json_put_date(map, "first", year.first);
    json_put_date(map, "last", year.last);
    put_months(cx->arena, &year, map);
    put_rows(cx->arena, &year, map);
    return true;
}
