/*
 * What stands behind the books, for the files of store/ alone: an engine is one struct of
 * functions, chosen by engine_find; store.c holds what both have in common. Only sqlite.c and
 * postgres.c see the types of their libraries (T-2); here those are pointers to nothing known.
 *
 * An engine tells what went wrong as a trouble, since rows must keep theirs until rows_done.
 */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include "store/store.h"
#include "store/turn.h"

#define TROUBLE_DOOMED                                                                             \
    ((struct trouble){ FAULT_BROKEN, "BASE", "a statement of this transaction has failed" })

struct store {
    const struct engine *engine;
    struct arena arena;
    const char *where; /* a path or a URL */
    bool fleeting;     /* made for ":memory:": its folder goes with it */
    struct turn turn;  /* to write, for an engine that has one writer */
    void *link;        /* the engine's own */
};

struct scope {
    struct store *store;
    int64_t firm, client;
    bool begun;        /* between store_begin and store_end */
    bool doomed;       /* a statement of the transaction failed: it can only be undone */
    bool patient;      /* no time limit: a migration */
    bool closed;       /* its memory may outlive it */
    int64_t commits;   /* that may stand */
    struct rows *open; /* not yet done */
    void *link;        /* the engine's own */
};

struct rows {
    struct ctx *cx;
    struct scope *scope;
    const struct statement *const *statement;
    struct rows *next; /* of scope->open */
    struct trouble trouble;
    bool of_transaction; /* opened within it: it ends them */
    bool closed;
    int64_t changed; /* known once it is closed */
    void *cursor;    /* the engine's own */
};

/* A row's arguments, the firm and the client before the caller's. */
enum { BOUND_LIMIT = 64 };

struct bound {
    struct arg args[BOUND_LIMIT];
    int count;
};

struct many {
    const struct statement *const *statement;
    size_t count;
    void (*row)(void *state, size_t i, struct arg *args);
    void *state;
};

struct engine {
    const char *name;
    const char *start; /* of a URL; "" for any other place */
    /* What the words of schema/ become; CLUSTERED: rows lie in the order of the table's key. */
    const char *bigint, *bytes_type, *clustered, *table_end;
    /* Run after each step of the schema; $1: a JSON list of its small tables. NULL: nothing. */
    const char *const *plan;

    /* Where new books are built, and how they come to stand at their place (T-23); NULL: there. */
    const char *(*prepare)(struct ctx *cx, const char *where);
    bool (*publish)(struct ctx *cx, const char *where);

    /* fresh: nothing needs to stand there yet. NULL: all is in attach. They fail through fail(). */
    bool (*open)(struct ctx *cx, struct store *store, bool fresh);
    void (*close)(struct store *store);
    bool (*attach)(struct ctx *cx, struct scope *scope);
    void (*detach)(struct scope *scope);

    void (*still)(struct scope *scope, bool is_still); /* NULL: each statement reads by itself */
    struct trouble (*begin)(struct ctx *cx, struct scope *scope);
    struct trouble (*commit)(struct ctx *cx, struct scope *scope); /* in trouble: nothing is kept */
    void (*rollback)(struct scope *scope);

    void (*query)(struct rows *rows, const struct bound *bound); /* rows->trouble tells */
    bool (*next)(struct rows *rows);
    void (*finish)(struct rows *rows); /* fills changed; a lone write is committed here at last */
    int (*columns)(struct rows *rows);
    int64_t (*integer)(struct rows *rows, int column);
    const char *(*bytes)(struct rows *rows, int column, size_t *size); /* of a text too */
    bool (*null)(struct rows *rows, int column);

    /* NULL where rows one by one are as good. */
    struct trouble (*many)(struct ctx *cx, struct scope *scope, const struct many *many);
};

extern const struct engine engine_sqlite, engine_postgres;
extern const char *const sqlite_plan[];
const struct engine *engine_find(const char *where);

/* A store without a look at its schema: to build or to mend it. NULL after fail(). */
MUST_USE struct store *store_reach(struct ctx *cx, const char *where, bool fresh);

/* Closes what a failed caller left open: of the transaction, or on the whole scope. */
void rows_abandon(struct scope *scope, bool of_transaction);

/* Binds the scope's firm and client before the caller's arguments. */
struct trouble bound_fill(struct bound *bound, const struct scope *scope,
                          const struct statement *statement, const struct arg *args);

#endif
