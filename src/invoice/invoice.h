/*
 * An invoice, or any open item of a customer: a claim of a client.
 */
#ifndef INVOICE_INVOICE_H
#define INVOICE_INVOICE_H

#include "base/money.h"
#include "store/store.h"

struct invoice {
    int64_t id, customer;
    const char *piece, *label;
    struct date issued_on, due_on;
    struct money amount, open; /* a credit is negative */
};

/* What is open of a customer, by due date. */
MUST_USE bool invoice_list(struct ctx *cx, int64_t client, int64_t customer,
                           struct invoice **invoices, size_t *count);

/* Fault ABSENT FACTURE-ABSENTE. */
MUST_USE bool invoice_find(struct ctx *cx, int64_t id, struct invoice *invoice);

#endif
