#include "app/scenario_model.h"

#include <string.h>

#include "app/plan_model.h"
#include "app/scenario_line.h"
#include "base/limits.h"
#include "chase/scenario_version.h"
#include "firm/hours.h"
#include "view/view.h"
#include "worker/kinds.h"

bool may_change(const struct request *request)
{
    return (request_role(request) & ROLE_ADMIN) != 0;
}

const char *scenario_path(struct arena *arena, int64_t id, const char *end)
{
    return arena_format(arena, "/reglages/scenarios/%lld%s", (long long)id, end);
}

const struct chase_kind *scenario_leader(const char *kind)
{
    for (size_t i = 0; worker_kinds[i]; i++)
        if (kind_find(worker_kinds[i], kind))
            return worker_kinds[i];
    return NULL;
}

bool step_is_worded(const char *kind, const struct step *step)
{
    const struct chase_kind *leader = scenario_leader(kind);
    const char *const *tone = leader ? leader->tones : NULL;

    while (tone && *tone && strcmp(*tone, step->name) != 0)
        tone++;
    return leader && (!tone || *tone);
}

const char *flaw_word(struct ctx *cx, const struct request *request, const char *code)
{
    return view_text(cx->arena, request_language(request),
                     arena_format(cx->arena, "fault.%s", code), NULL);
}

/* The names to choose from, the step's own marked. */
static void put_names(struct json *map, const struct step *step)
{
    struct json *names = json_put_list(map, "names");

    for (size_t i = 0; i < step_name_count; i++) {
        struct json *name = json_add_map(names);
        json_put_text(name, "value", step_names[i]);
        json_put_bool(json_put_map(name, "step"), step_names[i], true);
        json_put_bool(name, "is_chosen", strcmp(step->name, step_names[i]) == 0);
    }
}

static const char *when_of(const struct step *step)
{
    if (step->anchor == ANCHOR_OPENING)
        return "opening";
    return step->days < 0 ? "before" : "after";
}

/* As the screen's choices need it: flags, and numbers without a sign. */
static void put_choices(struct json *map, const struct step *step)
{
    struct json *is = json_put_map(map, "is");

    json_put_bool(is, when_of(step), true);
    json_put_bool(is, medium_text(step->medium), true);
    json_put_bool(is, mode_text(step->mode), true);
    json_put_int(map, "distance", step->days < 0 ? -step->days : step->days);
    json_put_bool(map, "has_window", step->window_first != 0 || step->window_last != 0);
    json_put_bool(map, "has_repeat", step->repeat_days != 0 || step->repeat_count != 0);
    json_put_bool(map, "has_more",
                  step->window_first != 0 || step->window_last != 0 || step->repeat_count != 0);
    put_names(map, step);
}

static void put_words(struct arena *arena, const struct draft *draft, size_t place,
                      struct json *map)
{
    static const char *const languages[] = { "fr", "en" };
    const struct step *step = &draft->kept.scenario.steps[place];
    struct json *words = json_put_list(map, "languages");

    for (size_t i = 0; i < COUNT_OF(languages); i++)
        if (scenario_words_of(&draft->kept, place, languages[i]))
            json_add_text(words, languages[i]);
    json_put_bool(map, "has_own_words", json_count(words) > 0);
    if (step->id > 0 && draft->kept.scenario.id > 0 && step->medium == MEDIUM_EMAIL
        && draft->resumed == 0)
        json_put_text(map, "words_path",
                      scenario_path(arena, draft->kept.scenario.id,
                                    arena_format(arena, "/etapes/%lld", (long long)step->id)));
}

static void put_flaws(struct ctx *cx, const struct request *request, const struct draft *draft,
                      size_t place, struct json *map)
{
    struct json *flaws = json_put_list(map, "flaws");

    for (size_t i = 0; i < draft->flaw_count; i++)
        if (draft->flaws[i].place == place)
            json_add_text(flaws, flaw_word(cx, request, draft->flaws[i].code));
    json_put_bool(map, "has_flaws", json_count(flaws) > 0);
}

static void put_step(struct arena *arena, const struct step *step, struct json *map)
{
    json_put_int(map, "id", step->id);
    json_put_text(map, "name", step->name);
    json_put_bool(json_put_map(map, "step"), step->name, true);
    json_put_text(map, "anchor", anchor_text(step->anchor));
    json_put_int(map, "days", step->days);
    json_put_text(map, "medium", medium_text(step->medium));
    json_put_text(map, "mode", mode_text(step->mode));
    json_put_text(map, "send_time",
                  step->send_minute > 0 ? hours_text(arena, step->send_minute) : "");
    json_put_int(map, "window_first", step->window_first);
    json_put_int(map, "window_last", step->window_last);
    json_put_int(map, "repeat_days", step->repeat_days);
    json_put_int(map, "repeat_count", step->repeat_count);
}

/* A time outside of the firm's hours may stand, since these may change: it is told when it leaves.
 */
