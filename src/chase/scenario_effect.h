/*
 * What a change of a scenario would do to what runs, before it is saved: each open obligation is
 * planned over the coming days along the steps that it follows and as they would be, were it moved
 * on, by the plan of the round itself. Holds and the caps of C-3 are left out: they bind both
 * alike. Of clients that the member who acts may not see nothing is counted, nor of archived ones.
 */
#ifndef CHASE_SCENARIO_EFFECT_H
#define CHASE_SCENARIO_EFFECT_H

#include "chase/scenario_list.h"

enum {
    EFFECT_DAYS = 90,       /* ahead: the trade's own steps end 45 days after the due date */
    EFFECT_LIMIT = 5000,    /* obligations looked at; the rest is told to be left out */
    EFFECT_RUNNING = 20000, /* counted up to it */
    EFFECT_SAMPLES = 10,
};

/* The coming reminders of one obligation, told apart by step and repetition. */
struct change {
    int64_t earlier, later, more, fewer;
    struct date before, after; /* the first reminder that differs; NO_DAY where there is none */
};

struct effect_sample {
    int64_t subject, client, person;
    struct change change;
};

struct effect {
    int64_t running;  /* open obligations of the scenario, EFFECT_RUNNING at most */
    int64_t looked;   /* of them; the others are out of reach of both, or left out */
    bool is_partial;  /* some are left out: the counts are of a part, spread over the due dates */
    int64_t subjects; /* obligations for which something differs */
    int64_t persons;  /* and to whom they are owed */
    struct change change; /* in all; its days are not set */
    struct effect_sample samples[EFFECT_SAMPLES];
    size_t sample_count;
};

/* Nothing is written. The new steps may have ids of 0. */
MUST_USE bool scenario_effect(struct ctx *cx, const struct kept_scenario *before,
                              const struct scenario *after, struct effect *effect);

/* A scenario as it is and as it would be. */
struct versions {
    const struct scenario *before, *after;
};

/* Of one obligation, from a day on. Pure. */
struct change change_of(struct arena *arena, const struct obligation *owed,
                        const struct versions *versions, const struct calendar *calendar,
                        struct date today);

#endif
