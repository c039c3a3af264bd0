/*
 * The course of a service of a mission: what falls due of it, one after the other, by its own
 * rhythm or by the client's legal deadlines (E-8, E-10).
 *
 * Numbers grow with the days and name an occurrence for good: of a rhythm they count from 1, of a
 * deadline they are made of its period and part, so that a day which the client's own rule moves
 * is still the same occurrence (E-11). course_of reads the books; the rest decides.
 */
#ifndef MISSION_COURSE_H
#define MISSION_COURSE_H

#include "mission/deadline.h"
#include "mission/mission.h"

/* What the client's own rows say of one deadline (E-13). */
struct deadline_own {
    enum deadline_kind kind;
    const char *period;
    int part;
    struct money amount; /* when has_amount */
    struct date due;     /* when has_due */
    bool has_amount, has_due;
};

struct course {
    struct recurrence recurrence; /* its own rhythm, with the mission's end and pauses */
    int64_t quantity;             /* of RHYTHM_ONCE: so many on one day */
    struct calendar calendar;     /* of the client's region, with the firm's closed days */
    bool is_legal;
    enum deadline_kind kind;
    struct taxpayer taxpayer;
    const struct deadline_own *own;
    size_t own_count;
};

struct due {
    struct occurrence at;
    const char *period; /* of a deadline, as of struct deadline; "" of a rhythm */
    int part;
    struct money amount; /* when has_amount */
    bool has_amount;
};

struct dues {
    const struct due *rows;
    size_t count;
    bool is_whole; /* nothing follows */
};

/*
 * At most so many from a number on, at least 1. A deadline's rule may need what the client does
 * not say: fault INPUT ECHEANCE-MANQUE with "field" and "kind".
 */
MUST_USE bool course_list(struct ctx *cx, const struct course *course, int64_t number, size_t limit,
                          struct dues *dues);

/* The number of the first one that is created on a day or later; behind the last when none is. */
MUST_USE bool course_number_created(struct ctx *cx, const struct course *course, struct date day,
                                    int64_t *number);

/* The number that an occurrence of a deadline has. */
int64_t course_number_of(const char *period, int part);

/*
 * Reads what a service of a mission depends on; neither needs to stand in the books (E-8), so the
 * client and the days are taken from what is given.
 */
MUST_USE bool course_of(struct ctx *cx, const struct mission *mission,
                        const struct mission_service *service, struct course *course);

/*
 * E-7: where the first due date lies in the past, how many that would create, and the next one.
 */
struct course_start {
    int64_t past;
    struct occurrence next; /* when has_next */
    bool has_next;
};
MUST_USE bool course_start(struct ctx *cx, const struct course *course, struct course_start *start);

#endif
