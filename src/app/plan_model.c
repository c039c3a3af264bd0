#include "app/plan_model.h"

#include <string.h>

#include "client/client.h"
#include "firm/member.h"
#include "task/remind.h"
#include "view/view.h"
#include "worker/kinds.h"

/* What is being filled, and the day's sums. */
struct filling {
    struct ctx *cx;
    const struct plan_view *view;
    struct json *messages, *held;
    struct client client; /* the last one asked for */
    bool sourced;         /* of the message under way: see struct party */
    int64_t mails, calls, reminders, held_count;
    struct money amount;
};

void put_named(struct json *map, const char *key, int64_t id, const char *name)
{
    struct json *named = json_put_map(map, key);

    json_put_int(named, "id", id);
    json_put_text(named, "name", name);
}

const char *plan_hold_word(struct ctx *cx, const char *language, const char *hold, int quiet_days)
{
    struct json *args = json_map(cx->arena);

    json_put_int(args, "days", quiet_days);
    return view_text(cx->arena, language, arena_format(cx->arena, "hold.%s", hold), args);
}

bool plan_piece(struct ctx *cx, const char *kind, int64_t subject, const char **piece)
{
    *piece = "";
    for (size_t i = 0; worker_kinds[i]; i++)
        if (strcmp(worker_kinds[i]->name, kind) == 0)
            return worker_kinds[i]->label(cx, subject, piece);
    return true;
}

bool plan_forecast(struct ctx *cx, const struct reach *reach, struct forecast **forecasts,
                   size_t *count)
{
    struct forecast *all = NULL;
    struct reach seen = *reach;
    size_t total = 0;

    seen.member = cx->actor;

    for (size_t i = 0; worker_kinds[i]; i++) {
        struct forecast *list;
        size_t listed;
        if (!chase_forecast(cx, worker_kinds[i], &seen, &list, &listed))
            return false;
        struct forecast *joined = arena_new(cx->arena, struct forecast, total + listed + 1);
        for (size_t j = 0; j < total; j++)
            joined[j] = all[j];
        for (size_t j = 0; j < listed; j++)
            joined[total + j] = list[j];
        all = joined;
        total += listed;
    }
    *forecasts = all;
    *count = total;
    return true;
}

/* Whether the next row, of so many before it, stands in the part of the list that is shown. */
static bool is_shown(const struct filling *filling, int64_t before)
{
    const struct plan_view *view = filling->view;

    return (size_t)before >= view->from
        && (view->limit == 0 || (size_t)before < view->from + view->limit);
}

static bool put_who(struct filling *filling, struct json *map, const struct debtor *debtor,
                    const struct obligation *owed)
{
    int64_t client = debtor->client ? debtor->client : owed->client;

    if (filling->client.id != client && !client_find(filling->cx, client, &filling->client))
        return false;
    put_named(map, worker_reader(owed->kind), debtor->id, debtor->name);
    put_named(map, "client", filling->client.id, filling->client.name);
    return true;
}

/* « 1 jour après l'échéance », « 8 jours avant l'échéance »; whom a person calls is told too. */
static const char *why_taken(const struct filling *filling, const struct obligation *owed,
                             const struct step *step)
{
    struct json *args = json_map(filling->cx->arena);
    int days = step->days;

    json_put_int(args, "days", days < 0 ? -days : days);
    json_put_date(args, "due_on", owed->due);
    const char *key = arena_format(filling->cx->arena, "why.%s_%s", days < 0 ? "before" : "after",
                                   mode_text(step->mode));
    const char *why = view_text(filling->cx->arena, filling->view->language, key, args);
    if (!filling->sourced)
        return why;
    json_put_text(args, "why", why);
    return view_text(filling->cx->arena, filling->view->language, "why.sourced", args);
}

/* The last one to whom it will have gone; 0: nobody else. */
static int64_t passes_to(const struct plan_view *view, const struct obligation *owed)
{
    if (strcmp(owed->kind, task_kind.name) != 0)
        return 0;
    for (size_t i = view->handed_count; i-- > 0;)
        if (view->handed[i].id == owed->subject && view->handed[i].on.day <= view->on.day)
            return view->handed[i].to;
    return 0;
}

/* E-15: it is handed on before that day's round, which tells whoever has it then. */
static bool put_passing(struct filling *filling, const struct obligation *owed,
                        struct json *reminder)
{
    int64_t to = passes_to(filling->view, owed);
    struct member member;

    if (to == 0 || to == owed->person)
        return true;
    if (!member_find(filling->cx, to, &member))
        return false;
    put_named(reminder, "passes_to", to, member.name);
    json_put_text(reminder, "why",
                  view_text(filling->cx->arena, filling->view->language, "why.passes", reminder));
    return true;
}

static bool put_reminder(struct filling *filling, struct json *list, const struct obligation *owed,
                         const struct step *step)
{
    struct json *reminder = json_add_map(list);
    const char *piece;

    if (!plan_piece(filling->cx, owed->kind, owed->subject, &piece))
        return false;
    json_put_text(reminder, "kind", owed->kind);
    json_put_int(reminder, "subject", owed->subject);
    json_put_int(reminder, "obligation", owed->id);
    json_put_text(reminder, "piece", piece);
    json_put_bool(json_put_map(reminder, "step"), step->name, true);
    json_put_text(reminder, "step_name", step->name);
    json_put_date(reminder, "due_on", owed->due);
    json_put_money(reminder, "owed", owed->owed);
    json_put_text(reminder, "why", why_taken(filling, owed, step));
    return put_passing(filling, owed, reminder);
}

