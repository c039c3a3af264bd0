#include "store/engine.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"

static struct trouble arg_check(const struct arg *arg)
{
    if (arg->type != ARG_TEXT || arg->empty || str_is_utf8(arg->text, strlen(arg->text)))
        return NO_TROUBLE;
    return (struct trouble){ FAULT_INPUT, "BASE-TEXTE", "a text that is not UTF-8" };
}

struct trouble bound_fill(struct bound *bound, const struct scope *scope,
                          const struct statement *statement, const struct arg *args)
{
    struct trouble why = NO_TROUBLE;

    bound->count = 0;
    if (statement->scope != SCOPE_GLOBAL) {
        assert(scope->firm > 0);
        bound->args[bound->count++] = arg_int(scope->firm);
    }
    if (statement->scope == SCOPE_CLIENT) {
        assert(scope->client > 0);
        bound->args[bound->count++] = arg_int(scope->client);
    }
    for (; args->type != ARG_END && !why.code; args++) {
        assert(bound->count < (int)COUNT_OF(bound->args));
        why = arg_check(args);
        bound->args[bound->count++] = *args;
    }
    return why;
}

static void close_rows(struct rows *rows)
{
    struct rows **at = &rows->scope->open;

    while (*at != rows)
        at = &(*at)->next;
    *at = rows->next;
    rows->closed = true;
    if (rows->cursor)
        rows->scope->store->engine->finish(rows);
    if (rows->trouble.code && rows->of_transaction)
        rows->scope->doomed = true;
}

static void release(void *pointer)
{
    struct rows *rows = pointer;

    if (!rows->closed)
        close_rows(rows);
}

void rows_abandon(struct scope *scope, bool of_transaction)
{
    struct rows *next;

    for (struct rows *rows = scope->open; rows; rows = next) {
        next = rows->next;
        if (rows->of_transaction || !of_transaction)
            close_rows(rows);
    }
}

struct rows *store_query(struct ctx *cx, const struct statement *const *statement,
                         const struct arg *args)
{
    struct rows *rows = arena_new(cx->arena, struct rows, 1);
    struct scope *scope = cx->store;
    struct bound bound;

    *rows = (struct rows){
        .cx = cx,
        .scope = scope,
        .statement = statement,
        .next = scope->open,
        .of_transaction = scope->begun,
    };
    scope->open = rows;
    arena_own(cx->arena, rows, release);
    if (scope->begun && scope->doomed)
        rows->trouble = TROUBLE_DOOMED;
    else
        rows->trouble = bound_fill(&bound, scope, *statement, args);
    if (!rows->trouble.code)
        scope->store->engine->query(rows, &bound);
    return rows;
}

bool rows_next(struct rows *rows)
{
    return !rows->trouble.code && rows->scope->store->engine->next(rows);
}

bool rows_done(struct rows *rows)
{
    assert(!rows->closed);
    close_rows(rows);
    if (!rows->of_transaction && rows->changed > 0)
        rows->scope->commits++;
    if (!rows->trouble.code)
        return true;
    return fail(rows->cx, rows->trouble.kind, rows->trouble.code, "detail", rows->trouble.detail,
                "statement", (*rows->statement)->name, NULL);
}

int64_t rows_int(struct rows *rows, int column)
{
    return rows->scope->store->engine->integer(rows, column);
}

const void *rows_bytes(struct rows *rows, int column, size_t *size)
{
    return rows->scope->store->engine->bytes(rows, column, size);
}

const char *rows_text(struct rows *rows, int column)
{
    size_t size;

    return rows_bytes(rows, column, &size);
}

struct money rows_money(struct rows *rows, int column)
{
    return (struct money){ rows_int(rows, column) };
}

struct instant rows_instant(struct rows *rows, int column)
{
    return (struct instant){ rows_int(rows, column) };
}

struct date rows_date(struct rows *rows, int column)
{
    struct date date = { 0 };
    const char *text = rows_null(rows, column) ? "" : rows_text(rows, column);

    if (*text && !date_parse(text, &date))
        rows->trouble = (struct trouble){ FAULT_BROKEN, "BASE", text };
    return date;
}

bool rows_null(struct rows *rows, int column)
{
    return rows->scope->store->engine->null(rows, column);
}
