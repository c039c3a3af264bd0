#include "invoice/invoice.h"

#define COLUMNS                                                                                    \
    "i.id, i.customer, i.piece, i.label, i.issued_on, i.due_on, i.amount_cents, i.open_cents"

static struct invoice invoice_row(struct rows *rows)
{
    return (struct invoice){
        .id = rows_int(rows, 0),
        .customer = rows_int(rows, 1),
        .piece = rows_text(rows, 2),
        .label = rows_text(rows, 3),
        .issued_on = rows_date(rows, 4),
        .due_on = rows_date(rows, 5),
        .amount = rows_money(rows, 6),
        .open = rows_money(rows, 7),
    };
}

SQL(OPEN, FIRM,
    "SELECT " COLUMNS " FROM invoice i WHERE i.firm = $1 AND i.client = $2 AND i.customer = $3"
    " AND i.settled_on IS NULL AND i.open_cents <> 0 ORDER BY i.due_on, i.id");

bool invoice_list(struct ctx *cx, int64_t client, int64_t customer, struct invoice **invoices,
                  size_t *count)
{
    struct rows *rows = store_query(cx, &OPEN, ARGS(arg_int(client), arg_int(customer)));
    struct invoice *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = invoice_row(rows);
    }
    if (!rows_done(rows))
        return false;
    *invoices = list;
    *count = listed;
    return true;
}

SQL(FIND, FIRM, "SELECT " COLUMNS " FROM invoice i WHERE i.firm = $1 AND i.id = $2");

bool invoice_find(struct ctx *cx, int64_t id, struct invoice *invoice)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(id)));
    struct invoice found = { 0 };

    if (rows_next(rows))
        found = invoice_row(rows);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "FACTURE-ABSENTE", NULL);
    *invoice = found;
    return true;
}
