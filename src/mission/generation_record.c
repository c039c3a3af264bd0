#include "mission/generation.h"
#include "mission/lack.h"

SQL(OCCURRENCE_ADD, FIRM,
    "INSERT INTO occurrence (firm, id, mission_service, number, client, due_on, lands_on,"
    " created_on, amount_cents) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

struct recording {
    struct arena *arena;
    const struct batch *batch;
    struct date today;
};

static void occurrence_row(void *state, size_t i, struct arg *args)
{
    const struct recording *recording = state;
    const struct fallen *fallen = &recording->batch->rows[i];
    const struct occurrence *at = &fallen->due.at;

    args[0] = arg_int(fallen->id);
    args[1] = arg_int(fallen->mission_service);
    args[2] = arg_int(at->number);
    args[3] = arg_int(fallen->client);
    args[4] = arg_date(recording->arena, at->due);
    args[5] = arg_date(recording->arena, at->lands);
    args[6] = arg_date(recording->arena, at->created);
    args[7] = arg_int_or_null(fallen->due.has_amount, fallen->due.amount.cents);
    args[8] = (struct arg){ .type = ARG_END };
}

SQL(ADVANCE, FIRM,
    "UPDATE mission_service SET next_number = $3, next_created_on = $4, " LACKS_SET(
        "$5", "$6") " WHERE firm = $1 AND id = $2");

static void advance_row(void *state, size_t i, struct arg *args)
{
    const struct recording *recording = state;
    const struct advance *advance = &recording->batch->advances[i];

    args[0] = arg_int(advance->mission_service);
    args[1] = arg_int(advance->number);
    args[2] = advance->has_next ? arg_date(recording->arena, advance->created) : arg_text(NULL);
    args[3] = arg_text(advance->lacks);
    args[4] = arg_date(recording->arena, recording->today);
    args[5] = (struct arg){ .type = ARG_END };
}

bool generation_record(struct ctx *cx, struct batch *batch)
{
    struct recording recording = { .arena = cx->arena, .batch = batch, .today = cx->today };
    int64_t first = 0;

    if (batch->count > 0 && !store_id(cx, "occurrence", batch->count, &first))
        return false;
    for (size_t i = 0; i < batch->count; i++)
        batch->rows[i].id = first + (int64_t)i;
    return store_many(cx, &OCCURRENCE_ADD, batch->count, occurrence_row, &recording)
        && store_many(cx, &ADVANCE, batch->advance_count, advance_row, &recording);
}
