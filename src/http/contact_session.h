/*
 * Sessions of clients' people (T-9), apart from those of members: a table and a cookie of their
 * own, so that one is never taken for the other. Over after 20 idle minutes or 12 hours. Who stands
 * behind it is read from the books each time: somebody whose login was closed, or who is at no
 * client any more, has none; who has not accepted the terms in their version is a newcomer.
 */
#ifndef HTTP_CONTACT_SESSION_H
#define HTTP_CONTACT_SESSION_H

#include "http/session.h"

/* As session_find. */
MUST_USE bool contact_session_find(struct ctx *cx, const char *cookie, const char *terms,
                                   const struct session **session);

/* As session_open: change->contact signs in. */
MUST_USE bool contact_session_open(struct ctx *cx, const struct session_change *change,
                                   const struct session_peer *peer, const char **cookie);
MUST_USE bool contact_session_close(struct ctx *cx, int64_t id);

/* As session_list and session_end: what a person is shown of their own devices. */
MUST_USE bool contact_session_list(struct ctx *cx, int64_t contact, struct session_row **sessions,
                                   size_t *count);
MUST_USE bool contact_session_end(struct ctx *cx, int64_t contact, int64_t id);
MUST_USE bool contact_session_close_all(struct ctx *cx, int64_t contact);

/* NULL or "" takes the notice away. */
MUST_USE bool contact_session_notice(struct ctx *cx, int64_t id, const char *notice);

#endif
