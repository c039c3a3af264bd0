/*
 * A scenario as its pages and the API tell it.
 */
#ifndef APP_SCENARIO_MODEL_H
#define APP_SCENARIO_MODEL_H

#include "app/scenario_form.h"
#include "chase/scenario_effect.h"

/*
 * Puts « scenario »: { id, name, kind: {NAME: true}, kind_name, version, is_default, is_archived,
 * running (EFFECT_RUNNING at most), has_more_running, behind, has_behind }, « steps » and « line »;
 * see views/scenario.mustache. Flaws are worded beside their step.
 */
MUST_USE bool scenario_put(struct ctx *cx, const struct request *request, const struct draft *draft,
                           struct json *model);

/* Once it is saved: what runs is moved on to the last version when « running » says so. */
MUST_USE bool running_move(struct ctx *cx, const struct request *request, int64_t scenario);

/* Puts « effect »; see views/scenario.mustache. */
MUST_USE bool effect_put(struct ctx *cx, const struct kept_scenario *kept,
                         const struct effect *effect, struct json *model);

/* A sentence of views/texts.scenario for a flaw's code. */
const char *flaw_word(struct ctx *cx, const struct request *request, const char *code);

/* Whether the kind words the step itself: else it needs words of its own. */
bool step_is_worded(const char *kind, const struct step *step);

/* The kind that leads that of a scenario: it knows its persons; NULL when no kind has the name. */
const struct chase_kind *scenario_leader(const char *kind);

/* "/reglages/scenarios/3", with an end. */
const char *scenario_path(struct arena *arena, int64_t id, const char *end);

/* What a new scenario begins as; the request's fields « from » and « kind » say. */
MUST_USE bool scenario_begin(struct ctx *cx, const struct request *request,
                             struct kept_scenario *kept);

/* Only an admin changes it. */
bool may_change(const struct request *request);

#endif
