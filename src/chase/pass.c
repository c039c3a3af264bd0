#include "chase/intervene.h"
#include "chase/obligation.h"
#include "chase/rules.h"
#include "outbox/step_in.h"

/* As the reminders say of which the one before was to hear. */
#define PASSED_ON "passed on"

/* A step that was taken out: nobody heard of it, unless it was to go again. */
struct taken_out {
    int64_t reminder, step, rank;
};

struct passing {
    struct ctx *cx;
    const struct chase_kind *leader;
    struct obligation owed;  /* by the next person already */
    struct obligation after; /* as if what is told to them had not been dealt with */
    struct taken_out *list;
    size_t count;
    const struct taken_out *told; /* the last of those to tell; NULL: none */
};

SQL(TAKEN_OUT, FIRM,
    "SELECT id, step, rank FROM reminder WHERE firm = $1 AND obligation = $2 AND cycle = $3"
    " AND state = 'cancelled' AND why = '" PASSED_ON "' AND resend = 0 ORDER BY id");

static bool list_taken_out(struct passing *passing)
{
    struct ctx *cx = passing->cx;
    struct rows *rows =
        store_query(cx, &TAKEN_OUT, ARGS(arg_int(passing->owed.id), arg_int(passing->owed.cycle)));
    size_t room = 0;

    while (rows_next(rows)) {
        if (passing->count == room)
            passing->list = arena_grow(cx->arena, passing->list, &room, sizeof *passing->list);
        passing->list[passing->count++] = (struct taken_out){ .reminder = rows_int(rows, 0),
                                                              .step = rows_int(rows, 1),
                                                              .rank = rows_int(rows, 2) };
    }
    return rows_done(rows);
}

static const struct taken_out *taken_out_of(const struct passing *passing,
                                            const struct occasion *occasion)
{
    for (size_t i = 0; i < passing->count; i++)
        if (passing->list[i].step == occasion->step->id && passing->list[i].rank == occasion->rank)
            return &passing->list[i];
    return NULL;
}

/* From the last back to one that was dealt with: what that overtook stays behind (C-9). */
static void undeal(struct passing *passing, const struct rules *rules)
{
    struct arena *arena = passing->cx->arena;
    const struct obligation *owed = &passing->owed;
    size_t i;
    const struct occasion *occasions =
        chase_occasions(arena, owed, rules_scenario(rules, owed), &rules->calendar, &i);

    passing->after = *owed;
    while (i-- > 0) {
        const struct taken_out *out = taken_out_of(passing, &occasions[i]);
        if (out) {
            passing->after = chase_undealt(arena, &passing->after, &occasions[i]);
            passing->told = passing->told ? passing->told : out;
        } else if (chase_dealt(owed, &occasions[i]) && !chase_by_hand(owed, occasions[i].step))
            return;
    }
}

/* What goes again has the text of the first time: it speaks of nothing more. */
SQL(UNDER_WAY, FIRM,
    "SELECT id FROM message WHERE firm = $1 AND issuer = $2 AND person = $3 AND kind = $4"
    " AND medium = 'email' AND is_apart = 0 AND state IN ('waiting', 'due', 'taken', 'point')"
    " AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.firm = $1 AND d.message = message.id"
    " AND d.verdict IN ('again', 'marked')) ORDER BY id DESC LIMIT 1");

/* What is about to be said to the next person; *message 0: nothing, or it is at its point. */
static bool find_under_way(struct passing *passing, int64_t *message)
{
    struct ctx *cx = passing->cx;
    const struct obligation *owed = &passing->owed;
    struct rows *rows = store_query(
        cx, &UNDER_WAY,
        ARGS(arg_int(owed->issuer), arg_int(owed->person), arg_text(passing->leader->name)));
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;
    bool is_open = false;

    if (!rows_done(rows) || (found > 0 && !outbox_reopen(cx, found, &is_open)))
        return false;
    *message = is_open ? found : 0;
    return true;
}

