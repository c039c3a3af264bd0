/*
 * Saving a scenario: a new one, or the next version of one that runs.
 *
 * A step that stands in both versions keeps its id whatever else changes, one that is taken out
 * keeps its row and is never used again, so that no edit sends anything twice (C-1). What each
 * version was is kept in revision.
 */
#ifndef CHASE_SCENARIO_SAVE_H
#define CHASE_SCENARIO_SAVE_H

#include "chase/scenario_list.h"

/*
 * Id 0 is a new scenario, of its kind, else the version is the one that was looked at; steps of
 * id 0 are new, those that are not listed are taken out. The ids and the new version are set. What
 * runs keeps the version that it follows, until it is moved on: see scenario_version.h. One
 * transaction.
 *
 * Faults: the first of scenario_check's (INPUT, with « step », its number from 1), INPUT
 * ETAPE-INCONNUE, CONFLICT SCENARIO-CHANGE when somebody saved it meanwhile, ABSENT
 * SCENARIO-ABSENT.
 */
MUST_USE bool scenario_save(struct ctx *cx, struct kept_scenario *kept);

/*
 * New obligations are given it. One transaction each. Faults: ABSENT SCENARIO-ABSENT, CONFLICT
 * SCENARIO-ARCHIVE when it is archived.
 */
MUST_USE bool scenario_default(struct ctx *cx, int64_t id);

/* It goes on with what it has. Fault CONFLICT SCENARIO-DEFAUT: new obligations need it. */
MUST_USE bool scenario_archive(struct ctx *cx, int64_t id, bool archived);

/* Name, steps and words as JSON, without ids of what is new: what a revision holds. */
const char *scenario_content(struct arena *arena, const struct kept_scenario *kept);

/* Name, version, steps and words as they were are set; what is beside them is left alone. */
MUST_USE bool scenario_content_read(struct ctx *cx, const char *content, int version,
                                    struct kept_scenario *kept);

/* A field of that text, or of one of its steps; "" where it has none. */
const char *scenario_content_text(const struct json *map, const char *key);

#endif
