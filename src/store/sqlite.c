#include "store/engine.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/log.h"
#include "store/file.h"
#include "store/sqlite_code.h"
#include "store/statements.h"

enum {
    SAFE_VERSION = 3051003,     /* T-19: older ones can lose commits in WAL mode */
    CHECKPOINT_PAGES = 1000,    /* of the WAL: 4 MB, what a reader looks through at most */
    STEPS_BETWEEN_LOOKS = 10000 /* of the machine, some tenths of a millisecond */
};

struct connection {
    sqlite3 *db;
    sqlite3_stmt **cache; /* by slot */
    int64_t deadline_ms;  /* of the step that runs */
    bool is_still;        /* see store_still */
};

struct cursor {
    struct connection *connection;
    sqlite3_stmt *statement;
    int64_t left_ms;
    bool cached, writes, ended, alone; /* alone: a write outside a transaction, in its own turn */
};

static struct trouble trouble(struct ctx *cx, sqlite3 *db)
{
    return sqlite_code_trouble(sqlite3_extended_errcode(db),
                               arena_copy(cx->arena, sqlite3_errmsg(db)));
}

static void die_of_io(sqlite3 *db)
{
    if ((sqlite3_extended_errcode(db) & 0xff) != SQLITE_IOERR)
        return;
    log_write(LOG_ERROR, "books-io-error", "detail", sqlite3_errmsg(db), NULL);
    abort();
}

static int checkpoint(void *nothing, sqlite3 *db, const char *name, int pages)
{
    (void)nothing;
    if (pages >= CHECKPOINT_PAGES
        && sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) != SQLITE_OK)
        die_of_io(db);
    return SQLITE_OK;
}

static int is_late(void *state)
{
    const struct connection *connection = state;

    return clock_coarse_ms() > connection->deadline_ms;
}

static bool told(struct ctx *cx, sqlite3 *db, const char *where)
{
    struct trouble why = trouble(cx, db);

    return fail(cx, why.kind, why.code, "where", where, "detail", why.detail, NULL);
}

static bool execute(struct ctx *cx, sqlite3 *db, const char *where, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK || told(cx, db, where);
}