SQL(JOIN, FIRM,
    "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank, resend,"
    " meant_on, last_on, day_on, state, message, version, owed_cents, why, assignee)"
    " SELECT r.firm, $3, r.obligation, r.kind, r.subject, r.cycle + 1, r.step, r.rank, 0,"
    " r.meant_on, r.last_on, $4, 'planned', $5, $6, $7, '', 0"
    " FROM reminder r WHERE r.firm = $1 AND r.id = $2");

/* The name of the highest step that a message carries. */
SQL(TONE, FIRM,
    "SELECT s.name FROM reminder r JOIN step s ON s.firm = r.firm AND s.id = r.step"
    " WHERE r.firm = $1 AND r.message = $2 AND r.state = 'planned'"
    " ORDER BY s.days DESC, s.id LIMIT 1");

static bool raise_tone(struct ctx *cx, int64_t message)
{
    struct rows *rows = store_query(cx, &TONE, ARGS(arg_int(message)));
    const char *tone = rows_next(rows) ? rows_text(rows, 0) : "";

    return rows_done(rows) && outbox_tone(cx, message, tone);
}

static bool join(struct passing *passing, int64_t message)
{
    struct ctx *cx = passing->cx;
    const struct obligation *owed = &passing->owed;
    int64_t id;

    return store_id(cx, "reminder", 1, &id)
        && store_run(cx, &JOIN,
                     ARGS(arg_int(passing->told->reminder), arg_int(id),
                          arg_date(cx->arena, cx->today), arg_int(message), arg_int(owed->version),
                          arg_money(owed->owed)))
        && raise_tone(cx, message);
}

SQL(BEGIN_ANEW, FIRM,
    "UPDATE obligation SET cycle = cycle + 1, dealt = $3, dealt_through_on = $4,"
    " last_taken_on = COALESCE($5, last_taken_on) WHERE firm = $1 AND id = $2");

/* The reminders of the one before keep their keys, and their ends (C-1, C-6). */
static bool begin_anew(struct passing *passing, const struct obligation *as, struct arg taken_on)
{
    struct arena *arena = passing->cx->arena;
    bool has_through = as->dealt_through.day != NO_DAY.day;

    return store_run(passing->cx, &BEGIN_ANEW,
                     ARGS(arg_int(as->id), arg_text(dealt_text(arena, as)),
                          has_through ? arg_date(arena, as->dealt_through) : arg_text(NULL),
                          taken_on));
}

/* At once in what is about to be said to the next person, else the next round decides of it. */
static bool tell(struct passing *passing)
{
    struct ctx *cx = passing->cx;
    int64_t message;

    if (!find_under_way(passing, &message))
        return false;
    if (message == 0)
        return begin_anew(passing, &passing->after, arg_text(NULL));
    return join(passing, message)
        && begin_anew(passing, &passing->owed, arg_date(cx->arena, cx->today));
}

static bool tell_anew(struct ctx *cx, const struct chase_kind *leader, int64_t obligation)
{
    struct passing passing = { .cx = cx, .leader = leader };
    struct rules rules;

    if (!obligation_find(cx, obligation, &passing.owed) || !list_taken_out(&passing)
        || !rules_load(cx, leader, &rules))
        return false;
    undeal(&passing, &rules);
    return !passing.told || tell(&passing);
}

SQL(PASS, FIRM,
    "UPDATE obligation SET person = $4, version = version + 1, next_look_on = $5, held = ''"
    " WHERE firm = $1 AND kind = $2 AND subject = $3 AND state = 'open' AND person <> $4"
    " RETURNING id");

bool chase_pass(struct ctx *cx, const struct chase_kind *kind, int64_t subject, int64_t person)
{
    struct rows *rows = store_query(cx, &PASS,
                                    ARGS(arg_text(kind->name), arg_int(subject), arg_int(person),
                                         arg_date(cx->arena, cx->today)));
    int64_t id = rows_next(rows) ? rows_int(rows, 0) : 0, messages;

    if (!rows_done(rows))
        return false;
    if (id == 0)
        return true;
    if (!outbox_take_out(cx, &(struct outing){ .obligation = id, .why = PASSED_ON }, &messages))
        return false;
    return messages == 0 || tell_anew(cx, kind_leader(kind), id);
}
