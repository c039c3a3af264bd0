/*
 * « Missions et demandes » as one list (E-14): tasks and requests, as the member who acts may see
 * them (P-9), sorted and filtered.
 */
#ifndef APP_WORKS_H
#define APP_WORKS_H

#include "app/sort.h"

struct work {
    int64_t id, client;
    bool is_task, is_owed;
    const char *name, *client_name, *who, *state; /* who: the member who holds it, or "" */
    struct date due_on;
};

extern const struct sort work_sorts[]; /* by due date, client, name, state, owner */

struct work_query {
    const struct sort *sort;
    const char *state;               /* of a task or of a request; "": whatever is not ended */
    int64_t client, member, service; /* 0: all; a member's tasks, and requests of its clients */
    struct date until;               /* due at the latest */
    int64_t limit, after;            /* after: so many were shown before */
};
MUST_USE bool work_list(struct ctx *cx, const struct work_query *query, struct work **works,
                        size_t *count);

#endif
