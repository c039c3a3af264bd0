/*
 * A person steps in (C-10): holds a debt or lets it go on, skips a step, objects to one that
 * waits, takes that back, sends one now, moves the debt to another scenario, takes it over or gives
 * it back, changes its due date. What the house declines is noted too.
 */
#ifndef LAWS_STEPPING_H
#define LAWS_STEPPING_H

#include "deed.h"

bool stepping_do(struct ctx *cx, const struct deed *deed);
bool stepping_was_done(struct ctx *cx, const struct deed *deed); /* before the crash */
bool stepping_is_declined(const struct fault *fault);
void stepping_apply(struct ctx *cx, const struct deed *deed);
void stepping_decline(struct ctx *cx, const struct deed *deed);

/* By the dice, into a debt that is open. */
void stepping_turn(struct ctx *cx, int64_t subject);
void stepping_hold(struct ctx *cx, int64_t subject);   /* without an end */
void stepping_unskip(struct ctx *cx, int64_t subject); /* what was skipped last */

#endif
