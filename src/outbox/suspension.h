/*
 * The firm's stop: while sendings are suspended nothing is taken and nothing passes the point, but
 * for answers to a person's own act (C-3). The plan goes on being made, so that what will leave
 * afterwards can be seen. This is a person's order; what the guards stop by themselves is
 * outbox/freeze.h, and neither ends the other.
 *
 * An order may have a last day (C-10): the first round after it ends the order by itself. However
 * it ends, of several messages that it held for one person the last speaks for all (C-3); if it
 * stood for more than 24 hours and holds something, a freeze begins, and a person decides as after
 * a stoppage (C-4).
 */
#ifndef OUTBOX_SUSPENSION_H
#define OUTBOX_SUSPENSION_H

#include "outbox/freeze.h"

#define SUSPENSION_OPEN ((struct date){ INT32_MAX })

struct suspension {
    bool stands;
    struct instant at; /* when it was given, or given anew last */
    int64_t by;        /* a member; 0 for the house itself */
    const char *reason;
    struct instant since; /* when it was given first */
    struct date until;    /* its last day; SUSPENSION_OPEN: a person ends it */
};

/* The order that ended last. */
struct suspension_past {
    bool is_one; /* all else is unset when there is none */
    struct instant at;
    int64_t by; /* a member; 0 for the command line */
    const char *reason;
    struct instant ended;
    int64_t ended_by; /* a member; 0: its last day was past, or the command line */
};

/* Stops all sendings until a person resumes. One that stands is given anew, as of its first time.
 */
MUST_USE bool outbox_suspend(struct ctx *cx, const char *reason);

/* The same up to a day, that day included. */
MUST_USE bool outbox_suspend_until(struct ctx *cx, const char *reason, struct date until);

/* *asked: a person must look at what it held first. */
MUST_USE bool outbox_resume(struct ctx *cx, bool *asked);

/* A round's: ends an order whose last day is past. */
MUST_USE bool outbox_expire(struct ctx *cx);

/*
 * SQL: a reminder r waits in a message m of a day since then, and was decided up to a number; what
 * becomes of it once it is let go ("send", "supersede", "lapse").
 */
#define SUSPENSION_HELD(SINCE, LAST)                                                               \
    " m.state IN ('due', 'taken') AND m.is_apart = 0 AND m.day_on >= " SINCE                       \
    " AND r.state = 'planned' AND r.id <= " LAST
#define SUSPENSION_FATE(TODAY)                                                                     \
    " CASE WHEN" FREEZE_OVERTAKEN(TODAY) " THEN 'supersede'"                                       \
                                         " WHEN r.resend = 0 AND r.last_on < CAST(" TODAY          \
                                         " AS TEXT) THEN 'lapse' ELSE 'send' END"

/* Sets late, sends, supersedes, lapses and messages of a freeze of this cause, as of now. */
MUST_USE bool suspension_count(struct ctx *cx, struct freeze *freeze);

/* Whether a person is asked when it ends at that time. */
bool suspension_asks(const struct suspension *suspension, struct instant end);

/* Whether an order keeps what leaves on a day, as it stands now. */
bool suspension_holds(const struct suspension *suspension, struct date on);

/* SQL: nothing stops a message, which answers somebody (1) or not (0). In books that were put back
 * old answers must be listed first, like all that is under way. */
#define SUSPENSION_SPARES(IS_ANSWER)                                                               \
    " NOT EXISTS (SELECT 1 FROM suspension s WHERE s.firm = $1 AND (" IS_ANSWER " = 0"             \
    " OR (s.cause = 'restored' AND EXISTS (SELECT 1 FROM standstill z WHERE z.firm = $1"           \
    " AND z.cause = s.cause AND z.ended_at IS NULL AND z.is_listed = 0))))"

MUST_USE bool outbox_suspended(struct ctx *cx, struct suspension *suspension);

MUST_USE bool suspension_last(struct ctx *cx, struct suspension_past *past);

#endif
