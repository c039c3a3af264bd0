#include <string.h>

#include "app/ageing_model.h"
#include "app/firm_ageing.h"
#include "app/freeze.h"
#include "app/handlers.h"
#include "app/message_count.h"
#include "app/message_told.h"
#include "app/page.h"
#include "app/plan_day.h"
#include "app/plan_lists.h"
#include "app/plan_model.h"
#include "app/plan_thread.h"
#include "app/rest_model.h"
#include "base/limits.h"
#include "chase/calendar_load.h"
#include "client/client.h"
#include "firm/hours.h"
#include "outbox/suspension.h"
#include "view/view.h"
#include "worker/kinds.h"
#include "worker/worker.h"

enum { ROWS = 20, ROWS_OF_ONE = LIMIT_PAGE_ROWS, PAST_DAYS = 7 };

const struct field plan_fields[] = {
    { .name = "client", .check = CHECK_INT },
    { .name = "show", .check = CHECK_CHOICE, .choices = "calls automatic held" },
    { 0 },
};

/* What the page is made of. */
struct day {
    const struct request *request;
    struct json *model;
    struct firm firm;
    struct calendar calendar;
    struct client client; /* id 0: the whole firm */
    struct suspension suspension;
    struct message_counts counts, settled; /* settled: with nothing left to say */
    struct forecast *forecasts;            /* what a round would still do today */
    size_t count;
    int64_t mails, unapproved; /* messages among them; those that will wait for an approval */
    int64_t held;              /* persons of whom something is held */
    bool is_open_day, is_open_now;
};

static int64_t limit_of(const struct day *day, const char *list)
{
    return strcmp(request_text(day->request, "show"), list) == 0 ? ROWS_OF_ONE : ROWS;
}

static bool read_day(struct ctx *cx, const struct request *request, struct day *day)
{
    if (*request_text(request, "client")
        && !client_find(cx, request_int(request, "client"), &day->client))
        return false;
    const struct reach reach = { .until = cx->today, .due_only = true, .client = day->client.id };
    if (!firm_find(cx, &day->firm) || !calendar_load(cx, &day->calendar)
        || !worker_is_open(cx, zone_now(desk_of(request)->zone), &day->is_open_now)
        || !outbox_suspended(cx, &day->suspension)
        || !message_count_of_day(cx, day->client.id, &day->counts)
        || !message_count_settled(cx, day->client.id, &day->settled)
        || !plan_forecast(cx, &reach, &day->forecasts, &day->count))
        return false;
    day->suspension.stands = suspension_holds(&day->suspension, cx->today);
    day->is_open_day = calendar_open(&day->calendar, cx->today);
    for (size_t i = 0; i < day->count; i++) {
        bool is_mail = forecast_leads(day->forecasts, i);
        day->mails += is_mail;
        day->unapproved += is_mail && !day->forecasts[i].party->approved;
    }
    return true;
}

static void put_hours(struct ctx *cx, const struct day *day)
{
    struct json *hours = json_put_map(day->model, "hours");

    json_put_text(hours, "from", hours_text(cx->arena, day->firm.open_from_minute));
    json_put_text(hours, "until", hours_text(cx->arena, day->firm.open_until_minute));
    if (day->is_open_day)
        return;
    json_put_bool(hours, "is_closed_day", true);
    json_put_text(
        hours, "closed_why",
        plan_closed(cx->arena, request_language(day->request), &day->calendar, cx->today));
}

static bool put_suspended(struct ctx *cx, const struct day *day)
{
    const struct suspension *suspension = &day->suspension;
    const char *by;

    if (!suspension->stands)
        return true;
    if (!page_member(cx, day->request, suspension->by, &by))
        return false;
    struct json *suspended = json_put_map(day->model, "suspended");
    json_put_bool(day->model, "is_suspended", true);
    json_put_text(suspended, "by", by);
    json_put_text(suspended, "at", instant_text(cx->arena, suspension->at));
    json_put_text(suspended, "reason", suspension->reason);
    if (suspension->until.day != SUSPENSION_OPEN.day)
        json_put_date(suspended, "until", suspension->until);
    return true;
}

