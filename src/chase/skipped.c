#include "chase/skipped.h"

#include <string.h>

#include "chase/intervene_step.h"
#include "outbox/step_in.h"

/* What became of a step, or may still: all but what was overtaken, lapsed or called off. */
struct past {
    int64_t reminder, step, rank, resend, message;
    struct date day;
    bool is_skipped, is_held; /* called off: by a skip, or by a hold */
};

struct pasts {
    struct past *list;
    size_t count, room;
};

SQL(PASTS, FIRM,
    "SELECT r.id, r.step, r.rank, r.day_on, r.state, COALESCE(m.id, 0), r.resend, r.why"
    " FROM reminder r"
    " LEFT JOIN message m ON m.firm = r.firm AND m.id = r.message"
    " AND m.state IN ('waiting', 'due', 'taken')"
    " WHERE r.firm = $1 AND r.obligation = $2 AND r.cycle = $3"
    " AND (r.state IN ('planned', 'todo', 'sent', 'done', 'refused', 'check')"
    " OR (r.state = 'cancelled' AND r.why IN ('skipped', 'subject'))) ORDER BY r.id DESC");

static bool pasts_read(struct ctx *cx, const struct obligation *owed, struct pasts *pasts)
{
    struct rows *rows = store_query(cx, &PASTS, ARGS(arg_int(owed->id), arg_int(owed->cycle)));

    *pasts = (struct pasts){ 0 };
    while (rows_next(rows)) {
        if (pasts->count == pasts->room)
            pasts->list = arena_grow(cx->arena, pasts->list, &pasts->room, sizeof *pasts->list);
        pasts->list[pasts->count++] =
            (struct past){ .reminder = rows_int(rows, 0),
                           .step = rows_int(rows, 1),
                           .rank = rows_int(rows, 2),
                           .day = rows_date(rows, 3),
                           .is_skipped = strcmp(rows_text(rows, 4), "cancelled") == 0,
                           .message = rows_int(rows, 5),
                           .resend = rows_int(rows, 6),
                           .is_held = strcmp(rows_text(rows, 7), hold_text(HOLD_SUBJECT)) == 0 };
    }
    return rows_done(rows);
}

/* The occasions of the obligation's own scenario. */
struct line {
    const struct occasion *occasions;
    size_t count;
};

/* Its place among them; their count when it is of another scenario. */
static size_t place_of(const struct line *line, const struct past *past)
{
    size_t place = 0;

    while (place < line->count
           && (line->occasions[place].step->id != past->step
               || line->occasions[place].rank != past->rank))
        place++;
    return place;
}

/* What is of another scenario comes after what was decided before it. */
static bool is_later(const struct line *line, const struct past *past, const struct past *than)
{
    size_t place = place_of(line, past);

    return place < line->count ? place > place_of(line, than) : past->reminder > than->reminder;
}

/* False when something later was carried out, or is about to be. */
static bool is_last(const struct line *line, const struct pasts *pasts, const struct past *skipped,
                    struct date *taken_on)
{
    *taken_on = NO_DAY;
    for (size_t i = 0; i < pasts->count; i++) {
        const struct past *past = &pasts->list[i];
        if (past->is_skipped)
            continue;
        if (is_later(line, past, skipped))
            return false;
        if (taken_on->day < past->day.day)
            *taken_on = past->day;
    }
    return true;
}

bool skipped_list(struct ctx *cx, const struct obligation *owed, const struct rules *rules,
                  struct skipped **list, size_t *count)
{
    struct pasts pasts;
    struct line line;

    if (!pasts_read(cx, owed, &pasts))
        return false;
    line.occasions = chase_occasions(cx->arena, owed, rules_scenario(rules, owed), &rules->calendar,
                                     &line.count);
    struct skipped *found = arena_new(cx->arena, struct skipped, pasts.count + 1);
    size_t listed = 0;
    for (size_t i = 0; i < pasts.count; i++) {
        const struct past *past = &pasts.list[i];
        size_t place = place_of(&line, past);
        struct skipped skipped = { .reminder = past->reminder,
                                   .message = past->message,
                                   .is_resend = past->resend > 0,
                                   .is_held = past->is_held };
        if (!past->is_skipped || place == line.count || (skipped.is_resend && !skipped.message)
            || !is_last(&line, &pasts, past, &skipped.taken_on))
            continue;
        skipped.occasion = line.occasions[place];
        if (cx->today.day <= chase_last_day(owed, &skipped.occasion).day)
            found[listed++] = skipped;
    }
    *list = found;
    *count = listed;
    return true;
}

static bool skipped_find(struct stepping *stepping, struct skipped *skipped)
{
    struct ctx *cx = stepping->cx;
    int64_t reminder = stepping->order->reminder;
    struct skipped *list;
    size_t count, i = 0;

    if (!skipped_list(cx, &stepping->before, &stepping->rules, &list, &count))
        return false;
    while (i < count && reminder > 0 && list[i].reminder != reminder)
        i++;
    if (i == count)
        return fail(cx, FAULT_CONFLICT, "RELANCE-SANS-RETOUR", NULL);
    stepping->step = list[i].occasion.step->id;
    *skipped = list[i];
    return true;
}

SQL(REJOIN, FIRM,
    "UPDATE reminder SET state = 'planned', why = ''"
    " WHERE firm = $1 AND id = $2 AND state = 'cancelled' AND why IN ('skipped', 'subject')");

SQL(MAKE_ROOM, FIRM,
    "DELETE FROM reminder WHERE firm = $1 AND id = $2 AND state = 'cancelled'"
    " AND why IN ('skipped', 'subject')");

/* Whether the message that it was taken out of takes it again: it has not left meanwhile. */
static bool rejoin(struct stepping *stepping, const struct skipped *skipped, bool *joined)
{
    const struct obligation *owed = &stepping->before;

    *joined = false;
    if (skipped->message == 0 || chase_by_hand(owed, skipped->occasion.step)
        || obligation_hold(owed, stepping->cx->today) != HOLD_NONE)
        return true;
    return outbox_reopen(stepping->cx, skipped->message, joined);
}

bool step_unskip(struct stepping *stepping)
{
    struct ctx *cx = stepping->cx;
    struct skipped skipped;
    bool joined;

    if (!skipped_find(stepping, &skipped) || !rejoin(stepping, &skipped, &joined))
        return false;
    if (!joined && skipped.is_resend)
        return fail(cx, FAULT_CONFLICT, "RELANCE-SANS-RETOUR", NULL);
    if (!joined)
        stepping->after = chase_undealt(cx->arena, &stepping->before, &skipped.occasion);
    stepping->after.last_taken_on = joined ? stepping->before.last_taken_on : skipped.taken_on;
    return store_run(cx, joined ? &REJOIN : &MAKE_ROOM, ARGS(arg_int(skipped.reminder)));
}
