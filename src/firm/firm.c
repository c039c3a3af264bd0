#include "firm/firm.h"

#include "chase/rules.h"

SQL(ADD, FIRM,
    "INSERT INTO firm (id, name, siren, language, calendar, time_zone, open_from_minute,"
    " open_until_minute, base_url, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

static bool seed(struct ctx *cx, const struct chase_kind *const *kinds)
{
    bool well = true;

    for (; well && kinds && *kinds; kinds++)
        well = rules_seed_kind(cx, *kinds) && seed(cx, (*kinds)->mates);
    return well;
}

static bool add(struct ctx *cx, const struct firm *firm, const struct chase_kind *const *kinds)
{
    return store_run(cx, &ADD,
                     ARGS(arg_text(firm->name), arg_text(firm->siren), arg_text(firm->language),
                          arg_text(region_text(firm->region)), arg_text(firm->time_zone),
                          arg_int(firm->open_from_minute), arg_int(firm->open_until_minute),
                          arg_text(firm->base_url), arg_instant(cx->now)))
        && seed(cx, kinds);
}

bool firm_add(struct ctx *cx, struct firm *firm, const struct chase_kind *const *kinds)
{
    int64_t id;

    scope_firm(cx->store, 0);
    if (!store_id(cx, "firm", 1, &id))
        return false;
    scope_firm(cx->store, id);
    if (!store_begin(cx) || !store_end(cx, add(cx, firm, kinds)))
        return false;
    firm->id = id;
    firm->created_at = cx->now;
    return true;
}

SQL(FIND, FIRM,
    "SELECT id, name, siren, language, calendar, time_zone, open_from_minute, open_until_minute,"
    " base_url, created_at FROM firm WHERE id = $1");

bool firm_find(struct ctx *cx, struct firm *firm)
{
    struct rows *rows = store_query(cx, &FIND, NO_ARGS);
    struct firm found = { 0 };

    if (rows_next(rows)) {
        found = (struct firm){
            .id = rows_int(rows, 0),
            .name = rows_text(rows, 1),
            .siren = rows_text(rows, 2),
            .language = rows_text(rows, 3),
            .time_zone = rows_text(rows, 5),
            .open_from_minute = (int)rows_int(rows, 6),
            .open_until_minute = (int)rows_int(rows, 7),
            .base_url = rows_text(rows, 8),
            .created_at = rows_instant(rows, 9),
        };
        if (!region_parse(rows_text(rows, 4), &found.region))
            found.region = REGION_METROPOLE;
    }
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "CABINET-ABSENT", NULL);
    *firm = found;
    return true;
}

SQL(RENAME, FIRM, "UPDATE firm SET name = $2 WHERE id = $1");

bool firm_rename(struct ctx *cx, const char *name)
{
    return store_run(cx, &RENAME, ARGS(arg_text(name)));
}

SQL(FIRST, GLOBAL, "SELECT MIN(id) FROM firm");

bool firm_first(struct ctx *cx, int64_t *id)
{
    struct rows *rows = store_query(cx, &FIRST, NO_ARGS);
    int64_t first = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *id = first;
    return true;
}
