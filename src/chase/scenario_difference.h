/*
 * What one version of a scenario changed of another, step by step: the same step is told by its id,
 * whatever else became of it. Pure.
 */
#ifndef CHASE_SCENARIO_DIFFERENCE_H
#define CHASE_SCENARIO_DIFFERENCE_H

#include "chase/scenario_list.h"

enum difference_sort {
    DIFFERENCE_NAME,    /* of the scenario */
    DIFFERENCE_REMOVED, /* a step, as before was */
    DIFFERENCE_ADDED,   /* a step, as after is */
    DIFFERENCE_MOVED,   /* to other days, or counted from another one */
    DIFFERENCE_RENAMED,
    DIFFERENCE_MEDIUM,
    DIFFERENCE_MODE,
    DIFFERENCE_TIME,
    DIFFERENCE_WINDOW,
    DIFFERENCE_REPEAT,
    DIFFERENCE_WORDS, /* the step's own, in one language */
    DIFFERENCE_HOUSE, /* it has none of its own any more, in one language */
    DIFFERENCE_COUNT,
};

struct difference {
    enum difference_sort sort;
    const struct step *before, *after; /* NULL where there is none */
    const char *language;              /* of words; NULL else */
};

const char *difference_text(enum difference_sort sort); /* "moved" */

/* In the order of the steps after it, those taken out first. */
size_t scenario_difference(struct arena *arena, const struct kept_scenario *before,
                           const struct kept_scenario *after, const struct difference **list);

#endif
