#include "chase/hands.h"

#include "chase/calendar_load.h"
#include "chase/plan.h"
#include "chase/stand_in.h"

int64_t hands_next(const struct hands *hands)
{
    bool is_first = hands->now == hands->first;

    if (hands->rests)
        return 0;
    if (is_first && hands->deputy > 0 && hands->deputy != hands->now
        && hands->deputy != hands->acting)
        return hands->deputy;
    return hands->admin != hands->now && hands->admin != hands->acting ? hands->admin : 0;
}

struct late {
    int64_t id;
    struct hands hands;
    struct date since;
};

static bool list_late(struct ctx *cx, const struct lying *lying, struct late **late, size_t *count)
{
    struct rows *rows = store_query(cx, lying->late, ARGS(arg_date(cx->arena, cx->today)));
    size_t room = 0;

    *late = NULL;
    *count = 0;
    while (rows_next(rows)) {
        if (*count == room)
            *late = arena_grow(cx->arena, *late, &room, sizeof **late);
        (*late)[(*count)++] = (struct late){ .id = rows_int(rows, 0),
                                             .hands = { .first = rows_int(rows, 1),
                                                        .now = rows_int(rows, 2),
                                                        .deputy = rows_int(rows, 3) },
                                             .since = rows_date(rows, 4) };
    }
    return rows_done(rows);
}

SQL(ADMINS, FIRM,
    "SELECT id FROM member WHERE firm = $1 AND role = 'admin' AND state = 'active' ORDER BY id");

/* Those who are there. */
struct admins {
    int64_t *ids;
    size_t count;
};

static bool list_admins(struct ctx *cx, const struct stand_ins *stand_ins, struct admins *admins)
{
    struct rows *rows = store_query(cx, &ADMINS, NO_ARGS);
    size_t room = 0;

    *admins = (struct admins){ 0 };
    while (rows_next(rows)) {
        if (stand_in_is_away(stand_ins, rows_int(rows, 0)))
            continue;
        if (admins->count == room)
            admins->ids = arena_grow(cx->arena, admins->ids, &room, sizeof *admins->ids);
        admins->ids[admins->count++] = rows_int(rows, 0);
    }
    return rows_done(rows);
}

/* Everybody who is away, and in whose place the others have had it. */
static void look_around(struct hands *hands, const struct stand_ins *stand_ins,
                        const struct admins *admins)
{
    hands->acting = stand_in_of(stand_ins, hands->now);
    hands->deputy = stand_in_of(stand_ins, hands->deputy);
    for (size_t i = admins->count; i-- > 0;) {
        int64_t admin = admins->ids[i];
        hands->rests |= admin == hands->now && admin != hands->first;
        if (admin != hands->now && admin != hands->acting && admin != hands->first)
            hands->admin = admin;
    }
}

static bool pass(struct ctx *cx, const struct lying *lying, int64_t *count)
{
    struct stand_ins stand_ins;
    struct calendar calendar;
    struct admins admins;
    struct late *late;
    size_t listed;

    *count = 0;
    if (!calendar_load(cx, &calendar) || !stand_in_load(cx, &stand_ins)
        || !list_admins(cx, &stand_ins, &admins) || !list_late(cx, lying, &late, &listed))
        return false;
    struct date again_on = calendar_after(&calendar, cx->today, CHASE_HAND_DAYS);
    for (size_t i = 0; i < listed; i++) {
        look_around(&late[i].hands, &stand_ins, &admins);
        const struct hand_on on = { late[i].id, hands_next(&late[i].hands), again_on };
        if (!lying->hand_on(cx, &on))
            return false;
        *count += on.next > 0;
    }
    return true;
}

bool hands_pass(struct ctx *cx, const struct lying *lying, int64_t *count)
{
    int64_t passed;

    if (!store_begin(cx) || !store_end(cx, pass(cx, lying, &passed)))
        return false;
    *count = passed;
    return true;
}

/* As the open days run on: each looks at what has waited for too long on it. */
struct course_ahead {
    struct calendar calendar;
    struct late *late;
    size_t late_count;
    struct handed *list;
    size_t count, room;
};

static bool is_late_on(const struct course_ahead *ahead, struct date day)
{
    for (size_t i = 0; i < ahead->late_count; i++)
        if (ahead->late[i].since.day <= day.day)
            return true;
    return false;
}

/* One day in memory; what stays where it is has no day any more. */
static bool day_ahead(struct ctx *cx, struct course_ahead *ahead)
{
    struct date again_on = calendar_after(&ahead->calendar, cx->today, CHASE_HAND_DAYS);
    struct stand_ins stand_ins;
    struct admins admins;

    if (!stand_in_load(cx, &stand_ins) || !list_admins(cx, &stand_ins, &admins))
        return false;
    for (size_t i = 0; i < ahead->late_count; i++) {
        struct late *late = &ahead->late[i];
        struct hands hands = late->hands;
        if (late->since.day > cx->today.day)
            continue;
        look_around(&hands, &stand_ins, &admins);
        int64_t next = hands_next(&hands);
        late->since = next > 0 ? again_on : (struct date){ INT32_MAX };
        if (next == 0)
            continue;
        late->hands.now = next;
        if (ahead->count == ahead->room)
            ahead->list = arena_grow(cx->arena, ahead->list, &ahead->room, sizeof *ahead->list);
        ahead->list[ahead->count++] = (struct handed){ late->id, next, cx->today };
    }
    return true;
}

static bool run_ahead(struct ctx *cx, const struct lying *lying, struct date until,
                      struct course_ahead *ahead)
{
    struct date today = cx->today;

    cx->today = until;
    if (!calendar_load(cx, &ahead->calendar)
        || !list_late(cx, lying, &ahead->late, &ahead->late_count))
        return false;
    for (int day = today.day + 1; day <= until.day; day++) {
        cx->today = (struct date){ day };
        if (calendar_open(&ahead->calendar, cx->today) && is_late_on(ahead, cx->today)
            && !day_ahead(cx, ahead))
            return false;
    }
    return true;
}

bool hands_ahead(struct ctx *cx, const struct lying *lying, struct date until, struct handed **list,
                 size_t *count)
{
    struct course_ahead ahead = { 0 };
    struct ctx own = *cx;
    bool is_run = run_ahead(&own, lying, until, &ahead);

    cx->fault = own.fault;
    *list = ahead.list;
    *count = ahead.count;
    return is_run;
}
