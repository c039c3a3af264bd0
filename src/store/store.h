/*
 * The books: one interface over two engines, SQLite in a file and PostgreSQL over the network.
 *
 * A struct store is opened once by main. What functions are handed is a scope: the books through
 * the eyes of one firm (and perhaps one client), on a connection of its own thread. The store
 * binds the firm of the scope into every statement; a caller cannot pass another (T-2).
 *
 * Reading looks like this, and like nothing else:
 *
 *     struct rows *rows = store_query(cx, &UNPAID, ARGS(arg_date(cx->today)));
 *     while (rows_next(rows))
 *         ...rows_int(rows, 0)...
 *     return rows_done(rows);
 *
 * Everything that belongs together is one store_begin and store_end, opened by the outermost
 * domain function. On SQLite one connection writes: store_begin takes the writer's lock, and
 * store_end answers only when the commit is durable (T-21). Outside a transaction, reads see the
 * last commit and a single writing statement is a transaction of its own.
 *
 * Faults: BASE-CONFLIT (a unique key or reference refused the row; CONFLICT), BASE-PLEINE (no room
 * on the disk; FULL), BASE-OCCUPEE (a lock or statement took too long; BUSY), BASE ("detail" has
 * the engine's words; BROKEN). A failed fsync or I/O error at a commit ends the process (T-20).
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/ctx.h"
#include "store/arg.h"
#include "store/sql.h"

struct store;
struct scope;
struct rows;

/*
 * Opens the books: "postgresql://…" or a path of a SQLite file (":memory:" for tests: a store of
 * its own with its schema). A file that is empty, cut or no database is refused with BASE-VIDE,
 * BASE-ABIMEE or BASE-AUTRE and is not touched; one of an older schema with SCHEMA-ANCIEN, one of a
 * newer with SCHEMA-NEUF. cx needs its arena alone.
 */
MUST_USE struct store *store_open(struct ctx *cx, const char *where);

/*
 * Makes new books with the whole schema; refuses what exists already with BASE-EXISTE. A file
 * stands at its place whole or not at all. cx needs its arena and now.
 */
MUST_USE bool store_create(struct ctx *cx, const char *where);

/*
 * Brings older books to this program's schema, one transaction for each step (T-23): killed at any
 * moment, they are of the old step or of the new. *steps is how many were taken. A step whose text
 * is no longer the one that was applied is refused with SCHEMA-CHANGE. cx as for store_create.
 */
MUST_USE bool store_migrate(struct ctx *cx, const char *where, int *steps);

/*
 * A file of SQLite has one program at a time (T-19): holds WHERE.lock until the arena is freed, or
 * fails after a second with BASE-OCCUPEE and the process that holds it. A PostgreSQL server has no
 * such lock.
 */
MUST_USE bool store_lock(struct ctx *cx, const char *where);

void store_close(struct store *store); /* its scopes must be gone; NULL is fine */

/* A connection for one thread, with its statements cached; closed with the arena at the latest. */
MUST_USE struct scope *scope_open(struct ctx *cx, struct store *store);
void scope_close(struct scope *scope);

/* Whose eyes: 0 is nobody's firm, and only GLOBAL statements may run. Cheap. */
void scope_firm(struct scope *scope, int64_t firm);
void scope_client(struct scope *scope, int64_t client);
int64_t scope_firm_id(const struct scope *scope);

/* Between them all that is read is of one commit, until something is written; not on PostgreSQL. */
void store_still(struct scope *scope);
void store_still_end(struct scope *scope);

/* Nothing is nested: a function that begins is the outermost. */
MUST_USE bool store_begin(struct ctx *cx);
MUST_USE bool store_end(struct ctx *cx, bool keep); /* keep && committed; a fault stays as it was */
bool store_in_transaction(const struct scope *scope);
int64_t store_commits(const struct scope *scope); /* of changes, that stand or may */

/* Never NULL: a failure stays in the rows, which end early, and rows_done tells it. */
MUST_USE struct rows *store_query(struct ctx *cx, const struct statement *const *statement,
                                  const struct arg *args);
bool rows_next(struct rows *rows);
int64_t rows_int(struct rows *rows, int column);      /* 0 for NULL */
const char *rows_text(struct rows *rows, int column); /* "" for NULL; lives in the arena */
struct money rows_money(struct rows *rows, int column);
struct date rows_date(struct rows *rows, int column); /* a text that is no day fails the rows */
struct instant rows_instant(struct rows *rows, int column);
const void *rows_bytes(struct rows *rows, int column, size_t *size);
bool rows_null(struct rows *rows, int column);
MUST_USE bool rows_done(struct rows *rows);

/* For what answers no rows; *changed, which may be NULL, is how many rows it changed. */
MUST_USE bool store_run(struct ctx *cx, const struct statement *const *statement,
                        const struct arg *args);
MUST_USE bool store_change(struct ctx *cx, const struct statement *const *statement,
                           const struct arg *args, int64_t *changed);

/*
 * The same statement over many rows, in order: on PostgreSQL they go in a pipeline, on SQLite they
 * are stepped one after another. Inside a transaction only. row(state, i, args) fills the caller's
 * arguments of row i, at most STORE_MANY_ARGS, ended by ARG_END; what it takes from the arena goes
 * with the row.
 */
enum { STORE_MANY_ARGS = 32 };
MUST_USE bool store_many(struct ctx *cx, const struct statement *const *statement, size_t count,
                         void (*row)(void *state, size_t i, struct arg *args), void *state);

/*
 * Ids of this firm for a noun ("client", "message"), from the table sequence: the first of count
 * that follow each other, below 2^53. Gaps are allowed, so it needs no transaction of its own;
 * inside one, it goes with it.
 */
MUST_USE bool store_id(struct ctx *cx, const char *noun, size_t count, int64_t *first);

#endif
