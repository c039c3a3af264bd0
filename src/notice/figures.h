/*
 * What a member is told of a client (P-20): its figures today.
 */
#ifndef NOTICE_FIGURES_H
#define NOTICE_FIGURES_H

#include "base/json.h"
#include "store/store.h"

struct figures {
    bool has_wallet;
    struct money wallet;
    int64_t missing_receipts, ready_exports, late_requests, late_invoices;
    struct money late; /* of its customers' open items that are past due, credits included */
};

/* Columns of a statement over « client c » and FIGURES_FROM, whose parameter TODAY is the day. */
#define FIGURES(TODAY)                                                                             \
    "f.wallet_cents, COALESCE(f.missing_receipts, 0), COALESCE(f.ready_exports, 0),"               \
    " (SELECT COUNT(*) FROM request q WHERE q.firm = c.firm AND q.client = c.id"                   \
    " AND q.state = 'open' AND q.due_on < " TODAY "),"                                             \
    " COALESCE((SELECT g.items FROM ageing g WHERE g.firm = c.firm AND g.client = c.id"            \
    " AND g.basis = 'due' AND g.day_on < " TODAY " ORDER BY g.day_on DESC LIMIT 1), 0),"           \
    " COALESCE((SELECT g.open_cents FROM ageing g WHERE g.firm = c.firm AND g.client = c.id"       \
    " AND g.basis = 'due' AND g.day_on < " TODAY " ORDER BY g.day_on DESC LIMIT 1), 0)"
#define FIGURES_FROM " LEFT JOIN client_figure f ON f.firm = c.firm AND f.client = c.id"

struct figures figures_row(struct rows *rows, int column); /* from its first column on */

/* Fault ABSENT CLIENT-ABSENT. */
MUST_USE bool figures_find(struct ctx *cx, int64_t client, struct figures *figures);

/* Whether there is anything to say (P-20). */
bool figures_say(const struct figures *figures);

/*
 * Puts wallet (absent without one), missing_receipts, ready_exports, late_requests, late_invoices,
 * late, and has_missing, has_exports, has_requests, has_late where there are any.
 */
void figures_put(const struct figures *figures, struct json *map);

#endif
