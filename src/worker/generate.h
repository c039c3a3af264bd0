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

struct generated {
    int64_t missions; /* that rules gave to new clients (E-12) */
    int64_t occurrences, tasks, requests;
};

/*
 * Rules first, then what falls due of all missions; those past their last day have ended then. At
 * the end campaigns whose day has come (request/campaign.h), counted among the requests.
 */
MUST_USE bool generate_run(struct ctx *cx, struct generated *generated);

#endif
