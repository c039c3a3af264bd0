#include "invoice/due.h"

#include "chase/intervene.h"
#include "invoice/ageing.h"
#include "invoice/dunning.h"

/* Whose invoice it is, and the obligation that chases it; 0: none. */
struct whose {
    int64_t client, customer, obligation;
};

SQL(WHOSE, FIRM,
    "SELECT i.client, i.customer, COALESCE(o.id, 0) FROM invoice i"
    " LEFT JOIN obligation o ON o.firm = i.firm AND o.kind = 'invoice' AND o.subject = i.id"
    " AND o.state = 'open' WHERE i.firm = $1 AND i.id = $2");

static bool find(struct ctx *cx, int64_t invoice, struct whose *whose)
{
    struct rows *rows = store_query(cx, &WHOSE, ARGS(arg_int(invoice)));

    *whose = (struct whose){ 0 };
    if (rows_next(rows))
        *whose = (struct whose){ rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2) };
    if (!rows_done(rows))
        return false;
    return whose->client > 0 || fail(cx, FAULT_ABSENT, "FACTURE-ABSENTE", NULL);
}

SQL(SET_DUE, FIRM, "UPDATE invoice SET due_on = $3 WHERE firm = $1 AND id = $2");

SQL(SET_OLDEST, FIRM,
    "UPDATE customer SET oldest_due_on = (SELECT MIN(i.due_on) FROM invoice i WHERE i.firm = $1"
    " AND i.client = $3 AND i.customer = $2 AND i.settled_on IS NULL AND i.open_cents > 0)"
    " WHERE firm = $1 AND id = $2 AND oldest_due_on IS NOT NULL");

static bool change(struct ctx *cx, int64_t invoice, struct date due, const char *reason)
{
    struct whose whose;

    if (!find(cx, invoice, &whose))
        return false;
    const struct intervention order = {
        .act = ACT_DUE, .obligation = whose.obligation, .until = due, .reason = reason
    };
    return chase_intervene(cx, &dunning_kind, &order)
        && store_run(cx, &SET_DUE, ARGS(arg_int(invoice), arg_date(cx->arena, due)))
        && store_run(cx, &SET_OLDEST, ARGS(arg_int(whose.customer), arg_int(whose.client)))
        && ageing_write(cx, whose.client);
}

bool invoice_change_due(struct ctx *cx, int64_t invoice, struct date due, const char *reason)
{
    return store_begin(cx) && store_end(cx, change(cx, invoice, due, reason));
}
