#include "store/engine.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "store/statements.h"

enum {
    BOOL_TYPE = 16, /* as pg_type numbers them */
    BYTEA_TYPE = 17,
    PIPELINE_ROWS = 256, /* between two looks at the answers: both sides' buffers hold them */
};

struct session {
    PGconn *db;
    bool *prepared; /* by slot */
};

struct cursor {
    PGresult *result;
    int row;
};

struct params {
    const char *values[BOUND_LIMIT];
    int sizes[BOUND_LIMIT], formats[BOUND_LIMIT];
    int count;
};

static const struct kind {
    const char *state; /* or how it starts */
    enum fault_kind kind;
    const char *name;
} kinds[] = {
    { "23505", FAULT_CONFLICT, "BASE-CONFLIT" }, { "23503", FAULT_CONFLICT, "BASE-CONFLIT" },
    { "53100", FAULT_FULL, "BASE-PLEINE" },      { "57014", FAULT_BUSY, "BASE-OCCUPEE" },
    { "40", FAULT_BUSY, "BASE-OCCUPEE" },        { "55P03", FAULT_BUSY, "BASE-OCCUPEE" },
    { "57P", FAULT_BUSY, "BASE-INJOIGNABLE" },   { "08", FAULT_BUSY, "BASE-INJOIGNABLE" },
    { "53", FAULT_BUSY, "BASE-INJOIGNABLE" },    { "22021", FAULT_INPUT, "BASE-TEXTE" },
};

static struct trouble trouble(struct ctx *cx, const struct session *session, const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *detail = str_trim(cx->arena, words ? words : PQerrorMessage(session->db));

    if (!state || PQstatus(session->db) == CONNECTION_BAD)
        return (struct trouble){ FAULT_BUSY, "BASE-INJOIGNABLE", detail };
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_starts(state, kinds[i].state))
            return (struct trouble){ kinds[i].kind, kinds[i].name, detail };
    return (struct trouble){ FAULT_BROKEN, "BASE", detail };
}

/* When the answer to a commit is lost nobody knows whether it stands. */
static struct trouble commit_trouble(struct trouble why)
{
    if (why.code && strcmp(why.code, "BASE-INJOIGNABLE") == 0)
        return (struct trouble){ FAULT_BROKEN, "BASE-INCERTAINE", why.detail };
    return why;
}

static struct trouble execute(struct ctx *cx, const struct session *session, const char *sql)
{
    PGresult *result = PQexec(session->db, sql);
    ExecStatusType status = PQresultStatus(result);
    bool well = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    struct trouble why = well ? NO_TROUBLE : trouble(cx, session, result);

    PQclear(result);
    return why;
}

static struct trouble set_up(struct ctx *cx, struct session *session)
{
    static const char SETTINGS[] = "SET statement_timeout = %d;"
                                   "SET default_transaction_isolation = 'read committed';"
                                   "SET client_min_messages = error;"
                                   "SET standard_conforming_strings = on;"
                                   "SET bytea_output = hex;"
                                   "SELECT set_config('synchronous_commit', 'on', false)"
                                   " WHERE current_setting('synchronous_commit') = 'off'";

    memset(session->prepared, 0, (size_t)statement_count() * sizeof *session->prepared);
    if (PQstatus(session->db) != CONNECTION_OK)
        return trouble(cx, session, NULL);
    return execute(cx, session, arena_format(cx->arena, SETTINGS, LIMIT_STATEMENT_MS));
}

static PGconn *connect(const char *where)
{
    static const char *const names[] = {
        "client_encoding",  "application_name", "connect_timeout",
        "tcp_user_timeout", "dbname",           NULL,
    };
    const char *const values[] = { "UTF8", "quitus", "5", "10000", where, NULL };

    return PQconnectdbParams(names, values, 1);
}

static void detach(struct scope *scope)
{
    const struct session *session = scope->link;

    PQfinish(session->db);
}

static bool attach(struct ctx *cx, struct scope *scope)
{
    struct session *session = arena_new(cx->arena, struct session, 1);

    session->prepared = arena_new(cx->arena, bool, (size_t)statement_count());
    session->db = connect(scope->store->where);
    scope->link = session;
    struct trouble why = set_up(cx, session);
    if (!why.code)
        return true;
    detach(scope);
    return fail(cx, why.kind, why.code, "detail", why.detail, NULL);
}

/* A connection that was lost between two transactions is made anew. */
static struct trouble revive(struct ctx *cx, struct scope *scope)
{
    struct session *session = scope->link;

