/*
 * The wordings of missions' and clients' own, as the books keep them: see mission/refine.h. Each
 * change keeps what stood before, so that it can be taken back. What was generated stays as it is.
 *
 * Writes join the caller's transaction or are one of their own. Nothing here asks who may see the
 * client.
 */
#ifndef MISSION_REFINE_BOOKS_H
#define MISSION_REFINE_BOOKS_H

#include "mission/refine.h"

/* Of a client, for all its missions with this service; "" none. Faults of refine_check. */
MUST_USE bool refine_of_client(struct ctx *cx, int64_t client, int64_t service, const char **text);
MUST_USE bool refine_client(struct ctx *cx, int64_t client, int64_t service, const char *text);

/* Of a service of a mission. Faults ABSENT MISSION-ABSENTE, of refine_check. */
MUST_USE bool refine_mission(struct ctx *cx, int64_t mission_service, const char *text);

/* The last change of one wording. */
struct refine_change {
    int64_t id, by; /* id 0: it was never changed */
    struct instant at;
    const char *before; /* JSON, as it stood */
};
/* mission_service 0: of the client's own. */
MUST_USE bool refine_last(struct ctx *cx, int64_t client, int64_t service, int64_t mission_service,
                          struct refine_change *change);

/* The services of a client's missions and those that it words otherwise, in order of title. */
struct refine_service {
    int64_t id;
    const char *title;
    bool is_own;
};
MUST_USE bool refine_services(struct ctx *cx, int64_t client, struct refine_service **services,
                              size_t *count);

#endif
