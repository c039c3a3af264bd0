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
    return order ? order : strcmp(a->letter, b->letter);
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int by_group(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    int order = strcmp(a->letter, b->letter);

    return order ? order : by_issue(left, right);
}

/* Credits to debts, both in the order of the items. */
static void pay(struct item *items, size_t count)
{
    int64_t debts = 0, credits = 0;

    for (size_t i = 0; i < count; i++) {
        if (items[i].open.cents > 0)
            debts += items[i].open.cents;
        else
            credits -= items[i].open.cents;
    }
    int64_t to_debts = smaller(debts, credits), to_credits = to_debts;
    for (size_t i = 0; i < count; i++) {
        int64_t open = items[i].open.cents;
        int64_t used = smaller(open > 0 ? open : -open, open > 0 ? to_debts : to_credits);
        items[i].open.cents = open > 0 ? open - used : open + used;
        *(open > 0 ? &to_debts : &to_credits) -= used;
    }
}

static void groups_pay(struct item *items, size_t count)
{
    size_t first = 0;

    qsort(items, count, sizeof *items, by_group);
    for (size_t i = 1; i <= count; i++)
        if (i == count || strcmp(items[i].letter, items[first].letter) != 0) {
            if (*items[first].letter)
                pay(&items[first], i - first);
            first = i;
        }
}

void allocate(struct item *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        items[i].open = items[i].amount;
    groups_pay(items, count);
    qsort(items, count, sizeof *items, by_issue);
    pay(items, count);
}
