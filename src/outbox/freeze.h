/*
 * What a guard stopped: while a freeze stands nothing is taken and nothing passes the point,
 * whatever a person ordered before. It keeps what the guard saw, and then who let the sendings go
 * on, when and why (C-4). The house ends one by itself only when its clock has caught up.
 */
#ifndef OUTBOX_FREEZE_H
#define OUTBOX_FREEZE_H

#include "outbox/share.h"

enum freeze_cause {
    FREEZE_CLOCK_BACK,
    FREEZE_CLOCK_JUMP,
    FREEZE_STOPPAGE, /* these four hold a run */
    FREEZE_VOLUME,
    FREEZE_CAP,
    FREEZE_SUSPENSION, /* a person's order came to its last day: what it held is as late as that */
    FREEZE_RESTORED,   /* older books stand where newer ones stood */
    FREEZE_CAUSE_COUNT,
};

enum freeze_verdict {
    FREEZE_STANDS,
    FREEZE_SENT,  /* what it held leaves */
    FREEZE_FILED, /* what it held is filed away, and all goes on */
    FREEZE_RIGHT, /* the time is right, a person says */
    FREEZE_PAST,  /* the clock has caught up */
    FREEZE_VERDICT_COUNT,
};

struct freeze {
    int64_t id; /* 0: none */
    enum freeze_cause cause;
    struct instant at;
    struct date on;       /* its day; of a suspension the first day of what it holds */
    struct instant since; /* the last round, or what the clock had shown; 0: neither */
    int64_t late, sends, supersedes, lapses; /* reminders whose day was past, and their fates: of
                                              * clients that every member sees (P-9) */
    int64_t messages, usual; /* of the run; what it was measured with, -1 none: of all clients, and
                              * told to no member */
    int64_t after_reminder;  /* those of its run were decided after it; set when it begins */
    bool listed;             /* restored: what may have left since the backup is to check */
    enum freeze_verdict verdict;
    struct instant ended;
    int64_t by; /* member; 0 for the house itself */
    const char *reason;
};

/*
 * Stops all sendings for the cause; its figures are kept with cx->now and cx->today. One that
 * stands for the same cause keeps its own, and *begun is false. One transaction, or within one.
 */
MUST_USE bool freeze_begin(struct ctx *cx, const struct freeze *freeze, bool *begun);

/* The one that stands, the first of its causes in the order above that does; id 0: none. */
MUST_USE bool freeze_standing(struct ctx *cx, struct freeze *freeze);
MUST_USE bool freeze_find_cause(struct ctx *cx, enum freeze_cause cause, struct freeze *freeze);
MUST_USE bool freeze_find(struct ctx *cx, int64_t id,
                          struct freeze *freeze); /* ABSENT GEL-ABSENT */

/* The newest first. */
MUST_USE bool freeze_list(struct ctx *cx, size_t limit, struct freeze **freezes, size_t *count);

/*
 * Ends it, for cx->actor. Of a run: FREEZE_SENT lets its messages leave, the last of several for
 * one person speaking for all (C-3) but what a person sends now; FREEZE_FILED drops all that waits,
 * of days before it too, its reminders having lapsed. Faults: ABSENT GEL-ABSENT when it stands no
 * more, CONFLICT GEL-VERDICT for a verdict that is not of its cause, CONFLICT GEL-LISTE while a
 * restored one is not listed yet. Inside a transaction.
 */
MUST_USE bool freeze_end(struct ctx *cx, const struct freeze *freeze, enum freeze_verdict verdict,
                         const char *reason);

/* SQL: of several due messages for one person a later one than m speaks for all, but for what a
 * person sends now (C-3). */
#define FREEZE_OVERTAKEN(TODAY)                                                                    \
    " m.state = 'due' AND m.attempt = 0 AND m.ordered = 0 AND m.is_apart = 0"                      \
    " AND " SHARE_OVERTAKEN("due", TODAY)

/* They go, their reminders superseded. Inside a transaction. */
MUST_USE bool freeze_overtake(struct ctx *cx);

/*
 * All messages under way are to check: nobody knows which of them left before the books were
 * replaced. *count is how many. Those that these books never let leave have no text any more: sent
 * again they are worded anew (C-5). Inside a transaction.
 */
MUST_USE bool freeze_list_restored(struct ctx *cx, const struct freeze *freeze, int64_t *count);

const char *freeze_cause_text(enum freeze_cause cause);       /* "clock_back", … */
const char *freeze_verdict_text(enum freeze_verdict verdict); /* "", "sent", … */
bool freeze_is_run(enum freeze_cause cause);
bool freeze_is_clock(enum freeze_cause cause);

#endif
