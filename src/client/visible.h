/*
 * Whether one client may be seen by the member who acts: store/visible.h says who sees whom, and
 * has the condition that statements carry.
 */
#ifndef CLIENT_VISIBLE_H
#define CLIENT_VISIBLE_H

#include "store/store.h"
#include "store/visible.h"

/* May the member who acts see it? The answer for one that does not exist is yes: it is absent. */
MUST_USE bool client_is_visible(struct ctx *cx, int64_t client, bool *is_visible);

/*
 * Fault ABSENT CLIENT-ABSENT, the same as for one that does not exist, when the member who acts
 * may not see it.
 */
MUST_USE bool client_look(struct ctx *cx, int64_t client);

/*
 * Why it may not be made confidential: CLIENT-CONFIDENTIEL while nobody is assigned to it for
 * good and nobody would see it any more (P-9); "" when it may.
 */
MUST_USE bool client_hide_obstacle(struct ctx *cx, int64_t client, const char **obstacle);

/* Those that some member may not see, test dossiers aside: what all are told is without them. */
struct hidden_clients {
    int64_t *ids;
    size_t count;
};
MUST_USE bool client_list_hidden(struct ctx *cx, struct hidden_clients *hidden);
bool client_is_hidden(const struct hidden_clients *hidden, int64_t client);

#endif
