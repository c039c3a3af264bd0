/*
 * What missions will have made by the morning of a day to come, which no forecast of what stands in
 * the books can know: their first messages leave from that morning on (C-8, E-11). « Que part-il
 * demain ? », the API and `quitus chase plan` and `simulate` show it.
 */
#ifndef APP_PLAN_COMING_H
#define APP_PLAN_COMING_H

#include "base/json.h"
#include "worker/generate.h"

/*
 * Puts "coming", one an occurrence: {"client": {"id","name"}, "mission", "created_on", "due_on",
 * "requests": [{"name", "contact": {"id","name"} (absent: nobody can be reached)}], "tasks":
 * [{"title", "member": {"id","name"} (absent: nobody)}]}; "has_coming"; and into the totals
 * "coming", "coming_requests" and "coming_tasks", of all there are.
 */
MUST_USE bool plan_put_coming(struct ctx *cx, const struct foresight *foresight,
                              const char *language, struct json *model);

#endif
