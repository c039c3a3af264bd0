/*
 * What keeps missions from being made, as the firm is told of it.
 *
 * What one service of a mission cannot be made for stands at that service, with the day since when
 * (mission_service.lacks, lacks_on): it is looked at again each day, and as soon as its client has
 * changed. What no single service is to blame for stops the whole run, and stands in
 * generation_stop until a run ends well.
 */
#ifndef MISSION_LACK_H
#define MISSION_LACK_H

#include "store/store.h"

/* Sets or clears what lacks; of a statement that names the columns of mission_service. */
#define LACKS_SET(LACKS, TODAY)                                                                    \
    "lacks = " LACKS ", lacks_on = CASE WHEN CAST(" LACKS " AS TEXT) = '' THEN NULL"               \
    " ELSE COALESCE(lacks_on, CAST(" TODAY " AS TEXT)) END,"                                       \
    " lacks_change = COALESCE((SELECT c.changed FROM client c WHERE c.firm = $1"                   \
    " AND c.id = mission_service.client), 0)"

/* A fault as the books keep it, and back: its code with what it says. "" is none. */
const char *lack_text(struct arena *arena, const struct fault *fault);
MUST_USE bool lack_fault(struct ctx *cx, const char *text, struct fault *fault);

/* Which faults wait for a person to mend what they name: any other stops the house itself. */
bool lack_waits(const struct fault *fault);

/* One service rests until tomorrow; the others go on. */
MUST_USE bool lack_note(struct ctx *cx, int64_t mission_service, const struct fault *fault);

/* What lacks something is looked at today where its client has changed since. */
MUST_USE bool lack_retry(struct ctx *cx);

/* The run as a whole: stopped, or well again. Its code alone is kept: it may name a client. */
struct generation_stop {
    const char *code;
    struct instant since;
    bool stands;
};
MUST_USE bool generation_stop_set(struct ctx *cx, const char *code); /* NULL: it ended well */
MUST_USE bool generation_stop_find(struct ctx *cx, struct generation_stop *stop);

#endif
