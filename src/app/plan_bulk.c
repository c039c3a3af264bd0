/* Several lines of « Plan du jour » at once: skipped or sent now, with one reason, all or none. */
#include <stdlib.h>
#include <string.h>

#include "app/handlers.h"
#include "app/plan_model.h"
#include "base/str.h"
#include "chase/intervene.h"
#include "store/visible.h"
#include "worker/kinds.h"

const struct field plan_bulk_fields[] = {
    { .name = "act", .check = CHECK_CHOICE, .required = true, .choices = "skip send" },
    { .name = "reason", .check = CHECK_TEXT, .required = true },
    { .name = "line-*", .check = CHECK_FLAG },
    { .name = "back", .check = CHECK_PATH },
    { 0 },
};

/* What one line stands for: obligations, and the reminders that wait; 0: the next one. */
struct target {
    int64_t obligation, reminder;
    const char *kind;
};

struct targets {
    struct target *list;
    size_t count, room;
};

static void target_add(struct ctx *cx, struct targets *targets, struct target target)
{
    if (targets->count == targets->room)
        targets->list = arena_grow(cx->arena, targets->list, &targets->room, sizeof *targets->list);
    targets->list[targets->count++] = target;
}

static bool take_rows(struct ctx *cx, struct rows *rows, struct targets *targets)
{
    while (rows_next(rows))
        target_add(cx, targets,
                   (struct target){ rows_int(rows, 0), rows_int(rows, 1), rows_text(rows, 2) });
    return rows_done(rows);
}

SQL(OF_MESSAGE, FIRM,
    "SELECT r.obligation, r.id, r.kind FROM reminder r"
    " JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation AND o.state = 'open'"
    " WHERE r.firm = $1 AND r.message = $2 AND r.state = 'planned' AND " CLIENT_VISIBLE(
        "o.client", "$3", "$4") " ORDER BY r.id");

/* CROSS keeps SQLite from beginning with all that is to do. */
SQL(OF_CALLS, FIRM,
    "SELECT r.obligation, r.id, r.kind FROM customer c CROSS JOIN obligation o CROSS JOIN reminder "
    "r"
    " WHERE c.firm = $1 AND c.id = $2 AND o.firm = c.firm AND o.client = c.client"
    " AND o.person = c.id AND o.kind = 'invoice' AND r.firm = o.firm AND r.obligation = o.id"
    " AND r.state = 'todo' AND " CLIENT_VISIBLE("c.client", "$3", "$4") " ORDER BY r.id");

/* What today's round would still send to somebody. */
static bool take_forecast(struct ctx *cx, int64_t customer, struct targets *targets)
{
    const struct reach reach = { .until = cx->today, .due_only = true };
    struct forecast *forecasts;
    size_t count;

    if (!plan_forecast(cx, &reach, &forecasts, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < forecasts[i].debts.count; j++) {
            const struct obligation *owed = &forecasts[i].debts.owed[j];
            if (owed->person == customer && owed->issuer > 0
                && forecasts[i].decision.plans[j].taken)
                target_add(cx, targets, (struct target){ owed->id, 0, owed->kind });
        }
    return true;
}

/* « m12 » a message, « c101 » the calls to a customer, « f101 » what is foretold to one. */
static bool take_line(struct ctx *cx, const char *line, struct targets *targets)
{
    char *rest;
    int64_t id = *line ? strtoll(line + 1, &rest, 10) : 0;

    if (id <= 0 || *rest || !strchr("mcf", *line))
        return fail(cx, FAULT_INPUT, "LIGNE", "value", line, NULL);
    if (*line == 'f')
        return take_forecast(cx, id, targets);
    return take_rows(
        cx,
        store_query(cx, *line == 'm' ? &OF_MESSAGE : &OF_CALLS,
                    ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today))),
        targets);
}

static bool act_on(struct ctx *cx, const struct request *request, const struct targets *targets)
{
    bool is_skip = strcmp(request_text(request, "act"), act_text(ACT_SKIP)) == 0;
    const char *reason = str_trim(cx->arena, request_text(request, "reason"));

    for (size_t i = 0; i < targets->count; i++) {
        const struct target *target = &targets->list[i];
        const struct intervention order = { .act = is_skip ? ACT_SKIP : ACT_SEND,
                                            .obligation = target->obligation,
                                            .reminder = target->reminder,
                                            .until = NO_DAY,
                                            .reason = reason };
        if (!chase_intervene(cx, worker_kind(target->kind), &order))
            return false;
    }
    return true;
}

static bool take_lines(struct ctx *cx, const struct request *request, struct targets *targets)
{
    size_t count;
    const struct named *lines = request_named(request, &count);

    for (size_t i = 0; i < count; i++)
        if (!take_line(cx, lines[i].rest, targets))
            return false;
    return count > 0 || fail(cx, FAULT_INPUT, "LIGNE-AUCUNE", NULL);
}

bool plan_bulk(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *back = request_text(request, "back");
    struct targets targets = { 0 };

    if (!take_lines(cx, request, &targets) || !store_begin(cx)
        || !store_end(cx, act_on(cx, request, &targets)))
        return false;
    answer->redirect = *back ? back : "/relances";
    answer->notice =
        strcmp(request_text(request, "act"), "skip") == 0 ? "acted.skip_many" : "acted.send_many";
    return true;
}
