#include "stepping.h"

#include <string.h>

#include "raw.h"

static bool find_obligation(struct ctx *cx, int64_t subject, int64_t *id)
{
    return raw_number(cx,
                      arena_format(cx->arena,
                                   "SELECT id FROM obligation WHERE firm = 1 AND subject = %lld",
                                   (long long)subject),
                      id);
}

bool stepping_do(struct ctx *cx, const struct deed *deed)
{
    struct intervention order = {
        .act = deed->act,
        .reminder = deed->is_named ? deed->row.id : 0,
        .scenario = deed->act == ACT_MOVE ? deed->number : 0,
        .member = deed->act == ACT_TAKE ? deed->number : 0,
        .until = deed->due,
        .reason = "laws",
    };

    return find_obligation(cx, deed->id, &order.obligation)
        && chase_intervene(cx, life_kind(world->debts[deed->id].owed), &order);
}

bool stepping_was_done(struct ctx *cx, const struct deed *deed)
{
    return deed->again
        && raw_found(cx, "SELECT MAX(id) FROM intervention WHERE firm = 1") > deed->seen;
}

bool stepping_is_declined(const struct fault *fault)
{
    return (fault->kind == FAULT_CONFLICT || fault->kind == FAULT_INPUT)
        && strncmp(fault->code, "BASE", strlen("BASE")) != 0;
}

static bool row_read(struct ctx *cx, struct row *row)
{
    struct rows *rows = raw_query(cx,
                                  arena_format(cx->arena,
                                               "SELECT id, cycle, step, rank, COALESCE(message, 0),"
                                               " day_on FROM reminder WHERE firm = 1 AND id = %lld",
                                               (long long)row->id));

    row->id = 0;
    while (rows_next(rows))
        *row = (struct row){ rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2),
                             rows_int(rows, 3), rows_int(rows, 4), rows_date(rows, 5) };
    return rows_done(rows);
}

/* What a crash interrupted after it was kept is told with the time that it was kept with. */
static int64_t acted_at(struct ctx *cx, const struct deed *deed)
{
    if (!stepping_was_done(cx, deed))
        return wall_now().ms;
    return raw_found(cx, "SELECT at FROM intervention WHERE firm = 1 ORDER BY id DESC LIMIT 1");
}

static void note_act(struct ctx *cx, const struct deed *deed, const char *event, const char *more)
{
    const struct row *row = &deed->row;

    note("{\"e\":\"%s\",\"t\":%lld,\"act\":\"%s\",\"s\":%lld,\"r\":%lld,\"number\":%lld,"
         "\"until\":%d,\"key\":[%lld,%lld,%lld],\"day\":%d,\"m\":%lld,%s}",
         event, (long long)acted_at(cx, deed), act_text(deed->act), (long long)deed->id,
         (long long)row->id, (long long)deed->number, deed->due.day, (long long)row->cycle,
         (long long)row->step, (long long)row->rank, row->day.day, (long long)row->message, more);
}

/* The reminder that the act wrote, when none waited. */
static struct row made_by(struct ctx *cx, const struct deed *deed)
{
    struct row row = { 0 };

    if ((deed->act != ACT_SKIP && deed->act != ACT_SEND) || deed->row.id > 0)
        return row;
    row.id = raw_found(
        cx,
        arena_format(cx->arena, "SELECT MAX(id) FROM reminder WHERE firm = 1 AND subject = %lld",
                     (long long)deed->id));
    if (row.id > 0 && !row_read(cx, &row))
        cx->fault = (struct fault){ 0 };
    return row;
}

/* Whether the reminder has made room. */
static bool is_gone(struct ctx *cx, const struct deed *deed)
{
    struct row row = deed->row;

    return deed->act == ACT_UNSKIP && row_read(cx, &row) && row.id == 0;
}

void stepping_apply(struct ctx *cx, const struct deed *deed)
{
    struct debt *debt = &world->debts[deed->id];

    if (deed->act == ACT_PAUSE || deed->act == ACT_RESUME)
        debt->paused = deed->act == ACT_PAUSE;
    if (deed->act == ACT_MOVE)
        debt->scenario = deed->number;
    if (deed->act == ACT_TAKE || deed->act == ACT_RELEASE)
        debt->taken = deed->act == ACT_TAKE ? deed->number : 0;
    struct row made = made_by(cx, deed);
    note_act(cx, deed, "act",
             arena_format(cx->arena, "\"made\":%lld,\"made_key\":[%lld,%lld,%lld],\"gone\":%d",
                          (long long)made.id, (long long)made.cycle, (long long)made.step,
                          (long long)made.rank, is_gone(cx, deed)));
}

