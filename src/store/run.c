#include "store/engine.h"

#include <assert.h>

bool store_change(struct ctx *cx, const struct statement *const *statement, const struct arg *args,
                  int64_t *changed)
{
    struct rows *rows = store_query(cx, statement, args);

    while (rows_next(rows))
        continue;
    if (!rows_done(rows))
        return false;
    if (changed)
        *changed = rows->changed;
    return true;
}

bool store_run(struct ctx *cx, const struct statement *const *statement, const struct arg *args)
{
    return store_change(cx, statement, args, NULL);
}

static bool one_by_one(struct ctx *cx, const struct many *many)
{
    struct arg args[STORE_MANY_ARGS + 1];
    bool well = true;

    for (size_t i = 0; well && i < many->count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        many->row(many->state, i, args);
        well = store_run(cx, many->statement, args);
        if (well)
            arena_rewind(cx->arena, mark);
    }
    return well;
}

bool store_many(struct ctx *cx, const struct statement *const *statement, size_t count,
                void (*row)(void *state, size_t i, struct arg *args), void *state)
{
    struct scope *scope = cx->store;
    struct many many = { statement, count, row, state };

    assert(scope->begun);
    if (!scope->store->engine->many || scope->doomed)
        return one_by_one(cx, &many);
    struct trouble why = scope->store->engine->many(cx, scope, &many);
    if (!why.code)
        return true;
    scope->doomed = true;
    return fail(cx, why.kind, why.code, "detail", why.detail, "statement", (*statement)->name,
                NULL);
}

SQL(NUMBERS_TAKEN, FIRM,
    "INSERT INTO sequence (firm, noun, last) VALUES ($1, $2, $3)"
    " ON CONFLICT (firm, noun) DO UPDATE SET last = sequence.last + excluded.last"
    " RETURNING last");

SQL(HOUSE_NUMBERS_TAKEN, GLOBAL,
    "INSERT INTO sequence (firm, noun, last) VALUES (0, $1, $2)"
    " ON CONFLICT (firm, noun) DO UPDATE SET last = sequence.last + excluded.last"
    " RETURNING last");

bool store_id(struct ctx *cx, const char *noun, size_t count, int64_t *first)
{
    bool house = cx->store->firm == 0;
    struct rows *rows = store_query(cx, house ? &HOUSE_NUMBERS_TAKEN : &NUMBERS_TAKEN,
                                    ARGS(arg_text(noun), arg_int((int64_t)count)));
    int64_t last = 0;

    while (rows_next(rows))
        last = rows_int(rows, 0);
    if (!rows_done(rows))
        return false;
    *first = last - (int64_t)count + 1;
    return true;
}
