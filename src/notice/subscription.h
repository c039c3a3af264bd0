/*
 * Subscriptions: of which clients a member is told, and how often (P-19, P-22). All are of the
 * member who acts.
 *
 * A mail that is being sent meanwhile is taken back and worded anew, so that what was stopped
 * before its point is not in it (C-5).
 */
#ifndef NOTICE_SUBSCRIPTION_H
#define NOTICE_SUBSCRIPTION_H

#include "notice/agenda.h"

struct subscription {
    int64_t client; /* 0: none */
    const char *client_name, *client_folded;
    enum frequency frequency;
    struct instant since; /* when it began, or its frequency last changed */
};

/* client 0 when the member has none to that client. */
MUST_USE bool subscription_find(struct ctx *cx, int64_t client, struct subscription *subscription);

/* Those to clients that the member may see, in order of name, behind one. */
struct subscription_place {
    const char *name_folded; /* "" and 0: from the start */
    int64_t client;
};
MUST_USE bool subscription_list(struct ctx *cx, const struct subscription_place *after,
                                size_t limit, struct subscription **list, size_t *count);
MUST_USE bool subscription_count(struct ctx *cx, int64_t *count);

/* What becomes of one or several: a frequency, or their end. */
struct subscription_order {
    bool stops;
    enum frequency frequency;
};

/*
 * For each of the clients; who had none begins one. The order that stands already changes nothing.
 * Fault ABSENT CLIENT-ABSENT for a client that the member may not see: then nothing is changed. One
 * transaction.
 */
MUST_USE bool subscription_change(struct ctx *cx, const int64_t *clients, size_t count,
                                  const struct subscription_order *order);

/* The same inside the caller's transaction. */
MUST_USE bool subscription_change_within(struct ctx *cx, const int64_t *clients, size_t count,
                                         const struct subscription_order *order);

/*
 * As it was before an order that is taken back: its client is told; since 0: there was none. Inside
 * the caller's transaction; a client that the member no longer sees is no hindrance.
 */
MUST_USE bool subscription_return(struct ctx *cx, const struct subscription *was);

/* All that the member has. One transaction. */
MUST_USE bool subscription_change_all(struct ctx *cx, const struct subscription_order *order);

/* To each client to which the member is assigned today. *count is how many. One transaction. */
MUST_USE bool subscription_add_assigned(struct ctx *cx, enum frequency frequency, int64_t *count);

#endif
