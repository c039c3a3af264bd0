/*
 * What missions will make, as the chase forecasts it (chase/arrival.h, C-8).
 */
#ifndef WORKER_ARRIVAL_H
#define WORKER_ARRIVAL_H

#include "chase/arrival.h"
#include "worker/generate.h"

/* What stands behind each of the arrivals, by its place. */
struct arriving {
    const struct fallen *fallen;
    const char *name; /* the request's in the language asked for, the task's */
};

struct foretold {
    struct arrivals arrivals;
    struct arriving *made;
};

/* Of so many occurrences; a request is asked of its person, a task of its owner. */
struct foretold arrival_make(struct ctx *cx, const char *language, const struct foreseen *list,
                             size_t count);

#endif
