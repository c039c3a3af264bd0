#include "app/plan_model.h"

#include <string.h>

#include "app/occasion_why.h"
#include "client/client.h"
#include "firm/member.h"
#include "task/remind.h"
#include "view/view.h"
#include "worker/arrival.h"
#include "worker/kinds.h"

enum { REMINDERS_SHOWN = 50 };

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

/* Whom a person calls is told by it too. */
static const char *why_taken(const struct filling *filling, const struct obligation *owed,
                             const struct occasion *occasion)
{
    struct arena *arena = filling->cx->arena;
    struct json *args = json_map(arena);
    const char *why =
        occasion_why(arena, filling->view->language, owed, occasion->step, occasion->rank);

    if (!filling->sourced)
        return why;
    json_put_text(args, "why", why);
    return view_text(arena, filling->view->language, "why.sourced", args);
}

/* The last one to whom it will have gone; 0: nobody else. */
static int64_t passes_to(const struct plan_view *view, const struct obligation *owed)
{
    if (strcmp(owed->kind, task_kind.name) != 0 || arrival_is(owed))
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

/* What is owed, by its number and its name; what is not made yet has the latter alone. */
static bool put_owed(const struct filling *filling, const struct obligation *owed,
                     const char *name_key, struct json *map)
{
    const char *piece;

    if (arrival_is(owed)) {
        const struct arriving *made = &filling->view->made[arrival_place(owed)];
        json_put_text(map, name_key, made->name);
        json_put_int(map, "mission", made->fallen->mission);
        json_put_date(map, "created_on", owed->opened);
        return true;
    }
    if (!plan_piece(filling->cx, owed->kind, owed->subject, &piece))
        return false;
    json_put_text(map, name_key, piece);
    json_put_int(map, "obligation", owed->id);
    return true;
}

static bool put_reminder(struct filling *filling, struct json *list, const struct obligation *owed,
                         const struct occasion *occasion)
{
    struct json *reminder = json_add_map(list);
    const struct step *step = occasion->step;

    if (!put_owed(filling, owed, "piece", reminder))
        return false;
    json_put_text(reminder, "kind", owed->kind);
    if (!arrival_is(owed))
        json_put_int(reminder, "subject", owed->subject);
    json_put_bool(json_put_map(reminder, "step"), step->name, true);
    json_put_text(reminder, "step_name", step->name);
    json_put_date(reminder, "due_on", owed->due);
    json_put_money(reminder, "owed", owed->owed);
    json_put_text(reminder, "why", why_taken(filling, owed, occasion));
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
static const struct occasion *taken_of(const struct forecast *forecast, size_t i,
                                       enum medium medium)
{
    const struct fated *taken = forecast->decision.plans[i].taken;

    if (!taken
        || chase_by_hand(&forecast->debts.owed[i], taken->occasion.step) != (medium == MEDIUM_CALL))
        return NULL;
    return &taken->occasion;
}

static struct load load_of(const struct forecast *forecast, enum medium medium)
{
    struct load load = { .medium = medium };

    for (size_t i = 0; i < forecast->debts.count; i++) {
        const struct occasion *taken = taken_of(forecast, i, medium);
        if (!taken)
            continue;
        load.items++;
        load.amount.cents += forecast->debts.owed[i].owed.cents;
        if (!load.highest || load.highest->days < taken->step->days)
            load.highest = taken->step;
    }
    return load;
}

/* A page shows the first of a message that carries very many, and how many more there are. */
static bool put_reminders(struct filling *filling, const struct forecast *forecast,
                          const struct load *load, struct json *message)
{
    struct json *list = json_put_list(message, "reminders");
    size_t most = filling->view->limit > 0 ? REMINDERS_SHOWN : SIZE_MAX;

    for (size_t i = 0; i < forecast->debts.count && json_count(list) < most; i++) {
        const struct occasion *taken = taken_of(forecast, i, load->medium);
        if (taken && !put_reminder(filling, list, &forecast->debts.owed[i], taken))
            return false;
    }
    int64_t more = load->items - (int64_t)json_count(list);
    if (more > 0)
        json_put_int(message, "more", more);
    return true;
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
    return put_reminders(filling, forecast, load, message)
        && put_who(filling, message, debtor, &forecast->debts.owed[0]);
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
    const char *reason = hold_text(forecast->decision.holds[i]);
    const struct debtor *debtor = &forecast->debtor;

    if (!is_shown(filling, filling->held_count++))
        return true;
    struct json *held = json_add_map(filling->held);
    if (!put_owed(filling, owed, "subject", held))
        return false;
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
    json_put_bool(totals, "has_amount", filling.amount.cents != 0);
    return true;
}