    if (scope->begun || PQstatus(session->db) == CONNECTION_OK)
        return NO_TROUBLE;
    PQreset(session->db);
    return set_up(cx, session);
}

static struct trouble begin(struct ctx *cx, struct scope *scope)
{
    const struct session *session = scope->link;
    struct trouble why = revive(cx, scope);

    if (!why.code)
        why = execute(cx, session, "BEGIN");
    if (!why.code && scope->patient)
        why = execute(cx, session, "SET LOCAL statement_timeout = 0");
    return why;
}

static void rollback(struct scope *scope)
{
    const struct session *session = scope->link;

    if (PQtransactionStatus(session->db) != PQTRANS_IDLE)
        PQclear(PQexec(session->db, "ROLLBACK"));
}

static struct trouble commit(struct ctx *cx, struct scope *scope)
{
    const struct session *session = scope->link;
    struct trouble why = commit_trouble(execute(cx, session, "COMMIT"));

    rollback(scope);
    return why;
}

static void params_fill(struct arena *arena, struct params *params, const struct bound *bound)
{
    params->count = bound->count;
    for (int i = 0; i < bound->count; i++) {
        const struct arg *arg = &bound->args[i];
        params->formats[i] = arg->type == ARG_BYTES;
        params->sizes[i] = (int)arg->size;
        if (arg->empty)
            params->values[i] = NULL;
        else if (arg->type == ARG_INT)
            params->values[i] = arena_format(arena, "%lld", (long long)arg->number);
        else
            params->values[i] = arg->type == ARG_BYTES && arg->size == 0 ? "" : arg->text;
    }
}

static const char *slot_name(struct arena *arena, int slot)
{
    return arena_format(arena, "s%d", slot);
}

static struct trouble prepare(struct ctx *cx, struct session *session,
                              const struct statement *const *statement)
{
    int slot = statement_slot(statement);

    if (slot == STATEMENT_UNLISTED || session->prepared[slot])
        return NO_TROUBLE;
    PGresult *result =
        PQprepare(session->db, slot_name(cx->arena, slot), (*statement)->postgres, 0, NULL);
    session->prepared[slot] = PQresultStatus(result) == PGRES_COMMAND_OK;
    struct trouble why = session->prepared[slot] ? NO_TROUBLE : trouble(cx, session, result);
    PQclear(result);
    return why;
}

static PGresult *answer(struct rows *rows, const struct bound *bound)
{
    const struct session *session = rows->scope->link;
    int slot = statement_slot(rows->statement);
    struct params params;

    params_fill(rows->cx->arena, &params, bound);
    if (slot == STATEMENT_UNLISTED)
        return PQexecParams(session->db, (*rows->statement)->postgres, params.count, NULL,
                            params.values, params.sizes, params.formats, 0);
    return PQexecPrepared(session->db, slot_name(rows->cx->arena, slot), params.count,
                          params.values, params.sizes, params.formats, 0);
}

static void query(struct rows *rows, const struct bound *bound)
{
    struct session *session = rows->scope->link;
    struct cursor *cursor = arena_new(rows->cx->arena, struct cursor, 1);

    rows->cursor = cursor;
    rows->trouble = revive(rows->cx, rows->scope);
    if (!rows->trouble.code)
        rows->trouble = prepare(rows->cx, session, rows->statement);
    if (rows->trouble.code)
        return;
    cursor->row = -1;
    cursor->result = answer(rows, bound);
    ExecStatusType status = PQresultStatus(cursor->result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        if (!str_starts(PQcmdStatus(cursor->result), "SELECT"))
            rows->changed = atoll(PQcmdTuples(cursor->result));
        return;
    }
    rows->trouble = trouble(rows->cx, session, cursor->result);
    if (!rows->scope->begun && !str_starts((*rows->statement)->postgres, "SELECT"))
        rows->trouble = commit_trouble(rows->trouble);
}

static bool next(struct rows *rows)
{
    struct cursor *cursor = rows->cursor;

    return ++cursor->row < PQntuples(cursor->result);
}

static void finish(struct rows *rows)
{
    struct cursor *cursor = rows->cursor;

    PQclear(cursor->result);
    cursor->result = NULL;
}

static int columns(struct rows *rows)
{
    const struct cursor *cursor = rows->cursor;

    return PQnfields(cursor->result);
}

static bool null(struct rows *rows, int column)
{
    const struct cursor *cursor = rows->cursor;

    assert(column < columns(rows));
    return PQgetisnull(cursor->result, cursor->row, column);
}

