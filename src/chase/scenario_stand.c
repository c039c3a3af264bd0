/* How a scenario stands among those of its kind: the default of new obligations, or archived. */
#include "chase/scenario_save.h"

SQL(MAKE_DEFAULT, FIRM,
    "UPDATE scenario SET is_default = CASE WHEN id = $2 THEN 1 ELSE 0 END"
    " WHERE firm = $1 AND kind = $3");

static bool make_default(struct ctx *cx, int64_t id)
{
    struct kept_scenario kept;

    if (!scenario_find(cx, id, &kept))
        return false;
    if (kept.is_archived)
        return fail(cx, FAULT_CONFLICT, "SCENARIO-ARCHIVE", "name", kept.scenario.name, NULL);
    return store_run(cx, &MAKE_DEFAULT, ARGS(arg_int(id), arg_text(kept.scenario.kind)));
}

bool scenario_default(struct ctx *cx, int64_t id)
{
    return store_begin(cx) && store_end(cx, make_default(cx, id));
}

SQL(ARCHIVE, FIRM, "UPDATE scenario SET archived = $3 WHERE firm = $1 AND id = $2");

static bool archive(struct ctx *cx, int64_t id, bool archived)
{
    struct kept_scenario kept;

    if (!scenario_find(cx, id, &kept))
        return false;
    if (archived && kept.is_default)
        return fail(cx, FAULT_CONFLICT, "SCENARIO-DEFAUT", "name", kept.scenario.name, NULL);
    return store_run(cx, &ARCHIVE, ARGS(arg_int(id), arg_int(archived)));
}

bool scenario_archive(struct ctx *cx, int64_t id, bool archived)
{
    return store_begin(cx) && store_end(cx, archive(cx, id, archived));
}
