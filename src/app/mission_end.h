/*
 * The end of a mission, and of what it still asks for (E-9), which it outlives unless it is dropped
 * with it.
 */
#ifndef APP_MISSION_END_H
#define APP_MISSION_END_H

#include "mission/mission.h"

struct mission_ending {
    int64_t mission;
    struct date on;
    bool drops;           /* its open requests and tasks too */
    const char *language; /* of the reason that the dropped requests are given */
};

/* One transaction. Faults: those of mission_end; INPUT MISSION-FIN-OUVERT: drops, on a day to come.
 */
MUST_USE bool mission_end_open(struct ctx *cx, const struct mission_ending *ending);

#endif
