#include "store/test_faults.h"

#include "base/str.h"
#include "store/engine.h"

/* The engine stands first, so that a scope leads here. */
struct faults {
    struct engine engine;
    const struct engine *real;
    int64_t calls, at;
    bool loses;
    bool (*meanwhile)(struct ctx *cx);
};

static const struct trouble planted = { FAULT_BROKEN, "BASE", "planted" };
static const struct trouble lost = { FAULT_BROKEN, "BASE-INCERTAINE", "planted" };

static struct faults *faults_of(const struct scope *scope)
{
    return (struct faults *)(uintptr_t)scope->store->engine;
}

static void let_act(const struct scope *scope, bool (*act)(struct ctx *cx))
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    cx.store = scope_open(&cx, scope->store);
    assert_non_null(cx.store);
    scope_firm(cx.store, scope->firm);
    assert_true(act(&cx));
    scope_close(cx.store);
    arena_free(&arena);
}

static bool strikes(const struct scope *scope)
{
    struct faults *faults = faults_of(scope);

    if (++faults->calls != faults->at)
        return false;
    if (faults->meanwhile)
        let_act(scope, faults->meanwhile);
    return !faults->meanwhile;
}

static struct trouble begin(struct ctx *cx, struct scope *scope)
{
    return strikes(scope) ? planted : faults_of(scope)->real->begin(cx, scope);
}

static struct trouble commit(struct ctx *cx, struct scope *scope)
{
    const struct engine *real = faults_of(scope)->real;

    if (!strikes(scope))
        return real->commit(cx, scope);
    real->rollback(scope);
    return planted;
}

static void query(struct rows *rows, const struct bound *bound)
{
    const struct faults *faults = faults_of(rows->scope);
    bool struck = strikes(rows->scope);

    if (!struck || faults->loses)
        faults->real->query(rows, bound);
    if (struck)
        rows->trouble = faults->loses ? lost : planted;
}

/* A write outside a transaction is done once it was asked for: reading its answer does not fail. */
static bool is_done(const struct rows *rows)
{
    return !rows->of_transaction && !str_starts((*rows->statement)->sqlite, "SELECT");
}

static bool next(struct rows *rows)
{
    if (is_done(rows) || !strikes(rows->scope))
        return faults_of(rows->scope)->real->next(rows);
    rows->trouble = planted;
    return false;
}

static struct trouble many(struct ctx *cx, struct scope *scope, const struct many *many)
{
    return strikes(scope) ? planted : faults_of(scope)->real->many(cx, scope, many);
}

struct faults *faults_stand(struct ctx *cx)
{
    struct store *store = cx->store->store;
    struct faults *faults = arena_new(cx->arena, struct faults, 1);

    *faults = (struct faults){ .engine = *store->engine, .real = store->engine };
    faults->engine.begin = begin;
    faults->engine.commit = commit;
    faults->engine.query = query;
    faults->engine.next = next;
    faults->engine.many = store->engine->many ? many : NULL;
    store->engine = &faults->engine;
    return faults;
}

void faults_arm(struct faults *faults, int64_t at)
{
    faults->calls = 0;
    faults->at = at;
    faults->loses = false;
    faults->meanwhile = NULL;
}

void faults_lose(struct faults *faults, int64_t at)
{
    faults_arm(faults, at);
    faults->loses = true;
}

void faults_meanwhile(struct faults *faults, int64_t at, bool (*act)(struct ctx *cx))
{
    faults_arm(faults, at);
    faults->meanwhile = act;
}

bool faults_hit(const struct faults *faults)
{
    return faults->at > 0 && faults->calls >= faults->at;
}
