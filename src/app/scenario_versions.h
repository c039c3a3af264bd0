/*
 * The versions of a scenario as its pages and the API tell them.
 */
#ifndef APP_SCENARIO_VERSIONS_H
#define APP_SCENARIO_VERSIONS_H

#include "chase/scenario_list.h"
#include "http/route.h"

/* Puts « versions » and « has_older »: see views/scenario.mustache. */
MUST_USE bool versions_put(struct ctx *cx, const struct request *request, int64_t scenario,
                           struct json *model);

/* Puts « changes » and « has_changes », from one version to another. */
void changes_put(struct arena *arena, const struct kept_scenario *before,
                 const struct kept_scenario *after, struct json *map);

#endif
