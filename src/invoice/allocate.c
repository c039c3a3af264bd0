#include "invoice/allocate.h"

#include <stdlib.h>
#include <string.h>

static int by_issue(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    int order = (a->issued_on.day > b->issued_on.day) - (a->issued_on.day < b->issued_on.day);

    if (order == 0)
        order = strcmp(a->piece, b->piece);
    if (order == 0)
        order = (a->amount.cents > b->amount.cents) - (a->amount.cents < b->amount.cents);
    return order;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

void allocate(struct item *items, size_t count)
{
    int64_t debts = 0, credits = 0;

    qsort(items, count, sizeof *items, by_issue);
    for (size_t i = 0; i < count; i++) {
        if (items[i].amount.cents > 0)
            debts += items[i].amount.cents;
        else
            credits -= items[i].amount.cents;
    }
    int64_t to_debts = smaller(debts, credits), to_credits = to_debts;
    for (size_t i = 0; i < count; i++) {
        int64_t amount = items[i].amount.cents;
        int64_t used = smaller(amount > 0 ? amount : -amount, amount > 0 ? to_debts : to_credits);
        items[i].open.cents = amount > 0 ? amount - used : amount + used;
        *(amount > 0 ? &to_debts : &to_credits) -= used;
    }
}
