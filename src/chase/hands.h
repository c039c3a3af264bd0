/*
 * Through whose hands goes what is by hand and was left lying (C-10, E-15): to the deputy, then to
 * an admin, each after CHASE_HAND_DAYS working days; there it stays. Who is away hands nothing on
 * and gets nothing: who stands in had it already, and may be next (P-5). A step of the chase and a
 * task go the same way; each says which of its rows have waited and writes what becomes of them.
 */
#ifndef CHASE_HANDS_H
#define CHASE_HANDS_H

#include "store/store.h"

/* Whose it is, and whose it may become; 0: nobody. Deputy and admin are there. */
struct hands {
    int64_t first; /* who took it, or owns it */
    int64_t now;   /* who has it */
    int64_t deputy, admin;
    int64_t acting; /* who had it in fact: the one before, or who stands in (chase/stand_in.h) */
    bool rests;     /* it is with an admin, who is there, and came from another */
};

/* Who is to do it next; 0: it stays. From the first to the deputy, from anybody else to an admin.
 */
int64_t hands_next(const struct hands *hands);

struct hand_on {
    int64_t id, next; /* next 0: it stays where it is, and is not asked about again */
    struct date again_on;
};

struct lying {
    /* Given today as $2: id, first, now, deputy (0: none active) of what has waited too long, and
     * since when. */
    const struct statement *const *late;
    MUST_USE bool (*hand_on)(struct ctx *cx, const struct hand_on *hand_on);
};

/* Hands on all that has waited for too long; *count is how many. One transaction of its own. */
MUST_USE bool hands_pass(struct ctx *cx, const struct lying *lying, int64_t *count);

/*
 * What will have been handed on by a day to come if nobody moves it, in the order of the days, by
 * what is known today of who will be away. Nothing is written (C-8).
 */
struct handed {
    int64_t id, to;
    struct date on;
};
MUST_USE bool hands_ahead(struct ctx *cx, const struct lying *lying, struct date until,
                          struct handed **list, size_t *count);

#endif
