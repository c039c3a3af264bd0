/*
 * What must be generated (E-11): the occurrences whose day of creation has come.
 *
 * Reads only the services of missions whose next day has come, in bounded batches; catches up on
 * the days on which nothing ran. Of a test dossier nothing is made and what fell is passed over
 * (P-10). While a client is archived its missions stand still. worker/generate.h composes the rows
 * of tasks and requests with it.
 *
 * An occurrence is made once: its key is unique, and generation_record fails with BASE-CONFLIT
 * where another node was faster, whose rows are then read at the next try.
 */
#ifndef MISSION_GENERATION_H
#define MISSION_GENERATION_H

#include "mission/course.h"
#include "mission/service.h"

struct generation; /* what a run reads once: the firm, its calendar, versions of services */

MUST_USE struct generation *generation_open(struct ctx *cx);

struct fallen {
    int64_t id; /* of the occurrence; set by generation_record */
    int64_t mission_service, mission, client;
    struct due due;
    enum rhythm rhythm;
    const struct service_content *content; /* with the mission's and the client's own wording */
    const char *client_name;
};

/* Where a service goes on. */
struct advance {
    int64_t mission_service, number;
    struct date created; /* when has_next */
    bool has_next;
    const char *lacks; /* see mission/lack.h */
};

struct batch {
    struct fallen *rows;
    size_t count;
    struct advance *advances; /* of each service read */
    size_t advance_count;     /* 0: nothing is left to do */
};

/* At most about `limit` occurrences, whole services only but for one that has more. */
MUST_USE bool generation_next(struct ctx *cx, struct generation *generation, size_t limit,
                              struct batch *batch);

/*
 * What will fall by a day to come, of what the actor may see (P-9), batch after batch until
 * advance_count is 0: the same reading with a later day. Nothing is written (C-8).
 */
struct ahead {
    struct date until;
    int64_t client;      /* only this one; 0: all */
    struct date past_on; /* where the batch before ended: begins as 0 */
    int64_t past;
};
MUST_USE bool generation_ahead(struct ctx *cx, struct generation *generation, struct ahead *ahead,
                               struct batch *batch);

/* Writes the occurrences, sets their ids, and moves the services on. Inside a transaction. */
MUST_USE bool generation_record(struct ctx *cx, struct batch *batch);

/* Whether anything waits to be generated, or to be tried again (mission/lack.h): asked each minute,
 * and cheap. */
MUST_USE bool generation_waits(struct ctx *cx, bool *waits);

/*
 * Of clients that came back: what fell due while they were archived is dropped, as the mission's
 * life tells; what is still to come is left for generation_next. Before it, in each round.
 */
MUST_USE bool generation_take_back(struct ctx *cx);

/* Missions whose last day is past have ended; *count is how many. */
MUST_USE bool generation_end_past(struct ctx *cx, int64_t *count);

const char *generation_firm_name(const struct generation *generation);

#endif
