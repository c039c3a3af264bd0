#include "chase/rules.h"

#include "chase/calendar_load.h"

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
    " VALUES ($1, $2, $3, 'due', $4, 0, 0, $5, $6, 0, 0, 0, $7, 0)");

static bool add_step(struct ctx *cx, int64_t id, int64_t scenario, const struct step *step)
{
    return store_run(cx, &ADD_STEP,
                     ARGS(arg_int(id), arg_int(scenario), arg_int(step->days),
                          arg_text(medium_text(step->medium)), arg_text(mode_text(step->mode)),
                          arg_text(step->name)));
}

bool rules_seed(struct ctx *cx, const char *kind, const char *name)
{
    int64_t scenario, step;
    bool well = store_id(cx, "scenario", 1, &scenario)
        && store_id(cx, "step", COUNT_OF(defaults), &step)
        && store_run(cx, &ADD_SCENARIO, ARGS(arg_int(scenario), arg_text(kind), arg_text(name)));

    for (size_t i = 0; well && i < COUNT_OF(defaults); i++)
        well = add_step(cx, step + (int64_t)i, scenario, &defaults[i]);
    return well;
}

SQL(STEPS, FIRM,
    "SELECT s.id, s.version, s.name, t.id, t.anchor, t.days, t.window_first, t.window_last,"
    " t.medium, t.mode, t.send_minute, t.repeat_days, t.repeat_count, t.name"
    " FROM scenario s JOIN step t ON t.firm = s.firm AND t.scenario = s.id AND t.removed = 0"
    " WHERE s.firm = $1 AND s.kind = $2 ORDER BY s.is_default DESC, s.id, t.days, t.id");

static struct step step_row(struct rows *rows)
{
    struct step step = {
        .id = rows_int(rows, 3),
        .days = (int)rows_int(rows, 5),
        .window_first = (int)rows_int(rows, 6),
        .window_last = (int)rows_int(rows, 7),
        .send_minute = (int)rows_int(rows, 10),
        .repeat_days = (int)rows_int(rows, 11),
        .repeat_count = (int)rows_int(rows, 12),
        .name = rows_text(rows, 13),
    };

    if (!anchor_parse(rows_text(rows, 4), &step.anchor)
        || !medium_parse(rows_text(rows, 8), &step.medium)
        || !mode_parse(rows_text(rows, 9), &step.mode))
        step.mode = MODE_BY_HAND; /* what is not known never leaves by itself */
    return step;
}

static bool load_scenarios(struct ctx *cx, const char *kind, struct rules *rules)
{
    struct rows *rows = store_query(cx, &STEPS, ARGS(arg_text(kind)));
    size_t count = 0, room = 0, step_count = 0, step_room = 0;
    struct scenario *scenarios = NULL;
    struct step *steps = NULL;

    while (rows_next(rows)) {
        if (count == 0 || scenarios[count - 1].id != rows_int(rows, 0)) {
            if (count == room)
                scenarios = arena_grow(cx->arena, scenarios, &room, sizeof *scenarios);
            scenarios[count++] = (struct scenario){ .id = rows_int(rows, 0),
                                                    .version = (int)rows_int(rows, 1),
                                                    .name = rows_text(rows, 2) };
            steps = NULL;
            step_count = step_room = 0;
        }
        if (step_count == step_room)
            steps = arena_grow(cx->arena, steps, &step_room, sizeof *steps);
        steps[step_count++] = step_row(rows);
        scenarios[count - 1].steps = steps;
        scenarios[count - 1].count = step_count;
    }
    rules->scenarios = scenarios;
    rules->count = count;
    return rows_done(rows);
}

bool rules_load(struct ctx *cx, const struct chase_kind *kind, struct rules *rules)
{
    struct rules loaded = { .quiet_days = kind->quiet_days, .week_cap = CHASE_WEEK_CAP };

    if (!calendar_load(cx, &loaded.calendar) || !load_scenarios(cx, kind->name, &loaded))
        return false;
    *rules = loaded;
    return true;
}
