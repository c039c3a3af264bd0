/*
 * The events of a timeline as the books hold them, and those that a run ahead brings; for
 * app/timeline.c, which words them.
 */
#ifndef APP_TIMELINE_ROWS_H
#define APP_TIMELINE_ROWS_H

#include "app/timeline.h"
#include "chase/round.h"

enum event_kind { EVENT_REMINDER, EVENT_ACT, EVENT_VERDICT, EVENT_APART, EVENT_COMING };

struct event {
    enum event_kind kind;
    struct date on;
    struct instant at; /* 0: only the day is known */
    int64_t id;        /* its number among its kind */
    int64_t client, obligation, subject, reminder, message;
    const char *client_name;
    const char *of;    /* kind of the obligation; "" when it is about a message */
    const char *state; /* a reminder's, an act's name, a verdict */
    const char *step, *medium;
    const char *why; /* a code, or a person's words */
    int64_t by, member;
    const char *scenario;
    struct date until; /* NO_DAY: none */
};

/* Far more than one person has. */
enum { EVENTS_LIMIT = 10000 };

/* At most EVENTS_LIMIT of each kind, the latest, in no order. */
MUST_USE bool timeline_read(struct ctx *cx, const struct timeline_scope *scope,
                            struct event **events, size_t *count);

#endif
