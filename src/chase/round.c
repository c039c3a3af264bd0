#include "chase/round.h"

#include "base/limits.h"
#include "chase/obligation.h"
#include "outbox/outbox.h"

/* What one batch decided, ready to be recorded. */
struct record {
    struct ctx *cx;
    const struct chase_kind *kind;
    const struct party *parties;
    struct decision *decisions;
    size_t count;
    struct reminder *reminders;
    size_t reminder_count;
    struct round round;
};

struct reminder {
    int64_t id, message; /* 0: none */
    const struct obligation *owed;
    const struct fated *fated;
    const struct step *step;
    const char *state;
};

static const char *state_of(enum fate fate, const struct step *step)
{
    if (fate == FATE_SUPERSEDED)
        return "superseded";
    if (fate == FATE_LAPSED)
        return "lapsed";
    return step->medium == MEDIUM_EMAIL ? "planned" : "todo";
}

static void count_fate(struct round *round, enum fate fate, const struct step *step)
{
    round->reminders++;
    round->superseded += fate == FATE_SUPERSEDED;
    round->lapsed += fate == FATE_LAPSED;
    round->calls += fate == FATE_TAKEN && step->medium == MEDIUM_CALL;
}

static void decide(struct record *record, const struct rules *rules)
{
    struct arena *arena = record->cx->arena;

    record->decisions = arena_new(arena, struct decision, record->count + 1);
    for (size_t i = 0; i < record->count; i++) {
        const struct party *party = &record->parties[i];
        const struct debts debts = { .owed = party->owed, .count = party->count };
        struct decision *decision = &record->decisions[i];
        *decision = chase_decide(arena, &party->debtor, &debts, rules, record->cx->today);
        record->round.messages += decision->mails > 0;
        record->round.held += decision->hold != HOLD_NONE;
        for (size_t j = 0; j < party->count; j++)
            record->reminder_count += decision->plans[j].count;
    }
}

static struct message message_of(const struct record *record, size_t i)
{
    const struct debtor *debtor = &record->parties[i].debtor;

    return (struct message){
        .client = debtor->client,
        .person = debtor->id,
        .kind = record->kind->name,
        .medium = medium_text(MEDIUM_EMAIL),
        .tone = record->decisions[i].tone->name,
        .recipient = debtor->address,
        .language = debtor->language,
        .waits = !record->parties[i].approved,
    };
}

/* Posts the messages; messages[i] is the number of party i's, 0 for none. */
static bool post_messages(const struct record *record, int64_t *messages)
{
    struct message *posts = arena_new(record->cx->arena, struct message, record->count + 1);
    size_t count = 0;

    for (size_t i = 0; i < record->count; i++)
        if (record->decisions[i].mails > 0)
            posts[count++] = message_of(record, i);
    if (!outbox_post(record->cx, posts, count))
        return false;
    count = 0;
    for (size_t i = 0; i < record->count; i++)
        messages[i] = record->decisions[i].mails > 0 ? posts[count++].id : 0;
    return true;
}

static void list_reminders(struct record *record, const struct rules *rules,
                           const int64_t *messages)
{
    size_t count = 0;

    record->reminders = arena_new(record->cx->arena, struct reminder, record->reminder_count + 1);
    for (size_t i = 0; i < record->count; i++)
        for (size_t j = 0; j < record->parties[i].count; j++) {
            const struct obligation *owed = &record->parties[i].owed[j];
            const struct plan *plan = &record->decisions[i].plans[j];
            const struct scenario *scenario = rules_scenario(rules, owed->scenario);
            for (size_t k = 0; k < plan->count; k++) {
                const struct step *step = &scenario->steps[plan->fates[k].step];
                bool mailed = step == plan->taken && step->medium == MEDIUM_EMAIL;
                record->reminders[count++] = (struct reminder){
                    .message = mailed ? messages[i] : 0,
                    .owed = owed,
                    .fated = &plan->fates[k],
                    .step = step,
                    .state = state_of(plan->fates[k].fate, step),
                };
                count_fate(&record->round, plan->fates[k].fate, step);
            }
        }
}

SQL(ADD_REMINDER, FIRM,
    "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank, meant_on, "
    "day_on,"
    " state, message, version, owed_cents, why)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, $12, $13, '')");

