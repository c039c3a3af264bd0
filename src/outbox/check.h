/*
 * « À vérifier »: what a person decides of several messages at once, and takes back while nothing
 * has left (C-10). Of one message see outbox_decide.
 */
#ifndef OUTBOX_CHECK_H
#define OUTBOX_CHECK_H

#include "outbox/outbox.h"

/*
 * The same word on each of them, kept with one reason and one number: all or none. Faults as
 * outbox_decide's. At least one.
 */
MUST_USE bool outbox_decide_all(struct ctx *cx, const int64_t *messages, size_t count,
                                enum order order, const char *reason);

/*
 * A statement's part: whether a decision d on a message m stands and may be taken back. What counts
 * as sent is to check again whenever; what goes again, until it stands at its point.
 */
#define DECISION_STANDS                                                                            \
    " d.id = (SELECT MAX(l.id) FROM decision l WHERE l.firm = $1 AND l.message = m.id)"            \
    " AND ((d.verdict = 'sent' AND m.state = 'sent')"                                              \
    " OR (d.verdict IN ('again', 'marked') AND m.state IN ('waiting', 'due', 'taken')))"

/*
 * The last word on a message is taken back, with a reason of its own: it is to check as before, and
 * does not go again by itself. Fault CONFLICT DECISION-PARTIE when none stands, or it has left.
 */
MUST_USE bool outbox_unsay(struct ctx *cx, int64_t message, const char *reason);

/*
 * The same of all that was decided together with a decision, of what the member who acts may see;
 * what has left since keeps its end. *count is how many; the fault when that is none.
 */
MUST_USE bool outbox_unsay_all(struct ctx *cx, int64_t decision, const char *reason, size_t *count);

#endif
