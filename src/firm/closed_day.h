/*
 * The firm's own closed days (C-2): single days and ranges, beside weekends and public holidays.
 * The chase reads them with calendar_load.
 */
#ifndef FIRM_CLOSED_DAY_H
#define FIRM_CLOSED_DAY_H

#include "store/store.h"

struct closed_day {
    int64_t id;
    struct date first, last; /* both closed; the same for a single day */
    const char *label;
    int64_t added_by; /* member; 0 for the command line */
    struct instant added_at;
};

/*
 * Adds them in the name of the actor; sets the id. One transaction. Faults: INPUT FERMETURE-ORDRE
 * (the end is before the beginning), FERMETURE-PASSEE (it is over), FERMETURE-LONGUE, each with
 * field "last"; CONFLICT FERMETURE-DEJA with the "name", "first" and "last" of what is closed on
 * one of these days already, FERMETURE-NOMBRE beyond the limit.
 */
MUST_USE bool closed_day_add(struct ctx *cx, struct closed_day *closed);

/* They are open again; *removed is what they were. Fault ABSENT FERMETURE-ABSENTE. */
MUST_USE bool closed_day_remove(struct ctx *cx, int64_t id, struct closed_day *removed);

/* Those that are not over yet, in order of day. */
MUST_USE bool closed_day_list(struct ctx *cx, struct closed_day **list, size_t *count);

#endif
