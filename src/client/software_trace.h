/*
 * Who entered which software, when, and what was agreed and taken back: for the person and for the
 * firm's admins. What happened is kept when the software is gone.
 */
#ifndef CLIENT_SOFTWARE_TRACE_H
#define CLIENT_SOFTWARE_TRACE_H

#include "store/store.h"

enum software_deed {
    SOFTWARE_AGREED,   /* the person lets it know them */
    SOFTWARE_ENTERED,  /* they were led there with a code */
    SOFTWARE_REVOKED,  /* the person takes that back */
    SOFTWARE_REPLAYED, /* a code came twice: what it had brought was taken away */
    SOFTWARE_DEED_COUNT,
};

extern const char *const software_deed_texts[SOFTWARE_DEED_COUNT];

struct software_event {
    int64_t software, contact;
    enum software_deed what;
    struct instant at;
    const char *address;        /* IP address: the person's, or the software's where it asked */
    const char *name;           /* of the software */
    const char *person, *email; /* for an admin */
};

/* As of cx->now, in the caller's transaction or one of its own. */
MUST_USE bool software_trace(struct ctx *cx, const struct software_event *event);

/* The newest first, at most so many. */
MUST_USE bool software_trace_of_contact(struct ctx *cx, int64_t contact, size_t limit,
                                        struct software_event **list, size_t *count);

/* Of one software, of people whom the member who acts may know of (P-9). */
MUST_USE bool software_trace_of(struct ctx *cx, int64_t software, size_t limit,
                                struct software_event **list, size_t *count);

#endif
