#include "app/board_load.h"

#include <stdlib.h>

#include "app/page.h"
#include "app/people.h"
#include "app/work_filter.h"
#include "chase/calendar_load.h"
#include "firm/absence.h"
#include "store/visible.h"

/* The busiest stand above the columns, which are to begin on the first screen; the rest folds. */
enum { DAY_MINUTES = 7 * 60, BAR = 1000, BUSIEST = 8, LOADS = 40 };

struct load {
    int64_t member, open, late, planned;
    const char *name;
    bool is_here, is_shown; /* shown: of the hub that is asked for */
};

/* What the hours of a week are counted from. */
struct week {
    struct work_days days;
    struct calendar calendar;
    struct people people;
    const struct absence *absences;
    size_t absence_count;
};

SQL(LOADED, FIRM,
    "SELECT t.holder, COUNT(*), CAST(SUM(CASE WHEN t.due_on < $3 THEN 1 ELSE 0 END) AS BIGINT),"
    " CAST(SUM(CASE WHEN t.due_on <= $4 AND t.minutes > t.minutes_spent"
    " THEN t.minutes - t.minutes_spent ELSE 0 END) AS BIGINT),"
    " CAST(SUM(CASE WHEN CAST($5 AS BIGINT) <> 0 AND t.client IN (SELECT l.id FROM client l"
    " WHERE l.firm = $1 AND l.hub = $5) THEN 1 ELSE 0 END) AS BIGINT)"
    " FROM task t WHERE t.firm = $1 AND t.state IN ('todo', 'doing', 'review')"
    " AND t.holder IS NOT NULL"
    " AND " CLIENT_UNHIDDEN("t.client", "$2", "$3") " GROUP BY t.holder");

static bool is_away(const struct week *week, int64_t member, struct date day)
{
    for (size_t i = 0; i < week->absence_count; i++) {
        const struct absence *absence = &week->absences[i];
        if (absence->member == member && absence->first.day <= day.day
            && absence->last.day >= day.day)
            return true;
    }
    return false;
}

static int64_t minutes_of(const struct week *week, int64_t member)
{
    int64_t minutes = 0;

    for (struct date day = week->days.first; day.day <= week->days.last.day; day.day++)
        if (calendar_open(&week->calendar, day) && !is_away(week, member, day))
            minutes += DAY_MINUTES;
    return minutes;
}

/* « 12 h », « 1 h 30 ». */
static const char *hours(struct arena *arena, int64_t minutes)
{
    const char *rest = arena_format(arena, "\u00A0%02d", (int)(minutes % 60));

    return arena_format(arena, "%lld\u00A0h%s", (long long)(minutes / 60),
                        minutes % 60 > 0 ? rest : "");
}

static void put_away(const struct week *week, int64_t member, struct json *map)
{
    bool away = stand_in_is_away(&week->people.away, member);
    const struct member *deputy =
        away ? people_find(&week->people, stand_in_of(&week->people.away, member)) : NULL;

    json_put_bool(map, "is_away", away);
    json_put_text(map, "deputy", deputy ? deputy->name : NULL);
}

static void put_load(struct ctx *cx, const struct week *week, const struct load *load,
                     struct json *map)
{
    int64_t minutes = minutes_of(week, load->member);
    bool is_over = load->planned > minutes;

    json_put_int(map, "id", load->member);
    json_put_text(map, "name", load->name);
    json_put_text(map, "initials", page_initials(cx->arena, load->name));
    json_put_int(map, "count", load->open);
    json_put_int(map, "late", load->late);
    json_put_bool(map, "has_late", load->late > 0);
    json_put_bool(map, "is_self", load->member == cx->actor);
    json_put_text(map, "planned", hours(cx->arena, load->planned));
    json_put_text(map, "hours", hours(cx->arena, minutes));
    json_put_bool(map, "is_over", is_over);
    json_put_int(map, "bar", is_over ? BAR : minutes > 0 ? BAR * load->planned / minutes : 0);
    put_away(week, load->member, map);
}

static bool week_load(struct ctx *cx, struct week *week)
{
    struct absence *absences;

    week->days = work_days_of(cx->today, "week");
    if (!calendar_load(cx, &week->calendar) || !people_load(cx, &week->people)
        || !absence_list(cx, 0, &absences, &week->absence_count))
        return false;
    week->absences = absences;
    return true;
}

static struct load *load_of(struct load *loads, size_t count, int64_t member)
{
    for (size_t i = 0; i < count; i++)
        if (loads[i].member == member)
            return &loads[i];
    return NULL;
}

/* Everybody who works here, and who left with something. */
static struct load *begin(struct ctx *cx, const struct people *people, int64_t hub)
{
    struct load *loads = arena_new(cx->arena, struct load, people->count + 1);

    for (size_t i = 0; i < people->count; i++)
        loads[i] = (struct load){ .member = people->members[i].id,
                                  .name = people->members[i].name,
                                  .is_here = people->members[i].state == MEMBER_ACTIVE,
                                  .is_shown = hub == 0 || people->members[i].hub == hub };
    return loads;
}

static bool fill(struct ctx *cx, const struct week *week, int64_t hub, struct load *loads)
{
    struct rows *rows = store_query(cx, &LOADED,
                                    ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today),
                                         arg_date(cx->arena, week->days.last), arg_int(hub)));

    while (rows_next(rows)) {
        struct load *load = load_of(loads, week->people.count, rows_int(rows, 0));
        if (!load)
            continue;
        load->open = rows_int(rows, 1);
        load->late = rows_int(rows, 2);
        load->planned = rows_int(rows, 3);
        load->is_shown = load->is_shown || rows_int(rows, 4) > 0;
    }
    return rows_done(rows);
}

static int by_planned(const void *left, const void *right)
{
    const struct load *a = left, *b = right;

    if (a->planned != b->planned)
        return a->planned > b->planned ? -1 : 1;
    if (a->open != b->open)
        return a->open > b->open ? -1 : 1;
    return (a->member > b->member) - (a->member < b->member);
}

bool board_load_put(struct ctx *cx, int64_t hub, struct json *model)
{
    struct json *busy = json_put_list(model, "loads"), *more = json_put_list(model, "more_loads"),
                *idle = json_put_list(model, "idle");
    struct week week = { 0 };

    if (!week_load(cx, &week))
        return false;
    struct load *loads = begin(cx, &week.people, hub);
    if (!fill(cx, &week, hub, loads))
        return false;
    qsort(loads, week.people.count, sizeof *loads, by_planned);
    for (size_t i = 0; i < week.people.count; i++) {
        struct json *list = loads[i].open == 0 ? idle : json_count(busy) < BUSIEST ? busy : more;
        if (loads[i].is_shown && (loads[i].is_here || loads[i].open > 0)
            && json_count(list) < LOADS)
            put_load(cx, &week, &loads[i], json_add_map(list));
    }
    json_put_int(model, "more_count", (int64_t)json_count(more));
    json_put_bool(model, "has_more_loads", json_count(more) > 0);
    json_put_int(model, "idle_count", (int64_t)json_count(idle));
    json_put_bool(model, "has_idle", json_count(idle) > 0);
    json_put_bool(model, "has_loads", json_count(busy) + json_count(idle) > 0);
    return true;
}
