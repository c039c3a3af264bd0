/*
 * SQL exists only as named statements (T-2).
 *
 *     SQL(UNPAID, FIRM, "SELECT id, due_on FROM invoice WHERE firm = $1 AND paid_on IS NULL");
 *
 * stands above the one function that runs it. The name is a pointer in a linker section, so that
 * the tests can walk every statement of the program; its place there is its slot in each
 * connection's cache. The scope says which of the first parameters the store binds by itself:
 *
 *     GLOBAL  none; only for what is not any firm's (schema, sequence of firms, sign-in by e-mail)
 *     FIRM    $1 is the firm of the scope handle; the caller's arguments begin at $2
 *     CLIENT  $1 is the firm, $2 the client of the handle; the caller's begin at $3
 *
 * One text serves both engines: $1 placeholders, each mentioned, RETURNING, ON CONFLICT, no
 * function that only one of them has, CAST instead of ::, always NULLS FIRST or LAST. A parameter
 * that stands beside no column has no type: CAST($2 AS BIGINT). A sum is CAST to BIGINT too. A
 * statement that may scan a whole table, or a firm's part of it, says so with a comment:
 * "/ * scan: why * /" (closed up) at its end; a table that stays small is declared so in schema/.
 * SQLite plans by the fixed figures of store/sqlite_plan.c: the same everywhere, whatever the books
 * hold. Where it prefers an index that the order asks for to one that finds few rows, the order is
 * one of sums: "ORDER BY m.id + 0".
 */
#ifndef STORE_SQL_H
#define STORE_SQL_H

enum scope_kind { SCOPE_GLOBAL, SCOPE_FIRM, SCOPE_CLIENT };

struct statement {
    const char *name, *file;
    enum scope_kind scope;
    const char *sqlite, *postgres; /* the same text but where SQL_EACH says why not */
};

#define SQL(NAME, SCOPE, TEXT) SQL_EACH(NAME, SCOPE, TEXT, TEXT)

/* For outbox and worker alone, where one text cannot serve both engines. */
#define SQL_EACH(NAME, SCOPE, SQLITE, POSTGRES)                                                    \
    static const struct statement NAME##_STATEMENT = { #NAME, __FILE__, SCOPE_##SCOPE, SQLITE,     \
                                                       POSTGRES };                                 \
    static const struct statement *const NAME                                                      \
        __attribute__((used, retain, section("quitus_sql"))) = &NAME##_STATEMENT

#endif
