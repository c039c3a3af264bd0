/*
 * What customers owe by a FEC alone, and since when.
 *
 * Open are the lines of the accounts 411 without a letter, aged by day, and those of the letter
 * groups that do not balance: which of these are paid is in doubt until somebody looks, so what
 * they leave has a column of its own beside the ages. A credit keeps its sign. A day's debt is not
 * late: the first age begins one day after the date it is counted from.
 */
#ifndef LEDGER_ITEMS_H
#define LEDGER_ITEMS_H

#include "format/fec.h"

enum items_age { AGE_NOT_DUE, AGE_30, AGE_60, AGE_90, AGE_OLDER, AGE_COUNT };

const char *items_age_text(enum items_age age); /* "not_due", "1-30", …, "90+" */
enum items_age items_age(struct date due, struct date on);

struct items_terms {
    bool by_piece; /* counted from the voucher's date; else from the due date */
    int days;      /* from voucher to due date, where nothing else is agreed */
};

enum { ITEMS_DEFAULT_DAYS = 30 }; /* C. com. L441-10 I */

/* The voucher's date, or the entry's where it has none; plus the days. */
struct date items_due(const struct fec_item *item, const struct items_terms *terms);

struct items_customer {
    const struct fec_customer *customer;
    struct money open, partly_lettered; /* open: both kinds */
    bool has_oldest;
    struct date oldest; /* of the lines owed by the customer */
    int64_t lines;      /* without a letter */
};

struct items {
    struct money total, unlettered, partly_lettered; /* total: of the two others */
    struct money ages[AGE_COUNT];                    /* of the unlettered lines */
    int64_t lines;
    struct items_customer *customers; /* with something open, by account and auxiliary account */
    size_t count;
};

struct items items_make(struct arena *arena, const struct fec_facts *facts,
                        const struct items_terms *terms, struct date on);

#endif
