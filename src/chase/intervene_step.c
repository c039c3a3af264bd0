#include "chase/intervene_step.h"

#include <string.h>

#include "outbox/step_in.h"

bool chase_coming(struct arena *arena, const struct obligation *owed, const struct rules *rules,
                  struct date from, struct coming *coming)
{
    const struct scenario *scenario = rules_scenario(rules, owed);
    struct obligation as_of = *owed;

    for (struct date day = from; day.day != NO_DAY.day;) {
        struct plan plan = chase_plan(arena, &as_of, scenario, &rules->calendar, day);
        if (plan.taken) {
            *coming = (struct coming){ plan.taken->occasion, day };
            return true;
        }
        as_of = chase_after(arena, &as_of, &plan, day);
        day = plan.look_on;
    }
    return false;
}

/* A reminder that is decided and has not left. */
struct waiting {
    int64_t id, step, message; /* id 0: none */
    const char *state, *medium, *tone;
};

SQL(WAITING, FIRM,
    "SELECT r.id, r.step, r.message, r.state, s.medium, s.name FROM reminder r"
    " JOIN step s ON s.firm = r.firm AND s.id = r.step"
    " WHERE r.firm = $1 AND r.obligation = $2 AND r.state IN ('planned', 'todo')"
    " AND (CAST($3 AS BIGINT) = 0 OR r.id = $3) ORDER BY r.state, r.id DESC LIMIT 1");

static bool waiting_find(struct stepping *stepping, struct waiting *waiting)
{
    struct ctx *cx = stepping->cx;
    int64_t reminder = stepping->order->reminder;
    struct rows *rows =
        store_query(cx, &WAITING, ARGS(arg_int(stepping->before.id), arg_int(reminder)));

    *waiting = (struct waiting){ .state = "" };
    if (rows_next(rows))
        *waiting = (struct waiting){ .id = rows_int(rows, 0),
                                     .step = rows_int(rows, 1),
                                     .message = rows_int(rows, 2),
                                     .state = rows_text(rows, 3),
                                     .medium = rows_text(rows, 4),
                                     .tone = rows_text(rows, 5) };
    if (!rows_done(rows))
        return false;
    if (reminder > 0 && waiting->id == 0)
        return fail(cx, FAULT_CONFLICT, "RELANCE-PARTIE", NULL);
    stepping->step = waiting->step;
    return true;
}

static bool coming_find(struct stepping *stepping, struct coming *coming)
{
    struct ctx *cx = stepping->cx;

    if (!chase_coming(cx->arena, &stepping->before, &stepping->rules, cx->today, coming))
        return fail(cx, FAULT_CONFLICT, "RELANCE-AUCUNE", NULL);
    stepping->step = coming->occasion.step->id;
    return true;
}

/* The coming step is past; it counts as carried out today when it is. */
static void deal(struct stepping *stepping, const struct coming *coming, bool is_taken)
{
    struct ctx *cx = stepping->cx;
    const struct fated fated = { coming->occasion, FATE_TAKEN };
    const struct plan plan = { .fates = &fated, .count = 1, .taken = is_taken ? &fated : NULL };

    stepping->after = chase_after(cx->arena, &stepping->before, &plan, cx->today);
}

SQL(ADD, FIRM,
    "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank, resend,"
    " meant_on, day_on, state, message, version, owed_cents, why, assignee)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, $12, $13, $14, $15, 0)");

/* What becomes of a step that a person does not leave to the round. */
struct end {
    const char *state, *why;
    int64_t message; /* 0: none */
};

static bool add_reminder(struct stepping *stepping, const struct coming *coming,
                         const struct end *end)
{
    struct ctx *cx = stepping->cx;
    const struct obligation *owed = &stepping->before;
    const struct occasion *occasion = &coming->occasion;
    int64_t id;

    return store_id(cx, "reminder", 1, &id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(id), arg_int(owed->id), arg_text(owed->kind),
                          arg_int(owed->subject), arg_int(owed->cycle), arg_int(occasion->step->id),
                          arg_int(occasion->rank), arg_date(cx->arena, occasion->on),
                          arg_date(cx->arena, cx->today), arg_text(end->state),
                          arg_int_or_null(end->message > 0, end->message), arg_int(owed->version),
                          arg_money(owed->owed), arg_text(end->why)));
}

SQL(SKIP_TODO, FIRM,
    "UPDATE reminder SET state = 'cancelled', why = 'skipped'"
    " WHERE firm = $1 AND id = $2 AND state = 'todo'");

bool step_skip(struct stepping *stepping)
{
    struct ctx *cx = stepping->cx;
    struct waiting waiting;
    struct coming coming;
    int64_t taken_out;

    if (!waiting_find(stepping, &waiting))
        return false;
    if (strcmp(waiting.state, "todo") == 0)
        return store_run(cx, &SKIP_TODO, ARGS(arg_int(waiting.id)));
    if (waiting.id > 0)
        return outbox_take_out(cx, &(struct outing){ stepping->before.id, waiting.id, "skipped" },
                               &taken_out)
            && (taken_out > 0 || fail(cx, FAULT_CONFLICT, "RELANCE-PARTIE", NULL));
    if (!coming_find(stepping, &coming))
        return false;
    deal(stepping, &coming, false);
    return add_reminder(stepping, &coming, &(struct end){ "cancelled", "skipped", 0 });
}

