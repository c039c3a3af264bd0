/*
 * A message to an address that several accounts share carries the reminders of each (P-2); what
 * holds one of them takes its own out alone.
 */
#ifndef OUTBOX_SHARE_H
#define OUTBOX_SHARE_H

#include "outbox/outbox.h"

/*
 * Of a message m that a later one of its person overtakes, as a condition: no account that it
 * carries beside that person is left out of the later ones, which are in the state named.
 */
#define SHARE_TOLD_LATER(STATE)                                                                    \
    " AND NOT EXISTS (SELECT 1 FROM reminder r JOIN obligation o ON o.firm = r.firm"               \
    " AND o.id = r.obligation WHERE r.firm = m.firm AND r.message = m.id AND r.state = 'planned'"  \
    " AND o.person <> m.person AND NOT EXISTS (SELECT 1 FROM message n JOIN reminder s"            \
    " ON s.firm = n.firm AND s.message = n.id AND s.state = 'planned' JOIN obligation p"           \
    " ON p.firm = s.firm AND p.id = s.obligation AND p.person = o.person WHERE n.firm = m.firm"    \
    " AND n.issuer = m.issuer AND n.person = m.person AND n.kind = m.kind"                         \
    " AND n.medium = m.medium AND n.state = '" STATE "' AND n.day_on > m.day_on))"

/* The accounts whose reminders it still carries, in order. */
MUST_USE bool outbox_accounts(struct ctx *cx, int64_t message, int64_t **accounts, size_t *count);

/* What it carries of one account is cancelled; why: a code. In the taking's transaction. */
MUST_USE bool outbox_leave_out(struct ctx *cx, int64_t message, int64_t account, const char *why);

#endif
