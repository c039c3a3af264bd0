/*
 * « Missions et demandes » as one list and as a calendar (E-14): tasks and requests, as the member
 * who acts may see them (P-9).
 */
#ifndef APP_WORKS_H
#define APP_WORKS_H

#include "app/sort.h"
#include "app/work_filter.h"

struct work {
    int64_t id, client;
    bool is_task, is_owed;
    const char *name, *client_name, *who, *state; /* who: the member who holds it, or "" */
    struct date due_on;
    int64_t of_day; /* of a calendar: so many are due on its day */
};

extern const struct sort work_sorts[]; /* by due date, client, name, state, owner */

struct work_query {
    const struct sort *sort;
    struct work_filter filter;
    int64_t limit, after; /* after: so many were shown before */
};
MUST_USE bool work_list(struct ctx *cx, const struct work_query *query, struct work **works,
                        size_t *count);

/* The first of each of these days, by day: at most so many a day. */
MUST_USE bool work_calendar(struct ctx *cx, const struct work_query *query, struct work_days days,
                            struct work **works, size_t *count);

#endif
