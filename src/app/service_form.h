/*
 * The form of a service in its four steps (E-1): what was typed, as a service that is not saved
 * yet.
 *
 * Fields: title, description, category or category_title (a new one), function, minutes,
 * deliverable, rhythm, follows, lead, working (1), closed; and, N and M being any numbers,
 * part-task-N-title, -minutes, -function and -checklist (a point a line), part-request-N-name_fr,
 * -name_en, -instructions_fr, -instructions_en, -payroll (1), part-item-N-M-kind, -name_fr,
 * -name_en, -blocking (1), of the request N. What stands on no form (a regime, days of law) is
 * taken from the version that the form was made from.
 */
#ifndef APP_SERVICE_FORM_H
#define APP_SERVICE_FORM_H

#include "http/route.h"
#include "mission/service.h"

enum { SERVICE_PARTS = 20, SERVICE_FLAWS = 40 }; /* tasks, requests, items of a request, at most */

struct service_draft {
    struct service service;
    const char *category_title; /* of a category to be made; "" none */
    struct fault flaws[SERVICE_FLAWS];
    size_t flaw_count;
};

/* Reads the form over what stands, which may be of nothing. Lines left blank are left out. */
void service_draft_read(struct arena *arena, const struct request *request,
                        const struct service *stands, struct service_draft *draft);

/* Adds or takes away a line, as « add-task », « remove-item-1-2 » say; false for other words. */
bool service_draft_act(struct arena *arena, struct service_draft *draft, const char *act);

/* All that keeps it from being saved, found at once; missing merge tags too (E-2). */
void service_draft_check(struct ctx *cx, struct service_draft *draft);

#endif
