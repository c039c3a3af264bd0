#include "chase/intervene.h"

#include <assert.h>
#include <string.h>

#include "chase/intervene_step.h"
#include "chase/obligation.h"
#include "chase/rest.h"
#include "chase/skipped.h"
#include "outbox/step_in.h"

static const char *const act_names[ACT_COUNT] = {
    [ACT_PAUSE] = "pause",     [ACT_RESUME] = "resume", [ACT_SKIP] = "skip",
    [ACT_SEND] = "send",       [ACT_MOVE] = "move",     [ACT_TAKE] = "take",
    [ACT_RELEASE] = "release", [ACT_DUE] = "due",       [ACT_UNSKIP] = "unskip",
};

const char *act_text(enum act act)
{
    assert(act < ACT_COUNT);
    return act_names[act];
}

SQL(FIND, FIRM,
    "SELECT " OBLIGATION_COLUMNS ", o.state FROM obligation o WHERE o.firm = $1 AND o.id = $2");

bool obligation_find(struct ctx *cx, int64_t id, struct obligation *owed)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(id)));
    struct obligation found = { 0 };
    bool is_open = false;

    if (rows_next(rows)) {
        found = obligation_row(cx, rows);
        is_open = strcmp(rows_text(rows, OBLIGATION_WIDTH), "open") == 0;
    }
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "OBLIGATION-ABSENTE", NULL);
    if (!is_open)
        return fail(cx, FAULT_CONFLICT, "OBLIGATION-REGLEE", NULL);
    *owed = found;
    return true;
}

static bool already(struct stepping *stepping)
{
    return fail(stepping->cx, FAULT_CONFLICT, "ACTE-DEJA", NULL);
}

static bool take_out(struct stepping *stepping, const char *why)
{
    int64_t taken_out;

    return outbox_take_out(stepping->cx,
                           &(struct outing){ .obligation = stepping->before.id, .why = why },
                           &taken_out);
}

/* What rests is paused all the same: a person's own pause changes beneath (E-9). */
static bool set_pause(struct stepping *stepping, bool paused, struct date until)
{
    struct rest rest;

    if (!rest_find(stepping->cx, stepping->before.id, &rest))
        return false;
    if (!rest.stands) {
        stepping->after.paused = paused;
        stepping->after.paused_until = until;
        return true;
    }
    if (!paused && !rest.paused)
        return fail(stepping->cx, FAULT_CONFLICT, "MISSION-SUSPENDUE", NULL);
    rest.paused = paused;
    rest.until = until;
    return rest_change(stepping->cx, stepping->before.id, &rest);
}

static bool act_pause(struct stepping *stepping)
{
    struct ctx *cx = stepping->cx;
    struct date until = stepping->order->until;

    if (until.day != NO_DAY.day && until.day < cx->today.day)
        return fail(cx, FAULT_INPUT, "PAUSE-PASSEE", "field", "until", "value",
                    date_text(cx->arena, until), NULL);
    return set_pause(stepping, true, until) && take_out(stepping, hold_text(HOLD_SUBJECT));
}

static bool act_resume(struct stepping *stepping)
{
    if (!stepping->before.paused)
        return already(stepping);
    return set_pause(stepping, false, NO_DAY);
}

SQL(SCENARIO, FIRM,
    "SELECT version FROM scenario WHERE firm = $1 AND id = $2 AND kind = $3"
    " AND (archived = 0 OR id = $4)");

static bool act_move(struct stepping *stepping)
{
    struct ctx *cx = stepping->cx;
    const struct obligation *before = &stepping->before;
    int64_t scenario = stepping->order->scenario;
    struct rows *rows = store_query(
        cx, &SCENARIO, ARGS(arg_int(scenario), arg_text(before->kind), arg_int(before->scenario)));
    int64_t version = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    if (version == 0)
        return fail(cx, FAULT_ABSENT, "SCENARIO-ABSENT", NULL);
    if (scenario == before->scenario && version == before->scenario_version)
        return already(stepping);
    stepping->after.scenario = scenario;
    stepping->after.scenario_version = version;
    return scenario == before->scenario || take_out(stepping, "moved");
}

SQL(MEMBER, FIRM, "SELECT 1 FROM member WHERE firm = $1 AND id = $2 AND state = 'active'");

static bool member_stands(struct ctx *cx, int64_t member)
{
    struct rows *rows = store_query(cx, &MEMBER, ARGS(arg_int(member)));
    bool stands = rows_next(rows);

    return rows_done(rows) && (stands || fail(cx, FAULT_ABSENT, "MEMBRE-ABSENT", NULL));
}

SQL(HAND_OVER, FIRM,
    "UPDATE reminder SET state = 'todo', why = '', message = NULL, assignee = $3, escalate_on = $4"
    " WHERE firm = $1 AND obligation = $2"
    " AND (state = 'todo' OR (state = 'cancelled' AND why = 'taken over' AND resend = 0))");

/*
 * What was about to leave is this member's to do now, and what somebody else was to do. A resend is
 * called off: what it was to repeat may have left.
 */
