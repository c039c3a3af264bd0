/*
 * The guard: absolute deadlines over connections, which the library below lacks. A head that
 * trickles in, a body that stops, an answer that is never read: when the time is over, the socket
 * is shut down, and the library sees its end.
 *
 * One thread walks the connections a few times a second. A watch is touched by the library's
 * threads; its socket is never touched after guard_remove, so that a number that the system gives
 * to another connection is safe.
 *
 * The guard also closes politely. A socket closed with unread bytes makes the system reset it, and
 * the peer may lose the answer that tells it why; so such a socket lingers for a second, its
 * sending half shut, and what still comes is thrown away.
 */
#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H

#include "base/date.h"

struct guard;
struct watch;

struct guard_limits {
    int64_t head_ms; /* a whole head, from when it was awaited or its line came */
    int64_t idle_ms; /* between two requests */
    int64_t body_ms; /* each LIMIT_BODY_STEP_BYTES of a body, either way */
};

MUST_USE struct guard *guard_start(const struct guard_limits *limits, const struct clock *clock);
void guard_stop(struct guard *guard); /* its watches must be gone */

struct watch *guard_add(struct guard *guard, int socket);
void guard_remove(struct guard *guard, struct watch *watch); /* before the socket is closed */

/* What the connection is about from now on. */
void watch_head(struct watch *watch);              /* the first line came: the rest must follow */
void watch_body(struct watch *watch, size_t more); /* so many bytes of the body came */
void watch_rest(struct watch *watch);              /* a handler runs: its time is not the peer's */
void watch_send(struct watch *watch, size_t size); /* an answer of so many bytes leaves */
void watch_idle(struct watch *watch);              /* the next request is awaited */

/* Shuts down those that await a request (all with every): a server that stops. */
void guard_dismiss(struct guard *guard, bool every);

#endif
