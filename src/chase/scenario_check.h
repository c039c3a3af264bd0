/*
 * What may be wrong with a scenario, before it is kept. Pure: the editor shows every flaw at once,
 * beside its step; nothing is saved while there is one.
 */
#ifndef CHASE_SCENARIO_CHECK_H
#define CHASE_SCENARIO_CHECK_H

#include "base/arena.h"
#include "chase/scenario.h"

enum {
    SCENARIO_NAME_CHARS = 60,     /* fits a line of a list */
    SCENARIO_FIRST_DAYS = 60,     /* a debt that is late so long without a word was forgotten */
    SCENARIO_EARLIEST_DAYS = -90, /* what is further ahead is no reminder */
    SCENARIO_LATEST_DAYS = 730,   /* prescription of what a consumer owes */
    SCENARIO_REPEAT_DAYS = 90,
    SCENARIO_REPEAT_COUNT = 24,
};

/*
 * Codes, of the scenario as a whole: SCENARIO-NOM, SCENARIO-VIDE, SCENARIO-LONG; of a step:
 * ETAPE-NOM (not among step_names), ETAPE-NOM-DOUBLE, ETAPE-JOURS, ETAPE-TARD (the first one),
 * ETAPE-ORDRE (before the step above it), ETAPE-MEME-JOUR, ETAPE-APPEL (a call by itself),
 * ETAPE-HEURE, ETAPE-FENETRE, ETAPE-FENETRE-ECHEANCE (it lies on both sides of the due date),
 * ETAPE-REPETITION (not the last step), ETAPE-REPETITION-NOMBRE.
 */
struct flaw {
    const char *code;
    size_t place; /* of the step; the scenario's count when it is about the whole */
};

/* In the order of the steps; 0 when it may be kept. */
size_t scenario_check(struct arena *arena, const struct scenario *scenario,
                      const struct flaw **flaws);

/* The names that a step may have, in the order in which they are offered; a message's tone. */
extern const char *const step_names[];
extern const size_t step_name_count;

/* One that no step of the scenario has, from a place in step_names on; NULL when all are taken. */
const char *step_name_free(const struct scenario *scenario, size_t from);

#endif
