/*
 * What the files of missions share: rows, checks and the next day of each service.
 */
#ifndef MISSION_MISSION_BOOKS_H
#define MISSION_MISSION_BOOKS_H

#include "client/client.h"
#include "mission/course.h"
#include "mission/service.h"

/* The services of a mission, in their order. */
MUST_USE bool mission_services(struct ctx *cx, struct mission *mission);

/* A row that begins with these columns. */
#define MISSION_COLUMNS                                                                            \
    "m.id, m.client, m.name, m.first_on, m.last_on, m.state, m.state_at, m.state_by, m.rule,"      \
    " m.created_at, m.created_by, c.name, c.state"
struct mission mission_row(struct rows *rows);

/* One of « mission_service x » that begins with these; false when it holds words of no meaning:
 * what another program wrote is not guessed at. */
#define MISSION_SERVICE_COLUMNS                                                                    \
    "x.id, x.mission, x.client, x.service, x.version, x.rhythm, x.first_on, x.anchor_day,"         \
    " x.quantity, x.lead_days, x.lead_working, x.closed, x.follows, x.words, x.next_number"
MUST_USE bool mission_service_row(struct rows *rows, struct mission_service *service);

/* Whether its parts go together; see mission_add. Reads the last versions of its services. */
MUST_USE bool mission_check(struct ctx *cx, const struct mission *mission);

/* Its services as new rows; sets their ids. */
MUST_USE bool mission_services_add(struct ctx *cx, struct mission *mission);

/*
 * The day on which each service is generated next, from its next number on; none while the mission
 * is not signed. Where its deadline's rule lacks something, it is looked at again tomorrow.
 */
MUST_USE bool mission_look_ahead(struct ctx *cx, const struct mission *mission);

/* The course without what the client says of it; then that. */
struct course course_begin(const struct mission *mission, const struct mission_service *service,
                           const struct service_content *content);
MUST_USE bool course_client(struct ctx *cx, const struct client *client, struct course *course);

/* Takes a fault of the deadlines' rules as what is lacking; false leaves any other as it is. */
bool course_lacks(struct ctx *cx, const char **lacks);

/* A line of its life: what fell is left aside, though it was signed all the while. */
MUST_USE bool mission_tell_dropped(struct ctx *cx, int64_t mission);

/* The days on which it was suspended. */
MUST_USE bool mission_pauses(struct ctx *cx, int64_t mission, struct recurrence *recurrence);

#endif
