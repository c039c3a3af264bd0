/*
 * A message to an address that several accounts share carries the reminders of each (P-2); what
 * holds one of them takes its own out alone.
 */
#ifndef OUTBOX_SHARE_H
#define OUTBOX_SHARE_H

#include "outbox/outbox.h"

/* Later messages n to the person of a message m; their state follows. */
#define SHARE_LATER                                                                                \
    " n.firm = m.firm AND n.issuer = m.issuer AND n.person = m.person AND n.kind = m.kind"         \
    " AND n.medium = m.medium AND n.day_on > m.day_on AND n.state = "

/* Of a debt that was settled or paused since nothing is said that day. */
#define SHARE_OWED(TODAY)                                                                          \
    " p.state = 'open' AND (p.paused = 0 OR p.paused_until_on < CAST(" TODAY " AS TEXT))"

/* Those that say something; counted, since what is joined PostgreSQL asks of all. */
#define SHARE_LATER_SAYING(STATE, TODAY)                                                           \
    SHARE_LATER                                                                                    \
    "'" STATE "'"                                                                                  \
    " AND (SELECT COUNT(*) FROM reminder s WHERE s.firm = n.firm AND s.message = n.id"             \
    " AND s.state = 'planned' AND (SELECT COUNT(*) FROM obligation p WHERE p.firm = s.firm"        \
    " AND p.id = s.obligation AND" SHARE_OWED(TODAY) ") > 0) > 0"

/* The accounts of which they say it. */
#define SHARE_LATER_ACCOUNTS(STATE, TODAY)                                                         \
    "SELECT p.person FROM message n JOIN reminder s ON s.firm = n.firm AND s.message = n.id"       \
    " AND s.state = 'planned' JOIN obligation p ON p.firm = s.firm AND p.id = s.obligation"        \
    " AND" SHARE_OWED(TODAY) " WHERE" SHARE_LATER "'" STATE "'"

/*
 * Whether they overtake m: they say something, and leave out no account that m carries beside its
 * person. What is nested is asked of the few that the outer part found; joined, each part is asked
 * of all.
 */
#define SHARE_OVERTAKEN(STATE, TODAY)                                                              \
    " CASE WHEN EXISTS (SELECT 1 FROM message n WHERE" SHARE_LATER_SAYING(                         \
        STATE,                                                                                     \
        TODAY) ")"                                                                                 \
               " THEN NOT EXISTS (SELECT 1 FROM reminder r JOIN obligation o ON o.firm = r.firm"   \
               " AND o.id = r.obligation WHERE r.firm = m.firm AND r.message = m.id AND r.state "  \
               "= 'planned'"                                                                       \
               " AND o.person <> m.person AND o.person NOT IN (" SHARE_LATER_ACCOUNTS(             \
                   STATE, TODAY) "))"                                                              \
                                 " ELSE FALSE END"

/* The accounts whose reminders it still carries, in order. */
MUST_USE bool outbox_accounts(struct ctx *cx, int64_t message, int64_t **accounts, size_t *count);

/* What it carries of one account is cancelled; why: a code. In the taking's transaction. */
MUST_USE bool outbox_leave_out(struct ctx *cx, int64_t message, int64_t account, const char *why);

#endif