void stepping_decline(struct ctx *cx, const struct deed *deed)
{
    note_act(cx, deed, "declined", arena_format(cx->arena, "\"code\":\"%s\"", cx->fault.code));
}

static enum act some_act(const struct debt *debt)
{
    static const enum act acts[] = { ACT_PAUSE, ACT_SKIP, ACT_SKIP, ACT_SEND,  ACT_SEND,
                                     ACT_MOVE,  ACT_DUE,  ACT_TAKE, ACT_UNSKIP };

    if (debt->paused && roll(2))
        return ACT_RESUME;
    if (debt->taken > 0 && roll(2))
        return ACT_RELEASE;
    return acts[roll((int)COUNT_OF(acts))];
}

/* Of the same kind: there are two of each. */
static int64_t other_scenario(const struct debt *debt)
{
    return debt->scenario % 2 == 1 ? debt->scenario + 1 : debt->scenario - 1;
}

/* What waits to leave or to be done by hand; the person may point to it, or to no step. */
static bool find_waiting(struct ctx *cx, struct deed *deed)
{
    const char *of = arena_format(cx->arena,
                                  " FROM reminder WHERE firm = 1 AND subject = %lld"
                                  " AND state IN ('planned', 'todo')",
                                  (long long)deed->id);
    int64_t count = 0;

    if (!raw_number(cx, arena_format(cx->arena, "SELECT COUNT(*)%s", of), &count)
        || !raw_number(cx, arena_format(cx->arena, "SELECT MAX(id)%s", of), &deed->row.id))
        return false;
    deed->is_named = count > 1 || (count == 1 && roll(2));
    return row_read(cx, &deed->row);
}

/* What was skipped or held last, of whatever cycle. */
static bool find_skipped(struct ctx *cx, struct deed *deed)
{
    const char *last = arena_format(cx->arena,
                                    "SELECT MAX(id) FROM reminder WHERE firm = 1"
                                    " AND subject = %lld AND state = 'cancelled'"
                                    " AND why IN ('skipped', 'subject')",
                                    (long long)deed->id);

    deed->is_named = true;
    return raw_number(cx, last, &deed->row.id) && row_read(cx, &deed->row);
}

static bool prepare(struct ctx *cx, struct deed *deed)
{
    static const char LAST[] = "SELECT MAX(id) FROM intervention WHERE firm = 1";

    return raw_number(cx, LAST, &deed->seen)
        && (deed->act == ACT_UNSKIP ? find_skipped(cx, deed) : find_waiting(cx, deed));
}

static void step_in(struct ctx *cx, struct deed deed)
{
    struct arena_mark mark = arena_mark(cx->arena);

    if (prepare(cx, &deed))
        deed_perform(cx, deed);
    else
        note_fault("step in", &cx->fault);
    cx->fault = (struct fault){ 0 };
    arena_rewind(cx->arena, mark);
}

void stepping_turn(struct ctx *cx, int64_t subject)
{
    const struct debt *debt = &world->debts[subject];
    struct deed deed = { .doing = DO_STEP_IN, .id = subject, .act = some_act(debt) };

    deed.due = roll(3) ? (struct date){ world->day.day + roll(25) } : NO_DAY;
    if (deed.act == ACT_DUE)
        deed.due = (struct date){ world->day.day + roll(45) - 5 };
    if (deed.act == ACT_MOVE)
        deed.number = other_scenario(debt);
    if (deed.act == ACT_TAKE)
        deed.number = 1 + roll(MEMBERS);
    step_in(cx, deed);
}

void stepping_hold(struct ctx *cx, int64_t subject)
{
    const struct deed deed = {
        .doing = DO_STEP_IN, .id = subject, .act = ACT_PAUSE, .due = NO_DAY
    };

    step_in(cx, deed);
}

void stepping_unskip(struct ctx *cx, int64_t subject)
{
    const struct deed deed = { .doing = DO_STEP_IN, .id = subject, .act = ACT_UNSKIP };

    step_in(cx, deed);
}
