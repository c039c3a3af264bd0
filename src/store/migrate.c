#include "store/migrate.h"

#include <string.h>

/* How many steps stand in the books, each of them the schema's own. */
struct standing {
    bool any; /* there is a schema at all */
    size_t steps;
};

struct job {
    const struct schema *schema;
    const struct migrate_watch *watch;
    int *taken;
};

SQL_EACH(SCHEMA_STANDS, GLOBAL,
         "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'schema_version' /* scan: catalogue */",
         "SELECT COUNT(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('schema_version')");

SQL(STEPS_TAKEN, GLOBAL, "SELECT number, name, sha256 FROM schema_version ORDER BY number");

SQL(STEP_TAKEN, GLOBAL,
    "INSERT INTO schema_version (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)");

SQL_EACH(SCHEMA_LOCKED, GLOBAL, "SELECT 0",
         "SELECT 0 FROM (SELECT pg_advisory_xact_lock(5788467)) AS locked");

static bool read_any(struct ctx *cx, bool *any)
{
    struct rows *rows = store_query(cx, &SCHEMA_STANDS, NO_ARGS);

    while (rows_next(rows))
        *any = rows_int(rows, 0) > 0;
    return rows_done(rows);
}

static bool is_step(struct rows *rows, const struct schema_step *step)
{
    return rows_int(rows, 0) == step->number && strcmp(rows_text(rows, 2), step->sha256) == 0;
}

static bool read_steps(struct ctx *cx, const struct schema *schema, size_t *steps)
{
    struct rows *rows = store_query(cx, &STEPS_TAKEN, NO_ARGS);
    const char *changed = NULL, *newer = NULL;

    *steps = 0;
    while (rows_next(rows)) {
        if (*steps >= schema->count)
            newer = rows_text(rows, 1);
        else if (!changed && !is_step(rows, &schema->steps[*steps]))
            changed = rows_text(rows, 1);
        ++*steps;
    }
    if (!rows_done(rows))
        return false;
    if (changed)
        return fail(cx, FAULT_INPUT, "SCHEMA-CHANGE", "step", changed, NULL);
    return !newer || fail(cx, FAULT_INPUT, "SCHEMA-NEUF", "step", newer, NULL);
}

static bool read_standing(struct ctx *cx, const struct schema *schema, struct standing *standing)
{
    *standing = (struct standing){ .any = false };
    return read_any(cx, &standing->any)
        && (!standing->any || read_steps(cx, schema, &standing->steps));
}

static bool run_text(struct ctx *cx, const struct schema_step *step, const char *text,
                     const struct arg *args)
{
    const struct statement statement = {
        .name = step->name,
        .file = step->name,
        .scope = SCOPE_GLOBAL,
        .sqlite = text,
        .postgres = text,
    };
    const struct statement *const unlisted = &statement;

    return store_run(cx, &unlisted, args);
}

static void look(const struct migrate_watch *watch)
{
    if (watch)
        watch->look(watch->state);
}

/* Before a step is taken down, so that no step stands without it. */
static bool run_plan(struct ctx *cx, const struct schema *schema, const struct schema_step *step)
{
    const struct arg *small = ARGS(arg_text(schema_small(cx->arena, schema)));
    const char *const *texts = cx->store->store->engine->plan;
    bool well = true;

    for (; well && texts && *texts; texts++)
        well = run_text(cx, step, *texts, strstr(*texts, "$1") ? small : NO_ARGS);
    return well;
}

static bool run_step(struct ctx *cx, const struct job *job, const struct schema_step *step)
{
    const struct migrate_watch *watch = job->watch;
    const char *const *texts = schema_statements(cx->arena, cx->store->store->engine, step->text);
    bool well = true;

    for (; well && *texts; texts++) {
        look(watch);
        well = run_text(cx, step, *texts, NO_ARGS);
    }
    look(watch);
    well = well && run_plan(cx, job->schema, step)
        && store_run(cx, &STEP_TAKEN,
                     ARGS(arg_int(step->number), arg_text(step->name), arg_text(step->sha256),
                          arg_instant(cx->now)));
    look(watch);
    return well;
}

/* Another node may have been faster: what stands is read again behind the lock. */
static bool take_step(struct ctx *cx, const struct job *job, size_t step)
{
    struct standing standing;

    if (!store_run(cx, &SCHEMA_LOCKED, NO_ARGS) || !read_standing(cx, job->schema, &standing))
        return false;
    return standing.steps > step || run_step(cx, job, &job->schema->steps[step]);
}

static bool take_steps(struct ctx *cx, const struct job *job)
{
    struct standing standing;
    int count = 0;

    if (!read_standing(cx, job->schema, &standing))
        return false;
    for (size_t step = standing.steps; step < job->schema->count; step++, count++)
        if (!store_begin(cx) || !store_end(cx, take_step(cx, job, step)))
            return false;
    *job->taken = count;
    return true;
}

static bool take_all(struct ctx *cx, const struct job *job)
{
    bool any = false;

    if (!read_any(cx, &any))
        return false;
    return any ? fail(cx, FAULT_CONFLICT, "BASE-EXISTE", NULL) : take_steps(cx, job);
}

static bool take_further(struct ctx *cx, const struct job *job)
{
    bool any = false;

    if (!read_any(cx, &any))
        return false;
    return any ? take_steps(cx, job) : fail(cx, FAULT_INPUT, "BASE-VIDE", NULL);
}

static bool check_steps(struct ctx *cx, const struct job *job)
{
    const struct schema *schema = job->schema;
    struct standing standing;

    if (!read_standing(cx, schema, &standing))
        return false;
    if (!standing.any)
        return fail(cx, FAULT_INPUT, "BASE-VIDE", NULL);
    if (standing.steps == schema->count)
        return true;
    return fail(cx, FAULT_INPUT, "SCHEMA-ANCIEN", "step", schema->steps[standing.steps].name, NULL);
}

static bool with_scope(struct ctx *cx, struct store *store, const struct job *job,
                       bool (*work)(struct ctx *cx, const struct job *job))
{
    struct scope *before = cx->store, *scope = scope_open(cx, store);

    if (!scope)
        return false;
    scope->patient = true;
    cx->store = scope;
    bool well = work(cx, job);
    cx->store = before;
    scope_close(scope);
    return well;
}

static bool with_shipped(struct ctx *cx, struct store *store, int *taken,
                         bool (*work)(struct ctx *cx, const struct job *job))
{
    struct schema schema = schema_shipped(cx->arena);

    return with_scope(cx, store, &(struct job){ .schema = &schema, .taken = taken }, work);
}

bool migrate_check(struct ctx *cx, struct store *store)
{
    return with_shipped(cx, store, NULL, check_steps);
}

bool migrate_fresh(struct ctx *cx, struct store *store)
{
    int taken;

    return with_shipped(cx, store, &taken, take_all);
}

bool migrate_forward(struct ctx *cx, struct store *store, int *taken)
{
    return with_shipped(cx, store, taken, take_further);
}

bool migrate_take(struct ctx *cx, struct store *store, const struct schema *schema,
                  const struct migrate_watch *watch, int *taken)
{
    const struct job job = { .schema = schema, .watch = watch, .taken = taken };

    return with_scope(cx, store, &job, take_steps);
}
