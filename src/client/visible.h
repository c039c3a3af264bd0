/*
 * Who may see a client (P-9): a confidential one, only the members assigned to it, admins not
 * excepted; another member's test dossier (P-10), nobody else. Every statement that tells a member
 * something of clients, a sum or a count too, carries this condition.
 *
 *     "... FROM invoice i WHERE i.firm = $1 AND " CLIENT_VISIBLE("i.client", "$2", "$3")
 *
 * MEMBER is who reads and TODAY the firm's day. 0 is the house itself, which sees all clients but
 * test dossiers: rounds, exports by the command line. It costs next to nothing: few clients are
 * confidential or tests, and an index holds them alone.
 */
#ifndef CLIENT_VISIBLE_H
#define CLIENT_VISIBLE_H

#include "store/store.h"

#define CLIENT_VISIBLE(CLIENT, MEMBER, TODAY)                                                      \
    "NOT EXISTS (SELECT 1 FROM client hidden WHERE hidden.firm = $1 AND hidden.id = " CLIENT       \
    " AND ((hidden.is_confidential = 1 AND " MEMBER " <> 0 AND NOT EXISTS (SELECT 1"               \
    " FROM assignment own WHERE own.firm = $1 AND own.client = hidden.id"                          \
    " AND own.member = " MEMBER " AND own.first_on <= " TODAY                                      \
    " AND (own.last_on IS NULL OR own.last_on >= " TODAY ")))"                                     \
    " OR (hidden.tester IS NOT NULL AND hidden.tester <> " MEMBER ")))"

/* May the member who acts see it? The answer for one that does not exist is yes: it is absent. */
MUST_USE bool client_is_visible(struct ctx *cx, int64_t client, bool *is_visible);

/*
 * Fault ABSENT CLIENT-ABSENT, the same as for one that does not exist, when the member who acts
 * may not see it.
 */
MUST_USE bool client_look(struct ctx *cx, int64_t client);

#endif
