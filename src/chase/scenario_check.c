#include "chase/scenario_check.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"

const char *const step_names[] = {
    "notice", "first",  "second", "third",       "fourth",     "fifth",
    "last",   "formal", "call",   "call_second", "call_third", "call_last",
};
const size_t step_name_count = COUNT_OF(step_names);

enum { FLAWS_OF_STEP = 11, MINUTES = 24 * 60 };

struct checking {
    const struct scenario *scenario;
    struct flaw *flaws;
    size_t count;
};

static void note(struct checking *checking, const char *code, size_t place)
{
    checking->flaws[checking->count++] = (struct flaw){ code, place };
}

static bool is_named(const char *name)
{
    for (size_t i = 0; i < step_name_count; i++)
        if (strcmp(step_names[i], name) == 0)
            return true;
    return false;
}

static bool has_name(const struct scenario *scenario, const char *name, size_t before)
{
    for (size_t i = 0; i < before; i++)
        if (strcmp(scenario->steps[i].name, name) == 0)
            return true;
    return false;
}

const char *step_name_free(const struct scenario *scenario, size_t from)
{
    for (size_t i = 0; i < step_name_count; i++) {
        const char *name = step_names[(from + i) % step_name_count];
        if (!has_name(scenario, name, scenario->count))
            return name;
    }
    return NULL;
}

/* The step before it that counts from the same day; NULL when it is the first of these. */
static const struct step *step_before(const struct scenario *scenario, size_t place)
{
    for (size_t i = place; i > 0; i--)
        if (scenario->steps[i - 1].anchor == scenario->steps[place].anchor)
            return &scenario->steps[i - 1];
    return NULL;
}

static void check_name(struct checking *checking, size_t place)
{
    const char *name = checking->scenario->steps[place].name;

    if (!is_named(name))
        note(checking, "ETAPE-NOM", place);
    else if (has_name(checking->scenario, name, place))
        note(checking, "ETAPE-NOM-DOUBLE", place);
}

static void check_day(struct checking *checking, size_t place)
{
    const struct step *step = &checking->scenario->steps[place];
    const struct step *before = step_before(checking->scenario, place);
    int earliest = step->anchor == ANCHOR_OPENING ? 0 : SCENARIO_EARLIEST_DAYS;

    if (step->days < earliest || step->days > SCENARIO_LATEST_DAYS)
        note(checking, "ETAPE-JOURS", place);
    else if (place == 0 && step->days > SCENARIO_FIRST_DAYS)
        note(checking, "ETAPE-TARD", place);
    if (before && before->days == step->days)
        note(checking, "ETAPE-MEME-JOUR", place);
    else if (before && before->days > step->days)
        note(checking, "ETAPE-ORDRE", place);
}

static bool holds_window(const struct step *step)
{
    if (step->window_first == 0 && step->window_last == 0)
        return true;
    return step->anchor == ANCHOR_DUE && step->repeat_count == 0 && step->window_first <= step->days
        && step->days <= step->window_last;
}

static bool crosses_due(const struct step *step)
{
    return (step->days < 0 && step->window_last > 0) || (step->days > 0 && step->window_first < 0);
}

static bool holds_repeat(const struct step *step)
{
    if (step->repeat_days == 0 && step->repeat_count == 0)
        return true;
    return step->repeat_days > 0 && step->repeat_days <= SCENARIO_REPEAT_DAYS
        && step->repeat_count > 0 && step->repeat_count <= SCENARIO_REPEAT_COUNT;
}

static void check_step(struct checking *checking, size_t place)
{
    const struct step *step = &checking->scenario->steps[place];
    bool is_last = place + 1 == checking->scenario->count;

    check_name(checking, place);
    check_day(checking, place);
    if (step->medium == MEDIUM_CALL && step->mode != MODE_BY_HAND)
        note(checking, "ETAPE-APPEL", place);
    if (step->send_minute < 0 || step->send_minute >= MINUTES)
        note(checking, "ETAPE-HEURE", place);
    if (!holds_window(step))
        note(checking, "ETAPE-FENETRE", place);
    else if (crosses_due(step))
        note(checking, "ETAPE-FENETRE-ECHEANCE", place);
    if (!holds_repeat(step))
        note(checking, "ETAPE-REPETITION-NOMBRE", place);
    else if (step->repeat_count > 0 && !is_last)
        note(checking, "ETAPE-REPETITION", place);
}

size_t scenario_check(struct arena *arena, const struct scenario *scenario,
                      const struct flaw **flaws)
{
    size_t chars = str_chars(scenario->name);
    struct checking checking = {
        .scenario = scenario,
        .flaws = arena_new(arena, struct flaw, (scenario->count + 1) * FLAWS_OF_STEP),
    };

    if (chars == 0 || chars > SCENARIO_NAME_CHARS || str_has_control(scenario->name))
        note(&checking, "SCENARIO-NOM", scenario->count);
    if (scenario->count == 0)
        note(&checking, "SCENARIO-VIDE", scenario->count);
    if (scenario->count > LIMIT_SCENARIO_STEPS)
        note(&checking, "SCENARIO-LONG", scenario->count);
    for (size_t i = 0; i < scenario->count; i++)
        check_step(&checking, i);
    *flaws = checking.flaws;
    return checking.count;
}
