/*
 * Who a person is to the software that they enter: a word drawn once for all of it, which tells
 * nothing, stays when their address changes, and is no other firm's.
 */
#ifndef CLIENT_SOFTWARE_PERSON_H
#define CLIENT_SOFTWARE_PERSON_H

#include "store/store.h"

/* Drawn when there is none yet: it may write. */
MUST_USE bool software_person_need(struct ctx *cx, int64_t contact, const char **subject);

/* They followed a link that went there (T-11): somebody reads that box; "" proves nothing. */
MUST_USE bool software_person_prove(struct ctx *cx, int64_t contact, const char *email);

/* Did they, for the address as it is now? */
MUST_USE bool software_person_is_proved(struct ctx *cx, int64_t contact, const char *email,
                                        bool *is_proved);

#endif
