/*
 * A member leaves (P-5): what was theirs to do goes to another, all of it or none. Their notes, and
 * what they did, stay under their name.
 */
#ifndef APP_MEMBER_LEAVE_H
#define APP_MEMBER_LEAVE_H

#include "firm/member.h"

struct leave {
    int64_t member;
    int64_t to;         /* who takes it all over; 0: the deputy */
    const char *reason; /* kept with each task and obligation that was taken over; never "" */
    int64_t clients;    /* told: how many assignments, */
    int64_t tasks;      /* how many open tasks, */
    int64_t by_hand;    /* and how many steps by hand changed hands */
};

/*
 * Archives, hands over, ends the sessions; one transaction. Faults: those of member_archive; INPUT
 * REPRENEUR (field "to"): nobody active was named, and there is no deputy.
 */
MUST_USE bool member_leave(struct ctx *cx, struct leave *leave);

#endif
