/* Moving what runs on to the last version of its scenario. */
#include <assert.h>

#include "chase/calendar_load.h"
#include "chase/obligation.h"
#include "chase/scenario_version.h"

SQL(BEHIND, FIRM,
    "SELECT COUNT(*) FROM (SELECT o.id FROM obligation o WHERE o.firm = $1 AND o.scenario = $2"
    " AND o.scenario_version < $3 AND " SCENARIO_RUNS_SEEN("$5", "$6") " LIMIT $4) t");

bool scenario_behind(struct ctx *cx, const struct scenario *last, int64_t limit, int64_t *count)
{
    struct rows *rows = store_query(cx, &BEHIND,
                                    ARGS(arg_int(last->id), arg_int(last->version), arg_int(limit),
                                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *count = found;
    return true;
}

/* Obligations about to be moved on. */
struct moving {
    struct ctx *cx;
    struct kept_scenario kept;
    struct calendar calendar;
    struct obligation *owed;
    size_t count;
    int64_t seen; /* of them, by the member who orders it */
};

SQL(TO_MOVE, FIRM,
    "SELECT " OBLIGATION_COLUMNS ", CASE WHEN " CLIENT_UNHIDDEN(
        "o.client", "$5",
        "$6") " THEN 1"
              " ELSE 0 END FROM obligation o WHERE o.firm = $1 AND o.scenario = $2"
              " AND o.scenario_version < $3 AND " SCENARIO_RUNS
              " ORDER BY o.scenario_version, o.client, o.id LIMIT $4");

static bool read_owed(struct moving *moving)
{
    const struct scenario *last = &moving->kept.scenario;
    struct ctx *cx = moving->cx;
    struct rows *rows =
        store_query(cx, &TO_MOVE,
                    ARGS(arg_int(last->id), arg_int(last->version), arg_int(SCENARIO_MOVED),
                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    moving->owed = arena_new(cx->arena, struct obligation, SCENARIO_MOVED);
    while (rows_next(rows)) {
        moving->owed[moving->count++] = obligation_row(cx, rows);
        moving->seen += rows_int(rows, OBLIGATION_WIDTH);
    }
    return rows_done(rows);
}

SQL(MOVE, FIRM,
    "UPDATE obligation SET scenario_version = $4, next_look_on = $5, held = '',"
    " version = version + 1 WHERE firm = $1 AND due_on = $2 AND id = $3");

/* Today when the last version has something to say today. */
static struct arg look_on(const struct moving *moving, const struct obligation *owed)
{
    struct ctx *cx = moving->cx;
    struct plan plan =
        chase_plan(cx->arena, owed, &moving->kept.scenario, &moving->calendar, cx->today);
    struct date look = plan.count > 0 ? cx->today : plan.look_on;

    return look.day == NO_DAY.day ? arg_text(NULL) : arg_date(cx->arena, look);
}

static void move_row(void *state, size_t i, struct arg *args)
{
    const struct moving *moving = state;
    const struct obligation *owed = &moving->owed[i];

    args[0] = arg_date(moving->cx->arena, owed->due);
    args[1] = arg_int(owed->id);
    args[2] = arg_int(moving->kept.scenario.version);
    args[3] = look_on(moving, owed);
    args[4] = (struct arg){ .type = ARG_END };
}

static bool move(struct moving *moving, int64_t scenario)
{
    struct ctx *cx = moving->cx;

    return scenario_find(cx, scenario, &moving->kept) && calendar_load(cx, &moving->calendar)
        && read_owed(moving) && store_many(cx, &MOVE, moving->count, move_row, moving);
}

static bool move_some(struct ctx *cx, int64_t scenario, struct moving *moving)
{
    struct arena_mark mark = arena_mark(cx->arena);

    *moving = (struct moving){ .cx = cx };
    if (!store_begin(cx) || !store_end(cx, move(moving, scenario)))
        return false;
    arena_rewind(cx->arena, mark);
    return true;
}

bool scenario_move_on(struct ctx *cx, int64_t scenario, int64_t *moved)
{
    struct moving some;
    int64_t seen = 0;

    assert(!store_in_transaction(cx->store));
    do {
        if (!move_some(cx, scenario, &some))
            return false;
        seen += some.seen;
    } while (some.count == SCENARIO_MOVED);
    *moved = seen;
    return true;
}
