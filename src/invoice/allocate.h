/*
 * Allocation: what a customer's credits and payments leave of what it owes.
 *
 * A letter says which debts a payment was for, so that the credits of a letter group go to its own
 * debts. Of all else the debtor said nothing that the books would show: what is over of the groups,
 * and credits without a letter, go to the oldest debts first (Code civil, article 1342-10; R-8).
 * What is over then stays with the latest credits.
 */
#ifndef INVOICE_ALLOCATE_H
#define INVOICE_ALLOCATE_H

#include "base/date.h"
#include "base/money.h"

/* An open item of one customer; a credit is negative. */
struct item {
    struct date issued_on, due_on;
    const char *piece, *label;
    const char *letter; /* of its group; "" without */
    struct money amount;
    struct money open; /* set: 0 ≤ open ≤ amount of a debt, amount ≤ open ≤ 0 of a credit */
};

/* Sorts the items by issue, then piece, and sets what is open of each; the sum stays the same. */
void allocate(struct item *items, size_t count);

#endif
