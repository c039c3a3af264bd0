/*
 * A service was changed: which missions follow an older version, and which of them move on (E-5).
 */
#ifndef MISSION_REVISE_H
#define MISSION_REVISE_H

#include "store/store.h"

struct follower {
    int64_t mission_service, mission, client, version;
    const char *mission_name, *client_name;
};

/* Those of missions that have not ended, on another version than the last, of clients that the
 * member who acts may see; in order of client. */
MUST_USE bool service_followers(struct ctx *cx, int64_t service, struct follower **followers,
                                size_t *count);

/*
 * Moves them to the last version. Lead and closed days follow where the mission had left them as
 * the older version said; what was generated stays as it is. Fault ABSENT MISSION-ABSENTE for one
 * that follows another service.
 */
MUST_USE bool service_move_on(struct ctx *cx, int64_t service, const int64_t *mission_services,
                              size_t count);

#endif
