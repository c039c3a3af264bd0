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

/* What they say that day: of a debt that was settled or paused since nothing is said. */
#define SHARE_LATER_SAYS(TODAY)                                                                    \
    " message n JOIN reminder s ON s.firm = n.firm AND s.message = n.id AND s.state = 'planned'"   \
    " JOIN obligation p ON p.firm = s.firm AND p.id = s.obligation AND p.state = 'open'"           \
    " AND (p.paused = 0 OR p.paused_until_on < CAST(" TODAY " AS TEXT)) WHERE" SHARE_LATER

/*
 * Whether they overtake m: they say something, and leave out no account that m carries beside its
 * person. What is nested is asked of the few that the outer part found; joined, each part is asked
 * of all.
 */
#define SHARE_OVERTAKEN(STATE, TODAY)                                                              \
    " CASE WHEN EXISTS (SELECT 1 FROM" SHARE_LATER_SAYS(                                           \
        TODAY) "'" STATE "')"                                                                      \
               " THEN NOT EXISTS (SELECT 1 FROM reminder r JOIN obligation o ON o.firm = r.firm"   \
               " AND o.id = r.obligation WHERE r.firm = m.firm AND r.message = m.id AND r.state "  \
               "= 'planned'"                                                                       \
               " AND o.person <> m.person AND o.person NOT IN (SELECT p.person "                   \
               "FROM" SHARE_LATER_SAYS(TODAY) "'" STATE "')) ELSE FALSE END"

/* The accounts whose reminders it still carries, in order. */
MUST_USE bool outbox_accounts(struct ctx *cx, int64_t message, int64_t **accounts, size_t *count);

/* What it carries of one account is cancelled; why: a code. In the taking's transaction. */
MUST_USE bool outbox_leave_out(struct ctx *cx, int64_t message, int64_t account, const char *why);

#endif