static void put_remark(struct arena *arena, const char *language, const struct firm *firm,
                       const struct step *step, struct json *map)
{
    bool is_early = step->send_minute < firm->open_from_minute;
    int limit = is_early ? firm->open_from_minute : firm->open_until_minute;
    struct json *args = json_map(arena);

    if (step->send_minute == 0 || step->medium != MEDIUM_EMAIL || step->mode == MODE_BY_HAND
        || (!is_early && step->send_minute < limit))
        return;
    json_put_text(args, "limit", hours_text(arena, limit));
    json_put_text(args, "leaves", hours_text(arena, is_early ? limit : limit - 1));
    json_put_text(map, "remark",
                  view_text(arena, language,
                            is_early ? "scenario.before_hours" : "scenario.after_hours", args));
}

static bool put_steps(struct ctx *cx, const struct request *request, const struct draft *draft,
                      struct json *model)
{
    struct json *steps = json_put_list(model, "steps");
    const struct scenario *scenario = &draft->kept.scenario;
    struct firm firm;

    if (!firm_find(cx, &firm))
        return false;
    for (size_t i = 0; i < scenario->count; i++) {
        struct json *map = json_add_map(steps);
        json_put_int(map, "number", (int64_t)i + 1);
        put_step(cx->arena, &scenario->steps[i], map);
        put_words(cx->arena, draft, i, map);
        put_flaws(cx, request, draft, i, map);
        put_remark(cx->arena, request_language(request), &firm, &scenario->steps[i], map);
        if (!request_is_api(request)) {
            put_choices(map, &scenario->steps[i]);
            json_put_bool(map, "can_change", may_change(request));
        }
    }
    json_put_bool(model, "has_room", scenario->count < LIMIT_SCENARIO_STEPS);
    return true;
}

bool running_move(struct ctx *cx, const struct request *request, int64_t scenario)
{
    int64_t moved;

    return strcmp(request_text(request, "running"), "move") != 0
        || scenario_move_on(cx, scenario, &moved);
}

bool scenario_put(struct ctx *cx, const struct request *request, const struct draft *draft,
                  struct json *model)
{
    const struct kept_scenario *kept = &draft->kept;
    struct json *map = json_put_map(model, "scenario");
    int64_t running = 0, behind = 0;

    if (kept->scenario.id > 0
        && (!scenario_running(cx, kept->scenario.id, EFFECT_RUNNING, &running)
            || !scenario_behind(cx, &kept->scenario, EFFECT_RUNNING, &behind)))
        return false;
    json_put_int(map, "id", kept->scenario.id);
    json_put_text(map, "name", kept->scenario.name);
    json_put_text(map, "kind", kept->scenario.kind);
    json_put_int(map, "version", kept->scenario.version);
    json_put_bool(map, "is_default", kept->is_default);
    json_put_bool(map, "is_archived", kept->is_archived);
    json_put_int(map, "running", running);
    json_put_bool(map, "has_more_running", running == EFFECT_RUNNING);
    json_put_int(map, "behind", behind);
    json_put_bool(map, "has_behind", behind > 0);
    if (!put_steps(cx, request, draft, model))
        return false;
    if (request_is_api(request))
        return true;
    put_flaws(cx, request, draft, kept->scenario.count, map);
    line_put(model, &kept->scenario);
    return true;
}

static void put_day(struct json *map, const char *key, struct date day)
{
    if (day.day != NO_DAY.day)
        json_put_date(map, key, day);
}

/* What is gone meanwhile is no example. */
static bool put_sample(struct ctx *cx, const struct kept_scenario *kept,
                       const struct effect_sample *sample, struct json *samples)
{
    const struct chase_kind *leader = scenario_leader(kept->scenario.kind);
    struct debtor debtor = { .id = sample->person, .client = sample->client, .name = "" };
    const char *piece;

    if (!leader)
        return true;
    if (!leader->debtors(cx, &debtor, 1)
        || !plan_piece(cx, kept->scenario.kind, sample->subject, &piece)) {
        bool is_gone = cx->fault.kind == FAULT_ABSENT;
        if (is_gone)
            cx->fault = (struct fault){ 0 };
        return is_gone;
    }
    struct json *map = json_add_map(samples);
    put_named(map, "customer", debtor.id, debtor.name);
    json_put_int(json_put_map(map, "client"), "id", sample->client);
    json_put_text(map, "piece", piece);
    put_day(map, "before", sample->change.before);
    put_day(map, "after", sample->change.after);
    return true;
}

bool effect_put(struct ctx *cx, const struct kept_scenario *kept, const struct effect *effect,
                struct json *model)
{
    struct json *map = json_put_map(model, "effect");
    struct json *samples = json_put_list(map, "samples");

    json_put_int(map, "running", effect->running);
    json_put_int(map, "looked", effect->looked);
    json_put_bool(map, "is_partial", effect->is_partial);
    json_put_int(map, "earlier", effect->change.earlier);
    json_put_int(map, "later", effect->change.later);
    json_put_int(map, "more", effect->change.more);
    json_put_int(map, "fewer", effect->change.fewer);
    json_put_int(map, "subjects", effect->subjects);
    json_put_int(map, "persons", effect->persons);
    json_put_int(map, "days", EFFECT_DAYS);
    json_put_bool(map, "has_some", effect->subjects > 0);
    json_put_bool(map, "has_running", effect->running > 0);
    for (size_t i = 0; i < effect->sample_count; i++)
        if (!put_sample(cx, kept, &effect->samples[i], samples))
            return false;
    return true;
}
