#include "chase/rules.h"

#include "chase/calendar_load.h"

static const struct step defaults[] = {
    { .days_after_due = -8, .name = "notice" },
    { .days_after_due = 1, .name = "first" },
    { .days_after_due = 14, .name = "second" },
    { .days_after_due = 30, .medium = MEDIUM_CALL, .mode = MODE_BY_HAND, .name = "call" },
};

SQL(ADD_SCENARIO, FIRM, "INSERT INTO scenario (firm, id, kind, name) VALUES ($1, $2, $3, $4)");

SQL(ADD_STEP, FIRM,
    "INSERT INTO step (firm, id, scenario, days_after_due, medium, mode, name)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");

static bool add_step(struct ctx *cx, int64_t id, int64_t scenario, const struct step *step)
{
    return store_run(cx, &ADD_STEP,
                     ARGS(arg_int(id), arg_int(scenario), arg_int(step->days_after_due),
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
    "SELECT s.id, t.id, t.days_after_due, t.medium, t.mode, t.name"
    " FROM scenario s JOIN step t ON t.firm = s.firm AND t.scenario = s.id"
    " WHERE s.firm = $1 AND s.kind = $2 ORDER BY s.id, t.days_after_due");

static struct step step_row(struct rows *rows)
{
    struct step step = {
        .id = rows_int(rows, 1),
        .days_after_due = (int)rows_int(rows, 2),
        .name = rows_text(rows, 5),
    };

    if (!medium_parse(rows_text(rows, 3), &step.medium))
        step.medium = MEDIUM_CALL;
    if (!mode_parse(rows_text(rows, 4), &step.mode))
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
            scenarios[count++] = (struct scenario){ .id = rows_int(rows, 0) };
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

bool rules_load(struct ctx *cx, const char *kind, struct rules *rules)
{
    struct rules loaded = { 0 };

    if (!calendar_load(cx, &loaded.calendar) || !load_scenarios(cx, kind, &loaded))
        return false;
    *rules = loaded;
    return true;
}
