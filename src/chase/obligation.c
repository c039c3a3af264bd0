#include "chase/obligation.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "chase/rules.h"
#include "outbox/step_in.h"

SQL(OPEN, FIRM,
    "INSERT INTO obligation (firm, id, kind, subject, cycle, version, client, capacity, issuer,"
    " person, scenario, scenario_version, state, opened_on, due_on, owed_cents, dealt,"
    " next_look_on, held, paused, taken_over)"
    " SELECT CAST($1 AS BIGINT), $2, $3, $4, 1, 1, $5, $6, $7, $8, $9, $14, 'open', $10, $11, $12,"
    " '', $13, '', 0, 0"
    " WHERE NOT EXISTS (SELECT 1 FROM client t WHERE t.firm = $1 AND t.id = $5 AND t.tester IS NOT "
    "NULL)");

struct opening {
    struct ctx *cx;
    const struct obligation *owed;
    const struct date *look_on;
    const struct rules *rules;
};

/* The one that was asked for; last versions stand before those left. */
static const struct scenario *scenario_of(const struct rules *rules, const struct scenario *usual,
                                          const struct obligation *owed)
{
    for (size_t i = 0; owed->scenario > 0 && i < rules->count; i++)
        if (rules->scenarios[i].id == owed->scenario
            && strcmp(rules->scenarios[i].kind, owed->kind) == 0)
            return &rules->scenarios[i];
    return usual;
}

/* The first day on which a step may fall; a window may begin before its step's own day. */
static struct date first_day(const struct scenario *scenario, const struct obligation *owed)
{
    struct date first = { INT32_MAX };

    for (size_t i = 0; i < scenario->count; i++) {
        const struct step *step = &scenario->steps[i];
        bool by_opening = step->anchor == ANCHOR_OPENING;
        int day = (by_opening ? owed->opened.day : owed->due.day) + step->days;
        if (step->window_first != 0 && owed->due.day + step->window_first < day)
            day = owed->due.day + step->window_first;
        if (day < first.day)
            first.day = day;
    }
    return first;
}

struct date obligation_opened(const struct rules *rules, const struct scenario *usual,
                              struct obligation *owed, struct date on)
{
    const struct scenario *scenario = scenario_of(rules, usual, owed);

    owed->scenario = scenario->id;
    owed->scenario_version = scenario->version;
    owed->issuer = rules->leader->for_firm ? 0 : owed->client;
    owed->cycle = owed->version = 1;
    owed->opened = on;
    owed->dealt_count = 0;
    owed->dealt_through = owed->last_taken_on = owed->paused_until = NO_DAY;
    return first_day(scenario, owed);
}

static void opening_row(void *state, size_t i, struct arg *args)
{
    const struct opening *opening = state;
    const struct obligation *owed = &opening->owed[i];
    struct arena *arena = opening->cx->arena;

    args[0] = arg_int(owed->id);
    args[1] = arg_text(owed->kind);
    args[2] = arg_int(owed->subject);
    args[3] = arg_int(owed->client);
    args[4] = arg_text(opening->rules->leader->name);
    args[5] = arg_int(owed->issuer);
    args[6] = arg_int(owed->person);
    args[7] = arg_int(owed->scenario);
    args[8] = arg_date(arena, owed->opened);
    args[9] = arg_date(arena, owed->due);
    args[10] = arg_money(owed->owed);
    args[11] = arg_date(arena, opening->look_on[i]);
    args[12] = arg_int(owed->scenario_version);
    args[13] = (struct arg){ .type = ARG_END };
}

/* The default of a kind; a firm that has none gets the kind's own. */
static bool default_find(struct ctx *cx, const struct rules *rules, const char *name,
                         const struct scenario **scenario)
{
    const struct chase_kind *kind = kind_find(rules->leader, name);
    struct rules anew;

    *scenario = rules_default(rules, name);
    if (*scenario)
        return true;
    assert(kind);
    if (!rules_seed_kind(cx, kind) || !rules_load(cx, kind, &anew))
        return false;
    *scenario = rules_default(&anew, name);
    return true;
}

