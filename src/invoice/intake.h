/*
 * The inside of an import: what the books held of a client's customers and items, against what the
 * file shows. Used by invoice/import.c alone, inside its transaction.
 */
#ifndef INVOICE_INTAKE_H
#define INVOICE_INTAKE_H

#include "chase/plan.h"
#include "invoice/allocate.h"
#include "invoice/import.h"

/* A customer of the file, with its number in the books. */
struct intake_customer {
    int64_t id;
    const struct fec_customer *fec;
    struct item *items; /* allocated */
    size_t count;
    struct money balance;
    struct date oldest_due, oldest_issued; /* of what it owes; NO_DAY when it owes nothing */
    const char *doubt;
    bool is_new, changed;
};

MUST_USE bool intake(struct ctx *cx, const struct import *import);

/* Writes the items of the customers: adds, changes, settles, and their obligations with them. */
MUST_USE bool intake_items(struct ctx *cx, const struct import *import,
                           const struct intake_customer *customers, size_t count);

#endif
