#include "chase/scenario_save.h"

#include "chase/scenario_check.h"

/* What is being saved, beside what stands. */
struct saving {
    struct ctx *cx;
    struct kept_scenario *kept;
    struct kept_scenario before; /* of nothing for a new one */
    struct step *steps;          /* with their ids */
    int version;
};

static const char *number(const struct ctx *cx, int64_t value)
{
    return arena_format(cx->arena, "%lld", (long long)value);
}

static bool check(struct saving *saving)
{
    const struct scenario *scenario = &saving->kept->scenario;
    struct ctx *cx = saving->cx;
    const struct flaw *flaws;

    if (scenario_check(cx->arena, scenario, &flaws) == 0)
        return true;
    return fail(cx, FAULT_INPUT, flaws[0].code, "step", number(cx, (int64_t)flaws[0].place + 1),
                NULL);
}

static bool find_before(struct saving *saving)
{
    const struct scenario *scenario = &saving->kept->scenario;
    struct ctx *cx = saving->cx;

    if (scenario->id == 0)
        return true;
    if (!scenario_find(cx, scenario->id, &saving->before))
        return false;
    saving->kept->scenario.kind = saving->before.scenario.kind;
    return true;
}

static bool is_known(const struct scenario *before, int64_t step)
{
    for (size_t i = 0; i < before->count; i++)
        if (before->steps[i].id == step)
            return true;
    return false;
}

/* Every step of the books is told apart: one id listed twice would overwrite itself. */
static bool is_twice(const struct scenario *scenario, size_t place)
{
    for (size_t i = 0; i < place; i++)
        if (scenario->steps[i].id == scenario->steps[place].id)
            return true;
    return false;
}

static bool give_ids(struct saving *saving)
{
    const struct scenario *scenario = &saving->kept->scenario;
    struct ctx *cx = saving->cx;
    int64_t next;

    if (!store_id(cx, "step", scenario->count, &next))
        return false;
    saving->steps = arena_new(cx->arena, struct step, scenario->count + 1);
    for (size_t i = 0; i < scenario->count; i++) {
        int64_t id = scenario->steps[i].id;
        saving->steps[i] = scenario->steps[i];
        if (id == 0)
            saving->steps[i].id = next++;
        else if (!is_known(&saving->before.scenario, id) || is_twice(scenario, i))
            return fail(cx, FAULT_INPUT, "ETAPE-INCONNUE", "step", number(cx, (int64_t)i + 1),
                        NULL);
    }
    return true;
}

SQL(ADD_SCENARIO, FIRM,
    "INSERT INTO scenario (firm, id, kind, name, version, is_default, archived)"
    " VALUES ($1, $2, $3, $4, 1, 0, 0)");
SQL(CHANGE_SCENARIO, FIRM,
    "UPDATE scenario SET name = $3, version = $5 WHERE firm = $1 AND id = $2 AND version = $4");

static bool write_scenario(struct saving *saving)
{
    struct scenario *scenario = &saving->kept->scenario;
    struct ctx *cx = saving->cx;
    int64_t changed;

    saving->version = saving->before.scenario.version + 1;
    if (scenario->id == 0)
        return store_id(cx, "scenario", 1, &scenario->id)
            && store_run(
                   cx, &ADD_SCENARIO,
                   ARGS(arg_int(scenario->id), arg_text(scenario->kind), arg_text(scenario->name)));
    return store_change(cx, &CHANGE_SCENARIO,
                        ARGS(arg_int(scenario->id), arg_text(scenario->name),
                             arg_int(scenario->version), arg_int(saving->version)),
                        &changed)
        && (changed == 1
            || fail(cx, FAULT_CONFLICT, "SCENARIO-CHANGE", "version",
                    number(cx, saving->before.scenario.version), NULL));
}

/* All are taken out, those that stand are put back. */
SQL(TAKE_OUT, FIRM,
    "UPDATE step SET removed = $3 WHERE firm = $1 AND scenario = $2 AND removed = 0");
