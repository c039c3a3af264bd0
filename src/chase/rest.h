/*
 * An obligation rests while what it comes of is suspended (E-9): it is paused without end, and what
 * a person says of a pause of its own meanwhile stands beneath, to be so again when it is woken.
 */
#ifndef CHASE_REST_H
#define CHASE_REST_H

#include "store/store.h"

/*
 * What was about to leave is taken out, calls are taken off the list; woken, it is looked at again
 * today, and the calls stand again that are still owed and make sense (C-4), each the same reminder
 * as before (C-1). A settled one rests too: it may reopen. Nothing when it rests, or is awake,
 * already, or when the subject owes nothing. Inside a transaction.
 */
MUST_USE bool chase_rest(struct ctx *cx, const char *kind, int64_t subject);
MUST_USE bool chase_wake(struct ctx *cx, const char *kind, int64_t subject);

/* A person's own pause beneath. */
struct rest {
    bool stands; /* it rests */
    bool paused;
    struct date until; /* NO_DAY: no end */
};
MUST_USE bool rest_find(struct ctx *cx, int64_t obligation, struct rest *rest);
MUST_USE bool rest_change(struct ctx *cx, int64_t obligation, const struct rest *rest);

#endif
