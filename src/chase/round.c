#include "chase/round.h"

#include <string.h>

#include "base/limits.h"
#include "chase/moment.h"
#include "chase/obligation.h"
#include "chase/run.h"
#include "outbox/outbox.h"

/* What one batch decided, ready to be recorded. */
struct record {
    struct ctx *cx;
    const struct chase_kind *kind;
    const struct party *parties;
    struct decision *decisions;
    size_t *leads;           /* of each party with something to send: whose message carries it */
    struct instant *moments; /* of each lead: from when its message may leave */
    size_t count;
    struct reminder *reminders;
    size_t reminder_count;
    const struct send_hours *hours;
    struct date escalate_on; /* of what is to be done by hand from today */
    struct round round;
};

struct reminder {
    int64_t id, message; /* 0: none */
    const struct obligation *owed;
    const struct fated *fated;
    const char *state;
};

static const char *state_of(const struct obligation *owed, enum fate fate, const struct step *step)
{
    if (fate == FATE_SUPERSEDED)
        return "superseded";
    if (fate == FATE_LAPSED)
        return "lapsed";
    return chase_by_hand(owed, step) ? "todo" : "planned";
}

static void count_fate(struct round *round, enum fate fate, bool by_hand)
{
    round->reminders++;
    round->superseded += fate == FATE_SUPERSEDED;
    round->lapsed += fate == FATE_LAPSED;
    round->calls += fate == FATE_TAKEN && by_hand;
}

/* The first that has something to send among those who share an address (P-2). */
static size_t lead_of(const struct record *record, size_t i)
{
    const struct party *party = &record->parties[i];

    if (party->debtor.mate_count == 0)
        return i;
    for (size_t j = 0; j < i; j++)
        if (record->decisions[j].mails > 0 && party_mates(party, &record->parties[j]))
            return j;
    return i;
}

static bool is_lead(const struct record *record, size_t i)
{
    return record->decisions[i].mails > 0 && record->leads[i] == i;
}

static void count_decision(struct record *record, size_t i)
{
    const struct party *party = &record->parties[i];
    const struct decision *decision = &record->decisions[i];
    bool leads = is_lead(record, i);

    record->round.messages += leads;
    record->round.free += leads && party->approved;
    record->round.held += decision->hold != HOLD_NONE;
    for (size_t j = 0; j < party->count; j++)
        record->reminder_count += decision->plans[j].count;
}

/* The message speaks as the highest step that it carries, whosever it is. */
static void raise_tone(struct record *record, size_t i)
{
    struct decision *lead = &record->decisions[record->leads[i]];
    const struct step *tone = record->decisions[i].tone;

    if (record->decisions[i].mails > 0 && lead->tone->days < tone->days)
        lead->tone = tone;
}

/* It leaves at the latest of the hours of what it carries, whosever that is (C-10). */
static void put_off(struct record *record, size_t i, const struct debts *debts)
{
    struct instant *at = &record->moments[record->leads[i]];
    struct instant own = moment_of_mail(record->hours, &record->decisions[i], debts, record->cx);

    if (at->ms < own.ms)
        *at = own;
}

static void decide(struct record *record, const struct rules *rules)
{
    struct arena *arena = record->cx->arena;

    record->decisions = arena_new(arena, struct decision, record->count + 1);
    record->leads = arena_new(arena, size_t, record->count + 1);
    record->moments = arena_new(arena, struct instant, record->count + 1);
    for (size_t i = 0; i < record->count; i++) {
        const struct party *party = &record->parties[i];
        const struct debts debts = { .owed = party->owed, .count = party->count };
        record->decisions[i] =
            chase_decide(arena, &party->debtor, &debts, rules, record->cx->today);
        record->leads[i] = lead_of(record, i);
        raise_tone(record, i);
        put_off(record, i, &debts);
        count_decision(record, i);
    }
}

static struct message message_of(const struct record *record, size_t i)
{
    const struct party *party = &record->parties[i];
    const struct debtor *debtor = &party->debtor;

    return (struct message){
        .client = debtor->client,
        .person = debtor->id,
        .kind = record->kind->name,
        .medium = medium_text(MEDIUM_EMAIL),
        .tone = record->decisions[i].tone->name,
        .recipient = debtor->address,
        .language = debtor->language,
        .waits = !party->approved,
        .not_before = record->moments[i],
    };
}

/* Posts the messages; messages[i] is the number of party i's, 0 for none. */
static bool post_messages(const struct record *record, int64_t *messages)
{
    struct message *posts = arena_new(record->cx->arena, struct message, record->count + 1);
    size_t count = 0;

    for (size_t i = 0; i < record->count; i++)
        if (is_lead(record, i))
            posts[count++] = message_of(record, i);
    if (!outbox_post(record->cx, posts, count))
        return false;
    count = 0;
    for (size_t i = 0; i < record->count; i++)
        if (is_lead(record, i))
            messages[i] = posts[count++].id;
        else
            messages[i] = record->decisions[i].mails > 0 ? messages[record->leads[i]] : 0;
    return true;
}

static void list_of_plan(struct record *record, const struct obligation *owed,
                         const struct plan *plan, int64_t message)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct fated *fated = &plan->fates[i];
        const struct step *step = fated->occasion.step;
        bool by_hand = chase_by_hand(owed, step);
        record->reminders[record->reminder_count++] = (struct reminder){
            .message = fated == plan->taken && !by_hand ? message : 0,
            .owed = owed,
            .fated = fated,
            .state = state_of(owed, fated->fate, step),
        };
        count_fate(&record->round, fated->fate, by_hand);
    }
}

