/*
 * Allocation: what a customer's credits and payments leave of what it owes.
 *
 * The debtor said nothing that the books would show, so credits go to the oldest debts first
 * (Code civil, article 1342-10; R-8). What is over of the credits stays with the latest of them.
 */
#ifndef INVOICE_ALLOCATE_H
#define INVOICE_ALLOCATE_H

#include "base/date.h"
#include "base/money.h"

/* An open item of one customer; a credit is negative. */
struct item {
    struct date issued_on, due_on;
    const char *piece, *label;
    struct money amount;
    struct money open; /* set: 0 ≤ open ≤ amount of a debt, amount ≤ open ≤ 0 of a credit */
};

/* Sorts the items by issue, then piece, and sets what is open of each; the sum stays the same. */
void allocate(struct item *items, size_t count);

#endif
