/*
 * For tests only: the walk of T-5. Every row of a route table is asked by every role, with an id of
 * one's own, another's, one that is missing, or what is no id.
 */
#ifndef HTTP_TEST_WALK_H
#define HTTP_TEST_WALK_H

#include "http/test_door.h"

/* Who asks: a member of the books, a contact, or nobody with 0 and ROLE_ANYONE; and by what. */
enum walker_by { WALKER_BY_COOKIE, WALKER_BY_READER, WALKER_BY_WRITER }; /* API tokens */
struct walker {
    unsigned role;
    int64_t member, contact;
    enum walker_by by;
};

/* What was asked and answered. */
struct walked {
    const struct route *route;
    const struct walker *walker;
    const char *id;
    struct heard heard;
};

typedef void walk_visit(struct door *door, const struct walked *walked);

/*
 * Asks each row, in a new session each time, with the id in place of what stands in braces. A row
 * of POST gets the session's token and no field beside.
 */
void door_walk(struct door *door, const struct walker *walker, const char *id, walk_visit *visit);

/*
 * The head's lines of a new session: what a contact holds is shown as a member's cookie too. An API
 * token is made instead, in place of the one before.
 */
const char *walker_lines(struct door *door, const struct walker *walker);

/* What the door must answer before any handler runs: 0 when the handler decides. */
int walk_status(const struct walked *walked);

/* Takes away what is of the request, not of the answer: number, time, session, its own path. */
const char *walk_plain(struct arena *arena, const char *text, const char *id);

#endif
