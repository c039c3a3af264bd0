/*
 * When a member is away, and who stands in (P-5); chase/stand_in.h says what comes of it.
 */
#ifndef FIRM_ABSENCE_H
#define FIRM_ABSENCE_H

#include "store/store.h"

struct absence {
    int64_t id, member;
    int64_t deputy; /* 0: the member's own, else whoever is there */
    struct date first, last;
    const char *note; /* "" none */
    int64_t added_by; /* member; 0 for the command line */
    struct instant added_at;
    const char *member_name, *deputy_name; /* when read; "" without a deputy */
};

/*
 * Sets the id. Faults: INPUT ABSENCE-ORDRE, ABSENCE-PASSEE, ABSENCE-LONGUE (field "last"),
 * SUPPLEANT-SOI, SUPPLEANT-ABSENT (field "deputy"); ABSENT MEMBRE-ABSENT, for an archived one too;
 * CONFLICT ABSENCE-DEJA with "first" and "last" of the one that it meets. One transaction.
 */
MUST_USE bool absence_add(struct ctx *cx, struct absence *absence);

/*
 * Takes away one that has not begun; one that has ends the day before today. Fault ABSENT
 * ABSENCE-ABSENTE, for one that is over too.
 */
MUST_USE bool absence_end(struct ctx *cx, int64_t id, struct absence *ended);

MUST_USE bool absence_find(struct ctx *cx, int64_t id, struct absence *absence);

/* Those that are not over, in order of day: a member's, or everybody's for 0. */
MUST_USE bool absence_list(struct ctx *cx, int64_t member, struct absence **absences,
                           size_t *count);

#endif
