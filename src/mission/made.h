/*
 * What a mission made: its requests and tasks, and their rest while it is suspended (E-9).
 */
#ifndef MISSION_MADE_H
#define MISSION_MADE_H

#include "mission/mission.h"

struct made {
    const char *kind; /* of the chase: "request", "task" */
    int64_t subject;
    bool is_open; /* nobody has given, done or dropped it */
};
MUST_USE bool made_list(struct ctx *cx, int64_t mission, struct made **made, size_t *count);

/* How many are open. */
struct made_open {
    int64_t requests, tasks;
};
MUST_USE bool made_count_open(struct ctx *cx, int64_t mission, struct made_open *open);

/* All of it rests, or is woken; see chase/rest.h. Inside a transaction. */
MUST_USE bool made_rest(struct ctx *cx, int64_t mission);
MUST_USE bool made_wake(struct ctx *cx, int64_t mission);

/* The suspended mission for which a request or a task rests; mission 0: it does not. */
struct made_for {
    int64_t mission, client;
    const char *name;
    struct date since;
};
MUST_USE bool made_rests_for(struct ctx *cx, const char *kind, int64_t subject,
                             struct made_for *made_for);

#endif
