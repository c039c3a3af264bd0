/*
 * Whether a client's team lasts (P-9): a confidential client that nobody works for any more would
 * be seen by nobody. Who was archived does not count; days to come do.
 */
#ifndef CLIENT_TEAM_H
#define CLIENT_TEAM_H

#include "store/store.h"

/* What is about to become of an assignment. */
enum team_fate {
    TEAM_ENDS,    /* its last day is told; before its first it goes */
    TEAM_GOES,    /* as if it had never been */
    TEAM_RETURNS, /* as if it had never ended */
};

struct team_step {
    int64_t assignment;
    enum team_fate fate;
    struct date last;
};

struct team_steps {
    const struct team_step *list;
    size_t count;
};

/* Whether, these steps done, there is a day from today on that nobody works for the client. */
MUST_USE bool team_lapses(struct ctx *cx, int64_t client, const struct team_steps *steps,
                          bool *lapses);

/* Why they may not be done: AFFECTATION-DERNIERE when the client is confidential and such a day
 * comes sooner than without them; "" when they may. */
MUST_USE bool team_obstacle(struct ctx *cx, int64_t client, const struct team_steps *steps,
                            const char **obstacle);

#endif
