/*
 * One obligation as its page shows it: what is owed, why the next step leaves or not, what a person
 * may do about it, and all that happened.
 */
#ifndef APP_OBLIGATION_H
#define APP_OBLIGATION_H

#include "http/route.h"

const char *obligation_path(struct arena *arena, int64_t obligation);

/* The obligation of the request's path; absent when it is none, or settled and not asked for. */
struct matter {
    int64_t obligation, subject, client, person;
    const char *kind, *client_name, *person_name;
    bool is_open;
};
MUST_USE bool matter_find(struct ctx *cx, int64_t obligation, struct matter *subject);

/* Puts all of views/obligation.mustache but « reminder ». */
MUST_USE bool obligation_put(struct ctx *cx, const struct request *request,
                             const struct matter *subject, struct json *model);

#endif
