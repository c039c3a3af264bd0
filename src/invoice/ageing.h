/*
 * The ageing: what the customers of a client owe at a day, by how long it is late, without a look
 * at single items.
 *
 * Books keep, for each day of due (or of issue), what falls on it and before it; the difference of
 * two days is what falls between them. Today's debt is not late: the first age begins a day after.
 */
#ifndef INVOICE_AGEING_H
#define INVOICE_AGEING_H

#include "ledger/items.h"
#include "store/store.h"

struct ageing_sum {
    struct money open; /* credits included */
    int64_t items;
    int64_t customers; /* whose oldest debt is among them; only in a sum from the beginning */
};

struct ageing {
    struct ageing_sum ages[AGE_COUNT], late, all;
    int64_t customers, unreached; /* with something open; of these, without a usable address */
    bool is_blank;                /* nothing was ever imported */
};

enum ageing_basis { AGEING_BY_DUE, AGEING_BY_PIECE, AGEING_BASIS_COUNT };

const char *ageing_basis_text(enum ageing_basis basis); /* "due", "piece" */

MUST_USE bool ageing_find(struct ctx *cx, int64_t client, enum ageing_basis basis, struct date on,
                          struct ageing *ageing);

/* The days of an age, seen from a day: both ends belong to it. Bounds far away for the outer two.
 */
struct ageing_span {
    struct date first, last;
};
struct ageing_span ageing_span(enum items_age age, struct date on);

/* Sums and counts a client's items and customers anew; inside the import's transaction. */
MUST_USE bool ageing_write(struct ctx *cx, int64_t client);

/* Counts its customers alone: after a change of addresses. */
MUST_USE bool ageing_recount(struct ctx *cx, int64_t client);

#endif
