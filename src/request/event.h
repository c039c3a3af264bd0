/*
 * All that happened to a request, in order. The client reads it too: a member is told as the firm,
 * by name, and nothing of tasks, scenarios or notes is ever part of it (E-14).
 */
#ifndef REQUEST_EVENT_H
#define REQUEST_EVENT_H

#include "request/answer.h"

struct request_event {
    int64_t id, request;
    int64_t item;    /* 0: of the whole */
    const char *act; /* made, given, taken_back, accepted, refused, none, promised, … */
    const char *way;
    int64_t member, contact; /* one of them, or neither: the house */
    int64_t visit;           /* the member did it in the client's place (P-18); 0: no visit */
    const char *by_name;     /* "" the house */
    struct instant at;
    const char *text;
};

/* Writes one, at cx->now; for the files of request/ alone. */
MUST_USE bool event_add(struct ctx *cx, const struct request_event *event);

/* Of a request that the caller has found, the first first. */
MUST_USE bool request_events(struct ctx *cx, int64_t request, struct request_event **events,
                             size_t *count);

/* What a contact said by a mail that a person filed then: it is taken back, wherever it stands. */
struct reply_said {
    int64_t contact;
    struct instant at;
    const char *text;
};
MUST_USE bool request_reply_remove(struct ctx *cx, const struct reply_said *reply);

/* What a member did in a visit to a client's space, the first first. */
struct visit_act {
    const char *act, *request, *item, *text; /* of the request and its item the names; "" */
    enum item_kind kind;                     /* of the item; of the whole request a document's */
    struct instant at;
};
MUST_USE bool request_visit_acts(struct ctx *cx, int64_t visit, struct visit_act **acts,
                                 size_t *count);

#endif