static bool debtor_ask(struct stepping *stepping, struct debtor *debtor)
{
    struct ctx *cx = stepping->cx;
    const struct obligation *owed = &stepping->before;

    *debtor = (struct debtor){ .id = owed->person, .client = owed->issuer, .paused_until = NO_DAY };
    if (!stepping->leader->debtors(cx, debtor, 1))
        return false;
    enum hold hold = obligation_hold(owed, cx->today);
    if (hold == HOLD_NONE)
        hold = debtor_hold(debtor, cx->today);
    return hold == HOLD_NONE
        || fail(cx, FAULT_CONFLICT, "RELANCE-RETENUE", "reason", hold_text(hold), NULL);
}

/* Its text is that of the first time: it speaks of nothing more. */
#define GOES_AGAIN                                                                                 \
    "EXISTS (SELECT 1 FROM decision d WHERE d.firm = $1 AND d.message = message.id"                \
    " AND d.verdict IN ('again', 'marked'))"

SQL(OF_TODAY, FIRM,
    "SELECT id, CASE WHEN " GOES_AGAIN " THEN 1 ELSE 0 END FROM message"
    " WHERE firm = $1 AND issuer = $2 AND told_on = $4"
    " AND (person = $3 OR (LOWER(recipient) = $6 AND $6 <> ''))"
    " AND kind = $5 AND medium = 'email' AND state <> 'refused'"
    " AND NOT (state = 'dropped' AND " GOES_AGAIN ")"
    " ORDER BY CASE WHEN state = 'dropped' THEN 1 ELSE 0 END, id LIMIT 1");

/* The day's message to the person, which takes one reminder more, or a new one (C-3). */
static bool message_open(struct stepping *stepping, const struct debtor *debtor, const char *tone,
                         int64_t *message)
{
    struct ctx *cx = stepping->cx;
    struct rows *rows = store_query(
        cx, &OF_TODAY,
        ARGS(arg_int(debtor->client), arg_int(debtor->id), arg_date(cx->arena, cx->today),
             arg_text(stepping->leader->name), arg_text(debtor->mailbox ? debtor->mailbox : "")));
    bool is_one = rows_next(rows), is_fixed = is_one && rows_int(rows, 1) == 1;
    int64_t found = is_one ? rows_int(rows, 0) : 0;
    struct message post = { .client = debtor->client,
                            .person = debtor->id,
                            .kind = stepping->leader->name,
                            .medium = medium_text(MEDIUM_EMAIL),
                            .tone = tone,
                            .recipient = debtor->address,
                            .language = debtor->language };

    if (!rows_done(rows))
        return false;
    if (is_fixed)
        return fail(cx, FAULT_CONFLICT, "RELANCE-PARTIE", NULL);
    if (found == 0 && !outbox_post(cx, &post, 1))
        return false;
    *message = found > 0 ? found : post.id;
    return true;
}

/* The name of the highest step that a message carries. */
SQL(TONE, FIRM,
    "SELECT s.name FROM reminder r JOIN step s ON s.firm = r.firm AND s.id = r.step"
    " WHERE r.firm = $1 AND r.message = $2 AND r.state = 'planned'"
    " ORDER BY s.days DESC, s.id LIMIT 1");

static bool hasten(struct ctx *cx, int64_t message)
{
    struct rows *rows = store_query(cx, &TONE, ARGS(arg_int(message)));
    const char *tone = rows_next(rows) ? rows_text(rows, 0) : "";

    return rows_done(rows) && outbox_hasten(cx, message, tone);
}

SQL(SEND_TODO, FIRM,
    "UPDATE reminder SET state = 'planned', message = $3, day_on = $4, escalate_on = NULL"
    " WHERE firm = $1 AND id = $2 AND state = 'todo'");

static bool send_todo(struct stepping *stepping, const struct waiting *waiting)
{
    struct ctx *cx = stepping->cx;
    struct debtor debtor;
    int64_t message;

    if (strcmp(waiting->medium, medium_text(MEDIUM_EMAIL)) != 0)
        return fail(cx, FAULT_INPUT, "RELANCE-APPEL", NULL);
    return debtor_ask(stepping, &debtor) && message_open(stepping, &debtor, waiting->tone, &message)
        && store_run(cx, &SEND_TODO,
                     ARGS(arg_int(waiting->id), arg_int(message), arg_date(cx->arena, cx->today)))
        && hasten(cx, message);
}

static bool send_coming(struct stepping *stepping)
{
    struct ctx *cx = stepping->cx;
    struct coming coming;
    struct debtor debtor;
    int64_t message;

    if (stepping->before.last_taken_on.day == cx->today.day)
        return fail(cx, FAULT_CONFLICT, "RELANCE-DU-JOUR", NULL);
    if (!coming_find(stepping, &coming))
        return false;
    const struct step *step = coming.occasion.step;
    if (step->medium != MEDIUM_EMAIL)
        return fail(cx, FAULT_INPUT, "RELANCE-APPEL", NULL);
    if (!debtor_ask(stepping, &debtor) || !message_open(stepping, &debtor, step->name, &message))
        return false;
    deal(stepping, &coming, true);
    return add_reminder(stepping, &coming, &(struct end){ "planned", "", message })
        && hasten(cx, message);
}

bool step_send(struct stepping *stepping)
{
    struct waiting waiting;
    struct debtor debtor;

    if (!waiting_find(stepping, &waiting))
        return false;
    if (waiting.id == 0)
        return send_coming(stepping);
    if (strcmp(waiting.state, "todo") == 0)
        return send_todo(stepping, &waiting);
    return debtor_ask(stepping, &debtor) && hasten(stepping->cx, waiting.message);
}