/* An order that came to its end lately, by itself or by somebody. */
static bool put_past(struct ctx *cx, const struct day *day)
{
    int64_t since = cx->now.ms - INT64_C(86400000) * PAST_DAYS;
    struct suspension_past past;
    const char *by, *ended_by;

    if (!suspension_last(cx, &past))
        return false;
    if (!past.is_one || past.ended.ms < since)
        return true;
    if (!page_member(cx, day->request, past.by, &by)
        || !page_member(cx, day->request, past.ended_by, &ended_by))
        return false;
    struct json *map = json_put_map(day->model, "past_suspension");
    json_put_text(map, "at", instant_text(cx->arena, past.at));
    json_put_text(map, "by", by);
    json_put_text(map, "reason", past.reason);
    json_put_text(map, "ended_at", instant_text(cx->arena, past.ended));
    if (past.ended_by > 0)
        json_put_text(map, "ended_by", ended_by);
    return true;
}

/* A list is cut: all of it stands on a page of its own, and beyond that in the forecast. */
static void put_more(struct ctx *cx, const struct day *day, const char *list, int64_t count)
{
    int64_t shown = (int64_t)json_count(json_get(day->model, list));
    const char *client = "";

    json_put_int(day->model, arena_format(cx->arena, "%s_count", list), count);
    json_put_bool(day->model, arena_format(cx->arena, "has_%s", list), count > 0);
    if (shown >= count || limit_of(day, list) > ROWS)
        return;
    if (day->client.id > 0)
        client = arena_format(cx->arena, "&client=%lld", (long long)day->client.id);
    json_put_text(day->model, arena_format(cx->arena, "%s_more_url", list),
                  arena_format(cx->arena, "/relances?show=%s%s", list, client));
}

static void move_rows(const struct json *from, struct json *to, int64_t limit)
{
    for (size_t i = 0; i < json_count(from) && (int64_t)json_count(to) < limit; i++)
        json_add(to, json_at(from, i));
}

/* The part of today's forecast that a list still has room for, and how much there is of it. */
static bool put_forecast(struct ctx *cx, const struct day *day, enum plan_part part,
                         struct json *list, int64_t *count)
{
    bool is_calls = part == PLAN_CALLS;
    int64_t limit = limit_of(day, is_calls ? "calls" : "automatic");
    const struct plan_view view = {
        .language = request_language(day->request),
        .forecasts = day->forecasts,
        .count = day->count,
        .part = part,
        .limit = (size_t)limit,
    };
    struct json *plan = json_map(cx->arena);

    if (!plan_model(cx, &view, plan))
        return false;
    const struct json *messages = json_get(plan, "messages");
    for (size_t i = 0; i < json_count(messages); i++) {
        struct json *message = json_at(messages, i);
        const struct json *first = json_at(json_get(message, "reminders"), 0);
        json_put(message, "why", json_get(first, "why"));
        json_put(message, "piece", json_get(first, "piece"));
    }
    move_rows(messages, list, limit);
    *count += json_int(json_get(json_get(plan, "totals"), is_calls ? "calls" : "messages"));
    return true;
}

static bool put_calls(struct ctx *cx, const struct day *day)
{
    const struct plan_scope scope = { .language = request_language(day->request),
                                      .client = day->client.id,
                                      .limit = limit_of(day, "calls") };
    struct json *list = json_put_list(day->model, "calls");
    int64_t count;

    if (!plan_put_calls(cx, &scope, list, &count)
        || !put_forecast(cx, day, PLAN_CALLS, list, &count))
        return false;
    put_more(cx, day, "calls", count);
    return true;
}

static int64_t total_of(const struct message_counts *counts)
{
    int64_t total = 0;

    for (enum message_state i = 0; i < MESSAGE_STATE_COUNT; i++)
        total += counts->of[i];
    return total;
}

