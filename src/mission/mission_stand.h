/*
 * Where the firm's missions stand: how many are drafts that wait for a signature, how many lack
 * what they need to be made (mission/lack.h), and which. Of what the member who acts may see (P-9);
 * those of archived clients, of which nothing is made, are left out.
 */
#ifndef MISSION_MISSION_STAND_H
#define MISSION_MISSION_STAND_H

#include "mission/mission.h"

enum mission_stand {
    STAND_DRAFT,
    STAND_SIGNED,
    STAND_SUSPENDED,
    STAND_ENDED,
    STAND_LACKING, /* of a signed one, something cannot be made */
    STAND_ALL,
    STAND_COUNT
};

const char *mission_stand_text(enum mission_stand stand); /* "lacking" */
MUST_USE bool mission_stand_count(struct ctx *cx, int64_t counts[STAND_COUNT]);

/* The newest first, with their services. */
struct mission_part {
    enum mission_stand stand;
    int64_t from, limit;
};
MUST_USE bool mission_stand_list(struct ctx *cx, const struct mission_part *part,
                                 struct mission **missions, size_t *count);

/* How many lack something, and the day since when; client 0: of all. */
MUST_USE bool mission_lacking(struct ctx *cx, int64_t client, int64_t *count, struct date *since);

#endif
