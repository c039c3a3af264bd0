#include "chase/stand_in.h"

/* An absence's own deputy comes first; two absences at once are refused, but never trusted. */
SQL(AWAY, FIRM,
    "SELECT a.member, MIN(COALESCE((SELECT d.id FROM member d WHERE d.firm = a.firm"
    " AND d.id = COALESCE(a.deputy, m.deputy) AND d.state = 'active'), 0))"
    " FROM absence a JOIN member m ON m.firm = a.firm AND m.id = a.member"
    " WHERE a.firm = $1 AND a.last_on >= $2 AND a.first_on <= $2"
    " GROUP BY a.member ORDER BY a.member");

bool stand_in_load(struct ctx *cx, struct stand_ins *stand_ins)
{
    struct rows *rows = store_query(cx, &AWAY, ARGS(arg_date(cx->arena, cx->today)));
    struct away *away = NULL;
    size_t count = 0, room = 0;

    while (rows_next(rows)) {
        if (count == room)
            away = arena_grow(cx->arena, away, &room, sizeof *away);
        away[count++] = (struct away){ rows_int(rows, 0), rows_int(rows, 1) };
    }
    if (!rows_done(rows))
        return false;
    *stand_ins = (struct stand_ins){ away, count };
    return true;
}

static const struct away *find(const struct stand_ins *stand_ins, int64_t member)
{
    for (size_t i = 0; i < stand_ins->count; i++)
        if (stand_ins->away[i].member == member)
            return &stand_ins->away[i];
    return NULL;
}

bool stand_in_is_away(const struct stand_ins *stand_ins, int64_t member)
{
    return find(stand_ins, member) != NULL;
}

int64_t stand_in_of(const struct stand_ins *stand_ins, int64_t member)
{
    const struct away *away = find(stand_ins, member);

    for (size_t i = 0; away && i < stand_ins->count; i++) {
        member = away->deputy;
        away = find(stand_ins, member);
    }
    return away ? 0 : member;
}

const int64_t *stand_in_all(struct arena *arena, const struct stand_ins *stand_ins, int64_t member)
{
    int64_t *all = arena_new(arena, int64_t, stand_ins->count + 2);
    size_t count = 0;

    if (!stand_in_is_away(stand_ins, member))
        all[count++] = member;
    for (size_t i = 0; i < stand_ins->count; i++)
        if (stand_in_of(stand_ins, stand_ins->away[i].member) == member)
            all[count++] = stand_ins->away[i].member;
    return all;
}