/* What one message, or one call, carries. */
struct load {
    enum medium medium;
    const struct step *highest;
    int64_t items;
    struct money amount;
};

/* By whom it is carried out decides the list: a mail by hand stands with the calls. */
static const struct step *step_of(const struct forecast *forecast, size_t i, enum medium medium)
{
    const struct fated *taken = forecast->decision.plans[i].taken;
    const struct step *step = taken ? taken->occasion.step : NULL;

    if (!step || chase_by_hand(&forecast->debts.owed[i], step) != (medium == MEDIUM_CALL))
        return NULL;
    return step;
}

static struct load load_of(const struct forecast *forecast, enum medium medium)
{
    struct load load = { .medium = medium };

    for (size_t i = 0; i < forecast->debts.count; i++) {
        const struct step *step = step_of(forecast, i, medium);
        if (!step)
            continue;
        load.items++;
        load.amount.cents += forecast->debts.owed[i].owed.cents;
        if (!load.highest || load.highest->days < step->days)
            load.highest = step;
    }
    return load;
}

static bool put_message(struct filling *filling, const struct forecast *forecast,
                        const struct load *load)
{
    const struct debtor *debtor = &forecast->party->debtor;
    struct json *message = json_add_map(filling->messages);
    bool is_call = load->medium == MEDIUM_CALL;

    json_put_text(message, "channel", medium_text(load->medium));
    json_put_text(message, "to", is_call ? "" : debtor->address);
    filling->sourced = !is_call && forecast->party->sourced;
    json_put_bool(message, "is_waiting",
                  !is_call && !forecast->party->approved && !filling->sourced);
    json_put_bool(message, "is_sourced", filling->sourced);
    json_put_bool(message, "is_call", is_call);
    json_put_bool(json_put_map(message, "step"), load->highest->name, true);
    json_put_money(message, "amount", load->amount);
    json_put_int(message, "items", load->items);
    struct json *reminders = json_put_list(message, "reminders");
    for (size_t i = 0; i < forecast->debts.count; i++) {
        const struct step *step = step_of(forecast, i, load->medium);
        if (step && !put_reminder(filling, reminders, &forecast->debts.owed[i], step))
            return false;
    }
    return put_who(filling, message, debtor, &forecast->debts.owed[0]);
}

static bool add_message(struct filling *filling, const struct forecast *forecast,
                        enum medium medium)
{
    const struct load load = load_of(forecast, medium);
    bool is_call = medium == MEDIUM_CALL;
    int64_t before = is_call ? filling->calls : filling->mails;

    if (load.items == 0)
        return true;
    *(is_call ? &filling->calls : &filling->mails) += 1;
    filling->reminders += load.items;
    filling->amount.cents += load.amount.cents;
    if (filling->view->part == PLAN_WHOLE)
        before = filling->mails + filling->calls - 1;
    if (filling->view->part == (is_call ? PLAN_MAILS : PLAN_CALLS) || !is_shown(filling, before))
        return true;
    return put_message(filling, forecast, &load);
}

static bool add_held(struct filling *filling, const struct forecast *forecast, size_t i)
{
    const struct obligation *owed = &forecast->debts.owed[i];
    const char *piece, *reason = hold_text(forecast->decision.holds[i]);
    const struct debtor *debtor = &forecast->party->debtor;

    if (!is_shown(filling, filling->held_count++))
        return true;
    if (!plan_piece(filling->cx, owed->kind, owed->subject, &piece))
        return false;
    struct json *held = json_add_map(filling->held);
    json_put_text(held, "subject", piece);
    json_put_int(held, "obligation", owed->id);
    json_put_money(held, "amount", owed->owed);
    json_put_text(held, "reason", reason);
    json_put_text(held, "why",
                  plan_hold_word(filling->cx, filling->view->language, reason,
                                 debtor_quiet_days(debtor, forecast->rules)));
    struct date end = hold_end(forecast->decision.holds[i], debtor, owed, forecast->rules);
    if (end.day != NO_DAY.day)
        json_put_date(held, "until", end);
    return put_who(filling, held, debtor, owed);
}

static bool add_forecast(struct filling *filling, const struct forecast *forecast)
{
    if (!add_message(filling, forecast, MEDIUM_EMAIL)
        || !add_message(filling, forecast, MEDIUM_CALL))
        return false;
    for (size_t i = 0; i < forecast->debts.count; i++)
        if (forecast->decision.holds[i] != HOLD_NONE && !add_held(filling, forecast, i))
            return false;
    return true;
}

bool plan_model(struct ctx *cx, const struct plan_view *view, struct json *model)
{
    struct filling filling = { .cx = cx, .view = view };

    filling.messages = json_put_list(model, "messages");
    filling.held = json_put_list(model, "held");
    for (size_t i = 0; i < view->count; i++)
        if (!add_forecast(&filling, &view->forecasts[i]))
            return false;
    struct json *totals = json_put_map(model, "totals");
    json_put_int(totals, "messages", filling.mails);
    json_put_int(totals, "calls", filling.calls);
    json_put_int(totals, "reminders", filling.reminders);
    json_put_int(totals, "held", filling.held_count);
    json_put_money(totals, "amount", filling.amount);
    return true;
}