static int64_t integer(struct rows *rows, int column)
{
    const struct cursor *cursor = rows->cursor;
    const char *text = PQgetvalue(cursor->result, cursor->row, column);
    char *end;

    if (null(rows, column))
        return 0;
    if (PQftype(cursor->result, column) == BOOL_TYPE)
        return *text == 't';
    int64_t number = strtoll(text, &end, 10);
    assert(end > text && !*end);
    return number;
}

static const char *bytes(struct rows *rows, int column, size_t *size)
{
    const struct cursor *cursor = rows->cursor;
    const char *value = PQgetvalue(cursor->result, cursor->row, column);

    *size = (size_t)PQgetlength(cursor->result, cursor->row, column);
    if (null(rows, column) || PQftype(cursor->result, column) != BYTEA_TYPE)
        return arena_text(rows->cx->arena, value, *size);
    unsigned char *plain = PQunescapeBytea((const unsigned char *)value, size);
    if (!plain)
        abort();
    const char *kept = arena_text(rows->cx->arena, (const char *)plain, *size);
    PQfreemem(plain);
    return kept;
}

static bool send_one(struct arena *arena, const struct session *session,
                     const struct statement *const *statement, const struct bound *bound)
{
    int slot = statement_slot(statement);
    struct params params;

    params_fill(arena, &params, bound);
    if (slot == STATEMENT_UNLISTED)
        return PQsendQueryParams(session->db, (*statement)->postgres, params.count, NULL,
                                 params.values, params.sizes, params.formats, 0);
    return PQsendQueryPrepared(session->db, slot_name(arena, slot), params.count, params.values,
                               params.sizes, params.formats, 0);
}

static struct trouble send_row(struct ctx *cx, struct scope *scope, const struct many *many,
                               size_t i)
{
    const struct session *session = scope->link;
    struct arg args[STORE_MANY_ARGS + 1];
    struct bound bound;

    struct arena_mark mark = arena_mark(cx->arena);
    many->row(many->state, i, args);
    struct trouble why = bound_fill(&bound, scope, *many->statement, args);
    if (!why.code && !send_one(cx->arena, session, many->statement, &bound))
        return trouble(cx, session, NULL);
    arena_rewind(cx->arena, mark);
    return why;
}

/* Reads up to the mark that PQpipelineSync sent; the first trouble is the cause of the others. */
static struct trouble read_answers(struct ctx *cx, const struct session *session)
{
    struct trouble why = NO_TROUBLE;
    ExecStatusType status = PGRES_EMPTY_QUERY;

    while (status != PGRES_PIPELINE_SYNC) {
        PGresult *result = PQgetResult(session->db);
        status = result ? PQresultStatus(result) : PGRES_EMPTY_QUERY;
        bool lost = PQstatus(session->db) == CONNECTION_BAD;
        if (!why.code && (status == PGRES_FATAL_ERROR || lost))
            why = trouble(cx, session, result);
        if (lost)
            status = PGRES_PIPELINE_SYNC;
        PQclear(result);
    }
    return why;
}

static struct trouble send_some(struct ctx *cx, struct scope *scope, const struct many *many,
                                size_t from)
{
    const struct session *session = scope->link;
    struct trouble why = NO_TROUBLE;

    for (size_t i = from; !why.code && i < many->count && i < from + PIPELINE_ROWS; i++)
        why = send_row(cx, scope, many, i);
    if (!PQpipelineSync(session->db))
        return why.code ? why : trouble(cx, session, NULL);
    struct trouble answered = read_answers(cx, session);
    return answered.code ? answered : why;
}

static struct trouble send_many(struct ctx *cx, struct scope *scope, const struct many *many)
{
    struct session *session = scope->link;
    struct trouble why = prepare(cx, session, many->statement);

    if (why.code || !PQenterPipelineMode(session->db))
        return why.code ? why : trouble(cx, session, NULL);
    for (size_t from = 0; !why.code && from < many->count; from += PIPELINE_ROWS)
        why = send_some(cx, scope, many, from);
    if (!PQexitPipelineMode(session->db) && !why.code)
        why = trouble(cx, session, NULL);
    return why;
}

const struct engine engine_postgres = {
    .name = "postgres",
    .start = "postgresql://",
    .bigint = "BIGINT",
    .bytes_type = "BYTEA",
    .table_end = "",
    .clustered = "",
    .attach = attach,
    .detach = detach,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .query = query,
    .next = next,
    .finish = finish,
    .columns = columns,
    .integer = integer,
    .bytes = bytes,
    .null = null,
    .many = send_many,
};
