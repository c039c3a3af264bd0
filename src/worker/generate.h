/*
 * Generation: what falls due of missions becomes tasks and requests, with what they owe (E-10,
 * E-11). mission/generation.h says what falls; the words of a request are filled here, in the
 * client's language, and whoever has the function at the client gets the task.
 *
 * In bounded transactions, so that a run of many occurrences holds nobody up. Run again, or on two
 * machines, it makes nothing twice; it catches up on the days on which nothing ran.
 */
#ifndef WORKER_GENERATE_H
#define WORKER_GENERATE_H

#include "base/ctx.h"
#include "mission/generation.h"
#include "request/request.h"
#include "task/task.h"

struct generated {
    int64_t missions; /* that rules gave to new clients (E-12) */
    int64_t drafts;   /* of these: a client's own words do not fit, see mission/rule.h */
    int64_t occurrences, tasks, requests;
};

/*
 * Rules first, then what falls due of all missions; those past their last day have ended then. At
 * the end campaigns whose day has come (request/campaign.h), counted among the requests. A service
 * that a person must mend first is left out and noted (mission/lack.h).
 */
MUST_USE bool generate_run(struct ctx *cx, struct generated *generated);

/*
 * What missions will have made by the morning of a day to come, as the run makes it (C-8). Of what
 * the actor may see; nothing is written, and no row has an id. All is counted, of which a part is
 * worded, in the order in which it is made.
 */
struct foresight {
    struct date until;
    int64_t client;     /* only this one; 0: all */
    size_t from, limit; /* of the occurrences; limit 0: all */
};

struct foreseen {
    const struct fallen *fallen;
    const struct task *tasks; /* as many as its content has, and so requests */
    const struct demand *requests;
    const int64_t *persons; /* who is asked for each of the requests; 0: nobody can be reached */
};

MUST_USE bool generate_foresee(struct ctx *cx, const struct foresight *foresight,
                               struct generated *all, struct foreseen **list, size_t *count);

#endif
