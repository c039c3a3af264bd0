#include "chase/rules.h"

#include <string.h>

#include "chase/calendar_load.h"
#include "chase/scenario_list.h"
#include "chase/scenario_version.h"
#include "chase/watch.h"

static const char USUAL[] = "Standard";

static const struct step defaults[] = {
    { .days = -8, .name = "notice" },
    { .days = 1, .name = "first" },
    { .days = 14, .name = "second" },
    { .days = 30, .medium = MEDIUM_CALL, .mode = MODE_BY_HAND, .name = "call" },
};

SQL(ADD_SCENARIO, FIRM,
    "INSERT INTO scenario (firm, id, kind, name, version, is_default, archived)"
    " VALUES ($1, $2, $3, $4, 1, 1, 0)");

SQL(ADD_STEP, FIRM,
    "INSERT INTO step (firm, id, scenario, anchor, days, window_first, window_last, medium, mode,"
    " send_minute, repeat_days, repeat_count, name, removed)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0)");

static bool add_step(struct ctx *cx, int64_t id, int64_t scenario, const struct step *step)
{
    return store_run(cx, &ADD_STEP,
                     ARGS(arg_int(id), arg_int(scenario), arg_text(anchor_text(step->anchor)),
                          arg_int(step->days), arg_int(step->window_first),
                          arg_int(step->window_last), arg_text(medium_text(step->medium)),
                          arg_text(mode_text(step->mode)), arg_int(step->send_minute),
                          arg_int(step->repeat_days), arg_int(step->repeat_count),
                          arg_text(step->name)));
}

/* A scenario about to be written. */
struct seed {
    const char *kind, *name;
    const struct step *steps;
    size_t count;
};

static bool plant(struct ctx *cx, const struct seed *seed)
{
    int64_t scenario, step;
    bool well = store_id(cx, "scenario", 1, &scenario) && store_id(cx, "step", seed->count, &step)
        && store_run(cx, &ADD_SCENARIO,
                     ARGS(arg_int(scenario), arg_text(seed->kind), arg_text(seed->name)));

    for (size_t i = 0; well && i < seed->count; i++)
        well = add_step(cx, step + (int64_t)i, scenario, &seed->steps[i]);
    return well;
}

bool rules_seed(struct ctx *cx, const char *kind, const char *name)
{
    return plant(cx, &(struct seed){ kind, name, defaults, COUNT_OF(defaults) });
}

static struct seed seed_of(const struct chase_kind *kind)
{
    if (kind->step_count == 0)
        return (struct seed){ kind->name, USUAL, defaults, COUNT_OF(defaults) };
    return (struct seed){ kind->name, USUAL, kind->steps, kind->step_count };
}

bool rules_seed_kind(struct ctx *cx, const struct chase_kind *kind)
{
    const struct seed seed = seed_of(kind);

    return plant(cx, &seed);
}

SQL(STEPS, FIRM,
    "SELECT s.id, s.version, s.name, " STEP_COLUMNS
    " FROM scenario s JOIN step t ON t.firm = s.firm AND t.scenario = s.id AND t.removed = 0"
    " WHERE s.firm = $1 AND s.kind = $2 ORDER BY s.is_default DESC, s.id, t.days, t.id");

enum { STEP_AT = 3 };

/* The scenarios gathered so far, of one kind after the other. */
struct gathering {
    struct scenario *scenarios;
    size_t count, room;
};

static struct scenario *gather(struct ctx *cx, struct gathering *gathering,
                               struct scenario scenario)
{
    if (gathering->count == gathering->room)
        gathering->scenarios = arena_grow(cx->arena, gathering->scenarios, &gathering->room,
                                          sizeof *gathering->scenarios);
    gathering->scenarios[gathering->count] = scenario;
    return &gathering->scenarios[gathering->count++];
}

static bool gather_last(struct ctx *cx, const struct chase_kind *kind, bool yields,
                        struct gathering *gathering)
{
    struct rows *rows = store_query(cx, &STEPS, ARGS(arg_text(kind->name)));
    size_t step_count = 0, step_room = 0;
    struct scenario *scenario = NULL;
    struct step *steps = NULL;
    int64_t last = 0;