bool chase_open(struct ctx *cx, const struct rules *rules, struct obligation *owed, size_t count)
{
    struct date *look_on = arena_new(cx->arena, struct date, count + 1);
    struct opening opening = { .cx = cx, .owed = owed, .look_on = look_on, .rules = rules };
    const struct scenario *usual;
    int64_t first;

    assert(store_in_transaction(cx->store));
    if (count == 0)
        return true;
    if (!default_find(cx, rules, owed[0].kind, &usual)
        || !store_id(cx, "obligation", count, &first))
        return false;
    for (size_t i = 0; i < count; i++) {
        owed[i].id = first + (int64_t)i;
        look_on[i] = obligation_opened(rules, usual, &owed[i], cx->today);
    }
    return store_many(cx, &OPEN, count, opening_row, &opening);
}

SQL(CHANGE, FIRM,
    "UPDATE obligation SET owed_cents = $4, version = version + 1,"
    " next_look_on = CASE WHEN held = '' THEN next_look_on ELSE $5 END, held = ''"
    " WHERE firm = $1 AND kind = $2 AND subject = $3 AND state = 'open' AND owed_cents <> $4");

SQL(REOPEN, FIRM,
    "UPDATE obligation SET owed_cents = $4, version = version + 1, next_look_on = $5, held = '',"
    " state = 'open', cycle = cycle + 1, dealt = '', dealt_through_on = NULL"
    " WHERE firm = $1 AND kind = $2 AND subject = $3 AND state = 'settled'");

bool chase_change(struct ctx *cx, const char *kind, int64_t subject, struct money owed)
{
    const struct arg *args =
        ARGS(arg_text(kind), arg_int(subject), arg_money(owed), arg_date(cx->arena, cx->today));

    return store_run(cx, &CHANGE, args) && store_run(cx, &REOPEN, args);
}

SQL(SETTLE, FIRM,
    "UPDATE obligation SET state = 'settled', owed_cents = 0, version = version + 1,"
    " next_look_on = NULL, held = ''"
    " WHERE firm = $1 AND kind = $2 AND subject = $3 AND state = 'open'");

SQL(TAKE_OFF, FIRM,
    "UPDATE reminder SET state = 'cancelled', why = 'settled'"
    " WHERE firm = $1 AND state = 'todo' AND obligation IN"
    " (SELECT o.id FROM obligation o WHERE o.firm = $1 AND o.kind = $2 AND o.subject = $3)");

bool chase_settle(struct ctx *cx, const char *kind, int64_t subject)
{
    const struct arg *args = ARGS(arg_text(kind), arg_int(subject));

    return store_run(cx, &SETTLE, args) && store_run(cx, &TAKE_OFF, args);
}

SQL(TOUCH, FIRM,
    "UPDATE obligation SET version = version + 1,"
    " next_look_on = CASE WHEN held = '' THEN next_look_on ELSE $5 END, held = ''"
    " WHERE firm = $1 AND capacity = $2 AND issuer = $3 AND person = $4 AND state = 'open'");

bool chase_touch(struct ctx *cx, const char *capacity, int64_t issuer, int64_t person)
{
    return store_run(
        cx, &TOUCH,
        ARGS(arg_text(capacity), arg_int(issuer), arg_int(person), arg_date(cx->arena, cx->today)));
}

SQL(LOOK_AGAIN, FIRM,
    "UPDATE obligation SET next_look_on = $2 WHERE firm = $1 AND next_look_on > $2");

bool chase_look_again(struct ctx *cx)
{
    return store_run(cx, &LOOK_AGAIN, ARGS(arg_date(cx->arena, cx->today)));
}

SQL(PUT_AWAY, FIRM,
    "UPDATE obligation SET held = $3, version = version + 1"
    " WHERE firm = $1 AND client = $2 AND state = 'open' AND next_look_on IS NOT NULL");

SQL(CALLS_OFF, FIRM,
    "UPDATE reminder SET state = 'cancelled', why = $3 WHERE firm = $1 AND state = 'todo'"
    " AND obligation IN (SELECT o.id FROM obligation o WHERE o.firm = $1 AND o.client = $2"
    " AND o.state = 'open')");

SQL(UNDER_WAY, FIRM,
    "SELECT DISTINCT o.id FROM obligation o JOIN reminder r ON r.firm = o.firm"
    " AND r.obligation = o.id AND r.state = 'planned'"
    " WHERE o.firm = $1 AND o.client = $2 AND o.state = 'open' ORDER BY o.id");