/* What is written comes first, then what a round would still write. */
static bool put_automatic(struct ctx *cx, const struct day *day)
{
    struct json *list = json_put_list(day->model, "automatic");
    int64_t limit = limit_of(day, "automatic"), count = total_of(&day->counts);
    const char *language = request_language(day->request);
    struct message_row *rows;
    size_t listed;

    if (!message_list_of_day(cx, day->client.id, limit, &rows, &listed))
        return false;
    for (size_t i = 0; i < listed; i++) {
        struct json *row = json_add_map(list);
        message_put_short(cx, &rows[i], row);
        json_put_int(row, "message", rows[i].id);
        if (strcmp(rows[i].state, "dropped") == 0)
            json_put_text(row, "dropped_why",
                          message_fate_why(cx->arena, language, rows[i].kind, rows[i].why));
    }
    if (!put_forecast(cx, day, PLAN_MAILS, list, &count))
        return false;
    put_more(cx, day, "automatic", count);
    json_put_int(day->model, "coming",
                 count - message_count_ended(&day->counts) - total_of(&day->settled));
    return true;
}

/* Somebody whom the books do not tell to be held yet, and whom a round would hold today. */
static bool put_new_hold(struct ctx *cx, const struct day *day, const struct forecast *forecast,
                         struct json *list)
{
    const struct debtor *debtor = &forecast->party->debtor;
    const char *reason = hold_text(forecast->decision.hold);
    const char *language = request_language(day->request);
    int quiet_days = debtor_quiet_days(debtor, forecast->rules);
    struct json *held = json_add_map(list);
    struct money amount = { 0 };
    struct client client;

    const struct obligation *owed = &forecast->debts.owed[0];
    for (size_t i = forecast->debts.count; i-- > 0;) {
        if (forecast->decision.holds[i] != HOLD_NONE)
            amount.cents += forecast->debts.owed[i].owed.cents;
        if (forecast->decision.holds[i] == forecast->decision.hold)
            owed = &forecast->debts.owed[i]; /* the first one, whose reason is told */
    }
    if (!client_find(cx, owed->client, &client))
        return false;
    put_named(held, worker_reader(owed->kind), debtor->id, debtor->name);
    put_named(held, "client", client.id, client.name);
    json_put_int(held, "obligation", owed->id);
    json_put_text(held, "reason", reason);
    json_put_text(held, "why", plan_hold_word(cx, language, reason, quiet_days));
    json_put_money(held, "amount", amount);
    return true;
}

static bool put_held(struct ctx *cx, struct day *day)
{
    const struct plan_scope scope = { .language = request_language(day->request),
                                      .client = day->client.id,
                                      .limit = limit_of(day, "held") };
    struct json *list = json_put_list(day->model, "held");

    if (!plan_put_held(cx, &scope, list, &day->held))
        return false;
    for (size_t i = 0; i < day->count; i++) {
        const struct debtor *debtor = &day->forecasts[i].party->debtor;
        bool is_known;
        if (day->forecasts[i].decision.hold == HOLD_NONE)
            continue;
        if (!plan_is_held(cx, debtor->client, debtor->id, &is_known))
            return false;
        if (is_known)
            continue;
        day->held++;
        if ((int64_t)json_count(list) < scope.limit
            && !put_new_hold(cx, day, &day->forecasts[i], list))
            return false;
    }
    put_more(cx, day, "held", day->held);
    return rests_put(cx, scope.language, list);
}

static bool put_ageing(struct ctx *cx, const struct day *day, struct money *late)
{
    struct firm_ageing found;

    if (day->client.id > 0
            ? !ageing_find(cx, day->client.id, AGEING_BY_DUE, cx->today, &found.ageing)
            : !firm_ageing_find(cx, &found))
        return false;
    ageing_put_buckets(day->model, cx->arena, &found.ageing, "", "");
    json_put_bool(day->model, "has_ageing", found.ageing.all.items > 0);
    *late = found.ageing.late.open;
    return true;
}

