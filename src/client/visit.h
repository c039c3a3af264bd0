/*
 * Members at a client's side, kept for good: in the client's space as the client sees it (P-18),
 * which the client can read, and who gave themselves a confidential client, which its holder is
 * told (P-9).
 */
#ifndef CLIENT_VISIT_H
#define CLIENT_VISIT_H

#include "store/store.h"

enum visit_mode {
    VISIT_READ,
    VISIT_CHANGE,
    VISIT_ASSIGN,
    VISIT_INHERIT, /* from a member who left and had looked after it alone */
    VISIT_MODE_COUNT,
};

enum { VISIT_IDLE_MS = 30 * 60 * 1000 }; /* without a page a visit is over, as a session is (T-9) */

struct visit {
    int64_t id, client, member;
    enum visit_mode mode;
    struct instant at;
    const char *member_name, *client_name; /* when read; the client's "" for whom it is hidden */
};

const char *visit_mode_text(enum visit_mode mode); /* "read" */

/*
 * The member who acts enters, or is there still: a page to read goes on with what stands, and only
 * an order to change begins anew. Fault ABSENT CLIENT-ABSENT when the member may not see it.
 */
MUST_USE bool visit_enter(struct ctx *cx, int64_t client, enum visit_mode mode,
                          struct visit *visit);
MUST_USE bool visit_leave(struct ctx *cx, int64_t client); /* of the member who acts */

/* What the client can read: the newest first. */
MUST_USE bool visit_list(struct ctx *cx, int64_t client, size_t limit, struct visit **visits,
                         size_t *count);

/* The same of all clients whose legal representative a contact is. */
struct visit_query {
    int64_t contact;
    int64_t below; /* an id; 0: from the newest */
    int64_t limit;
};
MUST_USE bool visit_list_own(struct ctx *cx, const struct visit_query *query, struct visit **visits,
                             size_t *count);

/*
 * Keeps that the member who acts has given themselves the client, when it is confidential; holder
 * is told; without one, 0, another of the client's people: who reviews it, a partner. Inside the
 * transaction of the assignment.
 */
MUST_USE bool visit_assigned(struct ctx *cx, int64_t client, int64_t holder);

/*
 * Tells every other active admin that the member has taken over a confidential client whom nobody
 * else looked after: which one it is stays hidden from who may not see it. Inside the transaction
 * of the hand-over.
 */
MUST_USE bool visit_inherited(struct ctx *cx, int64_t client, int64_t member);

/* What the member who acts is to be told yet, and that it was read. Fault ABSENT VISITE-ABSENTE. */
MUST_USE bool visit_told(struct ctx *cx, struct visit **visits, size_t *count);
MUST_USE bool visit_read(struct ctx *cx, int64_t id);

/*
 * The confidential client, hidden from who asks or not, of this very code or SIREN; 0: none. Only
 * for an admin about to be assigned to it, which is kept and told.
 */
MUST_USE bool visit_find_closed(struct ctx *cx, const char *name, int64_t *client);

#endif
