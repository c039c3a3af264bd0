/*
 * Who did an act on a debt, and why, as a page says it: a member, the command line, or a contact of
 * the client whose promise holds the reminders (C-10, E-18).
 */
#ifndef APP_ACTED_H
#define APP_ACTED_H

#include "http/route.h"

struct acted {
    const char *kind, *act, *reason; /* of the obligation, as it is kept */
    int64_t subject, by;
    struct instant at;
};

/* The reason in words: what a person wrote as it is, a promise in the reader's language. */
const char *acted_reason(struct arena *arena, const char *language, const char *act,
                         const char *reason);

MUST_USE bool acted_by(struct ctx *cx, const struct request *request, const struct acted *acted,
                       const char **by);

#endif