SQL(PUT, FIRM,
    "INSERT INTO step (firm, id, scenario, anchor, days, window_first, window_last, medium, mode,"
    " send_minute, repeat_days, repeat_count, name, removed)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0)"
    " ON CONFLICT (firm, id) DO UPDATE SET anchor = $4, days = $5, window_first = $6,"
    " window_last = $7, medium = $8, mode = $9, send_minute = $10, repeat_days = $11,"
    " repeat_count = $12, name = $13, removed = 0");

static void step_args(void *state, size_t i, struct arg *args)
{
    const struct saving *saving = state;
    const struct step *step = &saving->steps[i];

    args[0] = arg_int(step->id);
    args[1] = arg_int(saving->kept->scenario.id);
    args[2] = arg_text(anchor_text(step->anchor));
    args[3] = arg_int(step->days);
    args[4] = arg_int(step->window_first);
    args[5] = arg_int(step->window_last);
    args[6] = arg_text(medium_text(step->medium));
    args[7] = arg_text(mode_text(step->mode));
    args[8] = arg_int(step->send_minute);
    args[9] = arg_int(step->repeat_days);
    args[10] = arg_int(step->repeat_count);
    args[11] = arg_text(step->name);
    args[12] = (struct arg){ .type = ARG_END };
}

static bool write_steps(struct saving *saving)
{
    const struct scenario *scenario = &saving->kept->scenario;
    struct ctx *cx = saving->cx;

    return store_run(cx, &TAKE_OUT, ARGS(arg_int(scenario->id), arg_int(saving->version)))
        && store_many(cx, &PUT, scenario->count, step_args, saving);
}

SQL(CLEAR_WORDS, FIRM,
    "DELETE FROM step_text WHERE firm = $1 AND step IN"
    " (SELECT t.id FROM step t WHERE t.firm = $1 AND t.scenario = $2 AND t.removed = 0)");
SQL(ADD_WORDS, FIRM,
    "INSERT INTO step_text (firm, step, language, subject, body) VALUES ($1, $2, $3, $4, $5)");

static void words_args(void *state, size_t i, struct arg *args)
{
    const struct saving *saving = state;
    const struct step_words *words = &saving->kept->words[i];

    args[0] = arg_int(saving->steps[words->place].id);
    args[1] = arg_text(words->language);
    args[2] = arg_text(words->subject);
    args[3] = arg_text(words->body);
    args[4] = (struct arg){ .type = ARG_END };
}

static bool write_words(struct saving *saving)
{
    const struct kept_scenario *kept = saving->kept;

    return store_run(saving->cx, &CLEAR_WORDS, ARGS(arg_int(kept->scenario.id)))
        && store_many(saving->cx, &ADD_WORDS, kept->word_count, words_args, saving);
}

SQL(ADD_REVISION, FIRM,
    "INSERT INTO revision (firm, scenario, version, saved_at, saved_by, content)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (firm, scenario, version) DO NOTHING");

static bool add_revision(struct ctx *cx, const struct kept_scenario *kept, struct instant at,
                         int64_t by)
{
    return store_run(cx, &ADD_REVISION,
                     ARGS(arg_int(kept->scenario.id), arg_int(kept->scenario.version),
                          arg_instant(at), arg_int(by),
                          arg_text(scenario_content(cx->arena, kept))));
}

/* The version that a new firm begins with was saved by nobody: it is kept when it is left. */
static bool write_revision(const struct saving *saving)
{
    struct ctx *cx = saving->cx;

    return (saving->before.scenario.id == 0
            || add_revision(cx, &saving->before, (struct instant){ 0 }, 0))
        && add_revision(cx, saving->kept, cx->now, cx->actor);
}

static bool save(struct saving *saving)
{
    struct scenario *scenario = &saving->kept->scenario;

    if (!find_before(saving) || !write_scenario(saving) || !give_ids(saving) || !write_steps(saving)
        || !write_words(saving))
        return false;
    scenario->steps = saving->steps;
    scenario->version = saving->version;
    return write_revision(saving);
}

bool scenario_save(struct ctx *cx, struct kept_scenario *kept)
{
    struct kept_scenario saved = *kept;
    struct saving saving = { .cx = cx, .kept = &saved };

    if (!check(&saving) || !store_begin(cx) || !store_end(cx, save(&saving)))
        return false;
    *kept = saved;
    return true;
}