/* What left today, or would have, against what is still on its way. */
static void put_run(const struct day *day)
{
    bool is_stopped = day->suspension.stands || json_bool(json_get(day->model, "has_freeze"));
    const int64_t *of = day->counts.of;
    int64_t moving = of[MESSAGE_DUE] + of[MESSAGE_TAKEN] + of[MESSAGE_POINT];
    int64_t gone = of[MESSAGE_SENT] + of[MESSAGE_REFUSED] + of[MESSAGE_CHECK];
    bool is_running = moving > 0 && day->is_open_now && !is_stopped;
    bool has_some = of[MESSAGE_WAITING] + day->mails > 0;

    json_put_bool(day->model, "is_running", is_running);
    json_put_int(day->model, "sent_so_far", gone);
    json_put_int(day->model, "run_size", gone + moving);
    json_put_bool(day->model, "can_send", has_some && day->is_open_day && !is_stopped);
}

/* What leaves by itself, apart from what waits for an approval and what a stop keeps. */
static void put_ready(const struct day *day, struct json *figures)
{
    const int64_t *of = day->counts.of;
    bool is_frozen = json_bool(json_get(day->model, "has_freeze"));
    int64_t waiting = of[MESSAGE_WAITING] - day->settled.of[MESSAGE_WAITING] + day->unapproved;
    int64_t ready = of[MESSAGE_DUE] + of[MESSAGE_TAKEN] + of[MESSAGE_POINT]
        - day->settled.of[MESSAGE_DUE] + day->mails - day->unapproved;
    bool is_stopped = is_frozen || day->suspension.stands;

    json_put_int(figures, "ready", is_stopped ? 0 : ready);
    json_put_int(figures, "waiting", waiting);
    json_put_bool(figures, "has_waiting", waiting > 0);
    json_put_int(figures, "stopped", is_stopped ? ready : 0);
    json_put_bool(figures, "is_frozen", is_frozen && ready > 0);
    json_put_bool(figures, "is_suspended", is_stopped && !is_frozen && ready > 0);
}

static bool put_figures(struct ctx *cx, const struct day *day, struct money late)
{
    struct json *figures = json_put_map(day->model, "figures");
    int64_t to_check;

    if (!message_count_in(cx, MESSAGE_CHECK, &to_check))
        return false;
    json_put_money(figures, "late", late);
    put_ready(day, figures);
    json_put_int(figures, "held", day->held);
    json_put_int(figures, "to_check", to_check);
    json_put_bool(day->model, "has_to_check", to_check > 0);
    return true;
}

/* Whether a line is there that may be skipped or sent now: what has left may not. */
static void put_bulk(const struct day *day)
{
    const int64_t *of = day->counts.of;
    bool has_calls = json_bool(json_get(day->model, "has_calls"));

    json_put_bool(day->model, "has_bulk",
                  has_calls || day->mails + of[MESSAGE_WAITING] + of[MESSAGE_DUE] > 0);
}

static bool put_approvals(struct ctx *cx, const struct day *day)
{
    const struct plan_scope scope = { .client = day->client.id, .limit = ROWS };
    struct json *list = json_put_list(day->model, "approvals");
    struct json *sourced = json_put_list(day->model, "sourced");

    if (!plan_put_approvals(cx, &scope, list, sourced))
        return false;
    json_put_bool(day->model, "has_approvals", json_count(list) > 0);
    json_put_bool(day->model, "has_sourced", json_count(sourced) > 0);
    return true;
}

bool plan_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct day day = { .request = request, .model = answer->model };
    struct money late;

    if (!read_day(cx, request, &day) || !freeze_put_banner(cx, day.model))
        return false;
    json_put_date(day.model, "on", cx->today);
    if (day.client.id > 0)
        put_named(day.model, "client", day.client.id, day.client.name);
    put_hours(cx, &day);
    put_run(&day);
    if (!put_calls(cx, &day))
        return false;
    put_bulk(&day);
    return put_suspended(cx, &day) && put_past(cx, &day) && put_approvals(cx, &day)
        && put_automatic(cx, &day) && put_held(cx, &day) && put_ageing(cx, &day, &late)
        && put_figures(cx, &day, late) && plan_thread_put(cx, request, day.model);
}