    while (rows_next(rows)) {
        if (rows_int(rows, 0) != last) {
            scenario = gather(cx, gathering,
                              (struct scenario){ .id = rows_int(rows, 0),
                                                 .version = (int)rows_int(rows, 1),
                                                 .name = rows_text(rows, 2),
                                                 .kind = kind->name,
                                                 .yields = yields });
            last = scenario->id;
            steps = NULL;
            step_count = step_room = 0;
        }
        if (step_count == step_room)
            steps = arena_grow(cx->arena, steps, &step_room, sizeof *steps);
        steps[step_count++] = step_row(rows, STEP_AT);
        scenario->steps = steps;
        scenario->count = step_count;
    }
    return rows_done(rows);
}

/* After the last ones, which new obligations are given. */
static bool gather_versions(struct ctx *cx, const struct chase_kind *kind, bool yields,
                            struct gathering *gathering)
{
    struct scenario *left;
    size_t count;

    if (!scenario_versions(cx, kind->name, &left, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        left[i].yields = yields;
        (void)gather(cx, gathering, left[i]); /* nothing of it is set any more */
    }
    return true;
}

static bool gather_kind(struct ctx *cx, const struct chase_kind *kind, bool yields,
                        struct gathering *gathering)
{
    return gather_last(cx, kind, yields, gathering) && gather_versions(cx, kind, yields, gathering);
}

static int highest_priority(const struct chase_kind *leader)
{
    int highest = leader->priority;

    for (size_t i = 0; leader->mates && leader->mates[i]; i++)
        if (leader->mates[i]->priority > highest)
            highest = leader->mates[i]->priority;
    return highest;
}

static bool yields(const struct chase_kind *leader, const struct chase_kind *kind)
{
    return kind->priority < highest_priority(leader);
}

static bool load_scenarios(struct ctx *cx, const struct chase_kind *leader, struct rules *rules)
{
    struct gathering gathering = { 0 };
    bool well = gather_kind(cx, leader, yields(leader, leader), &gathering);

    for (size_t i = 0; well && leader->mates && leader->mates[i]; i++)
        well = gather_kind(cx, leader->mates[i], yields(leader, leader->mates[i]), &gathering);
    rules->scenarios = gathering.scenarios;
    rules->count = gathering.count;
    return well;
}

bool rules_load(struct ctx *cx, const struct chase_kind *kind, struct rules *rules)
{
    const struct chase_kind *leader = kind_leader(kind);
    struct rules loaded = { .leader = leader, .quiet_days = leader->quiet_days };
    struct watch watch;

    if (!calendar_load(cx, &loaded.calendar) || !load_scenarios(cx, leader, &loaded)
        || !watch_find(cx, &watch))
        return false;
    loaded.week_cap = watch.week_cap;
    *rules = loaded;
    return true;
}

const struct scenario *rules_default(const struct rules *rules, const char *kind)
{
    for (size_t i = 0; i < rules->count; i++)
        if (strcmp(rules->scenarios[i].kind, kind) == 0)
            return &rules->scenarios[i];
    return NULL;
}

const struct scenario *rules_imagine(struct arena *arena, const struct chase_kind *kind,
                                     struct rules *rules)
{
    const struct seed seed = seed_of(kind);
    struct scenario *all = arena_new(arena, struct scenario, rules->count + 1);
    struct step *steps = arena_new(arena, struct step, seed.count);
    struct scenario *imagined = &all[rules->count];

    for (size_t i = 0; i < rules->count; i++)
        all[i] = rules->scenarios[i];
    for (size_t i = 0; i < seed.count; i++) {
        size_t at = i;
        for (; at > 0 && steps[at - 1].days > seed.steps[i].days; at--)
            steps[at] = steps[at - 1];
        steps[at] = seed.steps[i];
        steps[at].id = -1 - (int64_t)i;
    }
    *imagined = (struct scenario){ .id = -1 - (int64_t)rules->count,
                                   .version = 1,
                                   .name = seed.name,
                                   .kind = seed.kind,
                                   .yields = yields(rules->leader, kind),
                                   .steps = steps,
                                   .count = seed.count };
    rules->scenarios = all;
    rules->count++;
    return imagined;
}
