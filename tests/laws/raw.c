#include "raw.h"

struct rows *raw_query(struct ctx *cx, const char *text)
{
    struct statement *statement = arena_new(cx->arena, struct statement, 1);
    const struct statement **unlisted = arena_new(cx->arena, const struct statement *, 1);

    *statement = (struct statement){ text, __FILE__, SCOPE_GLOBAL, text, text };
    *unlisted = statement;
    return store_query(cx, unlisted, NO_ARGS);
}

bool raw_run(struct ctx *cx, const char *text)
{
    return rows_done(raw_query(cx, text));
}

bool raw_number(struct ctx *cx, const char *text, int64_t *number)
{
    struct rows *rows = raw_query(cx, text);

    while (rows_next(rows))
        *number = rows_int(rows, 0);
    return rows_done(rows);
}

int64_t raw_found(struct ctx *cx, const char *text)
{
    struct arena_mark mark = arena_mark(cx->arena);
    int64_t number = 0;

    if (!raw_number(cx, text, &number))
        cx->fault = (struct fault){ 0 };
    arena_rewind(cx->arena, mark);
    return number;
}
