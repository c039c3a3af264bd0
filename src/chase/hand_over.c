#include "chase/hand_over.h"

#include <assert.h>

#include "store/visible.h"

#define SEEN CLIENT_UNHIDDEN("o.client", "$3", "$4")

/* The state is said twice: the index of what is to do holds it alone. */
SQL(COUNT, FIRM,
    "SELECT COUNT(*) FROM reminder r JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"
    " WHERE r.firm = $1 AND r.state = 'todo' AND r.assignee = $2 AND " SEEN);

bool chase_count_by_hand(struct ctx *cx, int64_t member, int64_t *count)
{
    struct rows *rows = store_query(
        cx, &COUNT, ARGS(arg_int(member), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *count = found;
    return true;
}

SQL(TAKEN, FIRM,
    "SELECT id FROM obligation WHERE firm = $1 AND taken_over = $2 AND state = 'open' ORDER BY id"
    " /* scan: a member leaves once */");

struct taken {
    const struct hand_over *hand_over;
    struct ctx *cx;
    int64_t *obligations, first; /* of the interventions' ids */
    size_t count;
};

static bool list_taken(struct taken *taken)
{
    struct rows *rows = store_query(taken->cx, &TAKEN, ARGS(arg_int(taken->hand_over->from)));
    size_t room = 0;

    while (rows_next(rows)) {
        if (taken->count == room)
            taken->obligations =
                arena_grow(taken->cx->arena, taken->obligations, &room, sizeof *taken->obligations);
        taken->obligations[taken->count++] = rows_int(rows, 0);
    }
    return rows_done(rows);
}

SQL(KEEP, FIRM,
    "INSERT INTO intervention (firm, id, obligation, act, member, at, by, reason)"
    " VALUES ($1, $2, $3, 'take', $4, $5, $6, $7)");

static void keep_row(void *state, size_t i, struct arg *args)
{
    const struct taken *taken = state;

    args[0] = arg_int(taken->first + (int64_t)i);
    args[1] = arg_int(taken->obligations[i]);
    args[2] = arg_int(taken->hand_over->to);
    args[3] = arg_instant(taken->cx->now);
    args[4] = arg_int(taken->cx->actor);
    args[5] = arg_text(taken->hand_over->reason);
    args[6] = (struct arg){ .type = ARG_END };
}

SQL(TAKE, FIRM,
    "UPDATE obligation SET taken_over = $3, version = version + 1 WHERE firm = $1 AND id = $2");

static void take_row(void *state, size_t i, struct arg *args)
{
    const struct taken *taken = state;

    args[0] = arg_int(taken->obligations[i]);
    args[1] = arg_int(taken->hand_over->to);
    args[2] = (struct arg){ .type = ARG_END };
}

SQL(ASSIGN, FIRM,
    "UPDATE reminder SET assignee = $3 WHERE firm = $1 AND state = 'todo' AND assignee = $2");

bool chase_hand_over(struct ctx *cx, const struct hand_over *hand_over, int64_t *count)
{
    struct taken taken = { .hand_over = hand_over, .cx = cx };

    assert(store_in_transaction(cx->store) && hand_over->to > 0 && *hand_over->reason);
    return list_taken(&taken)
        && (taken.count == 0 || store_id(cx, "intervention", taken.count, &taken.first))
        && store_many(cx, &KEEP, taken.count, keep_row, &taken)
        && store_many(cx, &TAKE, taken.count, take_row, &taken)
        && store_change(cx, &ASSIGN, ARGS(arg_int(hand_over->from), arg_int(hand_over->to)), count);
}
