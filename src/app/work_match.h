/*
 * The words of every statement over tasks and requests that a filter asks for (app/work_filter.h),
 * as the member who acts may see them (P-9). $2 to $10 are those of work_args_filter; a statement's
 * own come after.
 */
#ifndef APP_WORK_MATCH_H
#define APP_WORK_MATCH_H

#include "app/work_filter.h"
#include "store/visible.h"

/* Of a service, by the occurrence that it came of. */
#define WORK_OF_SERVICE(OCCURRENCE)                                                                \
    "(CAST($6 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM occurrence n JOIN mission_service s"         \
    " ON s.firm = n.firm AND s.id = n.mission_service WHERE n.firm = $1"                           \
    " AND n.id = " OCCURRENCE " AND s.service = $6))"

/* Who of the firm a request is with: the members that are assigned to its client. */
#define WORK_ASSIGNED(CLIENT, MEMBER)                                                              \
    "(CAST(" MEMBER " AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM assignment a WHERE a.firm = $1"      \
    " AND a.client = " CLIENT " AND a.member = " MEMBER " AND a.first_on <= $8"                    \
    " AND (a.last_on IS NULL OR a.last_on >= $8)))"

#define WORK_CLIENT(CLIENT)                                                                        \
    "(CAST($4 AS BIGINT) = 0 OR " CLIENT " = $4)"                                                  \
    " AND (CAST($9 AS TEXT) = '' OR l.name_folded LIKE $9 ESCAPE '!')"                             \
    " AND (CAST($10 AS BIGINT) = 0 OR l.hub = $10)"                                                \
    " AND " CLIENT_UNHIDDEN(CLIENT, "$7", "$8")

/* Those of these states, due from a day on. */
#define TASKS_FROM(FIRST, STATES)                                                                  \
    " FROM task t JOIN client l ON l.firm = t.firm AND l.id = t.client"                            \
    " LEFT JOIN member h ON h.firm = t.firm AND h.id = t.holder"                                   \
    " WHERE t.firm = $1 AND t.state IN (" STATES ") AND t.due_on >= " FIRST " AND t.due_on <= $3"  \
    " AND (CAST($5 AS BIGINT) = 0 OR t.holder = $5) AND " WORK_CLIENT(                             \
        "t.client") " AND " WORK_OF_SERVICE("t.occurrence")
#define TASKS_MATCHING(STATES) TASKS_FROM("$2", STATES)

/* What is asked of an archived client waits, and is none. */
#define REQUESTS_FROM(FIRST, STATES)                                                               \
    " FROM request r JOIN client l ON l.firm = r.firm AND l.id = r.client WHERE r.firm = $1"       \
    " AND r.state IN (" STATES ") AND r.due_on >= " FIRST " AND r.due_on <= $3"                    \
    " AND (r.state <> 'open' OR l.state <> 'archived')"                                            \
    " AND " WORK_ASSIGNED("r.client", "$5") " AND " WORK_CLIENT(                                   \
        "r.client") " AND " WORK_OF_SERVICE("r.occurrence")
#define REQUESTS_MATCHING(STATES) REQUESTS_FROM("$2", STATES)

/* As work_args_scope has them. */
#define TASK_STATES "$11, $12, $13"
#define REQUEST_STATES "$14, $15"

/* What $9 is: LIKE's own signs stand for themselves. */
const char *work_pattern(struct arena *arena, const char *words);

/* Room for the longest list of arguments, with its end. */
enum { WORK_ARGS = 20 };

/* Fills $2 to $10, and with the states $15; both answer how many. The rest stays the end. */
size_t work_args_filter(struct ctx *cx, const struct work_filter *filter, struct work_days days,
                        struct arg *args);
size_t work_args_scope(struct ctx *cx, const struct work_filter *filter,
                       const struct work_scope *scope, struct arg *args);

#endif