static bool list_under_way(struct ctx *cx, int64_t client, int64_t **obligations, size_t *count)
{
    struct rows *rows = store_query(cx, &UNDER_WAY, ARGS(arg_int(client)));
    size_t room = 0;

    *obligations = NULL;
    *count = 0;
    while (rows_next(rows)) {
        if (*count == room)
            *obligations = arena_grow(cx->arena, *obligations, &room, sizeof **obligations);
        (*obligations)[(*count)++] = rows_int(rows, 0);
    }
    return rows_done(rows);
}

bool chase_put_away(struct ctx *cx, int64_t client)
{
    const char *why = hold_text(HOLD_ARCHIVED);
    const struct arg *args = ARGS(arg_int(client), arg_text(why));
    int64_t *obligations, messages;
    size_t count;

    if (!list_under_way(cx, client, &obligations, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!outbox_take_out(cx, &(struct outing){ .obligation = obligations[i], .why = why },
                             &messages))
            return false;
    return store_run(cx, &PUT_AWAY, args) && store_run(cx, &CALLS_OFF, args);
}

SQL(BRING_BACK, FIRM,
    "UPDATE obligation SET held = '', version = version + 1, next_look_on = $3"
    " WHERE firm = $1 AND client = $2 AND state = 'open' AND held <> ''");

bool chase_take_back(struct ctx *cx, int64_t client)
{
    return store_run(cx, &BRING_BACK, ARGS(arg_int(client), arg_date(cx->arena, cx->today)));
}

const char *dealt_text(struct arena *arena, const struct obligation *owed)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < owed->dealt_count; i++) {
        buf_format(&text, "%s%lld", i > 0 ? " " : "", (long long)owed->dealt[i].step);
        if (owed->dealt[i].rank > 0)
            buf_format(&text, ".%lld", (long long)owed->dealt[i].rank);
    }
    return buf_string(&text);
}

static const struct dealt *dealt_parse(struct arena *arena, const char *text, size_t *count)
{
    size_t room = 0;
    struct dealt *list = NULL;
    char *rest;

    for (*count = 0; *text; text = *rest ? rest + 1 : rest) {
        if (*count == room)
            list = arena_grow(arena, list, &room, sizeof *list);
        struct dealt dealt = { .step = strtoll(text, &rest, 10) };
        if (*rest == '.')
            dealt.rank = strtoll(rest + 1, &rest, 10);
        list[(*count)++] = dealt;
    }
    return list;
}

static struct date day_or_none(struct rows *rows, int column)
{
    return rows_null(rows, column) ? NO_DAY : rows_date(rows, column);
}

struct obligation obligation_row(struct ctx *cx, struct rows *rows)
{
    struct obligation owed = {
        .id = rows_int(rows, 0),
        .kind = rows_text(rows, 1),
        .subject = rows_int(rows, 2),
        .cycle = rows_int(rows, 3),
        .version = rows_int(rows, 4),
        .client = rows_int(rows, 5),
        .issuer = rows_int(rows, 6),
        .person = rows_int(rows, 7),
        .scenario = rows_int(rows, 8),
        .opened = rows_date(rows, 9),
        .due = rows_date(rows, 10),
        .owed = rows_money(rows, 11),
        .dealt_through = day_or_none(rows, 13),
        .last_taken_on = day_or_none(rows, 14),
        .paused = rows_int(rows, 15) != 0,
        .paused_until = day_or_none(rows, 16),
        .taken_over = rows_int(rows, 17),
        .scenario_version = rows_int(rows, 18),
        .archived = strcmp(rows_text(rows, 19), "archived") == 0,
    };

    owed.dealt = dealt_parse(cx->arena, rows_text(rows, 12), &owed.dealt_count);
    return owed;
}

SQL(DONE, FIRM,
    "UPDATE reminder SET state = 'done', why = $3, done_by = $4, done_at = $5"
    " WHERE firm = $1 AND id = $2 AND state = 'todo'");

bool chase_done(struct ctx *cx, int64_t reminder, const char *why)
{
    int64_t changed;

    if (!store_change(
            cx, &DONE,
            ARGS(arg_int(reminder), arg_text(why), arg_int(cx->actor), arg_instant(cx->now)),
            &changed))
        return false;
    return changed == 1
        || fail(cx, FAULT_ABSENT, "RAPPEL-ABSENT", "id",
                arena_format(cx->arena, "%lld", (long long)reminder), NULL);
}