static void list_reminders(struct record *record, const int64_t *messages)
{
    record->reminders = arena_new(record->cx->arena, struct reminder, record->reminder_count + 1);
    record->reminder_count = 0;
    for (size_t i = 0; i < record->count; i++)
        for (size_t j = 0; j < record->parties[i].count; j++)
            list_of_plan(record, &record->parties[i].owed[j], &record->decisions[i].plans[j],
                         messages[i]);
}

SQL(ADD_REMINDER, FIRM,
    "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank, resend,"
    " meant_on, last_on, day_on, state, message, version, owed_cents, why, assignee, escalate_on)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $17, $10, $11, $12, $13, $14, '', $15, $16)");

static struct arg day_or_null(struct arena *arena, struct date day)
{
    return day.day == NO_DAY.day ? arg_text(NULL) : arg_date(arena, day);
}

/* Whatever holds its message until after that day, it says nothing true any more. */
static struct date last_day(const struct reminder *reminder)
{
    return reminder->message > 0 ? chase_last_day(reminder->owed, &reminder->fated->occasion)
                                 : NO_DAY;
}

static void reminder_row(void *state, size_t i, struct arg *args)
{
    const struct record *record = state;
    const struct reminder *reminder = &record->reminders[i];
    const struct obligation *owed = reminder->owed;
    struct arena *arena = record->cx->arena;
    bool is_todo = strcmp(reminder->state, "todo") == 0;

    args[0] = arg_int(reminder->id);
    args[1] = arg_int(owed->id);
    args[2] = arg_text(owed->kind);
    args[3] = arg_int(owed->subject);
    args[4] = arg_int(owed->cycle);
    args[5] = arg_int(reminder->fated->occasion.step->id);
    args[6] = arg_int(reminder->fated->occasion.rank);
    args[7] = day_or_null(arena, reminder->fated->occasion.on);
    args[8] = arg_date(arena, record->cx->today);
    args[9] = arg_text(reminder->state);
    args[10] = arg_int_or_null(reminder->message > 0, reminder->message);
    args[11] = arg_int(owed->version);
    args[12] = arg_money(owed->owed);
    args[13] = arg_int(owed->taken_over);
    args[14] = day_or_null(arena, is_todo ? record->escalate_on : NO_DAY);
    args[15] = day_or_null(arena, last_day(reminder));
    args[16] = (struct arg){ .type = ARG_END };
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
    "UPDATE obligation SET dealt = $4, dealt_through_on = $5, last_taken_on = $6,"
    " next_look_on = $7, held = $8 WHERE firm = $1 AND due_on = $2 AND id = $3");

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
    struct obligation after = chase_after(
        arena, &record->parties[looked->party].owed[looked->place], plan, record->cx->today);
    args[0] = arg_date(arena, after.due);
    args[1] = arg_int(after.id);
    args[2] = arg_text(dealt_text(arena, &after));
    args[3] = day_or_null(arena, after.dealt_through);
    args[4] = day_or_null(arena, after.last_taken_on);
    args[5] = day_or_null(arena, plan->look_on);
    args[6] = arg_text(hold_text(decision->holds[looked->place]));
    args[7] = (struct arg){ .type = ARG_END };
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

static bool write_all(struct record *record)
{
    int64_t *messages = arena_new(record->cx->arena, int64_t, record->count + 1);

    if (!post_messages(record, messages))
        return false;
    list_reminders(record, messages);
    return add_reminders(record) && look_later(record) && run_add(record->cx, &record->round);
}

static void add_up(struct round *total, const struct round *batch)
{
    total->messages += batch->messages;
    total->free += batch->free;
    total->reminders += batch->reminders;
    total->calls += batch->calls;
    total->superseded += batch->superseded;
    total->lapsed += batch->lapsed;
    total->held += batch->held;
}

/* One transaction reads and writes, so that nothing changes between the two. */
static bool run_batch(struct record *record)
{
    const struct reach reach = { .until = record->cx->today, .limit = LIMIT_ROUND_BATCH };
    struct ctx *cx = record->cx;
    struct party *parties;
    struct send_hours hours;
    struct rules rules;

    if (!rules_load(cx, record->kind, &rules) || !moment_load(cx, &rules, &hours)
        || !party_list(cx, record->kind, &reach, &parties, &record->count))
        return false;
    record->hours = &hours;
    record->parties = parties;
    decide(record, &rules);
    record->escalate_on = calendar_after(&rules.calendar, cx->today, CHASE_HAND_DAYS);
    return write_all(record);
}

bool chase_round(struct ctx *cx, const struct chase_kind *kind, struct round *round)
{
    struct round total = { 0 };
    size_t looked_at;

    struct arena_mark mark = arena_mark(cx->arena);
    do {
        struct record record = { .cx = cx, .kind = kind };
        if (!store_begin(cx) || !store_end(cx, run_batch(&record)))
            return false;
        looked_at = record.count;
        add_up(&total, &record.round);
        arena_rewind(cx->arena, mark);
    } while (looked_at > 0);
    *round = total;
    return true;
}
