/*
 * The rounds of all kinds, behind the guards: whoever runs rounds runs them here, so that the
 * worker and « Envoyer maintenant » ask alike (C-4).
 *
 * Before a round its outcome is forecast. A run that a person must see first is frozen before its
 * first message is written; it is planned and shown all the same. While the clock is not believed
 * no round runs at all: on a false day every step would lapse, for good.
 */
#ifndef WORKER_ROUNDS_H
#define WORKER_ROUNDS_H

#include "chase/guard.h"
#include "chase/round.h"
#include "outbox/freeze.h"
#include "worker/generate.h"

struct rounds {
    bool skipped;               /* the clock is not believed */
    bool froze;                 /* the run is held from now on */
    struct generated generated; /* before anything is planned */
    struct round total;
    int64_t to_check; /* what may have left before the books were replaced */
    int64_t digests;  /* posted to members; no guard holds them apart from all the rest */
};

MUST_USE bool rounds_run(struct ctx *cx, const struct chase_kind *const *kinds,
                         struct rounds *rounds);

/*
 * What missions bring by today, alone: while the firm is closed too (E-10). What cannot be made
 * holds up no mail: it is logged, noted for the firm (mission/lack.h) and tried at each round.
 */
MUST_USE bool rounds_generate(struct ctx *cx, struct generated *generated);

void rounds_add(struct round *total, const struct round *round);

/*
 * A person's word on a freeze: see freeze_end. What a run held counts as seen for the day; with
 * FREEZE_RIGHT the time is cx->now and no other, and what was changed on a later day, as the clock
 * had it, is looked at today.
 */
MUST_USE bool rounds_decide(struct ctx *cx, int64_t freeze, enum freeze_verdict verdict,
                            const char *reason);

/*
 * One turn's look at the clock, against the turn before (NULL: there was none). False in *believed
 * while a freeze of the clock stands; one that ends by itself is ended here.
 */
MUST_USE bool rounds_clock(struct ctx *cx, const struct clock_reading *before,
                           const struct clock_reading *now, bool *believed);

#endif