static void reminder_row(void *state, size_t i, struct arg *args)
{
    const struct record *record = state;
    const struct reminder *reminder = &record->reminders[i];
    const struct obligation *owed = reminder->owed;
    struct arena *arena = record->cx->arena;
    struct date meant_on = reminder->fated->meant_on;

    args[0] = arg_int(reminder->id);
    args[1] = arg_int(owed->id);
    args[2] = arg_text(owed->kind);
    args[3] = arg_int(owed->subject);
    args[4] = arg_int(owed->cycle);
    args[5] = arg_int(reminder->step->id);
    args[6] = meant_on.day == NO_DAY.day ? arg_text(NULL) : arg_date(arena, meant_on);
    args[7] = arg_date(arena, record->cx->today);
    args[8] = arg_text(reminder->state);
    args[9] = arg_int_or_null(reminder->message > 0, reminder->message);
    args[10] = arg_int(owed->version);
    args[11] = arg_money(owed->owed);
    args[12] = (struct arg){ .type = ARG_END };
}

static bool add_reminders(struct record *record)
{
    int64_t first = 0;

    if (record->reminder_count == 0)
        return true;
    if (!store_id(record->cx, "reminder", record->reminder_count, &first))
        return false;
    for (size_t i = 0; i < record->reminder_count; i++)
        record->reminders[i].id = first + (int64_t)i;
    return store_many(record->cx, &ADD_REMINDER, record->reminder_count, reminder_row, record);
}

SQL(LOOKED_AT, FIRM,
    "UPDATE obligation SET steps_dealt = $3, last_taken_on = $4, next_look_on = $5, held = $6"
    " WHERE firm = $1 AND id = $2");

struct looked {
    struct record *record;
    size_t party, place; /* the rows are asked for in order */
};

static void looked_row(void *state, size_t i, struct arg *args)
{
    struct looked *looked = state;
    const struct record *record = looked->record;
    struct arena *arena = record->cx->arena;

    (void)i;
    const struct decision *decision = &record->decisions[looked->party];
    const struct plan *plan = &decision->plans[looked->place];
    struct obligation after =
        chase_after(&record->parties[looked->party].owed[looked->place], plan, record->cx->today);
    args[0] = arg_int(after.id);
    args[1] = arg_int((int64_t)after.steps_dealt);
    args[2] = after.last_taken_on.day == NO_DAY.day ? arg_text(NULL)
                                                    : arg_date(arena, after.last_taken_on);
    args[3] = plan->look_on.day == NO_DAY.day ? arg_text(NULL) : arg_date(arena, plan->look_on);
    args[4] = arg_text(hold_text(decision->holds[looked->place]));
    args[5] = (struct arg){ .type = ARG_END };
    if (++looked->place == record->parties[looked->party].count) {
        looked->party++;
        looked->place = 0;
    }
}

static bool look_later(struct record *record)
{
    struct looked looked = { .record = record };
    size_t count = 0;

    for (size_t i = 0; i < record->count; i++)
        count += record->parties[i].count;
    return store_many(record->cx, &LOOKED_AT, count, looked_row, &looked);
}

static bool write_all(struct record *record, const struct rules *rules)
{
    int64_t *messages = arena_new(record->cx->arena, int64_t, record->count + 1);

    if (!post_messages(record, messages))
        return false;
    list_reminders(record, rules, messages);
    return add_reminders(record) && look_later(record);
}

static void add_up(struct round *total, const struct round *batch)
{
    total->messages += batch->messages;
    total->reminders += batch->reminders;
    total->calls += batch->calls;
    total->superseded += batch->superseded;
    total->lapsed += batch->lapsed;
    total->held += batch->held;
}

/* One transaction reads and writes, so that nothing changes between the two. */
static bool run_batch(struct record *record, const struct rules *rules)
{
    const struct reach reach = { .until = record->cx->today, .limit = LIMIT_ROUND_BATCH };
    struct party *parties;

    if (!party_list(record->cx, record->kind, &reach, &parties, &record->count))
        return false;
    record->parties = parties;
    decide(record, rules);
    return write_all(record, rules);
}

bool chase_round(struct ctx *cx, const struct chase_kind *kind, struct round *round)
{
    struct round total = { 0 };
    struct rules rules;
    size_t looked_at;

    if (!rules_load(cx, kind->name, &rules))
        return false;
    struct arena_mark mark = arena_mark(cx->arena);
    do {
        struct record record = { .cx = cx, .kind = kind };
        if (!store_begin(cx) || !store_end(cx, run_batch(&record, &rules)))
            return false;
        looked_at = record.count;
        add_up(&total, &record.round);
        arena_rewind(cx->arena, mark);
    } while (looked_at > 0);
    *round = total;
    return true;
}
