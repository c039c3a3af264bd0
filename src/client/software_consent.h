/*
 * What a person agreed that a piece of software learns of them (E-21): once for each, until they
 * take it back, which ends what it was given.
 */
#ifndef CLIENT_SOFTWARE_CONSENT_H
#define CLIENT_SOFTWARE_CONSENT_H

#include "client/software_trace.h"

struct consent {
    int64_t software, contact;
    const char *scopes; /* words with a space between; "" : none was given, or it was taken back */
    struct instant given_at;
};

MUST_USE bool consent_find(struct ctx *cx, int64_t contact, int64_t software,
                           struct consent *consent);

/* Does it cover all of these words? */
bool consent_covers(const struct consent *consent, const char *scopes);

/* Is a word among words? */
bool consent_has(const char *scopes, const char *word);

/* As of cx->now, from that IP address. */
MUST_USE bool consent_give(struct ctx *cx, const struct consent *consent, const char *address);

/* Fault ABSENT LOGICIEL-ABSENT: there is none. */
MUST_USE bool consent_revoke(struct ctx *cx, int64_t contact, int64_t software,
                             const char *address);

#endif
