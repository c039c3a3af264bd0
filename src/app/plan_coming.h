/*
 * What missions will have made by the morning of a day to come: the forecast runs with it, so that
 * its messages stand among those of the day (C-8, E-11). « Que part-il demain ? », the API and
 * `quitus chase plan` and `simulate` show it.
 */
#ifndef APP_PLAN_COMING_H
#define APP_PLAN_COMING_H

#include "base/json.h"
#include "worker/arrival.h"

/* LIMIT_FORESEEN occurrences at most, the first that are made; all of them are counted. */
struct plan_coming {
    const struct foreseen *list;
    size_t count;
    struct generated all;
    struct foretold made;
};

MUST_USE bool plan_foresee(struct ctx *cx, const struct foresight *foresight, const char *language,
                           struct plan_coming *coming);

/*
 * Puts "coming", one an occurrence, of the part that is shown: {"client": {"id","name"}, "mission",
 * "created_on", "due_on", "requests": [{"name", "contact": {"id","name"} (absent: nobody can be
 * reached)}], "tasks": [{"title", "member": {"id","name"} (absent: nobody)}]}; "has_coming";
 * "is_coming_cut": the forecast knows the first alone; and into the totals "coming",
 * "coming_requests" and "coming_tasks", of all there are.
 */
struct plan_part_shown {
    const char *language;
    size_t from, limit; /* limit 0: all */
};
MUST_USE bool plan_put_coming(struct ctx *cx, const struct plan_coming *coming,
                              const struct plan_part_shown *part, struct json *model);

#endif
