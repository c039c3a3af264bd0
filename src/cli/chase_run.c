#include <signal.h>

#include "cli/chase_acts.h"
#include "cli/house.h"
#include "outbox/freeze.h"
#include "outbox/suspension.h"
#include "view/view.h"
#include "worker/turns.h"

/* Set by Ctrl+C: what stands past its point gets its answer, the rest stays due. */
static volatile bool stop;

static void order_stop(int number)
{
    (void)number;
    stop = true;
}

static void heed_signals(void)
{
    struct sigaction action = { .sa_handler = order_stop };

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* --on may only say what is so: a step taken on another day than its own is spent (C-1, C-2). */
static bool check_day(struct ctx *cx, const struct call *call)
{
    struct date on = cx->today;

    if (!call_date(cx, call, "on", &on))
        return false;
    return on.day == cx->today.day
        || fail(cx, FAULT_INPUT, "JOUR-AUTRE", "field", "on", "on", date_text(cx->arena, on),
                "today", date_text(cx->arena, cx->today), NULL);
}

static void put_counts(struct json *model, const struct turned *day)
{
    const struct round *round = &day->rounds.total;
    const struct sending *sending = &day->sending;

    json_put_int(model, "digests", day->rounds.digests);
    json_put_int(model, "messages", round->messages);
    json_put_int(model, "calls", round->calls);
    json_put_int(model, "superseded", round->superseded);
    json_put_int(model, "lapsed", round->lapsed);
    json_put_int(model, "held", round->held);
    json_put_int(model, "sent", sending->sent);
    json_put_int(model, "later", sending->later);
    json_put_int(model, "refused", sending->refused);
    json_put_int(model, "dropped", sending->dropped);
    json_put_int(model, "to_check", sending->unknown + day->to_check + day->rounds.to_check);
}

SQL(WAITING, FIRM,
    "SELECT COUNT(*) FROM message m WHERE m.firm = $1 AND m.state = 'waiting'"
    " AND m.state IN ('waiting', 'due', 'taken', 'point', 'check')");

/* Why more did not leave. */
static bool put_why(struct ctx *cx, const struct turned *day, struct json *model)
{
    struct suspension suspension;
    struct freeze freeze;
    struct rows *rows = store_query(cx, &WAITING, NO_ARGS);
    int64_t waiting = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows) || !freeze_standing(cx, &freeze) || !outbox_suspended(cx, &suspension))
        return false;
    json_put_bool(model, "clock", !day->believed);
    json_put_bool(model, "closed", day->believed && !day->is_open);
    json_put_bool(model, "frozen", day->believed && freeze.id > 0);
    json_put_bool(model, "suspended", suspension.stands);
    if (suspension.until.day != SUSPENSION_OPEN.day)
        json_put_date(model, "suspended_until", suspension.until);
    json_put_int(model, "waiting", waiting);
    return true;
}

static bool run_day(struct ctx *cx, const struct call *call, const struct house *house,
                    struct json *model)
{
    struct turned day = { 0 };
    struct sender sender;

    if (!check_day(cx, call) || !house_sender(cx, house, &sender))
        return false;
    const struct worker_site site = house_worker(cx->arena, house, &sender);
    heed_signals();
    if (!turns_day(cx, &site, &stop, &day))
        return false;
    json_put_date(model, "on", cx->today);
    put_counts(model, &day);
    return put_why(cx, &day, model);
}

bool chase_run_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct house house;

    if (!house_open(cx, call, HOUSE_ALONE, &house))
        return false;
    bool done = run_day(cx, call, &house, model);
    house_close(cx, &house);
    return done;
}

static void print_line(struct buf *out, const struct call *call, const char *text,
                       const struct json *model)
{
    buf_format(out, "%s\n", view_text(out->arena, call->language, text, model));
}

void chase_run_print(struct buf *out, const struct call *call, const struct json *model)
{
    static const struct {
        const char *told, *text;
    } lines[] = {
        { "clock", "chase.run_clock" },
        { "closed", "chase.run_closed" },
        { "frozen", "chase.run_held" },
        { "suspended", "chase.run_suspended" },
    };

    print_line(out, call, "chase.run_summary", model);
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (json_bool(json_get(model, lines[i].told)))
            print_line(out, call, lines[i].text, model);
    if (json_int(json_get(model, "waiting")) > 0)
        print_line(out, call, "chase.run_waiting", model);
}
