/*
 * Which requests there are, for a contact and for the firm.
 */
#ifndef REQUEST_LIST_H
#define REQUEST_LIST_H

#include "request/request.h"

/*
 * What a contact owes, over all of the contact's companies, with items, the most urgent first
 * (E-16): open ones, at most `limit`. The payroll's for its people alone (P-3).
 */
MUST_USE bool request_list_owed(struct ctx *cx, int64_t contact, int64_t limit,
                                struct demand **requests, size_t *count);

/* What a contact owes no more, with items: answered and accepted ones, the latest due first. */
MUST_USE bool request_list_done(struct ctx *cx, int64_t contact, int64_t limit,
                                struct demand **requests, size_t *count);

/* Of one client as the actor sees it, without items: by due date, the open ones first. */
MUST_USE bool request_list_client(struct ctx *cx, int64_t client, int64_t limit,
                                  struct demand **requests, size_t *count);

/*
 * What a client owes and owes no more, with items, in the same orders: for a member who looks at it
 * as the client does (P-18), and sees the client.
 */
MUST_USE bool request_list_client_owed(struct ctx *cx, int64_t client, int64_t limit,
                                       struct demand **requests, size_t *count);
MUST_USE bool request_list_client_done(struct ctx *cx, int64_t client, int64_t limit,
                                       struct demand **requests, size_t *count);

/* A page of what the actor sees in one state, by due date, after (due_on, id); without items. */
struct request_page {
    enum request_state state;
    int64_t client;       /* 0: all */
    int64_t campaign;     /* 0: all */
    struct date first_on; /* due dates from */
    struct date last_on;  /* through */
    struct date after_on; /* the cursor: the last one read, */
    int64_t after;        /* 0: from the beginning */
    int64_t limit;
};
MUST_USE bool request_list(struct ctx *cx, const struct request_page *page,
                           struct demand **requests, size_t *count);

#endif