static bool act_take(struct stepping *stepping)
{
    struct ctx *cx = stepping->cx;
    int64_t member = stepping->order->member ? stepping->order->member : cx->actor;

    if (member == stepping->before.taken_over)
        return already(stepping);
    stepping->after.taken_over = member;
    struct date on = calendar_after(&stepping->rules.calendar, cx->today, CHASE_HAND_DAYS);
    return member_stands(cx, member) && take_out(stepping, "taken over")
        && store_run(cx, &HAND_OVER,
                     ARGS(arg_int(stepping->before.id), arg_int(member), arg_date(cx->arena, on)));
}

static bool act_release(struct stepping *stepping)
{
    if (stepping->before.taken_over == 0)
        return already(stepping);
    stepping->after.taken_over = 0;
    return true;
}

SQL(CANCEL_TODO, FIRM,
    "UPDATE reminder SET state = 'cancelled', why = $3"
    " WHERE firm = $1 AND obligation = $2 AND state = 'todo'");

static bool act_due(struct stepping *stepping)
{
    struct obligation *after = &stepping->after;
    const struct arg *args = ARGS(arg_int(after->id), arg_text("due"));

    if (stepping->order->until.day == after->due.day || stepping->order->until.day == NO_DAY.day)
        return already(stepping);
    after->due = stepping->order->until;
    after->cycle++;
    after->dealt_count = 0;
    after->dealt_through = NO_DAY;
    return take_out(stepping, "due") && store_run(stepping->cx, &CANCEL_TODO, args);
}

SQL(KEEP, FIRM,
    "INSERT INTO intervention (firm, id, obligation, act, step, member, scenario, until_on, at, by,"
    " reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

static struct arg day_or_null(struct arena *arena, struct date day)
{
    return day.day == NO_DAY.day ? arg_text(NULL) : arg_date(arena, day);
}

static bool keep(struct stepping *stepping)
{
    const struct intervention *order = stepping->order;
    const struct obligation *after = &stepping->after;
    struct ctx *cx = stepping->cx;
    bool has_day = order->act == ACT_PAUSE || order->act == ACT_DUE;
    int64_t id;

    return store_id(cx, "intervention", 1, &id)
        && store_run(cx, &KEEP,
                     ARGS(arg_int(id), arg_int(after->id), arg_text(act_text(order->act)),
                          arg_int_or_null(stepping->step > 0, stepping->step),
                          arg_int_or_null(order->act == ACT_TAKE, after->taken_over),
                          arg_int_or_null(order->act == ACT_MOVE, after->scenario),
                          day_or_null(cx->arena, has_day ? order->until : NO_DAY),
                          arg_instant(cx->now), arg_int(cx->actor), arg_text(order->reason)));
}

SQL(WRITE, FIRM,
    "UPDATE obligation SET cycle = $4, scenario = $5, due_on = $6, dealt = $7,"
    " dealt_through_on = $8, last_taken_on = $9, paused = $10, paused_until_on = $11,"
    " taken_over = $12, next_look_on = $13, scenario_version = $14, held = '',"
    " version = version + 1"
    " WHERE firm = $1 AND id = $2 AND version = $3 AND state = 'open'");

static bool write_after(struct stepping *stepping)
{
    const struct obligation *after = &stepping->after;
    struct ctx *cx = stepping->cx;
    struct arena *arena = cx->arena;
    int64_t changed;

    if (!store_change(cx, &WRITE,
                      ARGS(arg_int(after->id), arg_int(after->version), arg_int(after->cycle),
                           arg_int(after->scenario), arg_date(arena, after->due),
                           arg_text(dealt_text(arena, after)),
                           day_or_null(arena, after->dealt_through),
                           day_or_null(arena, after->last_taken_on), arg_int(after->paused),
                           day_or_null(arena, after->paused_until), arg_int(after->taken_over),
                           arg_date(arena, cx->today), arg_int(after->scenario_version)),
                      &changed))
        return false;
    return changed == 1 || fail(cx, FAULT_CONFLICT, "OBLIGATION-CHANGEE", NULL);
}

static bool step_in(struct stepping *stepping)
{
    static bool (*const acts[ACT_COUNT])(struct stepping * stepping) = {
        [ACT_PAUSE] = act_pause,     [ACT_RESUME] = act_resume, [ACT_SKIP] = step_skip,
        [ACT_SEND] = step_send,      [ACT_MOVE] = act_move,     [ACT_TAKE] = act_take,
        [ACT_RELEASE] = act_release, [ACT_DUE] = act_due,       [ACT_UNSKIP] = step_unskip,
    };
    struct ctx *cx = stepping->cx;
    const struct intervention *order = stepping->order;

    if (!*order->reason)
        return fail(cx, FAULT_INPUT, "MOTIF", "field", "reason", NULL);
    if (!obligation_find(cx, order->obligation, &stepping->before)
        || !rules_load(cx, stepping->leader, &stepping->rules))
        return false;
    stepping->after = stepping->before;
    return acts[order->act](stepping) && write_after(stepping) && keep(stepping);
}

bool chase_intervene(struct ctx *cx, const struct chase_kind *kind,
                     const struct intervention *intervention)
{
    struct stepping stepping = { .cx = cx, .leader = kind_leader(kind), .order = intervention };

    if (store_in_transaction(cx->store))
        return step_in(&stepping);
    return store_begin(cx) && store_end(cx, step_in(&stepping));
}