static bool connect(struct ctx *cx, struct arena *arena, struct connection *connection,
                    const char *where)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

    connection->deadline_ms = INT64_MAX;
    connection->cache = arena_new(arena, sqlite3_stmt *, (size_t)statement_count());
    if (sqlite3_open_v2(where, &connection->db, flags, NULL) != SQLITE_OK)
        return told(cx, connection->db, where);
    sqlite3_db_config(connection->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(connection->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(connection->db, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL); /* plans are kept */
    sqlite3_busy_timeout(connection->db, LIMIT_STATEMENT_MS);
    sqlite3_progress_handler(connection->db, STEPS_BETWEEN_LOOKS, is_late, connection);
    return true;
}

static void disconnect(struct connection *connection)
{
    for (int i = 0; i < statement_count(); i++)
        sqlite3_finalize(connection->cache[i]);
    int status = sqlite3_close(connection->db);
    assert(status == SQLITE_OK);
}

static bool is_ours(struct ctx *cx, sqlite3 *db, const char *where)
{
    int status = sqlite3_exec(db, "SELECT 1 FROM schema_version LIMIT 1", NULL, NULL, NULL);

    if (status == SQLITE_ERROR)
        return fail(cx, FAULT_INPUT, "BASE-AUTRE", "where", where, NULL);
    return status == SQLITE_OK || told(cx, db, where);
}

static bool become_writer(struct ctx *cx, sqlite3 *db, const char *where)
{
    static const char SETTINGS[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                   "PRAGMA journal_size_limit = 67108864;" /* after a large job */
                                   "PRAGMA foreign_keys = ON";

    sqlite3_wal_hook(db, checkpoint, NULL);
    return execute(cx, db, where, SETTINGS);
}

static bool books_open(struct ctx *cx, struct store *store, bool fresh)
{
    struct connection *writer = arena_new(&store->arena, struct connection, 1);

    if (sqlite3_libversion_number() < SAFE_VERSION)
        return fail(cx, FAULT_BROKEN, "BASE-MOTEUR", "version", sqlite3_libversion(), NULL);
    if (!fresh && !file_check(cx, store->where))
        return false;
    store->link = writer;
    if (connect(cx, &store->arena, writer, store->where)
        && (fresh || is_ours(cx, writer->db, store->where))
        && become_writer(cx, writer->db, store->where))
        return true;
    disconnect(writer);
    return false;
}

static void books_close(struct store *store)
{
    disconnect(store->link);
    if (store->fleeting)
        file_forget(store->where);
}

static bool attach(struct ctx *cx, struct scope *scope)
{
    struct connection *reader = arena_new(cx->arena, struct connection, 1);
    const char *where = scope->store->where;

    scope->link = reader;
    if (connect(cx, cx->arena, reader, where)
        && execute(cx, reader->db, where, "PRAGMA query_only = ON")) {
        sqlite3_db_config(reader->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        return true;
    }
    disconnect(reader);
    return false;
}

static void detach(struct scope *scope)
{
    disconnect(scope->link);
}

static void still(struct scope *scope, bool is_still)
{
    struct connection *reader = scope->link;

    if (reader->is_still != is_still
        && sqlite3_exec(reader->db, is_still ? "BEGIN" : "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        abort();
    reader->is_still = is_still;
}

static struct trouble begin(struct ctx *cx, struct scope *scope)
{
    struct connection *writer = scope->store->link;

    still(scope, false);
    struct trouble why = turn_take(&scope->store->turn);

    if (why.code || sqlite3_exec(writer->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK)
        return why;
    why = trouble(cx, writer->db);
    turn_give(&scope->store->turn);
    return why;
}

static void rollback(struct scope *scope)
{
    struct connection *writer = scope->store->link;

    if (!sqlite3_get_autocommit(writer->db)
        && sqlite3_exec(writer->db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
        abort();
    turn_give(&scope->store->turn);
}

static struct trouble commit(struct ctx *cx, struct scope *scope)
{
    struct connection *writer = scope->store->link;
    struct trouble why = { .code = NULL };

    assert(!sqlite3_get_autocommit(writer->db));
    if (sqlite3_exec(writer->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
        die_of_io(writer->db);
        why = trouble(cx, writer->db);
    }
    rollback(scope);
    return why;
}

static bool prepare(struct cursor *cursor, const struct statement *const *statement)
{
    int slot = statement_slot(statement);
    sqlite3_stmt **cached = slot == STATEMENT_UNLISTED ? NULL : &cursor->connection->cache[slot];

    cursor->cached = cached && !(*cached && sqlite3_stmt_busy(*cached));
    if (cursor->cached && *cached) {
        cursor->statement = *cached;
        return true;
    }
    if (sqlite3_prepare_v3(cursor->connection->db, (*statement)->sqlite, -1,
                           cursor->cached ? SQLITE_PREPARE_PERSISTENT : 0, &cursor->statement, NULL)
        != SQLITE_OK)
        return false;
    if (cursor->cached)
        *cached = cursor->statement;
    return true;
}

static void release(struct cursor *cursor)
{
    if (cursor->cached && cursor->statement) {
        sqlite3_reset(cursor->statement);
        sqlite3_clear_bindings(cursor->statement);
    } else {
        sqlite3_finalize(cursor->statement);
    }
    cursor->statement = NULL;
}

static int bind_one(sqlite3_stmt *statement, int place, const struct arg *arg)
{
    if (arg->empty)
        return sqlite3_bind_null(statement, place);
    if (arg->type == ARG_INT)
        return sqlite3_bind_int64(statement, place, arg->number);
    if (arg->type == ARG_TEXT)
        return sqlite3_bind_text(statement, place, arg->text, -1, SQLITE_TRANSIENT);
    if (arg->size == 0)
        return sqlite3_bind_zeroblob(statement, place, 0);
    return sqlite3_bind_blob64(statement, place, arg->text, arg->size, SQLITE_TRANSIENT);
}

static bool bind(sqlite3_stmt *statement, const struct bound *bound)
{
    bool well = true;

    assert(sqlite3_bind_parameter_count(statement) == bound->count);
    for (int place = 1; well && place <= bound->count; place++) {
        int number = atoi(sqlite3_bind_parameter_name(statement, place) + 1);
        assert(number >= 1 && number <= bound->count);
        well = bind_one(statement, place, &bound->args[number - 1]) == SQLITE_OK;
    }
    return well;
}

/* A statement that writes does so on the writing connection, in its own turn. */
static bool ready(struct rows *rows, struct cursor *cursor)
{
    struct store *store = rows->scope->store;

    if (!prepare(cursor, rows->statement))
        return false;
    cursor->writes = !sqlite3_stmt_readonly(cursor->statement);
    if (rows->scope->begun || !cursor->writes)
        return true;
    release(cursor);
    still(rows->scope, false);
    rows->trouble = turn_take(&store->turn);
    if (rows->trouble.code)
        return true;
    cursor->alone = true;
    cursor->connection = store->link;
    return prepare(cursor, rows->statement);
}

static void query(struct rows *rows, const struct bound *bound)
{
    struct cursor *cursor = arena_new(rows->cx->arena, struct cursor, 1);

    rows->cursor = cursor;
    cursor->left_ms = LIMIT_STATEMENT_MS;
    cursor->connection = rows->scope->begun ? rows->scope->store->link : rows->scope->link;
    if (!ready(rows, cursor) || (!rows->trouble.code && !bind(cursor->statement, bound)))
        rows->trouble = trouble(rows->cx, cursor->connection->db);
}

static int step(struct cursor *cursor, bool patient)
{
    int64_t start_ms = clock_coarse_ms();

    cursor->connection->deadline_ms = patient ? INT64_MAX : start_ms + cursor->left_ms;
    int status = sqlite3_step(cursor->statement);
    cursor->left_ms -= clock_coarse_ms() - start_ms;
    return status;
}

static bool next(struct rows *rows)
{
    struct cursor *cursor = rows->cursor;
    int status = cursor->ended ? SQLITE_DONE : step(cursor, rows->scope->patient);

    cursor->ended = status != SQLITE_ROW;
    if (status == SQLITE_ROW || status == SQLITE_DONE)
        return status == SQLITE_ROW;
    if (cursor->alone)
        die_of_io(cursor->connection->db);
    rows->trouble = trouble(rows->cx, cursor->connection->db);
    return false;
}

static void finish(struct rows *rows)
{
    struct cursor *cursor = rows->cursor;

    while (cursor->writes && !rows->trouble.code && next(rows))
        continue;
    if (cursor->writes && !rows->trouble.code)
        rows->changed = sqlite3_changes64(cursor->connection->db);
    release(cursor);
    if (cursor->alone)
        turn_give(&rows->scope->store->turn);
}

static int columns(struct rows *rows)
{
    const struct cursor *cursor = rows->cursor;

    return sqlite3_column_count(cursor->statement);
}

static sqlite3_stmt *row_of(struct rows *rows, int column)
{
    const struct cursor *cursor = rows->cursor;

    assert(column < sqlite3_data_count(cursor->statement));
    return cursor->statement;
}

static bool null(struct rows *rows, int column)
{
    return sqlite3_column_type(row_of(rows, column), column) == SQLITE_NULL;
}

static int64_t integer(struct rows *rows, int column)
{
    assert(null(rows, column)
           || sqlite3_column_type(row_of(rows, column), column) == SQLITE_INTEGER);
    return sqlite3_column_int64(row_of(rows, column), column);
}

static const char *bytes(struct rows *rows, int column, size_t *size)
{
    const void *blob = sqlite3_column_blob(row_of(rows, column), column);

    *size = (size_t)sqlite3_column_bytes(row_of(rows, column), column);
    return arena_text(rows->cx->arena, blob, *size);
}

const struct engine engine_sqlite = {
    .name = "sqlite",
    .start = "",
    .bigint = "INTEGER",
    .bytes_type = "BLOB",
    .clustered = "WITHOUT ROWID,", /* stands before the end */
    .table_end = " STRICT",
    .plan = sqlite_plan,
    .prepare = file_prepare,
    .publish = file_publish,
    .open = books_open,
    .close = books_close,
    .attach = attach,
    .detach = detach,
    .still = still,
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
};
