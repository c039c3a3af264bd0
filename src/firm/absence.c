#include "firm/absence.h"

#include "base/limits.h"
#include "firm/member.h"

static bool check_days(struct ctx *cx, const struct absence *absence)
{
    const char *first = date_text(cx->arena, absence->first);
    const char *last = date_text(cx->arena, absence->last);

    if (absence->last.day < absence->first.day)
        return fail(cx, FAULT_INPUT, "ABSENCE-ORDRE", "field", "last", "first", first, "last", last,
                    NULL);
    if (absence->last.day < cx->today.day)
        return fail(cx, FAULT_INPUT, "ABSENCE-PASSEE", "field", "last", "last", last, NULL);
    if (absence->last.day - absence->first.day >= LIMIT_ABSENCE_LENGTH)
        return fail(cx, FAULT_INPUT, "ABSENCE-LONGUE", "field", "last", "first", first, "last",
                    last, NULL);
    return true;
}

static bool check_people(struct ctx *cx, const struct absence *absence)
{
    struct member member, deputy = { 0 };

    if (!member_find(cx, absence->member, &member))
        return false;
    if (member.state == MEMBER_ARCHIVED)
        return fail(cx, FAULT_ABSENT, "MEMBRE-ABSENT", NULL);
    if (absence->deputy == absence->member)
        return fail(cx, FAULT_INPUT, "SUPPLEANT-SOI", "field", "deputy", NULL);
    if (absence->deputy == 0)
        return true;
    if (member_find(cx, absence->deputy, &deputy) && deputy.state == MEMBER_ACTIVE)
        return true;
    if (cx->fault.kind == FAULT_ABSENT)
        cx->fault = (struct fault){ 0 };
    return cx->fault.kind == FAULT_NONE
        && fail(cx, FAULT_INPUT, "SUPPLEANT-ABSENT", "field", "deputy", NULL);
}

#define COLUMNS                                                                                    \
    "SELECT a.id, a.member, COALESCE(a.deputy, 0), a.first_on, a.last_on, a.note, a.added_by,"     \
    " a.added_at, m.name, COALESCE(d.name, '') FROM absence a"                                     \
    " JOIN member m ON m.firm = a.firm AND m.id = a.member"                                        \
    " LEFT JOIN member d ON d.firm = a.firm AND d.id = a.deputy WHERE a.firm = $1"

static struct absence row_read(struct rows *rows)
{
    return (struct absence){
        .id = rows_int(rows, 0),
        .member = rows_int(rows, 1),
        .deputy = rows_int(rows, 2),
        .first = rows_date(rows, 3),
        .last = rows_date(rows, 4),
        .note = rows_text(rows, 5),
        .added_by = rows_int(rows, 6),
        .added_at = rows_instant(rows, 7),
        .member_name = rows_text(rows, 8),
        .deputy_name = rows_text(rows, 9),
    };
}

SQL(MEETS, FIRM,
    "SELECT first_on, last_on FROM absence WHERE firm = $1 AND member = $2 AND last_on >= $3"
    " AND first_on <= $4 ORDER BY first_on LIMIT 1");

SQL(LOCK, FIRM, "UPDATE member SET name = name WHERE firm = $1 AND id = $2");

/* Two of the same member's at once come one after the other. */
static bool check_others(struct ctx *cx, const struct absence *absence)
{
    const char *first = NULL, *last = NULL;

    if (!store_run(cx, &LOCK, ARGS(arg_int(absence->member))))
        return false;
    struct rows *rows =
        store_query(cx, &MEETS,
                    ARGS(arg_int(absence->member), arg_date(cx->arena, absence->first),
                         arg_date(cx->arena, absence->last)));
    if (rows_next(rows)) {
        first = rows_text(rows, 0);
        last = rows_text(rows, 1);
    }
    return rows_done(rows)
        && (!first
            || fail(cx, FAULT_CONFLICT, "ABSENCE-DEJA", "field", "first", "first", first, "last",
                    last, NULL));
}

SQL(ADD, FIRM,
    "INSERT INTO absence (firm, id, member, deputy, first_on, last_on, note, added_at, added_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

static bool add(struct ctx *cx, struct absence *absence)
{
    return check_people(cx, absence) && check_others(cx, absence)
        && store_id(cx, "absence", 1, &absence->id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(absence->id), arg_int(absence->member),
                          arg_int_or_null(absence->deputy > 0, absence->deputy),
                          arg_date(cx->arena, absence->first), arg_date(cx->arena, absence->last),
                          arg_text(absence->note), arg_instant(cx->now), arg_int(cx->actor)));
}

bool absence_add(struct ctx *cx, struct absence *absence)
{
    struct absence added = *absence;

    if (!check_days(cx, absence) || !store_begin(cx) || !store_end(cx, add(cx, &added)))
        return false;
    absence->id = added.id;
    return true;
}

SQL(FIND, FIRM, COLUMNS " AND a.id = $2");

bool absence_find(struct ctx *cx, int64_t id, struct absence *absence)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(id)));
    struct absence found = { 0 };

    if (rows_next(rows))
        found = row_read(rows);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "ABSENCE-ABSENTE", NULL);
    *absence = found;
    return true;
}

SQL(REMOVE, FIRM, "DELETE FROM absence WHERE firm = $1 AND id = $2");

SQL(SHORTEN, FIRM, "UPDATE absence SET last_on = $3 WHERE firm = $1 AND id = $2");

static bool end(struct ctx *cx, int64_t id, struct absence *found)
{
    const struct date yesterday = { cx->today.day - 1 };

    if (!absence_find(cx, id, found))
        return false;
    if (found->last.day < cx->today.day)
        return fail(cx, FAULT_ABSENT, "ABSENCE-ABSENTE", NULL);
    if (found->first.day >= cx->today.day)
        return store_run(cx, &REMOVE, ARGS(arg_int(id)));
    return store_run(cx, &SHORTEN, ARGS(arg_int(id), arg_date(cx->arena, yesterday)));
}

bool absence_end(struct ctx *cx, int64_t id, struct absence *ended)
{
    struct absence found;

    if (!store_begin(cx) || !store_end(cx, end(cx, id, &found)))
        return false;
    *ended = found;
    return true;
}

SQL(LIST_OF_MEMBER, FIRM, COLUMNS " AND a.last_on >= $2 AND a.member = $3 ORDER BY a.first_on");

SQL(LIST, FIRM, COLUMNS " AND a.last_on >= $2 ORDER BY a.first_on, a.id");

bool absence_list(struct ctx *cx, int64_t member, struct absence **absences, size_t *count)
{
    struct arg from = arg_date(cx->arena, cx->today);
    struct rows *rows = member > 0 ? store_query(cx, &LIST_OF_MEMBER, ARGS(from, arg_int(member)))
                                   : store_query(cx, &LIST, ARGS(from));
    struct absence *list = NULL;
    size_t size = 0, room = 0;

    while (rows_next(rows)) {
        if (size == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[size++] = row_read(rows);
    }
    if (!rows_done(rows))
        return false;
    *absences = list;
    *count = size;
    return true;
}
