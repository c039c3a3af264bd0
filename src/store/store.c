#include "store/store.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "store/engine.h"
#include "store/file.h"
#include "store/migrate.h"
#include "store/wait.h"

const struct engine *engine_find(const char *where)
{
    static const struct engine *const engines[] = { &engine_postgres, &engine_sqlite };
    size_t i = 0;

    while (!str_starts(where, engines[i]->start))
        i++;
    return engines[i];
}

struct store *store_reach(struct ctx *cx, const char *where, bool fresh)
{
    struct arena arena = { 0 };
    struct store *store = arena_new(&arena, struct store, 1);

    *store = (struct store){ .engine = engine_find(where), .arena = arena };
    store->where = arena_copy(&store->arena, where);
    turn_init(&store->turn);
    if (!store->engine->open || store->engine->open(cx, store, fresh))
        return store;
    arena = store->arena;
    arena_free(&arena);
    return NULL;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    struct arena arena = store->arena;
    if (store->engine->close)
        store->engine->close(store);
    turn_destroy(&store->turn);
    arena_free(&arena);
}

static struct store *with_schema(struct ctx *cx, struct store *store)
{
    if (!store || migrate_check(cx, store))
        return store;
    store_close(store);
    return NULL;
}

static struct store *open_fleeting(struct ctx *cx)
{
    const char *where = file_fleeting(cx);
    struct store *store = NULL;

    if (where && store_create(cx, where))
        store = store_open(cx, where);
    if (store)
        store->fleeting = true;
    else if (where)
        file_forget(where);
    return store;
}

struct store *store_open(struct ctx *cx, const char *where)
{
    if (strcmp(where, ":memory:") == 0)
        return open_fleeting(cx);
    return with_schema(cx, store_reach(cx, where, false));
}

bool store_create(struct ctx *cx, const char *where)
{
    const struct engine *engine = engine_find(where);
    const char *draft = engine->prepare ? engine->prepare(cx, where) : where;
    struct store *store = draft ? store_reach(cx, draft, true) : NULL;
    bool well = store && migrate_fresh(cx, store);

    store_close(store);
    return well && (!engine->publish || engine->publish(cx, where));
}

bool store_migrate(struct ctx *cx, const char *where, int *steps)
{
    struct store *store = store_reach(cx, where, false);
    bool well = store && migrate_forward(cx, store, steps);

    store_close(store);
    return well;
}

static void release(void *pointer)
{
    scope_close(pointer);
}

struct scope *scope_open(struct ctx *cx, struct store *store)
{
    struct scope *scope = arena_new(cx->arena, struct scope, 1);

    scope->store = store;
    if (!store->engine->attach(cx, scope))
        return NULL;
    arena_own(cx->arena, scope, release);
    return scope;
}

void scope_close(struct scope *scope)
{
    if (!scope || scope->closed)
        return;
    assert(!scope->begun);
    rows_abandon(scope, false);
    scope->store->engine->detach(scope);
    scope->closed = true;
}

void scope_firm(struct scope *scope, int64_t firm)
{
    scope->firm = firm;
    scope->client = 0;
}

void scope_client(struct scope *scope, int64_t client)
{
    scope->client = client;
}

int64_t scope_firm_id(const struct scope *scope)
{
    return scope->firm;
}

static void still(struct scope *scope, bool is_still)
{
    assert(!scope->begun);
    if (scope->store->engine->still)
        scope->store->engine->still(scope, is_still);
}

bool store_waits(const struct ctx *cx)
{
    return turn_is_taken(&cx->store->store->turn);
}

void store_still(struct scope *scope)
{
    still(scope, true);
}

void store_still_end(struct scope *scope)
{
    still(scope, false);
}

static bool tell(struct ctx *cx, struct trouble why)
{
    return !why.code || fail(cx, why.kind, why.code, "detail", why.detail, NULL);
}

bool store_begin(struct ctx *cx)
{
    struct scope *scope = cx->store;

    assert(!scope->begun);
    struct trouble why = scope->store->engine->begin(cx, scope);
    scope->begun = !why.code;
    scope->doomed = false;
    return tell(cx, why);
}

bool store_end(struct ctx *cx, bool keep)
{
    struct scope *scope = cx->store;
    const struct engine *engine = scope->store->engine;

    assert(scope->begun);
    rows_abandon(scope, true);
    scope->begun = false;
    if (keep && !scope->doomed) {
        struct trouble why = engine->commit(cx, scope);
        scope->commits += !why.code || why.kind == FAULT_BROKEN;
        return tell(cx, why);
    }
    engine->rollback(scope);
    return keep && tell(cx, TROUBLE_DOOMED);
}

bool store_in_transaction(const struct scope *scope)
{
    return scope->begun;
}

int64_t store_commits(const struct scope *scope)
{
    return scope->commits;
}
