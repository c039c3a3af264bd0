/*
 * What a client has already of a mission that somebody is about to give it (E-6): the same service
 * at the same rhythm, or the same legal deadline followed by another service, in a mission that is
 * not ended, over some of the same days. Two of them ask
 * the same people the same thing twice, which is seldom meant.
 */
#ifndef MISSION_LIKE_H
#define MISSION_LIKE_H

#include "mission/mission.h"

struct mission_like {
    int64_t mission;
    const char *name, *title; /* the mission's; the service's */
    bool is_deadline;         /* another service on the same legal deadline */
    struct date first, last;
    bool has_last;
};

/* By mission, then by service. Reads the mission's client, days and services alone. */
MUST_USE bool mission_likes(struct ctx *cx, const struct mission *mission,
                            struct mission_like **likes, size_t *count);

#endif
