#include "mission/mission_stand.h"

#include <assert.h>

#include "mission/mission_books.h"
#include "store/visible.h"

static const char *const texts[STAND_COUNT] = {
    [STAND_DRAFT] = "draft", [STAND_SIGNED] = "signed",   [STAND_SUSPENDED] = "suspended",
    [STAND_ENDED] = "ended", [STAND_LACKING] = "lacking", [STAND_ALL] = "all",
};

const char *mission_stand_text(enum mission_stand stand)
{
    assert(stand < STAND_COUNT);
    return texts[stand];
}

#define OF_CLIENTS                                                                                 \
    " JOIN client c ON c.firm = m.firm AND c.id = m.client AND c.state <> 'archived'"              \
    " WHERE m.firm = $1 AND " CLIENT_UNHIDDEN("m.client", "$2", "$3")

SQL(COUNTS, FIRM,
    "SELECT m.state, COUNT(*) FROM mission m" OF_CLIENTS
    " GROUP BY m.state /* scan: all are counted */");

SQL(LACKING, FIRM,
    "SELECT COUNT(DISTINCT x.mission), MIN(x.lacks_on) FROM mission_service x"
    " JOIN client c ON c.firm = x.firm AND c.id = x.client AND c.state <> 'archived'"
    " WHERE x.firm = $1 AND x.lacks <> '' AND (CAST($4 AS BIGINT) = 0 OR x.client = $4)"
    " AND " CLIENT_UNHIDDEN("x.client", "$2", "$3"));

bool mission_lacking(struct ctx *cx, int64_t client, int64_t *count, struct date *since)
{
    struct rows *rows = store_query(
        cx, &LACKING, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today), arg_int(client)));
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;
    struct date first = found > 0 ? rows_date(rows, 1) : cx->today;

    if (!rows_done(rows))
        return false;
    *count = found;
    *since = first;
    return true;
}

bool mission_stand_count(struct ctx *cx, int64_t counts[STAND_COUNT])
{
    struct rows *rows =
        store_query(cx, &COUNTS, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    int64_t found[STAND_COUNT] = { 0 };
    enum mission_state state;
    struct date since;

    while (rows_next(rows))
        if (mission_state_parse(rows_text(rows, 0), &state)) {
            found[state] = rows_int(rows, 1);
            found[STAND_ALL] += rows_int(rows, 1);
        }
    if (!rows_done(rows) || !mission_lacking(cx, 0, &found[STAND_LACKING], &since))
        return false;
    for (size_t i = 0; i < STAND_COUNT; i++)
        counts[i] = found[i];
    return true;
}

#define LISTED "SELECT " MISSION_COLUMNS " FROM mission m" OF_CLIENTS
#define PART " ORDER BY m.id DESC LIMIT $4 OFFSET $5"

SQL(ALL, FIRM, LISTED PART " /* scan: a page of them, in the order of their key */");
SQL(IN_STATE, FIRM, LISTED " AND m.state = $6" PART);
SQL(LACKING_LIST, FIRM,
    LISTED " AND m.id IN (SELECT x.mission FROM mission_service x WHERE x.firm = $1"
           " AND x.lacks <> '')" PART);

static struct rows *query(struct ctx *cx, const struct mission_part *part)
{
    struct arg today = arg_date(cx->arena, cx->today);
    struct arg limit = arg_int(part->limit), from = arg_int(part->from);

    if (part->stand == STAND_ALL)
        return store_query(cx, &ALL, ARGS(arg_int(cx->actor), today, limit, from));
    if (part->stand == STAND_LACKING)
        return store_query(cx, &LACKING_LIST, ARGS(arg_int(cx->actor), today, limit, from));
    return store_query(cx, &IN_STATE,
                       ARGS(arg_int(cx->actor), today, limit, from, arg_text(texts[part->stand])));
}

bool mission_stand_list(struct ctx *cx, const struct mission_part *part, struct mission **missions,
                        size_t *count)
{
    struct mission *list = arena_new(cx->arena, struct mission, (size_t)part->limit + 1);
    size_t used = 0;
    struct rows *rows = query(cx, part);

    while (rows_next(rows))
        list[used++] = mission_row(rows);
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < used; i++)
        if (!mission_services(cx, &list[i]))
            return false;
    *missions = list;
    *count = used;
    return true;
}
